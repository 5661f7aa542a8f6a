-- wrk asks for the addresses of a file in turns, and prints one line of figures for serving.py.
local addresses = {}
local number = 0

function init(args)
  for address in io.lines(args[1]) do
    addresses[#addresses + 1] = address
  end
end

function request()
  number = number % #addresses + 1
  return wrk.format("GET", addresses[number])
end

function done(summary, latency, requests)
  local bad = summary.errors.connect + summary.errors.read + summary.errors.write
    + summary.errors.status + summary.errors.timeout
  io.write(string.format("FIGURES %d %d %d %d %d %d\n", latency:percentile(50), latency:percentile(95),
    summary.requests, summary.duration, summary.bytes, bad))
end
