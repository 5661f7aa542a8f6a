"""Proves that the wheel alone is enough: builds it, installs it where there is no checkout, and serves from it.

    python tools/check_wheel.py

A package can pass all its tests in the checkout and still arrive without its templates. So this leaves the checkout:
the wheel goes into an empty environment, an empty folder becomes the working folder and the home folder, and the
pages are fetched from there. Everything lies in one temporary folder, and nothing is left behind or left running.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("/", "/frameworks/")
# How long the first start may take: it makes the database and fills it with demonstration data.
PATIENCE = 180.0
# Source folder in the checkout -> folder in the wheel.
TRAVELS = {
    "src/evenhand": "evenhand",
    "frameworks": "evenhand/_shipped/frameworks",
    "data": "evenhand/_shipped/data",
    "studies": "evenhand/_shipped/studies",
}


def say(words: str) -> None:
    print(f"  {words}", flush=True)


def run(*command: str | Path, cwd: Path = ROOT, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        shown = " ".join(str(word) for word in command)
        raise SystemExit(f"This failed with exit code {done.returncode}: {shown}\n{done.stdout}{done.stderr}")
    return done.stdout


def build(folder: Path) -> Path:
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder)
    (wheel,) = folder.glob("*.whl")
    return wheel


def files_that_should_travel() -> set[str]:
    """Every file of the package and of the shipped folders that git would keep, by its name in the wheel."""
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *TRAVELS)
    expected = set()
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            source = next(folder for folder in TRAVELS if name.startswith(f"{folder}/"))
            expected.add(TRAVELS[source] + name.removeprefix(source))
    return expected


def check_contents(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    expected = files_that_should_travel()
    if missing := sorted(expected - packed):
        raise SystemExit("The wheel lacks these files:\n" + "\n".join(missing[:30]))
    if stray := sorted(name for name in packed - expected if ".dist-info/" not in name):
        raise SystemExit("The wheel holds files that do not belong to it:\n" + "\n".join(stray[:30]))
    for folder in TRAVELS.values():
        if not any(name.startswith(f"{folder}/") for name in packed):
            raise SystemExit(f"The wheel has nothing in {folder}/.")
    say(f"{wheel.name}: {len(packed)} files, {wheel.stat().st_size / 1e6:.1f} MB, nothing missing, nothing stray")


def install(wheel: Path, folder: Path) -> Path:
    """An environment with the locked packages and the wheel, and nothing of the checkout; returns its bin folder."""
    run(sys.executable, "-m", "venv", "--without-pip", folder)
    python = folder / "bin" / "python"
    uv: list[str | Path] = [Path(sys.executable).parent / "uv", "pip", "install", "--quiet", "--python", python]
    run(*uv, "--require-hashes", "-r", ROOT / "requirements" / "run.txt")
    run(*uv, "--no-deps", wheel)
    return folder / "bin"


def bare_environment(home: Path) -> dict[str, str]:
    """What a newcomer's shell would have: nothing that could lead the program back to this checkout."""
    kept = {name: os.environ[name] for name in ("LANG", "LC_ALL", "TZ") if name in os.environ}
    return {**kept, "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(home), "PYTHONUNBUFFERED": "1"}


def history(evenhand: Path, cwd: Path, env: dict[str, str]) -> None:
    """Bulk judging needs numerical libraries and a shipped file; neither is asked for by the pages."""
    (file,) = evenhand.parent.parent.glob("lib/python*/site-packages/evenhand/_shipped/data/**/providers_at_2024*.csv")
    out = cwd.parent / "verdicts.csv"
    run(evenhand, "rejudge", file, "--framework", "sccif-2025", "--out", out, cwd=cwd, env=env)
    say(f"evenhand rejudge: {len(out.read_text().splitlines()) - 1} verdicts on {file.name}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def serving(evenhand: Path, port: int, cwd: Path, env: dict[str, str]) -> Iterator[None]:
    log = cwd.parent / "serve.log"
    with log.open("w") as output:
        server = subprocess.Popen(
            [evenhand, "serve", "--port", str(port)],
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # a group of its own, so that its workers are stopped with it
        )
    try:
        deadline = time.monotonic() + PATIENCE
        while not answers(port):
            if server.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"`evenhand serve` did not come up. It said:\n{log.read_text()}")
            time.sleep(0.2)
        yield
    except urllib.error.HTTPError as error:
        raise SystemExit(f"{error.url} answered {error.code}. The server said:\n{log.read_text()}") from error
    finally:
        stop(server)


def stop(server: subprocess.Popen[bytes]) -> None:
    for sign, patience in ((signal.SIGTERM, 15), (signal.SIGKILL, 5)):
        try:
            os.killpg(server.pid, sign)
            server.wait(patience)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue


def fetch(port: int, page: str) -> None:
    start = time.monotonic()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{page}", timeout=30) as answer:
        body = answer.read().decode()
    if "<h1" not in body:
        raise SystemExit(f"{page} answered {answer.status} with a page that has no heading:\n{body[:2000]}")
    say(f"GET {page}: {answer.status}, {len(body)} characters, {time.monotonic() - start:.2f} s")


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="evenhand-wheel-") as name:
        scratch = Path(name)
        empty = scratch / "empty"
        empty.mkdir()
        wheel = build(scratch / "wheel")
        check_contents(wheel)
        programs = install(wheel, scratch / "venv")
        env = bare_environment(empty)

        listed = run(programs / "evenhand", "framework", "list", cwd=empty, env=env)
        if not listed.strip():
            raise SystemExit("`evenhand framework list` printed nothing.")
        say(f"evenhand framework list: {len(listed.splitlines())} lines")
        history(programs / "evenhand", cwd=empty, env=env)

        port, start = free_port(), time.monotonic()
        with serving(programs / "evenhand", port, empty, env):
            say(f"evenhand serve: up after {time.monotonic() - start:.1f} s, database made")
            for page in PAGES:
                fetch(port, page)
        if answers(port):
            raise SystemExit("The server was stopped, and something still answers at its port.")
        say("stopped; nothing is left running")
    return 0


if __name__ == "__main__":
    sys.exit(main())
