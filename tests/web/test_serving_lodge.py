"""The second home of the demonstration: rich, half finished, obviously made up, and made by the real acts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from tests.web.inspection_pages import at, text

from evenhand.casework.stages import Stage
from evenhand.evidence.kinds import KINDS
from evenhand.evidence.names import possible_names
from evenhand.web import demo
from evenhand.web.accounts.models import Person
from evenhand.web.audit.models import Event
from evenhand.web.demo import lodge as lodge_data
from evenhand.web.inspections.models import Inspection
from evenhand.web.inspections.record import read_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def lodge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Inspection:
    monkeypatch.setattr(settings, "ENVIRONMENT", replace(settings.ENVIRONMENT, var=tmp_path))
    demo.set_the_scene()
    return Inspection.objects.get(home__urn=lodge_data.URN)


def test_it_is_half_finished(lodge: Inspection) -> None:
    record = read_record(lodge)
    assert lodge.home.fictional and lodge.home.name == "Plainly Invented Lodge"
    assert record.stage is Stage.UNDER_WAY and record.situation.unsettled
    assert {person.username for person in record.team} == {"ida.inspector", "ivan.inspector"}
    assert len(record.evidence) == len(lodge_data.NOTES) >= 25
    assert {one.item.kind for one in record.evidence} == {one.id for one in KINDS}
    assert {one.recorded_by for one in record.evidence} == {"ida.inspector", "ivan.inspector"}
    assert set(record.proposals) == {"helped_protected", "leaders_managers"}
    assert lodge.requirements.count() == 1


def test_nothing_in_it_looks_like_a_name() -> None:
    texts = [text for one in lodge_data.NOTES for text in (one.said, *one.answers.values())]
    assert list(possible_names(texts)) == []


def test_there_are_contradictions_to_see(lodge: Inspection, as_) -> None:
    ida = Person.objects.get(username="ida.inspector")
    shown = text(as_(ida).get(at("sufficiency", lodge)))
    assert "On the one side" in shown and "On the other side" in shown


def test_a_start_that_was_cut_short_goes_on_and_a_second_one_does_nothing(lodge: Inspection) -> None:
    before = Event.objects.count()
    demo.set_the_scene()
    assert Event.objects.count() == before
