"""Settings that come from the environment, read once at start. A wrong one stops the start with a paragraph."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

MODES = ("demo", "production")
SECOND_FACTOR = ("required", "offered")
MIN_SECRET = 50
LONGEST_OFFICE = 300


class Refused(SystemExit):
    """The service will not start; the paragraph says what is wrong and what to write."""

    def __init__(self, paragraph: str) -> None:
        self.paragraph = paragraph
        super().__init__(f"\nEvenhand will not start.\n\n{paragraph}\n")


@dataclass(frozen=True, slots=True)
class Environment:
    """What the settings need: mode, folder for files, secret, hosts, database, rules of signing in.

    `second_factor`: "required" for the inspectorate's staff, or "offered". `proxies`: how many stand in front of the
    service and tell whom they saw; with none, nobody's word about an address is taken. `api_requests`: how many
    questions a minute one address may ask of the open interface, in each process; 0 for no limit. `office`: whom a
    provider asks about a letter, '' where nobody said. `watch_alerts`: whether grades since the framework went live are
    watched, and its authors told of alarms.
    """

    mode: str
    var: Path
    secret_key: str
    allowed_hosts: tuple[str, ...]
    database: dict[str, Any]
    second_factor: str = "offered"
    proxies: int = 0
    api_requests: int = 600
    address: str = "http://127.0.0.1:8000"
    mail: Mapping[str, str] = field(default_factory=dict)
    office: str = ""
    watch_alerts: bool = True

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
        second_factor=_second_factor(values, production),
        proxies=_proxies(values),
        api_requests=_api_requests(values),
        address=_address(values, production),
        mail=_mail(values, production),
        office=_office(values),
        watch_alerts=_watch_alerts(values),
    )


def _address(values: Mapping[str, str], production: bool) -> str:
    given = values.get("EVENHAND_ADDRESS", "").rstrip("/")
    if not given:
        hosts = _hosts(values, production)
        return f"https://{hosts[0]}" if production else f"http://127.0.0.1:{values.get('PORT') or 8000}"
    if not given.startswith("https://") and (production or not given.startswith("http://")):
        raise Refused(
            f"EVENHAND_ADDRESS is {given!r}. Write the address under which people reach the service, such as "
            "EVENHAND_ADDRESS=https://inspect.example.org; the links in e-mails begin with it."
        )
    return given


def _mail(values: Mapping[str, str], production: bool) -> Mapping[str, str]:
    """How e-mails leave: by the server that MAIL_URL names; into files in a demonstration; not at all otherwise."""
    url, sender = values.get("MAIL_URL", ""), values.get("MAIL_FROM", "")
    if not url:
        file = "django.core.mail.backends.filebased.EmailBackend"
        return {} if production else {"BACKEND": file, "FROM": sender or "evenhand@localhost"}
    try:
        parts, secured = urlsplit(url), {"smtp": "starttls", "smtps": "tls", "smtp+plain": "none"}
        port = parts.port or (465 if parts.scheme == "smtps" else 587)
    except ValueError:
        parts = None
    if parts is None or parts.scheme not in secured or not parts.hostname or "@" not in sender:
        raise Refused(
            "MAIL_URL and MAIL_FROM say how e-mail alerts are sent. Write MAIL_URL=smtp://user:password@host:587 (or "
            "smtps:// for TLS from the start) and MAIL_FROM=alerts@example.org; leave both out to send none."
        )
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "FROM": sender,
        "HOST": parts.hostname,
        "PORT": str(port),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "SECURITY": secured[parts.scheme],
    }


def _office(values: Mapping[str, str]) -> str:
    office = " ".join(values.get("EVENHAND_OFFICE", "").split())
    if len(office) > LONGEST_OFFICE or not office.isprintable():
        raise Refused(
            f"EVENHAND_OFFICE has {len(office)} characters. Write whom a provider asks about a letter in at most "
            f"{LONGEST_OFFICE}, such as EVENHAND_OFFICE='Children’s homes team, 01234 567890, homes@example.org'."
        )
    return office


def _watch_alerts(values: Mapping[str, str]) -> bool:
    told = values.get("EVENHAND_WATCH_ALERTS") or "on"
    if told not in ("on", "off"):
        raise Refused(
            f"EVENHAND_WATCH_ALERTS is {told!r}. Write EVENHAND_WATCH_ALERTS=on, so that framework authors are told "
            "when grades since the framework went live raise an alarm, or EVENHAND_WATCH_ALERTS=off."
        )
    return told == "on"


def _second_factor(values: Mapping[str, str], production: bool) -> str:
    # A demonstration lets people look around first; it says on the page that a second step is possible.
    rule = values.get("EVENHAND_SECOND_FACTOR") or ("required" if production else "offered")
    if rule not in SECOND_FACTOR:
        raise Refused(
            f"EVENHAND_SECOND_FACTOR is {rule!r}. Write EVENHAND_SECOND_FACTOR=required, so that the inspectorate's "
            "staff must sign in with a second step, or EVENHAND_SECOND_FACTOR=offered."
        )
    return rule


def _proxies(values: Mapping[str, str]) -> int:
    number = values.get("EVENHAND_PROXIES") or "0"
    if not (number.isascii() and number.isdigit() and int(number) <= 9):
        raise Refused(
            f"EVENHAND_PROXIES is {number!r}. Write how many proxies stand in front of Evenhand and add to "
            "X-Forwarded-For, usually EVENHAND_PROXIES=1; leave it out when there is none."
        )
    return int(number)


def _api_requests(values: Mapping[str, str]) -> int:
    number = values.get("API_REQUESTS_A_MINUTE") or "600"
    if not (number.isascii() and number.isdigit() and len(number) <= 7):
        raise Refused(
            f"API_REQUESTS_A_MINUTE is {number!r}. Write how many questions a minute one address may ask of /api/v1/, "
            "such as API_REQUESTS_A_MINUTE=600, or 0 for no limit."
        )
    return int(number)


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
        # Opening the file and its PRAGMAs cost more than most answers.
        "CONN_MAX_AGE": 60,
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
