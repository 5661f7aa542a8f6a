"""One archive with everything that Evenhand keeps, and the way back from it, checked at every step.

The archive is a ZIP file: `manifest.json` with a SHA-256 of each part, `database` (a copy by SQLite's online backup, or
by pg_dump), and `var/` with uploaded files and the secrets of this folder. The database is copied first: files are
written before the rows that name them and are never changed, so every file that the copy names is there.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from evenhand import __version__
from evenhand.web import pgtools
from evenhand.web.environment import Environment, Refused

FORMAT, VERSION = "evenhand-backup", 1
MANIFEST, DATABASE, FILES = "manifest.json", "database", "var/"
# What is made again at every start, or is no data.
_LEFT_OUT = ("static", "test.sqlite3")
_CHUNK = 1 << 20
LARGEST_MANIFEST = 50_000_000


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive says of itself. `parts`: size in bytes and SHA-256 by name; `rows`: rows by table."""

    made_by: str
    created: str
    database: str
    migrations: dict[str, str]
    rows: dict[str, int]
    parts: dict[str, tuple[int, str]]


def backup(environment: Environment, target: Path) -> Manifest:
    """Write one archive, readable by its owner only; raises Refused when it cannot be, and leaves nothing half done."""
    if target.exists():
        raise Refused(f"{target} is there already. Name a file that does not exist yet.")
    if not target.parent.is_dir():
        raise Refused(f"There is no folder {target.parent}. Make it first, or name another file.")
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as folder:
            copy = Path(folder) / DATABASE
            kind = _copy_database(environment, copy)
            manifest = _write(environment, copy, kind, part)
        os.replace(part, target)
    except OSError as problem:
        raise Refused(f"The backup could not be written ({problem.strerror or problem}). Check the disk.") from None
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _copy_database(environment: Environment, copy: Path) -> str:
    if "sqlite" not in environment.database["ENGINE"]:
        pgtools.dump(environment.database, copy)
        return "postgresql"
    source = Path(environment.database["NAME"])
    if not source.is_file():
        raise Refused(f"There is no database at {source}. Check EVENHAND_VAR and DATABASE_URL.")
    with _private(copy), closing(sqlite3.connect(source, timeout=30)) as here, closing(sqlite3.connect(copy)) as there:
        here.backup(there)
        there.execute("PRAGMA journal_mode=DELETE")
        if there.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise Refused(f"The database {source} is damaged: SQLite's own check fails. Restore the last good backup.")
    return "sqlite"


def _write(environment: Environment, copy: Path, kind: str, part: Path) -> Manifest:
    parts: dict[str, tuple[int, str]] = {}
    rows, migrations = _inside(environment, copy, kind)
    with _private(part) as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        parts[DATABASE] = _add(archive, DATABASE, copy)
        for file in kept_files(environment):
            name = FILES + file.relative_to(environment.var).as_posix()
            parts[name] = _add(archive, name, file)
        made = Manifest(__version__, datetime.now(UTC).isoformat(timespec="seconds"), kind, migrations, rows, parts)
        said = {"format": FORMAT, "version": VERSION, **asdict(made)}
        archive.writestr(MANIFEST, json.dumps(said, indent=1, sort_keys=True))
    return made


def kept_files(environment: Environment) -> Iterator[Path]:
    """Every plain file of the folder that belongs into a backup, by name."""
    database = Path(str(environment.database["NAME"])).resolve()
    for file in sorted(environment.var.rglob("*")):
        inside = file.relative_to(environment.var)
        beside = file.parent.resolve() == database.parent and file.name.startswith(database.name)
        if file.is_file() and not file.is_symlink() and not beside and inside.parts[0] not in _LEFT_OUT:
            yield file


def _add(archive: zipfile.ZipFile, name: str, file: Path) -> tuple[int, str]:
    with file.open("rb") as source, archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as there:
        return _copied(source, there)


def _copied(source: Any, there: Any) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    while chunk := source.read(_CHUNK):
        size += len(chunk)
        digest.update(chunk)
        there.write(chunk)
    return size, digest.hexdigest()


