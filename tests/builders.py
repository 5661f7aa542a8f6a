"""Inspections at every stage, built by walking the real acts, so that no test holds a state that cannot happen."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone
from tests.people import Cast

from evenhand.casework.stages import Act, Stage
from evenhand.evidence.item import EvidenceItem

STARTS = date(2026, 9, 8)
# Facts that answer every question of sccif-2025 for a home with nothing special about it.
PLAIN_FACTS: dict[str, Any] = {
    "registered_manager": True,
    "manager_qualification": "held",
    "few_staff_qualified": False,
    "multi_building": False,
    "first_inspection": False,
}
GOOD = "good"
_order = itertools.count()


def an_inspection(
    cast: Cast,
    at: Stage = Stage.UNDER_WAY,
    *,
    grades: Mapping[str, str] | None = None,
    facts: Mapping[str, Any] | None = None,
    evidence: int = 2,
    starts_on: date = STARTS,
    home: Any = None,
) -> Any:
    """An inspection of the fictional home led by Ida with Ivan, taken to the stage that is asked for."""
    from evenhand.web.inspections import actions

    inspection = actions.schedule(
        by=cast.ida,
        home=home or cast.home,
        kind="full",
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=1),
        lead=cast.ida,
        team=[cast.ivan],
    )
    if at is Stage.SCHEDULED:
        return inspection
    if at is Stage.CANCELLED:
        actions.cancel(by=cast.ida, inspection=inspection, reason="The home closed.")
        return inspection
    actions.begin(by=cast.ida, inspection=inspection)
    for number in range(evidence):
        actions.record_evidence(
            by=cast.ida, inspection=inspection, item=an_item(said=f"A calm evening, number {number}.")
        )
    if at is Stage.UNDER_WAY and grades is None and facts is None:
        return inspection
    settle(cast, inspection, grades=grades, facts=facts)
    if at is Stage.UNDER_WAY:
        return inspection
    submit(cast, inspection)
    if at is Stage.RETURNED:
        review(cast, inspection, Act.RETURN)
    if at in (Stage.APPROVED, Stage.PUBLISHED):
        review(cast, inspection, Act.APPROVE)
    if at is Stage.PUBLISHED:
        publish(cast, inspection)
    return inspection


def an_item(**changes: Any) -> EvidenceItem:
    """An observation that may be recorded as it is."""
    now = timezone.now()
    fields: dict[str, Any] = {
        "id": uuid4(),
        "kind": "observation_of_relationships",
        "said": "AB asked for help with a bicycle. Two members of staff put down what they did and helped.",
        "occurred_at": now - timedelta(hours=3, minutes=next(_order) % 60),
        "recorded_at": now - timedelta(minutes=5),
        "initials": ("AB",),
        "criteria": ("sccif.protection.good.trusted_adult",),
        "answers": {"setting": "After school"},
    }
    return EvidenceItem(**{**fields, **changes})


def a_conversation(**changes: Any) -> EvidenceItem:
    """A child who said that they feel safe."""
    answers = {"consent": "agreed", "communication": "Speech", "feels_safe": "feels_safe"}
    fields = {"kind": "conversation_with_child", "said": "I can talk to my key worker.", "answers": answers}
    return an_item(**{**fields, **changes})


def settle(
    cast: Cast, inspection: Any, *, grades: Mapping[str, str] | None = None, facts: Mapping[str, Any] | None = None
) -> None:
    """Answer the facts and propose a grade for every judgement, good unless told otherwise, in the decided order."""
    from evenhand.web.inspections import actions
    from evenhand.web.inspections.record import read_record

    record = read_record(inspection)
    wanted = {
        name: value for name, value in {**PLAIN_FACTS, **(facts or {})}.items() if name in record.framework.fact_by_id
    }
    actions.answer_facts(by=cast.ida, inspection=inspection, answers=wanted, based_on=record.versions.facts)
    for judgement in record.framework.judgements:
        actions.propose_grade(
            by=cast.ida,
            inspection=inspection,
            judgement=judgement.id,
            grade=(grades or {}).get(judgement.id, GOOD),
            reason="The evidence fits this descriptor best.",
            based_on=record.versions.proposals.get(judgement.id, 0),
        )


def submit(cast: Cast, inspection: Any) -> None:
    """Ida writes the report and sends it to quality assurance."""
    from tests.web.reports_story import version_of, write

    from evenhand.web.reports import actions

    write(cast, inspection)
    actions.submit(by=cast.ida, inspection=inspection, based_on=version_of(inspection))


def review(cast: Cast, inspection: Any, act: Act) -> None:
    """Quentin approves it, or returns it with comments."""
    from tests.web.reports_story import version_of

    from evenhand.web.reports import actions

    version = version_of(inspection)
    if act is Act.APPROVE:
        actions.approve(by=cast.quentin, inspection=inspection, version=version)
    else:
        comments = "Look at the second paragraph."
        actions.return_with_comments(by=cast.quentin, inspection=inspection, version=version, comments=comments)


def publish(cast: Cast, inspection: Any) -> None:
    """Quentin publishes it, as he saw it."""
    from tests.web.reports_story import previewed

    from evenhand.web.reports import actions

    actions.publish(by=cast.quentin, inspection=inspection, expected=previewed(inspection))


def at(day: date, hour: int = 12, minute: int = 0) -> datetime:
    """A moment in the service's own time zone."""
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour, minute))
