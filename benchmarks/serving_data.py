"""Fills a database with homes, listed inspections and sealed reports, and tells what to ask for; run by serving.py.

    DATABASE_URL=… python benchmarks/serving_data.py FOLDER --homes 4000 --inspections 40000 --reports 300

The real register comes first, as `evenhand serve` imports it. What it lacks is made of its own rows: the same facts
under made-up URNs, the same grades on other days. The reports are one sealed report of the tests' story, sealed anew
for other homes. Everything is the same whenever it is made, but for the days of the reports. `FOLDER/asked.json` gets
the addresses of each page with its queries; `FOLDER/open.sqlite3` the public tables, for Datasette.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sqlite3
import sys
import uuid
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src"), str(ROOT / "benchmarks")]

TABLES = {
    "homes": ("urn", ("region", "local_authority", "sector", "latest_overall")),
    "inspections": ("inspection_id", ("urn", "inspected_on", "overall")),
    "judgements": ("", ("urn", "inspection_id")),
    "reports": ("fingerprint", ("urn",)),
}
# How an answer comes about: made for each request, kept from the one before, or a file that lies ready.
ANEW, BEFORE, READY = "made anew", "asked before", "made beforehand"
NUMBER = "{n}"
FEW = 5  # addresses of what was asked before: each process has room for all of them, and has them after a moment


def main() -> None:
    """Fill the database, write the addresses, and the public tables if they are wanted."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("folder", type=Path)
    wanted.add_argument("--homes", type=int, default=4000)
    wanted.add_argument("--inspections", type=int, default=40_000)
    wanted.add_argument("--reports", type=int, default=300)
    wanted.add_argument("--export", action="store_true", help="write the public tables for Datasette")
    given = wanted.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "serving_settings"
    _real_rows()
    from django.db import connection, transaction

    with transaction.atomic():
        _more_homes(given.homes)
        _more_inspections(given.inspections)
        _reports(given.reports)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    addresses = _addresses()
    asked = {name: {"addresses": both, "queries": _queries(name, both["evenhand"])} for name, both in addresses.items()}
    (given.folder / "asked.json").write_text(json.dumps(asked))
    if given.export:
        _export(given.folder / "open.sqlite3")


def _real_rows() -> None:
    """The steps of `evenhand serve` before it serves."""
    from evenhand.web import environment, serving

    for step in serving.steps(environment.read()):
        print(f"{step.title}: {step.run()}", file=sys.stderr)


def _more_homes(number: int) -> None:
    from evenhand.web.register.models import Home

    real = list(Home.objects.filter(fictional=False).order_by("urn"))
    chance = random.Random(1)
    more = []
    for at in range(number - Home.objects.count()):
        home = chance.choice(real)
        home = Home(**{one.attname: getattr(home, one.attname) for one in Home._meta.concrete_fields})
        home.pk, home.urn, home.fictional = None, f"BENCH{at:05}", True
        more.append(home)
    Home.objects.bulk_create(more, batch_size=500)


def _more_inspections(number: int) -> None:
    """Grades of real inspections on other days, until there are so many; homes in turns."""
    from evenhand.web.register.merging import refresh_latest
    from evenhand.web.register.models import Home, ListedInspection

    real = list(ListedInspection.objects.order_by("home__urn", "inspected_on"))
    taken = {(one.home_id, one.inspected_on) for one in real}
    held: dict[int, int] = dict.fromkeys(Home.objects.order_by("urn").values_list("pk", flat=True), 0)
    for home, _ in taken:
        held[home] += 1
    each, chance, more = number / len(held), random.Random(2), []
    missing = number - len(real)
    for home, count in held.items():
        for _ in range(max(0, round(each) - count)):
            like = chance.choice(real)
            day = like.inspected_on + timedelta(days=chance.randint(-300, 300))
            if len(more) == missing or (home, day) in taken:
                continue
            taken.add((home, day))
            same = {one.attname: getattr(like, one.attname) for one in ListedInspection._meta.concrete_fields}
            more.append(ListedInspection(**{**same, "id": None, "home_id": home, "inspected_on": day}))
    ListedInspection.objects.bulk_create(more, batch_size=500)
    refresh_latest()