def _inside(environment: Environment, copy: Path, kind: str) -> tuple[dict[str, int], dict[str, str]]:
    """Rows by table and the last migration by app: of the copy itself where that can be read."""
    if kind == "postgresql":
        return pgtools.inside(environment.database)
    with closing(sqlite3.connect(copy)) as connection:
        return _rows(connection), _migrations(connection)


def _rows(connection: sqlite3.Connection) -> dict[str, int]:
    named = connection.execute("SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'")
    tables = sorted(name for (name,) in named)
    count = "SELECT count(*) FROM "
    return {name: connection.execute(f'{count}"{name}"').fetchone()[0] for name in tables}


def _migrations(connection: sqlite3.Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT app, max(name) FROM django_migrations GROUP BY app"))


@contextmanager
def _private(file: Path) -> Iterator[BinaryIO]:
    """A new file that only its owner may read, from the first byte on; on the disk when it is closed."""
    handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w+b") as stream:
        yield stream
        stream.flush()
        os.fsync(stream.fileno())


def read_manifest(archive: zipfile.ZipFile, name: str) -> Manifest:
    """What the archive says of itself; raises Refused when it is no archive of ours, or of a later version."""
    try:
        if archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
            raise ValueError("too large")
        said = json.loads(archive.read(MANIFEST))
        if said["format"] != FORMAT:
            raise ValueError("another format")
        if said["version"] > VERSION:
            raise Refused(
                f"{name} was written by Evenhand {said['made_by']} in version {said['version']} of the format; this "
                f"Evenhand reads up to version {VERSION}. Install that Evenhand, or a newer one, and restore with it."
            )
        fields = {one: said[one] for one in ("made_by", "created", "database", "migrations", "rows")}
        parts = {str(part): (int(size), str(digest)) for part, (size, digest) in said["parts"].items()}
    except (KeyError, ValueError, TypeError, AttributeError, zipfile.BadZipFile, NotImplementedError):
        raise Refused(f"{name} is no backup of Evenhand, or its list of contents is damaged.") from None
    return Manifest(**fields, parts=parts)


@contextmanager
def opened(file: Path) -> Iterator[zipfile.ZipFile]:
    """The archive; raises Refused when it is none, or is cut off."""
    if not file.is_file():
        raise Refused(f"There is no file {file}.")
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError):
        raise Refused(f"{file} is no whole backup: it is cut off or damaged. Take another copy of it.") from None
    with archive:
        yield archive


def unpack(file: Path, folder: Path | None) -> Manifest:
    """Check every part against the manifest and, given a folder, write it there; raises Refused at the first fault."""
    with opened(file) as archive:
        manifest = read_manifest(archive, file.name)
        there = sorted(archive.namelist())
        if there != sorted([MANIFEST, *manifest.parts]) or DATABASE not in manifest.parts:
            raise Refused(f"{file.name} holds other parts than its list says: it was changed, or is damaged.")
        for name, expected in manifest.parts.items():
            _check_name(name, file.name)
            _unpack_one(archive, name, expected, folder)
    return manifest


def _check_name(name: str, archive: str) -> None:
    path = PurePosixPath(name)
    plain = not path.is_absolute() and ".." not in path.parts and "\\" not in name and "\0" not in name
    if not (plain and (name == DATABASE or name.startswith(FILES)) and path.as_posix() == name):
        raise Refused(f"{archive} wants to write outside its folder; it was not made by Evenhand. Do not use it.")


def _unpack_one(archive: zipfile.ZipFile, name: str, expected: tuple[int, str], folder: Path | None) -> None:
    damaged = f"The part {name} of the backup is damaged: it is not what the list says. Take another copy of the file."
    if archive.getinfo(name).file_size != expected[0]:
        raise Refused(damaged)
    try:
        with archive.open(name) as source:
            if folder is None:
                found = _copied(source, _Nowhere())
            else:
                place = folder / name
                place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                with _private(place) as there:
                    found = _copied(source, there)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as problem:
        if isinstance(problem, OSError) and problem.errno:
            raise Refused(f"The backup could not be unpacked ({problem.strerror}). Check the disk.") from None
        raise Refused(damaged) from None
    if found != expected:
        raise Refused(damaged)


class _Nowhere:
    def write(self, _chunk: bytes) -> None:
        """Checking needs no copy."""


