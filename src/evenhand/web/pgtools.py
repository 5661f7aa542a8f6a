"""PostgreSQL's own programs for a whole copy of a database: pg_dump and pg_restore.

They must be as new as the server. EVENHAND_PG_BIN names their folder when those on the PATH are not.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from evenhand.web.environment import Refused

LONGEST = 6 * 60 * 60


def dump(database: dict[str, Any], file: Path) -> None:
    """Copy the whole database, as it is at one moment, into a file; raises Refused when it cannot be."""
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    _run("pg_dump", database, "--format=custom", "--no-owner", "--no-privileges", f"--file={file}")


def load(database: dict[str, Any], file: Path) -> None:
    """Put a copy in the place of what the database holds: all of it, or nothing."""
    options = ("--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error")
    _run("pg_restore", database, *options, str(file))


def _run(name: str, database: dict[str, Any], *arguments: str) -> None:
    program = shutil.which(name, path=os.environ.get("EVENHAND_PG_BIN") or None)
    if program is None:
        raise Refused(
            f"The database is PostgreSQL, and its program {name} is not on this machine. Install the PostgreSQL client "
            "(Debian: postgresql-client), as new as the server, or name its folder in EVENHAND_PG_BIN."
        )
    # The password goes by the environment: arguments of programs can be read by everybody on the machine.
    told = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    given = {variable: str(database[key]) for variable, key in told.items() if database.get(key)}
    done = subprocess.run(  # noqa: S603 - a fixed program, no shell
        [program, f"--dbname={database['NAME']}", *arguments],
        env={**os.environ, **given},
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["no reason given"])[0]
        raise Refused(f"{name} could not do it: {said}")


def inside(database: dict[str, Any]) -> tuple[dict[str, int], dict[str, str]]:
    """Rows by table and the last migration by app."""
    with _connected(database) as connection:
        names = [str(name) for (name,) in connection.execute(_TABLES)]
        count = sql.SQL("SELECT count(*) FROM {}")
        rows = {name: _one(connection.execute(count.format(sql.Identifier(name)))) for name in names}
        done = connection.execute("SELECT app, max(name) FROM django_migrations GROUP BY app").fetchall()
    return rows, {str(app): str(name) for app, name in done}


def is_empty(database: dict[str, Any]) -> bool:
    """Whether the database holds no table yet."""
    with _connected(database) as connection:
        return connection.execute(_TABLES).fetchone() is None


_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"


def _connected(database: dict[str, Any]) -> psycopg.Connection[Any]:
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    try:
        return psycopg.connect(**{name: database[key] for name, key in names.items() if database.get(key)})
    except psycopg.Error as problem:
        said = str(problem).strip().splitlines()[0]
        raise Refused(f"The database does not answer: {said}. Check DATABASE_URL.") from None


def _one(cursor: psycopg.Cursor[Any]) -> int:
    row = cursor.fetchone()
    return int(row[0]) if row else 0
