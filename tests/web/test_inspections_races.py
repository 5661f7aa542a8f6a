"""People who act at the same moment: real threads with real commits, in a process and a database of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOGETHER = 4
PROGRAM = f"""
import json, threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.db import connection, connections
from tests.builders import an_inspection, an_item
from tests.people import a_home, people
from evenhand.casework.stages import Stage
from evenhand.web.accounts.actions import System
from evenhand.web.audit.queries import verify_chain
from evenhand.web.frameworks.actions import load_shelf
from evenhand.web.inspections import actions
from evenhand.web.inspections.models import EvidenceItem, EvidenceRevision, FactAnswer, Proposal, StageChange

load_shelf(by=System())
cast = people()

def at_once(*acts):
    gate = threading.Barrier(len(acts))
    def run(act):
        gate.wait()
        try:
            act()
            return "done"
        except Exception as error:
            return getattr(error, "code", None) or type(error).__name__
        finally:
            connections.close_all()
    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))

def book():
    day = date(2026, 9, 8)
    actions.schedule(by=cast.ida, home=cast.other_home, kind="full", starts_on=day, ends_on=day, lead=cast.ida)

found = {{"booked": at_once(*[book] * {TOGETHER})}}
waiting = an_inspection(cast, Stage.SCHEDULED)
found["begun"] = at_once(*[lambda: actions.begin(by=cast.ida, inspection=waiting)] * {TOGETHER})
found["changes"] = list(StageChange.objects.filter(inspection=waiting).values_list("number", flat=True))

item = an_item()
again = lambda: actions.record_evidence(by=cast.ida, inspection=waiting, item=item)
found["retried"] = at_once(*[again] * {TOGETHER})
found["items"] = EvidenceItem.objects.count()

elsewhere = an_inspection(cast, evidence=0, home=a_home("FICTION3"))
taken = an_item()
found["taken"] = at_once(
    lambda: actions.record_evidence(by=cast.ida, inspection=waiting, item=taken),
    lambda: actions.record_evidence(by=cast.ida, inspection=elsewhere, item=taken),
)
row = EvidenceItem.objects.get(pk=item.id)
def amend(n):
    content = replace(item, said=f"Version of {{n}}.")
    return lambda: actions.amend_evidence(by=cast.ida, item=row, based_on=1, reason="Why.", content=content)
found["amended"] = at_once(*[amend(n) for n in range({TOGETHER})])
found["versions"] = sorted(EvidenceRevision.objects.filter(item=row).values_list("version", flat=True))

def answer(value):
    answers = {{"weeks_without_manager": value}}
    return lambda: actions.answer_facts(by=cast.ida, inspection=waiting, answers=answers, based_on={{}})
found["answered"] = at_once(*[answer(value) for value in range({TOGETHER})])

def propose(grade):
    fields = dict(judgement="helped_protected", grade=grade, reason="Why.")
    return lambda: actions.propose_grade(by=cast.ida, inspection=waiting, **fields)
grades = ("outstanding", "good", "requires_improvement_to_be_good", "inadequate")
found["proposed"] = at_once(*[propose(grade) for grade in grades])
found["rows"] = [FactAnswer.objects.count(), Proposal.objects.count()]
found["chain"] = verify_chain().first_broken
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory) -> dict:
    """What became of every race."""
    folder = tmp_path_factory.mktemp("races")
    values = {**os.environ, "EVENHAND_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "evenhand.web.settings"}
    values["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        return _run(values | {"DATABASE_URL": f"sqlite:///{folder}/races.sqlite3"})
    import psycopg

    name = f"inspection_races_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            return _run(values | {"DATABASE_URL": urlunsplit(urlsplit(url)._replace(path=f"/{name}"))})
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _run(values: dict[str, str]) -> dict:
    command = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(command, env=values, cwd=ROOT, capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def one_and(others: str) -> list[str]:
    return sorted(["done", *[others] * (TOGETHER - 1)])


def test_a_home_is_booked_once(found):
    assert found["booked"] == one_and("BadInput")


def test_an_inspection_begins_once(found):
    assert found["begun"] == one_and("PO001")
    assert found["changes"] == [1, 2]


def test_the_same_item_sent_at_the_same_moment_is_one_item_and_no_error(found):
    assert found["retried"] == ["done"] * TOGETHER
    assert found["items"] == 1


def test_a_number_belongs_to_one_inspection(found):
    assert found["taken"] == ["PO004", "done"]


@pytest.mark.parametrize("what", ["amended", "answered", "proposed"])
def test_of_several_who_write_on_the_same_version_one_is_first_and_the_others_hear_of_it(found, what):
    assert found[what] == one_and("PO003")


def test_nothing_was_written_twice_and_the_log_holds(found):
    assert found["versions"] == [1, 2]
    assert found["rows"] == [1, 1]
    assert found["chain"] is None
