"""Everything between "start" and the first page, step by step, and the server itself. Safe to run again.

Django can be asked for models only once it knows its settings, so each step imports what it needs when it runs.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from evenhand.shelf import shipped
from evenhand.web.environment import Environment, Refused

REGISTER = "providers_at_2024-03-31.csv"
HISTORY = "childrens_homes_full_inspections_seen.csv"


@dataclass(frozen=True, slots=True)
class Step:
    """Something that is done before people can come in; `run` returns a few words on what it found or did."""

    title: str
    run: Callable[[], str]


def check_port(host: str, port: int) -> None:
    """Raise Refused when the server could not listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise Refused(
            f"Nothing can listen at {host}, port {port} ({error.strerror or error}). If another program or another "
            f"Evenhand is there, stop it, or choose another port: evenhand serve --port {_another(port)}"
        ) from None


def _another(port: int) -> int:
    return port + 1 if port < 65535 else 8000


def demo_database(environment: Environment) -> Path:
    """The file that `--fresh` deletes; raises Refused where there is nothing that may be deleted."""
    if environment.production:
        raise Refused("EVENHAND_MODE is production, and --fresh would delete every inspection. Leave --fresh out.")
    if environment.database["ENGINE"] != "django.db.backends.sqlite3":
        raise Refused(
            "--fresh deletes the database file of a demonstration, but DATABASE_URL names a database server. Make an "
            "empty database there yourself, and name it in DATABASE_URL."
        )
    return Path(environment.database["NAME"])


def delete_database(file: Path) -> None:
    """Delete a database file and what SQLite keeps beside it."""
    for name in (file.name, f"{file.name}-wal", f"{file.name}-shm", f"{file.name}-journal"):
        file.with_name(name).unlink(missing_ok=True)


def open_django() -> None:
    """Make Django read its settings; everything after this may import models."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evenhand.web.settings")
    import django

    django.setup()


def steps(environment: Environment) -> tuple[Step, ...]:
    """What is to be done before serving, in order."""
    demo = (Step("Demonstration people and home", _demo),)
    production = (Step("Static files", _static_files),)
    return (
        Step("Settings", lambda: _settings(environment)),
        Step("Database", _database),
        Step("Frameworks", _frameworks),
        Step("Register of homes", lambda: _register(REGISTER, "import_register", "homes")),
        Step("Inspection history", lambda: _register(HISTORY, "import_history", "inspections")),
        *(production if environment.production else demo),
        Step("Pages", _pages),
    )


def _settings(environment: Environment) -> str:
    open_django()
    database = environment.database
    where = database["NAME"] if "sqlite" in database["ENGINE"] else f"PostgreSQL, {database['NAME']}"
    return f"{environment.mode}; {where}"


def _database() -> str:
    from django.core.management import call_command
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    if connection.vendor == "sqlite":
        Path(connection.settings_dict["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        raise Refused(
            f"The database does not answer: {str(error).strip().splitlines()[0]}. Check DATABASE_URL, and that the "
            "server is running and lets this user in."
        ) from None
    if plan:
        call_command("migrate", verbosity=0, interactive=False)
    return f"{len(plan)} migrations applied" if plan else "up to date"


def _frameworks() -> str:
    from evenhand.web.accounts.actions import System
    from evenhand.web.frameworks.actions import load_shelf

    new = load_shelf(by=System())
    return f"published {', '.join(one.id for one in new)}" if new else "all on the shelf already"


def _register(name: str, act: str, noun: str) -> str:
    from evenhand.web.accounts.actions import System
    from evenhand.web.register import actions
    from evenhand.web.register.csvfile import RegisterFile
    from evenhand.web.register.queries import was_imported

    file = RegisterFile.at(shipped("data") / "provider_rows" / name)
    if was_imported(file.fingerprint):
        return "imported already"
    counts = getattr(actions, act)(by=System(), file=file).counts
    added = counts["added"] if noun == "homes" else counts["inspections_added"]
    return f"{added:,} {noun} added, {counts['bad_rows']} bad rows"


def _demo() -> str:
    from evenhand.web import demo

    demo.set_the_scene()
    return f"{len(demo.CAST)} people, home {demo.URN}"


def _static_files() -> str:
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)
    from django.conf import settings

    return str(settings.STATIC_ROOT)


def _pages() -> str:
    """Build the application once here, so that the workers are copies that are warm already."""
    from django.conf import settings

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    import_module("evenhand.web.wsgi")
    import_module("evenhand.web.urls")  # and with it every page, which Django would only load for the first visitor
    return "ready"


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody of the demonstration who can sign in."""

    username: str
    password: str
    role: str


def who_can_sign_in(environment: Environment) -> tuple[SignIn, ...]:
    """The cast of the demonstration with its password; nobody in production."""
    if environment.production:
        return ()
    from evenhand.web import demo

    password = demo.password()
    return tuple(SignIn(one.username, password, one.role.value.replace("_", " ")) for one in demo.CAST)


