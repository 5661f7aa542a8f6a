"""Versions unlike ours: no page, public or of an inspection, breaks on one without a headline or with another scale."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.people import Cast

from evenhand.framework.model import Framework
from evenhand.framework.reading import load
from evenhand.web.accounts.actions import System
from evenhand.web.frameworks.actions import publish
from evenhand.web.inspections import actions as inspections

pytestmark = pytest.mark.django_db
Values = dict[str, Any]
ODD = "odd-1"
PUBLIC = (
    *("/", "/frameworks/", "/frameworks/compare/", f"/frameworks/{ODD}/", f"/frameworks/{ODD}.json"),
    *(f"/frameworks/{ODD}/reach/", f"/frameworks/{ODD}/reach.json", f"/frameworks/{ODD}/clarity/"),
    *(f"/frameworks/{ODD}/against/sccif-2025/{file}" for file in ("", "changes.html", "changes.md", "changes.json")),
    *(f"/frameworks/{ODD}/against/sccif-2025/reach.json", f"/frameworks/sccif-2025/against/{ODD}/"),
    *(f"/frameworks/{ODD}/against/ecm-2007/", "/frameworks/standards/qs-2015/", "/consultations/", "/find/"),
)


def without_a_headline(values: Values) -> None:
    for judgement in values["judgements"]:
        judgement["role"] = "graded"


def without_rules(values: Values) -> None:
    values |= {"rules": [], "facts": []}


def with_bare_bones(values: Values) -> None:
    without_rules(values)
    names = "criteria descriptors evidence_areas frequency timeline out_of_scope report_sections documents unverified"
    values |= dict.fromkeys(names.split(), ())


def with_six_grades(values: Values) -> None:
    values |= {"rules": [], "descriptors": []}
    for scale in values["scales"]:
        scale["grades"] = [{"id": f"g{n}", "ordinal": n, "label": f"Grade {n}"} for n in range(1, 7)]


def with_a_dozen_judgements(values: Values) -> None:
    first = values["judgements"][0]
    more = [{**first, "id": f"extra{n}", "key": f"extra{n}", "title": f"Extra {n}"} for n in range(12)]
    values["judgements"] += [{**one, "role": "graded"} for one in more]


def from_nowhere(values: Values) -> None:
    values["predecessor"] = "never-1999"


@pytest.mark.parametrize(
    "change",
    [without_a_headline, without_rules, with_bare_bones, with_six_grades, with_a_dozen_judgements, from_nowhere],
)
def test_no_page_breaks_on_a_version_unlike_ours(cast: Cast, as_, change: Callable[[Values], None]) -> None:
    values = load("sccif-2025").model_dump(mode="json", by_alias=True)
    values |= {"id": ODD, "in_force": {"from": timezone.localdate(), "to": None}}
    change(values)
    publish(by=System(), framework=Framework.model_validate(values))
    for address in PUBLIC:
        assert Client().get(address).status_code == 200, address
    browser = as_(cast.ida)
    assert browser.get("/register/").status_code == 200
    for address in pages_of_an_inspection(cast, browser):
        assert browser.get(address).status_code < 500, address


def pages_of_an_inspection(cast: Cast, browser: Client) -> set[str]:
    """Every page that the task list of a new inspection leads to."""
    today = timezone.localdate()
    days = {"starts_on": today, "ends_on": today + timedelta(days=1)}
    one = inspections.schedule(by=cast.ida, home=cast.home, kind="full", lead=cast.ida, team=[cast.ivan], **days)
    assert one.framework_id == ODD
    inspections.begin(by=cast.ida, inspection=one)
    start = f"/inspections/{one.pk}/"
    page = browser.get(start)
    assert page.status_code == 200
    return {address for address in re.findall(r'href="([^"#?]+)', page.content.decode()) if address.startswith(start)}
