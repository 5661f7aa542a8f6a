"""The pack of an inspection: gathered by itself, read by its team, decided on by its inspectors."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.builders import an_inspection, an_open_requirement
from tests.web.planning_story import listed
from tests.web.preparation_story import annex_a, sent

from evenhand.casework.policies import NotNow, Refusal
from evenhand.casework.stages import Stage
from evenhand.findings import BadInput
from evenhand.web.preparation import actions
from evenhand.web.preparation.gathering import gather
from evenhand.web.preparation.models import LineDecision


def page(inspection, name="pack", **more) -> str:
    return reverse(f"preparation:{name}", kwargs={"id": inspection.pk, **more})


def keys(inspection) -> set[str]:
    return {one.key for one in gather(inspection).lines}


@pytest.mark.parametrize(
    ("who", "status"),
    [("ida", 200), ("ivan", 200), ("quentin", 200), ("iris", 403), ("ada", 403), ("petra", 403), ("fay", 403)],
)
def test_the_team_and_quality_assurers_read_the_pack(cast, as_, who, status) -> None:
    inspection = an_inspection(cast, at=Stage.SCHEDULED)
    assert as_(getattr(cast, who)).get(page(inspection)).status_code == status


def test_the_pack_gathers_what_is_known(cast, as_) -> None:
    inspection = an_inspection(cast)
    sent(cast.petra, cast.home, "monthly_visit")
    mistake = sent(cast.petra, cast.home, "quality_review")
    actions.withdraw(by=cast.petra, submission=mistake, reason="The wrong home.")
    sent(cast.ida, cast.home, "enforcement")
    sent(cast.paul, cast.other_home, "notification")
    annex_a(cast.petra, cast.home)
    annex_a(cast.petra, cast.home, based_on=1, reason="One was left out.", admitted=3)
    shown = as_(cast.ida).get(page(inspection)).content.decode()
    assert "A calm month." in shown and "Medicines must be locked." in shown and "One was left out." in shown
    assert "Meals are better." not in shown and "found by the police" not in shown
    assert {"enforcement_taken", "annex_a_corrected", "review_not_known"} <= keys(inspection)
    assert [row.label.template for row in gather(inspection).figures if row.differs] == ["Children admitted"]


def test_the_register_says_how_protection_was_judged(cast) -> None:
    listed(cast.home, (date(2026, 1, 10), 1))
    cast.home.listed_inspections.update(helped_protected=1, leaders_managers=2)
    inspection = an_inspection(cast, at=Stage.SCHEDULED)
    assert gather(inspection).since == date(2026, 1, 10)
    assert {"protection_was_inadequate", "leadership_was_weak"} <= keys(inspection)


def test_an_inspection_of_the_service_is_the_newer_source(cast) -> None:
    listed(cast.home, (date(2026, 1, 10), 1))
    cast.home.listed_inspections.update(helped_protected=1)
    left_open = an_open_requirement(cast)
    inspection = an_inspection(cast)
    found = gather(inspection)
    assert found.since == left_open.inspection.starts_on
    assert [one.id for one in found.requirements] == [left_open.pk]
    assert "protection_was_inadequate" not in {one.key for one in found.lines}


def test_what_arrives_after_publication_changes_no_pack(cast) -> None:
    inspection = an_inspection(cast, at=Stage.PUBLISHED)
    before = keys(inspection)
    sent(cast.ida, cast.home, "enforcement", day=timezone.localdate())
    assert "enforcement_taken" not in before
    later = an_inspection(cast, at=Stage.SCHEDULED, starts_on=timezone.localdate() + timedelta(days=300))
    assert "enforcement_taken" in keys(later)


def test_a_line_is_taken_up_dropped_with_a_reason_and_decided_again(cast, as_) -> None:
    inspection = an_inspection(cast)
    client, address = as_(cast.ida), page(inspection, "line", key="no_questionnaires")
    assert client.get(address).status_code == 200
    assert client.post(address, {"state": "dropped", "based_on": "0"}).status_code == 422
    assert client.post(address, {"state": "taken_up", "based_on": "0"}).status_code == 302
    stale = client.post(address, {"state": "dropped", "reason": "We know.", "based_on": "0"})
    assert stale.status_code == 422 and "meanwhile" in stale.content.decode()
    assert client.post(address, {"state": "dropped", "reason": "We know.", "based_on": "1"}).status_code == 302
    assert [row.state for row in LineDecision.objects.all()] == ["taken_up", "dropped"]
    assert "We know." in client.get(page(inspection)).content.decode()


def test_a_decided_line_stays_when_what_proposed_it_is_gone(cast) -> None:
    inspection = an_inspection(cast)
    line = next(one for one in gather(inspection).lines if one.key == "no_questionnaires")
    actions.decide(
        by=cast.ida,
        inspection=inspection,
        key=line.key,
        what=str(line.what),
        why=str(line.why),
        state="taken_up",
        reason="",
        based_on=0,
    )
    sent(cast.ida, cast.home, "questionnaires")
    still = next(one for one in gather(inspection).lines if one.key == line.key)
    assert (still.what, still.decision.state) == (str(line.what), "taken_up")


def test_the_team_adds_a_line_of_its_own_without_names(cast, as_) -> None:
    inspection = an_inspection(cast)
    address, data = page(inspection, "own_line"), {"what": "Bedtimes", "why": "Because Barnaby Quill asked."}
    assert as_(cast.ivan).post(address, data).status_code == 422
    assert as_(cast.ivan).post(address, {**data, "why": "A child asked."}).status_code == 302
    assert "Bedtimes" in as_(cast.ida).get(page(inspection)).content.decode()


@pytest.mark.parametrize("who", ["iris", "quentin", "petra", "ada"])
def test_nobody_else_decides(cast, who) -> None:
    with pytest.raises(Refusal, match="PR004"):
        actions.add_line(by=getattr(cast, who), inspection=an_inspection(cast), what="Bedtimes", why="Why not.")


def test_nothing_is_decided_after_the_team_has_handed_over(cast) -> None:
    with pytest.raises(NotNow, match="PR005"):
        actions.add_line(
            by=cast.ida, inspection=an_inspection(cast, at=Stage.PUBLISHED), what="Bedtimes", why="Why not."
        )


def test_an_own_line_needs_its_words(cast) -> None:
    with pytest.raises(BadInput):
        actions.add_line(by=cast.ida, inspection=an_inspection(cast), what=" ", why="Why not.")


def test_a_big_history_asks_no_more_queries(cast, as_, django_assert_max_num_queries) -> None:
    inspection = an_inspection(cast)
    for back in range(40):
        sent(cast.petra, cast.home, "monthly_visit", day=timezone.localdate() - timedelta(days=back))
    client = as_(cast.ida)
    with django_assert_max_num_queries(25):
        assert client.get(page(inspection)).status_code == 200
