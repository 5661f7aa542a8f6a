"""Pages under load, on SQLite and PostgreSQL, beside Datasette on the same public tables; printed, never asserted.

    .venv/bin/python benchmarks/serving.py --datasette .venv-bench/bin/datasette [--rounds 3] [--seconds 3]

wrk comes from Debian (`apt-get install wrk`), Datasette from requirements/bench.txt.

`evenhand serve` runs as in production: gunicorn with two processes, log lines, all middleware; only the limit on how
often one address may ask is off (`serving_settings.py`). The three servers run all the time; in each round each of them
has each page once, in random order, from one thread of wrk with eight connections. Figures are medians of the rounds.

A process of ours keeps what the public asked for until the data change; Datasette keeps nothing. So each page has two
rows: “made anew”, which alone is compared with Datasette, and “asked before”. Bulk files are files that lie ready;
Datasette's are shown beside them, without a ratio.

CPU is that of all processes of a server, with PostgreSQL's own, for 1,000 requests: what does not depend on who else
uses the machine. `--postgres no` leaves PostgreSQL out.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BENCHMARKS = ROOT / "benchmarks"
sys.path[:0] = [str(ROOT), str(BENCHMARKS)]

from serving_data import ANEW, BEFORE  # noqa: E402

TICKS = os.sysconf("SC_CLK_TCK")
MOST_QUERIES = 20
APART = 9_973  # between the first numbers of two rounds, so that what one asked is not asked again in the next


@dataclass(frozen=True)
class Server:
    """A server that listens: `roots` are the processes whose CPU time, with their descendants', is its own."""

    name: str
    port: int
    roots: tuple[int, ...]
    side: str


@dataclass(frozen=True)
class Seen:
    """One run of wrk: milliseconds, requests a second, CPU seconds for 1,000 requests, kilobytes of an answer."""

    p50: float
    p95: float
    rate: float
    cpu: float
    size: float
    bad: int


def main() -> None:
    """Make the databases, start the servers, load them in turns, print the tables."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--datasette", default="datasette", help="Datasette's command")
    wanted.add_argument("--rounds", type=int, default=3)
    wanted.add_argument("--seconds", type=int, default=3, help="how long each load lasts")
    wanted.add_argument("--connections", type=int, default=8)
    wanted.add_argument("--workers", type=int, default=2, help="processes of evenhand serve")
    wanted.add_argument("--homes", type=int, default=4000)
    wanted.add_argument("--inspections", type=int, default=40_000)
    wanted.add_argument("--reports", type=int, default=300)
    wanted.add_argument("--postgres", choices=("yes", "no"), default="yes")
    wanted.add_argument("--only", default="", help="only pages whose name has this in it")
    wanted.add_argument("--json", type=Path, help="write all figures there too")
    given = wanted.parse_args()
    for program in ("wrk", given.datasette):
        if shutil.which(program) is None:
            raise SystemExit(f"There is no {program} here. wrk is in Debian; Datasette comes with benchmarks/run.")
    signal.signal(signal.SIGTERM, _stop)
    with tempfile.TemporaryDirectory(prefix="evenhand-serving-") as made, contextlib.ExitStack() as held:
        folder = Path(made)
        servers = [held.enter_context(_evenhand(folder / "sqlite", given, ""))]
        if given.postgres == "yes":
            from tools.with_postgres import postgres

            servers.append(held.enter_context(_evenhand(folder / "postgres", given, held.enter_context(postgres()))))
        servers.append(held.enter_context(_datasette(folder / "sqlite" / "open.sqlite3", given.datasette)))
        asked = {server.name: _asked(folder, server) for server in servers}
        _print(_loaded(asked, servers, folder, given), asked, given)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # from here on the servers are being stopped


def _stop(*_: object) -> None:
    """End, and let nothing interrupt the ending: a server that is half stopped would be left running."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(143)


