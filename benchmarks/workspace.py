"""Server time of every page of the workspace with many evidence items; printed, never asserted by the clock.

    .venv/bin/python benchmarks/workspace.py [--items 500] [--rounds 15] [--homes 3000]
    .venv/bin/python tools/with_postgres.py python benchmarks/workspace.py

A temporary SQLite database, or the database that DATABASE_URL names when `tools/with_postgres.py` made one. A page's
time is wall time from request to whole answer in one process with Django's test client: sign-in, queries and template
are in it, the network and the web server are not. Pages take turns, so that a busy minute falls on all of them.
The planning page shows what is due in a register of made-up homes, the preparation pack a year of things sent.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src"), str(ROOT / "benchmarks")]

VISIBLE_MS = 100


def main() -> None:
    """Make the database, fill it, ask for every page in turns, print a table."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--items", type=int, default=500, help="evidence items of the inspection")
    wanted.add_argument("--homes", type=int, default=3000, help="homes of the register, for the planning page")
    wanted.add_argument("--rounds", type=int, default=15, help="how often each page is asked for")
    given = wanted.parse_args()
    with tempfile.TemporaryDirectory(prefix="evenhand-bench-") as folder:
        _settings(Path(folder))
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        addresses, browser = _filled(given.items, given.homes)
        times = _asked(addresses, browser, given.rounds)
        _print(times, connection.vendor, given)
        connection.close()


def _settings(folder: Path) -> None:
    (folder / "static").mkdir()
    os.environ["DJANGO_SETTINGS_MODULE"] = "evenhand.web.settings"
    os.environ["EVENHAND_VAR"] = str(folder)
    os.environ["EVENHAND_MODE"] = "demo"
    os.environ.pop("ALLOWED_HOSTS", None)


def _filled(items: int, homes: int):
    """The addresses by name, and a browser in which the lead inspector is signed in."""
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse
    from tests.builders import a_conversation, a_requirement, an_inspection, an_item
    from tests.people import people

    from evenhand.web.accounts.actions import System
    from evenhand.web.frameworks.actions import load_shelf
    from evenhand.web.inspections import actions
    from evenhand.web.inspections.record import read_record

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    load_shelf(by=System())
    cast, chance = people(), random.Random(1)
    inspection = an_inspection(cast, facts={})
    criteria = list(read_record(inspection).criteria)
    for number in range(items - 4):
        make = chance.choice([an_item, a_conversation])
        said = f"Item {number}. " + "Two adults stayed close, listened, and wrote it down. " * chance.randint(1, 8)
        item = make(said=said, criteria=tuple(chance.sample(criteria, chance.randint(1, 3))))
        actions.record_evidence(by=cast.ida, inspection=inspection, item=item)
    requirement = a_requirement(cast, inspection)
    _around(cast, homes, chance)
    one = inspection.evidence.first()
    names = "workspace evidence sufficiency facts requirements new_requirement feedback letter history team second"
    found = {name: reverse(f"inspections:{name}", args=[inspection.pk]) for name in names.split()}
    more = {
        "new_evidence": [inspection.pk, "conversation_with_child"],
        "evidence_item": [inspection.pk, one.pk],
        "amend_evidence": [inspection.pk, one.pk],
        "amend_requirement": [inspection.pk, requirement.pk],
        "judgement": [inspection.pk, "overall_experiences_progress"],
    }
    found |= {name: reverse(f"inspections:{name}", args=args) for name, args in more.items()}
    found |= {
        f"reports:{name}": reverse(f"reports:{name}", args=[inspection.pk]) for name in ("draft", "submit", "trace")
    }
    found |= {name: reverse(f"inspections:{name}") for name in ("mine", "consistency")}
    found |= {
        "preparation:pack": reverse("preparation:pack", args=[inspection.pk]),
        "planning:plan": reverse("planning:plan"),
    }
    browser = Client()
    browser.force_login(cast.ida)
    return found, browser


def _around(cast, homes: int, chance: random.Random) -> None:
    """A year of things sent about the home, and a register with a full inspection of each other home."""
    from tests.web.preparation_story import ANSWERS, sent

    from evenhand.web.register.models import Home, ListedInspection

    today = date.today()
    for back in range(120):
        sent(cast.ida, cast.home, chance.choice([*ANSWERS]), day=today - timedelta(days=3 * back))
    regions = [f"Made-up region {number}" for number in range(1, 9)]
    made = Home.objects.bulk_create(
        Home(
            urn=f"BENCH{number}",
            fictional=True,
            provision_type="Children's home",
            sector="Private",
            region=chance.choice(regions),
            local_authority="Made-up council",
            registered_on=today - timedelta(days=2000),
        )
        for number in range(homes)
    )
    ListedInspection.objects.bulk_create(
        ListedInspection(
            home=home,
            inspected_on=today - timedelta(days=chance.randint(20, 400)),
            overall=chance.randint(1, 4),
            source="made up",
        )
        for home in made
    )


def _asked(addresses: dict[str, str], browser, rounds: int) -> dict[str, tuple[list[float], int, int]]:
    """Milliseconds of each request, queries and kilobytes of one, by page."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    found: dict[str, tuple[list[float], int, int]] = {}
    for name, address in addresses.items():
        browser.get(address)  # what a process does once is not what a page costs
        with CaptureQueriesContext(connection) as queries:
            response = browser.get(address)
        if response.status_code != 200:
            raise SystemExit(f"{name} answered {response.status_code}, so nothing is measured.")
        found[name] = ([], len(queries), len(response.content) // 1024)
    chance = random.Random(2)
    for _ in range(rounds):
        order = list(addresses)
        chance.shuffle(order)
        for name in order:
            start = time.perf_counter()
            browser.get(addresses[name])
            found[name][0].append((time.perf_counter() - start) * 1000)
    return found


def _print(times: dict[str, tuple[list[float], int, int]], vendor: str, given: argparse.Namespace) -> None:
    from measuring import markdown

    rows = [
        [name, f"{statistics.median(taken):.0f}", f"{min(taken):.0f}", f"{max(taken):.0f}", str(queries), str(size)]
        for name, (taken, queries, size) in sorted(times.items(), key=lambda one: -statistics.median(one[1][0]))
    ]
    size = f"{given.items} items, {given.homes} homes, {given.rounds} rounds"
    print(f"{vendor}, Python {platform.python_version()}, {size}\n")
    print(markdown(["page", "median, ms", "least", "most", "queries", "KiB"], rows))
    slow = [row[0] for row in rows if float(row[1]) >= VISIBLE_MS]
    print(f"\nAt {VISIBLE_MS} ms or more at the median: {', '.join(slow) or 'none'}.")


if __name__ == "__main__":
    main()
