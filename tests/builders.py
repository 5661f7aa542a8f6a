"""Inspections at every stage, built by walking the real acts, so that no test holds a state that cannot happen."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone
from tests.people import Cast

from evenhand.casework.quality import CHECKLIST, Reply, ReviewAnswer
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
# A reviewer who is content with everything.
ALL_WELL = {one.id: ReviewAnswer(Reply.YES) for one in CHECKLIST}
FILED = "sccif.protection.good.trusted_adult"
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
    kind: str = "full",
) -> Any:
    """An inspection of the fictional home led by Ida with Ivan, taken to the stage that is asked for."""
    from evenhand.web.inspections import actions

    inspection = actions.schedule(
        by=cast.ida,
        home=home or cast.home,
        kind=kind,
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
            by=cast.ida,
            inspection=inspection,
            item=an_item(said=f"A calm evening, number {number}.", **filed(inspection)),
        )
    if at is Stage.UNDER_WAY and grades is None and facts is None:
        return inspection
    settle(cast, inspection, grades=grades, facts=facts)
    if at is Stage.UNDER_WAY:
        return inspection
    submit(cast, inspection)
    if at is Stage.RETURNED:
        review(cast, inspection, Act.RETURN)
    if at in (Stage.APPROVED, Stage.WITH_PROVIDER, Stage.PUBLISHED):
        review(cast, inspection, Act.APPROVE)
    if at is Stage.WITH_PROVIDER:
        from evenhand.web.accuracy.actions import send_draft

        send_draft(by=cast.ida, inspection=inspection)
    if at is Stage.PUBLISHED:
        publish(cast, inspection)
    return inspection


def filed(inspection: Any) -> dict[str, Any]:
    """What files an item under a criterion of each judgement of this inspection, so that every grade rests on some."""
    from evenhand.web.inspections.record import read_record

    record = read_record(inspection)
    first: dict[str, str] = {record.criteria[FILED].judgement: FILED} if FILED in record.criteria else {}
    for name, criterion in record.criteria.items():
        first.setdefault(criterion.judgement, name)
    return {"criteria": tuple(first.values())}


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
        "criteria": (FILED,),
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
    if record.single_judgement is not None:
        actions.judge_singly(
            by=cast.ida,
            inspection=inspection,
            grade=(grades or {}).get(record.single_judgement.id, record.single_scale.best_first[0].id),
            reason="The evidence fits this answer best.",
            based_on=0,
        )
    if record.kind.outcome != "graded_judgements" and not grades:
        return
    for judgement in record.framework.judgements if record.single_judgement is None else ():
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

    from evenhand.web.inspections.record import read_record
    from evenhand.web.reports import actions

    sections = written(read_record(inspection))
    if inspection.kind == "full" and inspection.framework_id.startswith("sccif"):
        write(cast, inspection, areas_for_improvement=sections["areas_for_improvement"])
    else:
        actions.save_draft(by=cast.ida, inspection=inspection, sections=sections, based_on=version_of(inspection))
    actions.submit(by=cast.ida, inspection=inspection, based_on=version_of(inspection))


STORY = (
    "Staff notice small signs of worry and stay close. Children said that somebody always listens, and what they ask "
    "for is done. Plans change in the same week when a risk grows, and everybody on the shift knows why."
)


def written(record: Any) -> dict[str, str]:
    """Every text that a person has to write in the report of this inspection, whatever its type."""
    from evenhand.report.compose import OPEN
    from evenhand.report.layout import IMPROVEMENT
    from evenhand.web.reports.drafts import open_draft

    reason = record.single.reason if record.single else ""
    found = {}
    for key, text in open_draft(record).texts.items():
        stated, asks, _request = text.partition(OPEN)
        if asks:
            story = "There are no recommendations." if key == IMPROVEMENT else STORY
            found[key] = f"{stated}{story}" if reason in text else f"{stated}{reason} {story}"
    return found


def review(cast: Cast, inspection: Any, act: Act) -> None:
    """Quentin approves it, or returns it with comments."""
    from tests.web.reports_story import version_of

    from evenhand.web.reports import actions

    version = version_of(inspection)
    if act is Act.APPROVE:
        actions.approve(by=cast.quentin, inspection=inspection, version=version, checklist=ALL_WELL)
    else:
        comments = "Look at the second paragraph."
        actions.return_with_comments(by=cast.quentin, inspection=inspection, version=version, comments=comments)


def publish(cast: Cast, inspection: Any) -> Any:
    """It goes through the provider's hands, and Quinn, who did not approve it, publishes it as it is then."""
    from tests.web.reports_story import previewed

    from evenhand.web.reports import actions

    through_the_provider(cast, inspection)
    return actions.publish(by=cast.quinn, inspection=inspection, expected=previewed(inspection))


def through_the_provider(cast: Cast, inspection: Any) -> None:
    """Where the framework asks: the draft is sent, the provider has nothing to say, and makes no complaint."""
    from evenhand.casework.accuracy import COMMENTS, FINAL
    from evenhand.web.accuracy import actions
    from evenhand.web.accuracy.reading import dossier_of

    dossier = dossier_of(inspection)
    if not dossier.foresees(COMMENTS):
        return
    provider = provider_of(cast, inspection.home)
    draft = actions.send_draft(by=cast.ida, inspection=inspection)
    actions.end_comments(by=provider, draft=draft)
    if dossier.foresees(FINAL):
        actions.give_final(by=cast.ida, inspection=inspection)
        if dossier_of(inspection).complaints_open:
            actions.make_no_complaint(by=provider, inspection=inspection)


def provider_of(cast: Cast, home: Any) -> Any:
    """Whoever answers for the home; Paul, when nobody does yet."""
    from tests.people import answers_for

    from evenhand.web.register.models import HomeOfProvider

    found = HomeOfProvider.objects.filter(home=home).select_related("person").first()
    if found is not None:
        return found.person
    answers_for(cast.paul, home)
    return cast.paul


def at(day: date, hour: int = 12, minute: int = 0) -> datetime:
    """A moment in the service's own time zone."""
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour, minute))


def a_requirement(cast: Cast, inspection: Any, building: str = "", **changes: Any) -> Any:
    """A requirement of an inspection under way, on evidence from two kinds of source."""
    from evenhand.evidence.requirement import Impact, ProposedRequirement
    from evenhand.web.inspections import actions

    ids = []
    for item in (an_item(**filed(inspection)), a_conversation(**filed(inspection))):
        actions.record_evidence(by=cast.ida, inspection=inspection, item=item)
        ids.append(item.id)
    fields: dict[str, Any] = {
        "regulation": "regulation 12",
        "to_do": "Plans say how each risk is met",
        "due_on": inspection.ends_on + timedelta(days=60),
        "impact": Impact.ACTUAL,
        "impact_words": "A child came to harm that a plan would have prevented.",
        "evidence": tuple(ids),
    }
    proposed = ProposedRequirement(**{**fields, **changes})
    return actions.make_requirement(
        by=cast.ida, inspection=inspection, proposed=proposed, building=building
    ).requirement


def an_open_requirement(cast: Cast, starts_on: date = STARTS - timedelta(days=90)) -> Any:
    """A requirement that a published inspection of the fictional home left open."""
    inspection = an_inspection(cast, evidence=0, starts_on=starts_on)
    requirement = a_requirement(cast, inspection)
    settle(cast, inspection)
    submit(cast, inspection)
    review(cast, inspection, Act.APPROVE)
    publish(cast, inspection)
    return requirement