def restore(file: Path, environment: Environment, *, replace: bool) -> tuple[Manifest, Path | None]:
    """Put an archive in the place of this environment's data; returns the manifest and where the old data went.

    Everything is unpacked and checked beside the place first; then folders change names. Raises Refused where data are
    already and `replace` is not said, and when anything is wrong with the archive.
    """
    var = environment.var
    sqlite = "sqlite" in environment.database["ENGINE"]
    with opened(file) as archive:
        manifest = read_manifest(archive, file.name)
    if (manifest.database == "sqlite") != sqlite:
        raise Refused(
            f"{file.name} holds a database of {manifest.database}, but DATABASE_URL names another kind. Name one of "
            "the same kind in DATABASE_URL."
        )
    if not replace and (_holds_anything(var) or (not sqlite and not pgtools.is_empty(environment.database))):
        raise Refused(f"There are data already in {var} or its database. Restore --into an empty folder, or --replace.")
    var.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{var.name}.restoring-", dir=var.parent))
    try:
        manifest = unpack(file, folder)
        ready = folder / "var"
        ready.mkdir(mode=0o700, exist_ok=True)
        if sqlite:
            _check_copy(folder / DATABASE, manifest)
        return manifest, _swap(environment, folder / DATABASE, ready)
    except OSError as problem:
        raise Refused(f"Nothing was changed: {problem.strerror or problem} ({problem.filename}).") from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _holds_anything(var: Path) -> bool:
    return var.exists() and any(var.iterdir())


def _check_copy(copy: Path, manifest: Manifest) -> None:
    try:
        with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as connection:
            whole = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            same = whole and _rows(connection) == manifest.rows
    except sqlite3.DatabaseError:
        whole = same = False
    if not (whole and same):
        raise Refused("The database in the backup is damaged: SQLite's own check, or its counts of rows, fail.")


def _swap(environment: Environment, copy: Path, ready: Path) -> Path | None:
    """Put the new data in place; whatever was there before keeps lying beside it under a name with the moment."""
    var, database = environment.var, environment.database
    before = var.with_name(f"{var.name}.before-{datetime.now(UTC):%Y%m%d-%H%M%S}")
    if "sqlite" not in database["ENGINE"]:
        pgtools.load(database, copy)
    elif (place := Path(database["NAME"]).resolve()).is_relative_to(var.resolve()):
        inside = ready / place.relative_to(var.resolve())
        inside.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.replace(copy, inside)
    else:
        _swap_file(copy, Path(database["NAME"]), before.suffix)
    moved = var.exists()
    if moved and any(var.iterdir()):
        var.rename(before)
    elif moved:
        var.rmdir()
    try:
        ready.rename(var)
    except OSError:
        if before.exists():
            before.rename(var)
        raise
    return before if before.exists() else None


def _swap_file(copy: Path, place: Path, suffix: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    for end in ("", "-wal", "-shm"):
        old = place.with_name(place.name + end)
        if old.exists():
            old.rename(place.with_name(f"{place.name}{suffix}{end}"))
    shutil.move(str(copy), place)


SEALED = (
    ("frameworks_frameworkversion", "sealed"),
    ("reports_publishedreport", "content"),
    ("consultations_consultation", "content"),
)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a look at restored data found: sealed bytes that fit their fingerprints, and those that do not."""

    events: int
    chain_holds: bool
    last_digest: str
    sealed: int
    broken: tuple[str, ...]


def check_restored() -> Checked:
    """Walk the audit chain and compute every fingerprint again, in the database that the settings name."""
    from evenhand.web import serving

    serving.open_django()
    from django.db import connection

    state, sealed, broken = serving.verify_audit(), 0, []
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for table, column in SEALED:
            if table not in tables:
                continue
            cursor.execute(f"SELECT fingerprint, {column} FROM {table}")  # noqa: S608 - names of ours
            for fingerprint, content in cursor.fetchall():
                sealed += 1
                # Somebody who tampered may have left a text where bytes were.
                plain = content.encode() if isinstance(content, str) else bytes(content or b"")
                if hashlib.sha256(plain).hexdigest() != fingerprint:
                    broken.append(f"{table} {fingerprint[:12]}")
    return Checked(state.events, state.first_broken is None, state.last_digest, sealed, tuple(broken))
