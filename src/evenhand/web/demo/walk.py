"""Inspections of the demonstration, walked from the day they are scheduled to a stage, by the real acts of its people.

A walk that was cut short goes on where it stopped, because each step looks at what is there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.utils import timezone

from evenhand.casework.accuracy import COMMENTS, FINAL
from evenhand.casework.quality import CHECKLIST, Reply, ReviewAnswer
from evenhand.casework.stages import Stage
from evenhand.evidence.item import EvidenceItem
from evenhand.evidence.requirement import Impact, ProposedRequirement
from evenhand.report.compose import OPEN
from evenhand.report.document import seal
from evenhand.web.accounts.actions import System
from evenhand.web.accounts.models import Person
from evenhand.web.accuracy import actions as accuracy
from evenhand.web.accuracy.reading import dossier_of
from evenhand.web.inspections import actions
from evenhand.web.inspections.models import Inspection
from evenhand.web.inspections.papers import LETTER
from evenhand.web.inspections.record import Record, read_record
from evenhand.web.register.actions import give_home, list_inspections, make_fictional_home
from evenhand.web.register.models import Home
from evenhand.web.register.queries import may_answer_for
from evenhand.web.reports import actions as reports
from evenhand.web.reports.drafts import open_draft

FACTS = {
    "registered_manager": True,
    "manager_qualification": "held",
    "few_staff_qualified": False,
    "multi_building": False,
    "first_inspection": False,
}
PLACE = {
    "provision_type": "Children's home",
    "status": "Active",
    "region": "Nowhere (fictional)",
    "local_authority": "Nowhereshire (fictional)",
}
# The order of a report's life; a walk ends when it reaches its goal.
LIFE = (Stage.SCHEDULED, Stage.UNDER_WAY, Stage.IN_QUALITY_ASSURANCE, Stage.APPROVED, Stage.WITH_PROVIDER)


@dataclass(frozen=True, slots=True)
class Said:
    """One piece of evidence: its kind, what was said, initials, criterion and answers."""

    kind: str
    said: str
    initials: tuple[str, ...]
    criterion: str
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Required:
    """A requirement: what it asks, what the shortfall does to children, and the numbers of the evidence under it."""

    regulation: str
    to_do: str
    impact_words: str
    evidence: tuple[int, ...]
    days: int = 60


@dataclass(frozen=True, slots=True)
class Story:
    """A home that does not exist and one inspection of it.

    `facts` and `past` are the register's; `reasons` and `texts` are by judgement and by section, `otherwise` for every
    text that is not named. `past` pairs a day with its listed grades.
    """

    urn: str
    facts: Mapping[str, Any]
    past: tuple[date, Mapping[str, Any]]
    goal: Stage
    days_ago: int
    said: tuple[Said, ...]
    reason: str
    texts: Mapping[str, str]
    kind: str = "full"
    grades: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    required: tuple[Required, ...] = ()
    letter: Mapping[str, str] = field(default_factory=dict)
    otherwise: str = "There was none since the last inspection."


@dataclass(frozen=True, slots=True)
class Players:
    """Who does what: Ida inspects, Quentin approves, Petra answers for the home, Quilla publishes."""

    ida: Person
    quentin: Person
    petra: Person
    quilla: Person


def walk(story: Story, players: Players) -> Inspection:
    """Take the inspection of a story to the stage that is its goal; returns it."""
    home = Home.objects.filter(urn=story.urn).first() or _home(story)
    if not may_answer_for(players.petra, home):
        give_home(by=System(), home=home, person=players.petra)
    inspection = Inspection.objects.filter(home=home).first() or _scheduled(story, home, players.ida)
    steps: dict[Stage, Callable[[], object]] = {
        Stage.SCHEDULED: lambda: actions.begin(by=players.ida, inspection=inspection),
        Stage.UNDER_WAY: lambda: _finish(story, inspection, players.ida),
        Stage.IN_QUALITY_ASSURANCE: lambda: _approve(inspection, players.quentin),
        Stage.APPROVED: lambda: _send(inspection, players),
        Stage.WITH_PROVIDER: lambda: _publish(inspection, players),
    }
    until = LIFE.index(story.goal) if story.goal in LIFE else len(LIFE)
    while (stage := read_record(inspection).stage) in LIFE[:until]:
        steps[stage]()
    return inspection


def _home(story: Story) -> Home:
    home = make_fictional_home(by=System(), urn=story.urn, facts={**PLACE, **story.facts})
    day, grades = story.past
    listed = (day, {"published_on": day + timedelta(days=35), **grades})
    return list_inspections(by=System(), home=home, inspections=[listed])


def _scheduled(story: Story, home: Home, ida: Person) -> Inspection:
    first = timezone.localdate() - timedelta(days=story.days_ago)
    last = first + timedelta(days=1 if story.kind == "full" else 0)
    return actions.schedule(by=ida, home=home, kind=story.kind, starts_on=first, ends_on=last, lead=ida)


def _item(inspection: Inspection, number: int) -> UUID:
    return uuid5(inspection.pk, f"said {number}")


def _finish(story: Story, inspection: Inspection, ida: Person) -> None:
    """Evidence, facts, grades, requirements, the letter to the children and the report, each where it is missing."""
    _record(story, inspection, ida)
    record = read_record(inspection)
    known = {name: value for name, value in FACTS.items() if name in record.framework.fact_by_id}
    actions.answer_facts(by=ida, inspection=inspection, answers=known, based_on=record.versions.facts)
    _judge(story, record, ida)
    for one in story.required[inspection.requirements.count() :]:
        proposed = ProposedRequirement(
            regulation=one.regulation,
            to_do=one.to_do,
            due_on=timezone.localdate() + timedelta(days=one.days),
            impact=Impact.LIKELY,
            impact_words=one.impact_words,
            evidence=tuple(_item(inspection, number) for number in one.evidence),
        )
        actions.make_requirement(by=ida, inspection=inspection, proposed=proposed)
    if story.letter and not inspection.papers.exists():
        actions.write_paper(by=ida, inspection=inspection, kind=LETTER, texts=story.letter, based_on=0)
    record = read_record(inspection)
    version = open_draft(record).version
    saved = reports.save_draft(by=ida, inspection=inspection, sections=_sections(story, record), based_on=version)
    reports.submit(by=ida, inspection=inspection, based_on=saved.version)


def _record(story: Story, inspection: Inspection, ida: Person) -> None:
    there = set(inspection.evidence.values_list("pk", flat=True))
    ten = timezone.make_aware(datetime.combine(inspection.starts_on, time(10)))
    for number, one in enumerate(story.said):
        happened = ten + timedelta(minutes=70 * number)
        item = EvidenceItem(
            id=_item(inspection, number),
            kind=one.kind,
            said=one.said,
            occurred_at=happened,
            recorded_at=happened + timedelta(minutes=30),
            initials=one.initials,
            criteria=(one.criterion,),
            answers=dict(one.answers),
        )
        if item.id not in there:
            actions.record_evidence(by=ida, inspection=inspection, item=item)


def _judge(story: Story, record: Record, ida: Person) -> None:
    inspection = record.inspection
    if record.single_judgement is not None:
        if record.single is None:
            grade = story.grades.get("single") or record.single_scale.best_first[0].id
            actions.judge_singly(by=ida, inspection=inspection, grade=grade, reason=story.reason, based_on=0)
        return
    for one in record.framework.judgements:
        if one.id not in record.proposals:
            grade, reason = story.grades.get(one.id, "good"), story.reasons.get(one.id, story.reason)
            actions.propose_grade(by=ida, inspection=inspection, judgement=one.id, grade=grade, reason=reason)


def _sections(story: Story, record: Record) -> Mapping[str, str]:
    """Every text that asks a person for something, with the story's words in that place."""
    found = {}
    for key, text in open_draft(record).texts.items():
        stated, asks, _request = text.partition(OPEN)
        if asks:
            found[key] = f"{stated}{story.texts.get(key, story.otherwise)}"
    return found