def _reports(number: int) -> None:
    """One published report of the tests' story, and the same for other homes."""
    from django.conf import settings
    from tests.people import people
    from tests.web import reports_story as story

    from evenhand.report.document import seal, unseal
    from evenhand.web.api.noticing import catch_up
    from evenhand.web.inspections.models import Inspection
    from evenhand.web.register.models import Home
    from evenhand.web.reports.models import PublishedReport

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if not number:
        return
    first = story.a_published_report(people())
    document, inspection = unseal(bytes(first.content), first.fingerprint), first.inspection
    inspections, reports = [], []
    for home in Home.objects.exclude(urn=first.urn).order_by("-urn")[: number - 1]:
        content, fingerprint = seal(document.model_copy(update={"urn": home.urn}))
        same = {one.attname: getattr(inspection, one.attname) for one in Inspection._meta.concrete_fields}
        inspections.append(Inspection(**{**same, "id": uuid.uuid5(inspection.pk, home.urn), "home_id": home.pk}))
        report = PublishedReport(inspection=inspections[-1], urn=home.urn, content=content, fingerprint=fingerprint)
        report.published_at, report.published_by = first.published_at, first.published_by
        reports.append(report)
    Inspection.objects.bulk_create(inspections, batch_size=200)
    PublishedReport.objects.bulk_create(reports, batch_size=200)
    catch_up()


def _addresses() -> dict[str, dict[str, list[str]]]:
    """What is asked of Evenhand and of Datasette, by page. Datasette keeps no answer, so only what we make anew too is
    like it: `{n}` is a number that never comes twice (serving.lua), and the interface's addresses are so many that each
    has left the memory of our processes before it is asked again. Of what was asked before there are few addresses.
    """
    from evenhand.web.api.models import OpenReport
    from evenhand.web.register.models import Home

    chance = random.Random(3)
    homes = chance.sample(list(Home.objects.order_by("urn").values_list("urn", flat=True)), 500)
    councils = sorted(set(Home.objects.order_by().values_list("local_authority", flat=True)))
    councils = [one for one in councils if one and one.replace(" ", "").isalpha()]
    here = list(OpenReport.objects.order_by("fingerprint").values_list("fingerprint", "home__urn"))
    reported = {urn for _, urn in here}
    plain, there = [one for one in homes if one not in reported], [urn for _, urn in here]
    words = [one.replace(" ", "+") for one in councils]
    forty = "_size=25&_sort=local_authority"
    pages = {
        "search: a council": (
            [f"/find/?authority={one}" for one in words],
            [f"/open/homes?local_authority={one}&{forty}" for one in words],
        ),
        "search: everything, a page of 25": (
            [f"/find/?sort=places&page={one}" for one in range(1, 41)],
            ["/open/homes?_sort_desc=places&_size=25"],
        ),
        "a home, ten inspections": (
            [f"/homes/{one}/" for one in plain],
            [f"/open/inspections?urn={one}&_size=25" for one in plain],
        ),
        "a home with a report": (
            [f"/homes/{one}/" for one in there],
            [f"/open/inspections?urn={one}&_size=25" for one in there],
        ),
        "a report": (
            [f"/reports/{one}/" for one, _ in here],
            [f"/open/reports/{one}" for one, _ in here],
        ),
    }
    made = {f"{name}, {ANEW}": ([_numbered(one) for one in ours], theirs) for name, (ours, theirs) in pages.items()}
    asked = _questions(homes, chance)
    made |= {f"{name}, {ANEW}": both for name, both in asked.items()}
    kept = {name: ours for name, (ours, _) in (pages | asked).items()}
    made |= {f"{name}, {BEFORE}": (ours[:FEW], []) for name, ours in kept.items()}
    made |= {
        f"bulk file homes.json, {READY}": (["/api/v1/bulk/homes.json"], ["/open/homes.json?_size=max&_shape=array"]),
        f"bulk file homes.csv, {READY}": (["/api/v1/bulk/homes.csv"], ["/open/homes.csv?_size=max"]),
        f"bulk file inspections.csv, {READY}": (
            ["/api/v1/bulk/inspections.csv"],
            ["/open/inspections.csv?_stream=on"],
        ),
        "304 for 100 homes": (["/api/v1/homes?limit=100"], []),
    }
    return {name: {"evenhand": ours, "datasette": theirs} for name, (ours, theirs) in made.items()}


