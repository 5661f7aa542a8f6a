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
from evenhand.web.demo import judged as judged_data
from evenhand.web.demo import lodge as lodge_data
from evenhand.web.demo import pack as pack_data
from evenhand.web.inspections.models import Inspection
from evenhand.web.inspections.record import read_record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("before_anybody")]


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
    assert set(record.proposals) == {"helped_protected"}
    assert lodge.requirements.count() == 2
    assert not lodge.papers.exists(), "feedback is not given yet"


def test_nothing_in_it_looks_like_a_name() -> None:
    texts = [text for one in lodge_data.NOTES for text in (one.said, *one.answers.values())]
    texts += [text for one in pack_data.SENT for text in one.answers.values()]
    texts += judged_data.CHOSEN.values()
    assert list(possible_names(texts)) == []


def test_there_are_contradictions_to_see(lodge: Inspection, as_) -> None:
    ida = Person.objects.get(username="ida.inspector")
    shown = text(as_(ida).get(at("sufficiency", lodge)))
    assert "On the one side" in shown and "On the other side" in shown


def test_a_start_that_was_cut_short_goes_on_and_a_second_one_does_nothing(lodge: Inspection) -> None:
    before = Event.objects.count()
    demo.set_the_scene()
    assert Event.objects.count() == before


def test_a_sample_is_drawn_and_still_lacks_something(lodge: Inspection, as_) -> None:
    ida = Person.objects.get(username="ida.inspector")
    shown = text(as_(ida).get(at("sample", lodge)))
    assert "The home decided not to take the child: none of 1 is chosen; add one of C6." in shown
    assert "KD – Record case tracking" in shown


def test_the_pack_has_what_was_sent_with_a_wrong_annex_a_and_its_correction(lodge: Inspection, as_) -> None:
    from django.urls import reverse

    ida = Person.objects.get(username="ida.inspector")
    shown = text(as_(ida).get(reverse("preparation:pack", args=[lodge.pk])))
    for one in pack_data.SENT:
        assert next(iter(one.answers.values())) and list(one.answers.values())[-1] in shown
    assert "Given again because: Two incidents were counted as one." in shown
    assert "Version 1" in shown and "Version 2" in shown


def test_children_are_quoted_only_where_they_allowed_it(lodge: Inspection, as_) -> None:
    ida = Person.objects.get(username="ida.inspector")
    assert "may be quoted (2)" in text(as_(ida).get(at("letter", lodge)))