def serve(host: str, port: int, workers: int, ready: Callable[[], None]) -> None:
    """Serve until told to stop. The workers are children of this process and end with it."""
    from django.db import connections
    from gunicorn.app.base import BaseApplication

    from evenhand.web.wsgi import application

    # A connection must not be shared by two processes: every worker opens its own.
    connections.close_all()

    class Service(BaseApplication):
        def load_config(self) -> None:
            for name, value in _server_settings(host, port, workers, ready).items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            return application

    Service().run()


def _log_lines() -> dict[str, Any]:
    """The server's own sentences in the same lines as everybody else's; no access log, for RequestLog writes one."""
    from django.conf import settings

    servers = {name: {"handlers": ["console"], "propagate": False} for name in ("gunicorn.error", "gunicorn.access")}
    servers["gunicorn.error"]["level"] = "WARNING"
    servers["gunicorn.access"]["handlers"] = []
    return {**settings.LOGGING, "loggers": settings.LOGGING["loggers"] | servers}


def must_have_tables() -> None:
    """Open Django, and raise Refused when its database does not answer or was not set up yet."""
    open_django()
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        behind = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError as error:
        raise Refused(
            f"The database does not answer: {str(error).strip().splitlines()[0]}. Check DATABASE_URL and EVENHAND_VAR."
        ) from None
    if behind:
        raise Refused("The database is not set up yet. Check DATABASE_URL and EVENHAND_VAR; evenhand serve sets it up.")


def _server_settings(host: str, port: int, workers: int, ready: Callable[[], None]) -> dict[str, Any]:
    from evenhand.web.jobs.workers import Beside

    beside = Beside()

    def when_ready(server: Any) -> None:
        beside.start()
        if sys.stdin is not None and sys.stdin.isatty():
            # gunicorn reads a hang-up as "reload"; a closed terminal means "stop" here, or it would be left running.
            signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
        ready()

    return {
        "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        "workers": workers,
        "worker_class": "sync",  # measured: threads are three to six times slower here (docs/operators.md)
        "preload_app": True,
        "timeout": 60,
        "graceful_timeout": 10,
        "loglevel": "warning",
        "logconfig_dict": _log_lines(),
        "proc_name": "evenhand",
        "control_socket_disable": True,
        "when_ready": when_ready,
        "on_exit": lambda server: beside.stop(),
    }


def first_administrator(username: str, name: str) -> str:
    """Make the first person who can let others in; returns a password to be changed at the first sign-in.

    Raises Refused when somebody is an administrator already, or when the name will not do.
    """
    open_django()
    from evenhand.casework.actors import Role
    from evenhand.web.accounts.actions import System, make_person_with_roles
    from evenhand.web.accounts.forms import PersonForm
    from evenhand.web.accounts.models import RoleHeld
    from evenhand.web.accounts.passwords import one_time_password

    _database()
    if RoleHeld.objects.filter(role=Role.ADMINISTRATOR.value, ended_at=None).exists():
        raise Refused("There is an administrator already. Administrators add people on the page People of the service.")
    form = PersonForm({"username": username, "display_name": name, "roles": [Role.ADMINISTRATOR.value]})
    if not form.is_valid():
        raise Refused(". ".join(message for messages in form.errors.values() for message in messages) + ".")
    password = one_time_password()
    make_person_with_roles(
        by=System(),
        username=form.cleaned_data["username"],
        display_name=form.cleaned_data["display_name"],
        password=password,
        roles=form.chosen_roles,
    )
    return password


@dataclass(frozen=True, slots=True)
class AuditState:
    """The audit log after a walk along the chain; `broken` describes the first tampered row, or is empty."""

    events: int
    last_digest: str
    first_broken: int | None
    broken: str
    seen: bool


def verify_audit(seen: str = "") -> AuditState:
    """Walk the whole audit chain. `seen`: a digest noted earlier, or its beginning, that must still be in the chain.

    Raises Refused when there is no audit log here.
    """
    open_django()
    from django.db import DatabaseError

    from evenhand.web.audit.models import Event
    from evenhand.web.audit.queries import verify_chain

    try:
        found = verify_chain()
        event = Event.objects.filter(pk=found.first_broken).first() if found.first_broken is not None else None
        still_there = not seen or Event.objects.filter(digest__startswith=seen.lower()).exists()
    except DatabaseError as error:
        raise Refused(
            f"There is no audit log to read: {str(error).strip().splitlines()[0]}. Check DATABASE_URL "
            "and EVENHAND_VAR; evenhand serve makes the database."
        ) from None
    words = ""
    if event is not None:
        words = f"{event.action} on {event.subject_kind} {event.subject_id} by {event.actor}, {event.at.isoformat()}"
    return AuditState(found.events, found.last_digest, found.first_broken, words, still_there)
