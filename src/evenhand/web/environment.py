"""Settings that come from the environment, read once at start. A wrong one stops the start with a paragraph."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

MODES = ("demo", "production")
MIN_SECRET = 50


class Refused(SystemExit):
    """The service will not start; the paragraph says what is wrong and what to write."""

    def __init__(self, paragraph: str) -> None:
        self.paragraph = paragraph
        super().__init__(f"\nEvenhand will not start.\n\n{paragraph}\n")


@dataclass(frozen=True, slots=True)
class Environment:
    """What the settings need: mode, folder for files, secret, hosts, database."""

    mode: str
    var: Path
    secret_key: str
    allowed_hosts: tuple[str, ...]
    database: dict[str, Any]

    @property
    def production(self) -> bool:
        """Whether this is the real thing: no demo people, secure cookies, nothing guessed."""
        return self.mode == "production"


def read(values: Mapping[str, str] = os.environ) -> Environment:
    """The environment checked; raises Refused (an exit with a paragraph) on the first setting that cannot be right."""
    mode = values.get("EVENHAND_MODE", "demo")
    if mode not in MODES:
        raise Refused(
            f"EVENHAND_MODE is {mode!r}. Write EVENHAND_MODE=demo to try things out, or EVENHAND_MODE=production."
        )
    var = Path(values.get("EVENHAND_VAR", "var")).resolve()
    production = mode == "production"
    url = values.get("DATABASE_URL", "")
    if production and not url:
        raise Refused(
            "EVENHAND_MODE is production, but DATABASE_URL is not set, so there is no telling where inspections would "
            "be kept. Write DATABASE_URL=postgresql://user:password@host:5432/name, or DATABASE_URL=sqlite:////folder/file."
        )
    return Environment(
        mode=mode,
        var=var,
        secret_key=_secret_key(values, var, production),
        allowed_hosts=_hosts(values, production),
        database=_database(url, var),
    )


def _secret_key(values: Mapping[str, str], var: Path, production: bool) -> str:
    key = values.get("SECRET_KEY", "")
    if production and not key:
        raise Refused(
            "EVENHAND_MODE is production, but SECRET_KEY is not set. It signs people's sessions. Make one with "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(64))', keep it out of the code, and pass it "
            "as SECRET_KEY."
        )
    if key and len(key) < MIN_SECRET:
        raise Refused(
            f"SECRET_KEY has {len(key)} characters; a key that short can be guessed. Use at least {MIN_SECRET}: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(64))' prints one."
        )
    return key or _kept_key(var)


def _kept_key(var: Path) -> str:
    # A demo keeps its own key, so that people stay signed in when it is started again.
    file = var / "secret-key"
    if not file.is_file():
        try:
            var.mkdir(parents=True, exist_ok=True)
            file.touch(mode=0o600, exist_ok=True)
            file.write_text(secrets.token_urlsafe(64))
        except OSError as error:
            raise Refused(
                f"The folder {var} cannot be written ({error.strerror}). Start in a folder that you may write to, or "
                "name another one with EVENHAND_VAR."
            ) from None
    return file.read_text().strip()


def _hosts(values: Mapping[str, str], production: bool) -> tuple[str, ...]:
    hosts = tuple(host.strip() for host in values.get("ALLOWED_HOSTS", "").split(",") if host.strip())
    if "*" in hosts:
        raise Refused(
            "ALLOWED_HOSTS is *, which lets anybody pretend to be this service. Name the hosts: "
            "ALLOWED_HOSTS=inspect.example.org"
        )
    if production and not hosts:
        raise Refused(
            "EVENHAND_MODE is production, but ALLOWED_HOSTS is not set. Name the hosts under which people reach the "
            "service, with commas between them: ALLOWED_HOSTS=inspect.example.org,www.inspect.example.org"
        )
    return hosts or ("127.0.0.1", "localhost", "[::1]", "testserver")


def _database(url: str, var: Path) -> dict[str, Any]:
    if not url:
        return _sqlite(var / "evenhand.sqlite3")
    try:
        parts = urlsplit(url)
    except ValueError:
        raise Refused(
            "DATABASE_URL cannot be read. Write postgresql://user:password@host:5432/name, with %5B, %5D and the like "
            "for marks inside a password."
        ) from None
    if parts.scheme == "sqlite":
        path = unquote(parts.path)
        return _sqlite(Path(path[1:] if path.startswith("//") else path or var / "evenhand.sqlite3"))
    if parts.scheme not in ("postgres", "postgresql"):
        raise Refused(
            f"DATABASE_URL starts with {parts.scheme or url[:12]!r}. Write postgresql://user:password@host:5432/name "
            "or sqlite:////folder/file.sqlite3."
        )
    try:
        port = parts.port
    except ValueError:
        raise Refused(
            "The port in DATABASE_URL is not a number. Write postgresql://user:password@host:5432/name."
        ) from None
    if not parts.path.strip("/"):
        raise Refused("DATABASE_URL names no database. Write postgresql://user:password@host:5432/name.")
    query = parse_qs(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", [parts.hostname or ""])[0],
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 60,
    }


def _sqlite(file: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        # A file for tests as well: the shared in-memory database refuses concurrent writers whatever the settings.
        "TEST": {"NAME": str(file.with_name("test.sqlite3"))},
        "OPTIONS": {
            # Take the write lock at the start: a read lock cannot be upgraded, and waiting does not help.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;PRAGMA busy_timeout=20000;"
                "PRAGMA mmap_size=134217728;PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-20000"
            ),
        },
    }
