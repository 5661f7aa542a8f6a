-- wrk asks for the addresses of a file in turns, beginning at a number, and prints one line of figures for serving.py.
-- {n} in an address becomes the number of the request, which never comes twice.
local addresses = {}
local number = 0

function init(args)
  for address in io.lines(args[1]) do
    addresses[#addresses + 1] = address
  end
  number = tonumber(args[2]) or 0
end

function request()
  number = number + 1
  local address = addresses[number % #addresses + 1]:gsub("{n}", number)
  return wrk.format("GET", address)
end

function done(summary, latency, requests)
  local bad = summary.errors.connect + summary.errors.read + summary.errors.write
    + summary.errors.status + summary.errors.timeout
  io.write(string.format("FIGURES %d %d %d %d %d %d\n", latency:percentile(50), latency:percentile(95),
    summary.requests, summary.duration, summary.bytes, bad))
end