def _questions(homes: list[str], chance: random.Random) -> dict[str, tuple[list[str], list[str]]]:
    """Questions to the interface, each by more addresses than a process keeps answers to."""
    hundreds, first = "_size=100&_shape=objects", sorted(homes)[:300]
    slices = [f"limit={limit}&offset={offset}" for limit in (99, 100, 101) for offset in range(3_800)]
    deep = list(range(39_000))
    of_home = [f"urn={one}&limit={limit}" for one in homes for limit in range(60, 140)]
    for many in (slices, deep, of_home):
        chance.shuffle(many)
    return {
        "JSON, 100 homes": (
            [f"/api/v1/homes?{one}" for one in slices],
            [f"/open/homes.json?{hundreds}&urn__gt={one}" for one in first],
        ),
        "JSON, 100 of 40,000 inspections": (
            [f"/api/v1/inspections?limit=100&offset={one}" for one in deep],
            [f"/open/inspections.json?{hundreds}&inspection_id__gt={one}" for one in first],
        ),
        "JSON, 10 inspections of a home": (
            [f"/api/v1/inspections?{one}" for one in of_home],
            [f"/open/inspections.json?{hundreds}&urn={one}" for one in homes],
        ),
        "JSON, 4,000 homes": (
            [f"/api/v1/homes?limit={one}" for one in range(4001, 5000)],
            ["/open/homes.json?_size=max&_shape=array"],
        ),
    }


def _numbered(address: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}n={NUMBER}"


def _queries(page: str, addresses: list[str]) -> int:
    """The most queries of a page, over twenty of its addresses; what a process does once is not counted."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    browser, counted = Client(), []
    # What was asked before was: each address comes twice, and the second time counts.
    times = 1 if page.endswith(ANEW) else 2
    first = addresses[-1].replace(NUMBER, "0")
    for address in [first, *(one.replace(NUMBER, "1") for one in addresses[:20] for _ in range(times))]:
        with CaptureQueriesContext(connection) as queries:
            response = browser.get(address, secure=True, SERVER_NAME="127.0.0.1")
        if response.status_code != 200:
            raise SystemExit(f"{address} answered {response.status_code}, so nothing is measured.")
        counted.append(len(queries))
    return max(counted[times::times])


def _export(file: Path) -> None:
    """The public tables as plain as they are given out, with keys and indexes, for Datasette."""
    from evenhand.casework.actors import NOBODY
    from evenhand.web.api import bulk
    from evenhand.web.reports.models import PublishedReport

    documents = dict(PublishedReport.objects.values_list("fingerprint", "content"))
    with sqlite3.connect(file) as database:
        for table, (key, indexed) in TABLES.items():
            rows = bulk.everything(NOBODY, table)
            if table == "reports":
                rows = [{**row, "document": bytes(documents[row["fingerprint"]]).decode()} for row in rows]
            _fill(database, table, key, rows)
            for column in indexed:
                database.execute(f"CREATE INDEX {table}_{column} ON {table} ({column})")
        database.execute("ANALYZE")
    database.close()


def _fill(database: sqlite3.Connection, table: str, key: str, rows: list[dict[str, Any]]) -> None:
    names = list(rows[0])
    columns = ", ".join(f"{name} PRIMARY KEY" if name == key else name for name in names)
    database.execute(f"CREATE TABLE {table} ({columns})")
    places = ", ".join("?" * len(names))
    told = ([one.isoformat() if isinstance(one, date) else one for one in row.values()] for row in rows)
    database.executemany(f"INSERT INTO {table} VALUES ({places})", told)  # noqa: S608


if __name__ == "__main__":
    main()
