"""Starting and stopping: from an empty folder to pages, again without doing anything twice, and never a traceback."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

PATIENCE = 120.0
SECRET = "x" * 60


@dataclass
class Place:
    """An empty folder with its own database: a file, or one made on the PostgreSQL server that the tests run on."""

    folder: Path
    port: int
    environment: dict[str, str]

    def evenhand(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "evenhand", *arguments],
            cwd=self.folder,
            env={**self.environment, **more},
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=PATIENCE,
        )

    def start(self) -> subprocess.Popen[str]:
        log = (self.folder / "log").open("w")
        server = subprocess.Popen(
            [sys.executable, "-m", "evenhand", "serve", "--port", str(self.port)],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        deadline = time.monotonic() + PATIENCE
        while "Evenhand is at" not in self.said or not answers(self.port):
            assert server.poll() is None and time.monotonic() < deadline, self.said
            time.sleep(0.1)
        return server

    @property
    def said(self) -> str:
        return (self.folder / "log").read_text()

    def get(self, path: str) -> int:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
            return int(answer.status)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def plain_environment(**more: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "PYTHONPATH") if name in os.environ}
    return {**kept, "PYTHONUNBUFFERED": "1", **more}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("serving")
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield Place(folder, free_port(), plain_environment())
        return
    name = f"serving_{uuid4().hex[:10]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield Place(folder, free_port(), plain_environment(DATABASE_URL=_named(server, name)))
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _named(url: str, name: str) -> str:
    head, _, rest = url.partition("://")
    where, _, query = rest.partition("?")
    return f"{head}://{where.rsplit('/', 1)[0]}/{name}{'?' + query if query else ''}"


def stopped(server: subprocess.Popen[str], sign: int) -> int:
    os.killpg(server.pid, sign)
    code = server.wait(20)
    with pytest.raises(ProcessLookupError):  # nobody of its process group is left
        os.killpg(server.pid, 0)
    return code


def test_from_an_empty_folder_to_pages_and_again(place: Place) -> None:
    server = place.start()
    try:
        first = place.said
        assert place.get("/frameworks/") == place.get("/sign-in/") == 200
        busy = place.evenhand("serve", "--port", str(place.port))
        assert busy.returncode == 2 and "choose another port" in busy.stderr and "Traceback" not in busy.stderr
        assert "Settings" not in busy.stdout, "said before anything else is done"
    finally:
        code = stopped(server, signal.SIGINT)
    assert code == 0 and not answers(place.port)
    versions = "published ecm-2007, ch-2011, ch-2012, ch-2014"
    for words in ("migrations applied", versions, "3,219 homes added", "9,733 inspections added"):
        assert words in first
    password = (place.folder / "var" / "demo-password").read_text().strip()
    for person in (
        "ida.inspector",
        "ivan.inspector",
        "quentin.quality",
        "petra.provider",
        "fay.framework",
        "fred.framework",
        "ada.admin",
    ):
        assert re.search(rf"{re.escape(person)}\s+{password}", first)
    assert "\x1b[" not in first, "plain when it is not a terminal"

    events = json.loads(place.evenhand("audit", "verify", "--json").stdout)["events"]
    server = place.start()
    stopped(server, signal.SIGTERM)
    for words in ("up to date", "all on the shelf already", "imported already"):
        assert words in place.said
    after = place.evenhand("audit", "verify", "--json")
    assert after.returncode == 0 and json.loads(after.stdout)["events"] == events, "the second start did nothing twice"


def test_the_audit_log_is_verified_and_the_first_tampered_row_is_named(place: Place) -> None:
    good = place.evenhand("audit", "verify", "--json")
    state = json.loads(good.stdout)
    assert good.returncode == 0 and state["holds"] and len(state["last_digest"]) == 64
    assert place.evenhand("audit", "verify", "--seen", state["last_digest"]).returncode == 0
    cut_off = place.evenhand("audit", "verify", "--seen", "f" * 64)
    assert cut_off.returncode == 1 and "cut off or rewritten" in cut_off.stdout
    _tamper(place)
    bad = place.evenhand("audit", "verify")
    assert bad.returncode == 1 and "First at event 4" in bad.stdout and "mallory" in bad.stdout


def _tamper(place: Place) -> None:
    change = "UPDATE audit_event SET actor = 'mallory' WHERE number = 4"
    if url := place.environment.get("DATABASE_URL"):
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
            connection.execute(change)
        return
    with sqlite3.connect(place.folder / "var" / "evenhand.sqlite3") as connection:
        triggers = "SELECT name FROM sqlite_master WHERE tbl_name = 'audit_event' AND type = 'trigger'"
        for (name,) in connection.execute(triggers).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(change)


def test_the_first_administrator_is_made_once(tmp_path: Path) -> None:
    empty = Place(tmp_path, 0, plain_environment())
    bad = empty.evenhand("first-administrator", "Ada Admin!", "Ada Admin")
    assert bad.returncode == 2 and "Traceback" not in bad.stderr
    done = empty.evenhand("first-administrator", "ada.admin", "Ada Admin")
    assert done.returncode == 0 and re.search(r": (\w{5}-){3}\w{5}$", done.stdout.strip())
    again = empty.evenhand("first-administrator", "eve.admin", "Eve Admin")
    assert again.returncode == 2 and "administrator already" in again.stderr
    with sqlite3.connect(tmp_path / "var" / "evenhand.sqlite3") as connection:
        people = connection.execute("SELECT username, must_choose_password FROM accounts_person").fetchall()
    assert people == [("ada.admin", 1)]


# --------------------------------------------------------------------------- what is refused, and how it is said


REFUSED = {
    "a mode that does not exist": ({"EVENHAND_MODE": "live"}, ("serve",), "EVENHAND_MODE=production"),
    "production without a database": ({"EVENHAND_MODE": "production"}, ("serve",), "DATABASE_URL is not set"),
    "production and --fresh": (
        {
            "EVENHAND_MODE": "production",
            "DATABASE_URL": "sqlite:////tmp/never.sqlite3",
            "SECRET_KEY": SECRET,
            "ALLOWED_HOSTS": "a.example",
        },
        ("serve", "--fresh", "--yes"),
        "would delete every inspection",
    ),
    "--fresh on a database server": (
        {"DATABASE_URL": "postgresql://a@127.0.0.1:1/b"},
        ("serve", "--fresh", "--yes"),
        "names a database server",
    ),
    "a database that does not answer": (
        {"DATABASE_URL": "postgresql://a@127.0.0.1:1/b"},
        ("serve",),
        "does not answer",
    ),
    "a port that is no number": ({"PORT": "eighty"}, ("serve",), "PORT"),
    "an audit log that is not there": ({}, ("audit", "verify"), "There is no audit log"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_is_refused_with_a_sentence_and_exit_code_2(tmp_path: Path, what: str) -> None:
    settings, arguments, sentence = REFUSED[what]
    more = {"PORT": str(free_port()), **settings} if arguments[0] == "serve" else settings
    done = Place(tmp_path, 0, plain_environment()).evenhand(*arguments, **more)
    assert done.returncode == 2, done.stderr
    assert sentence in done.stderr and "Traceback" not in done.stderr


@pytest.fixture
def old(tmp_path: Path) -> Place:
    """A folder with a database that a demonstration left behind."""
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "evenhand.sqlite3").write_text("an old database")
    return Place(tmp_path, free_port(), plain_environment())


def test_fresh_deletes_nothing_where_nobody_can_be_asked(old: Place) -> None:
    done = old.evenhand("serve", "--fresh", "--port", str(old.port))
    assert done.returncode == 2 and "nobody here to ask" in done.stderr
    assert (old.folder / "var" / "evenhand.sqlite3").read_text() == "an old database"


def test_fresh_asks_and_a_no_deletes_nothing(old: Place) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "evenhand", "serve", "--fresh", "--port", str(old.port)],
        cwd=old.folder,
        env=old.environment,
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    os.write(ours, b"n\n")
    said, _ = process.communicate(timeout=PATIENCE)
    os.close(ours)
    os.close(theirs)
    assert process.returncode == 0 and "[y/N]" in said and "Nothing was deleted" in said
    assert (old.folder / "var" / "evenhand.sqlite3").read_text() == "an old database"


def test_fresh_deletes_the_database_and_what_lies_beside_it(old: Place) -> None:
    from evenhand.web import environment, serving

    file = serving.demo_database(environment.read({"EVENHAND_VAR": str(old.folder / "var")}))
    for end in ("-wal", "-shm"):
        file.with_name(file.name + end).touch()
    serving.delete_database(file)
    assert [one.name for one in file.parent.iterdir()] == ["secret-key"]


def test_the_steps_of_production_make_no_demonstration_people(tmp_path: Path) -> None:
    from evenhand.web import environment, serving

    values = {
        "EVENHAND_VAR": str(tmp_path),
        "DATABASE_URL": "sqlite:////x/y",
        "SECRET_KEY": SECRET,
        "ALLOWED_HOSTS": "a.example",
    }
    production = environment.read({**values, "EVENHAND_MODE": "production"})
    titles = [step.title for step in serving.steps(production)]
    assert "Static files" in titles and not any("emonstration" in title for title in titles)
    assert serving.who_can_sign_in(production) == ()
    assert any("emonstration" in step.title for step in serving.steps(environment.read(values)))