def _evenhand(folder: Path, given: argparse.Namespace, url: str) -> contextlib.AbstractContextManager[Server]:
    (folder / "var").mkdir(parents=True)
    environment = {
        **os.environ,
        "EVENHAND_MODE": "production",
        "EVENHAND_VAR": str(folder / "var"),
        "DATABASE_URL": url or f"sqlite:///{folder}/evenhand.sqlite3",
        "ALLOWED_HOSTS": "127.0.0.1",
        "SECRET_KEY": "measured and thrown away, " * 3,
        "PYTHONPATH": f"{BENCHMARKS}{os.pathsep}{ROOT / 'src'}",
        "DJANGO_SETTINGS_MODULE": "serving_settings",
    }
    sizes = [f"--{name}={getattr(given, name)}" for name in ("homes", "inspections", "reports")]
    fill = [sys.executable, BENCHMARKS / "serving_data.py", folder, *sizes, *([] if url else ["--export"])]
    print(f"Filling {'PostgreSQL' if url else 'SQLite'} …", file=sys.stderr)
    with (folder / "filling.log").open("wb") as log:
        if subprocess.run(fill, env=environment, stdout=log, stderr=log, check=False).returncode:  # noqa: S603
            raise SystemExit((folder / "filling.log").read_text()[-3000:])
    port = _free_port()
    serve = [sys.executable, "-m", "evenhand", "serve", f"--port={port}", f"--workers={given.workers}"]
    own = ()
    if url:
        pid = int((Path(url.partition("host=")[2]) / "data" / "postmaster.pid").read_text().split()[0])
        own = (pid,)
    name = "Evenhand, PostgreSQL" if url else "Evenhand, SQLite"
    return _running(Server(name, port, own, "evenhand"), serve, environment, folder, "/health/")


def _datasette(file: Path, program: str) -> contextlib.AbstractContextManager[Server]:
    port = _free_port()
    # Immutable: it need not look for changes nor count rows again. Suggesting facets is work that our pages do not do.
    serve = [program, "serve", "-i", file, "--host=127.0.0.1", f"--port={port}", "--setting", "suggest_facets", "off"]
    more = ["--setting", "max_returned_rows", "5000", "--setting", "default_page_size", "25"]
    server = Server("Datasette", port, (), "datasette")
    return _running(server, [*serve, *more], dict(os.environ), file.parent, "/-/versions.json")


