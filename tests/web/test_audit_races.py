"""Two who write at the same moment never fork the chain: real processes, a real database, real commits."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

import pytest

WRITERS, ACTS = 3, 25
PREPARE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from evenhand.web.accounts.actions import System, make_person
make_person(by=System(), username="ida", display_name="Ida", password="x" * 12)
"""
WRITE = f"""
import sys, django; django.setup()
from evenhand.casework.actors import Role
from evenhand.web.accounts.actions import System, end_role, give_role
from evenhand.web.accounts.models import Person
class Writer:
    actor_id = "writer-" + sys.argv[1]
ida, role = Person.objects.get(), list(Role)[int(sys.argv[1])]
print("ready", flush=True); sys.stdin.readline()
for _ in range({ACTS}):
    give_role(by=System(), person=ida, role=role)
    end_role(by=System(), person=ida, role=role)
"""
READ = """
import django; django.setup()
from evenhand.web.accounts.models import RoleHeld
from evenhand.web.audit.models import Event
from evenhand.web.audit.queries import verify_chain
state = verify_chain()
numbers = list(Event.objects.order_by("number").values_list("number", flat=True))
whole = numbers == list(range(1, len(numbers) + 1))
print(state.first_broken, state.events, whole, RoleHeld.objects.count(), RoleHeld.objects.filter(ended_at=None).count())
"""
GUESS = """
import sys, django; django.setup()
from evenhand.web.accounts.slowing import open_try
print("ready", flush=True); sys.stdin.readline()
print(sum(open_try("ida") is None for _ in range(4)))
"""


@pytest.fixture
def scratch(tmp_path) -> Iterator[dict[str, str]]:
    """The environment of processes with a migrated database of their own."""
    values = {**os.environ, "EVENHAND_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "evenhand.web.settings"}
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield _prepared(values | {"DATABASE_URL": f"sqlite:///{tmp_path}/races.sqlite3"})
        return
    import psycopg

    name = f"races_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield _prepared(values | {"DATABASE_URL": urlunsplit(urlsplit(url)._replace(path=f"/{name}"))})
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _prepared(values: dict[str, str]) -> dict[str, str]:
    _run(PREPARE, values)
    return values


def _run(program: str, values: dict[str, str]) -> str:
    done = subprocess.run([sys.executable, "-c", program], env=values, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _all_at_once(program: str, values: dict[str, str], how_many: int) -> list[str]:
    running = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(number)],
            env=values,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(how_many)
    ]
    for one in running:
        assert one.stdout.readline() == "ready\n"
    for one in running:
        one.stdin.write("go\n")
        one.stdin.flush()
    said = [one.communicate(timeout=120) for one in running]
    assert [(one.returncode, errors) for one, (_out, errors) in zip(running, said, strict=True)] == [(0, "")] * how_many
    return [out for out, _errors in said]


def test_writers_at_the_same_moment_make_one_chain(scratch):
    _all_at_once(WRITE, scratch, WRITERS)
    broken, events, whole, roles, open_roles = _run(READ, scratch).split()
    assert (broken, whole) == ("None", "True")
    assert int(events) == 1 + WRITERS * ACTS * 2
    assert (int(roles), int(open_roles)) == (WRITERS * ACTS, 0)


def test_guessers_at_the_same_moment_get_five_tries_between_them(scratch):
    assert sum(int(tries) for tries in _all_at_once(GUESS, scratch, WRITERS)) == 5