def _approve(inspection: Inspection, quentin: Person) -> None:
    version = open_draft(read_record(inspection)).version
    content = {one.id: ReviewAnswer(Reply.YES) for one in CHECKLIST}
    reports.approve(by=quentin, inspection=inspection, version=version, checklist=content)


def _send(inspection: Inspection, players: Players) -> None:
    """To the provider, where the framework foresees its comments; else it is published."""
    if dossier_of(inspection).foresees(COMMENTS):
        accuracy.send_draft(by=players.ida, inspection=inspection)
    else:
        _seal(inspection, players.quilla)


def _publish(inspection: Inspection, players: Players) -> None:
    """The provider has nothing to say and makes no complaint; somebody who did not approve the report publishes it."""
    dossier = dossier_of(inspection)
    if dossier.comments_open and dossier.draft is not None:
        accuracy.end_comments(by=players.petra, draft=dossier.draft)
    if dossier.foresees(FINAL) and dossier.final is None:
        accuracy.give_final(by=players.ida, inspection=inspection)
    if dossier_of(inspection).complaints_open:
        accuracy.make_no_complaint(by=players.petra, inspection=inspection)
    _seal(inspection, players.quilla)


def _seal(inspection: Inspection, quilla: Person) -> None:
    _content, fingerprint = seal(open_draft(read_record(inspection)).document(timezone.localdate()))
    reports.publish(by=quilla, inspection=inspection, expected=fingerprint)