@contextlib.contextmanager
def _running(server: Server, command: list, environment: dict, folder: Path, ready: str) -> Iterator[Server]:
    log = folder / f"{server.side}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(  # noqa: S603
            command, env=environment, cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
            start_new_session=True,
        )  # fmt: skip
    try:
        _wait_for(f"http://127.0.0.1:{server.port}{ready}", process, log)
        yield Server(server.name, server.port, (*server.roots, process.pid), server.side)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait_for(address: str, process: subprocess.Popen, log: Path) -> None:
    for _ in range(240):
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError, urllib.error.URLError), urllib.request.urlopen(address, timeout=5):  # noqa: S310
            return
        time.sleep(0.5)
    raise SystemExit(f"{address} does not answer.\n{log.read_text()[-3000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _asked(folder: Path, server: Server) -> dict:
    """Addresses and queries by page; fingerprints of reports, and so addresses, differ between two databases."""
    kind = "postgres" if "PostgreSQL" in server.name else "sqlite"
    return json.loads((folder / kind / "asked.json").read_text())


def _loaded(asked: dict, servers: list[Server], folder: Path, given: argparse.Namespace) -> dict:
    """What was seen, by page and server; the round before the first is to warm up."""
    turns, seen = [], {}
    for page in (one for one in next(iter(asked.values())) if given.only in one):
        for server in servers:
            addresses = asked[server.name][page]["addresses"][server.side]
            if addresses:
                file = folder / f"{len(turns)}.txt"
                file.write_text("\n".join(addresses))
                turns.append((page, server, file))
                seen[page, server.name] = []
    chance = random.Random(4)
    for number in range(given.rounds + 1):
        chance.shuffle(turns)
        for page, server, file in turns:
            if page.endswith(BEFORE):
                _load(server, page, file, 1, given.connections, 0)
            one = _load(server, page, file, given.seconds if number else 1, given.connections, number * APART)
            if number:
                seen[page, server.name].append(one)
        print(f"Round {number} of {given.rounds} (0 is to warm up)", file=sys.stderr)
    return seen


def _load(server: Server, page: str, file: Path, seconds: int, connections: int, first: int) -> Seen:
    address = f"http://127.0.0.1:{server.port}"
    more = ["-H", "X-Forwarded-Proto: https"] if server.side == "evenhand" else []
    if page.startswith("304"):
        more += ["-H", f"If-None-Match: {_etag(address + file.read_text().splitlines()[0])}"]
    wrk = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-s", BENCHMARKS / "serving.lua"]
    before = _cpu(server.roots)
    out = subprocess.run([*wrk, *more, address, "--", file, str(first)], capture_output=True, text=True, check=True)  # noqa: S603
    used = _cpu(server.roots) - before
    found = re.search(r"FIGURES (\d+) (\d+) (\d+) (\d+) (\d+) (\d+)", out.stdout)
    if found is None:
        raise SystemExit(f"wrk said nothing of {page}:\n{out.stdout}")
    p50, p95, requests, lasted, size, bad = map(int, found.groups())
    done = max(requests, 1)
    return Seen(p50 / 1e3, p95 / 1e3, requests / lasted * 1e6, used / done * 1e3, size / done / 1024, bad)


def _etag(address: str) -> str:
    request = urllib.request.Request(address, headers={"X-Forwarded-Proto": "https"})  # noqa: S310
    with urllib.request.urlopen(request) as response:  # noqa: S310
        return response.headers["ETag"]


def _cpu(roots: tuple[int, ...]) -> float:
    """CPU seconds until now of some processes and their descendants; PostgreSQL gives each of its own a session."""
    ticks: dict[int, int] = {}
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # The name of a program, in brackets, may hold blanks; the parent is the second word after it. The last two
            # of the four times are those of children that have ended, such as connections that were closed.
            words = stat.read_text().rpartition(")")[2].split()
            pid = int(stat.parent.name)
            ticks[pid] = sum(map(int, words[11:15]))
            children.setdefault(int(words[1]), []).append(pid)
    total, left = 0, list(roots)
    while left:
        pid = left.pop()
        total += ticks.get(pid, 0)
        left += children.get(pid, [])
    return total / TICKS


def _ratio(pairs: list[tuple[float, float]]) -> str:
    return f"{statistics.median(one / max(other, 1e-9) for one, other in pairs):.1f}" if pairs else ""


def _print(seen: dict, asked: dict, given: argparse.Namespace) -> None:
    from measuring import markdown

    rows, told = [], []
    for (page, server), runs in seen.items():
        middle = {name: statistics.median(getattr(one, name) for one in runs) for name in Seen.__annotations__}
        peer = [] if server == "Datasette" or not page.endswith(ANEW) else seen.get((page, "Datasette"), [])
        queries = "" if server == "Datasette" else str(asked[server][page]["queries"])
        # A peer that did not finish one answer a round has no rate to compare with.
        whole = peer if all(one.rate >= 1 for one in peer) else []
        times = _ratio([(mine.rate, other.rate) for mine, other in zip(runs, whole, strict=False)])
        cheaper = _ratio([(other.cpu, mine.cpu) for mine, other in zip(runs, whole, strict=False)])
        bad = sum(one.bad for one in runs)
        figures = [f"{middle['p50']:.1f}", f"{middle['p95']:.1f}", f"{middle['rate']:.0f}", f"{middle['cpu']:.2f}"]
        size = f"{middle['size']:.0f}" if middle["size"] >= 1 else f"{middle['size']:.1f}"
        rows.append([page, server + (f" ({bad} failed)" if bad else ""), *figures, times, cheaper, size, queries])
        told.append({"page": page, "server": server, **middle, "queries": queries, "bad": bad, "times": times})
    heading = ["page", "server", "p50, ms", "p95, ms", "requests/s", "CPU s / 1,000", "x rate", "x CPU", "KiB"]
    print(f"{given.homes} homes, {given.inspections} inspections, {given.reports} reports;")
    print(f"{given.connections} connections, {given.rounds} rounds of {given.seconds} s,")
    print(f"{given.workers} processes of ours, one of Datasette.\n")
    print(markdown([*heading, "queries"], rows))
    if given.json:
        given.json.write_text(json.dumps(told, indent=1))
    slower = sorted({f"{one['page']} ({one['server']})" for one in told if one["times"] and float(one["times"]) < 1})
    many = sorted({one["page"] for one in told if one["queries"] and int(one["queries"]) > MOST_QUERIES})
    print(f"\nMade anew, fewer requests a second than Datasette: {', '.join(slower) or 'none'}.")
    print(f"Over {MOST_QUERIES} queries: {', '.join(many) or 'none'}.")


if __name__ == "__main__":
    main()
