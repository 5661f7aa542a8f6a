"""The third home of the demonstration: its draft report is with the provider, who sent two comments. All made up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import uuid5

from django.utils import timezone

from evenhand.casework.quality import CHECKLIST, Reply, ReviewAnswer
from evenhand.casework.stages import Stage
from evenhand.evidence.item import EvidenceItem
from evenhand.report.compose import OPEN
from evenhand.report.layout import IMPROVEMENT
from evenhand.web.accounts.actions import System
from evenhand.web.accounts.models import Person
from evenhand.web.accuracy import actions as accuracy
from evenhand.web.accuracy.models import DraftSent
from evenhand.web.accuracy.showing import anchors_of
from evenhand.web.inspections import actions
from evenhand.web.inspections.models import Inspection
from evenhand.web.inspections.record import Record, read_record
from evenhand.web.register.actions import give_home, list_inspections, make_fictional_home
from evenhand.web.register.models import Home
from evenhand.web.register.queries import may_answer_for
from evenhand.web.reports import actions as reports
from evenhand.web.reports.drafts import open_draft

URN = "FICTION3"
FACTS = {
    "registered_manager": True,
    "manager_qualification": "held",
    "few_staff_qualified": False,
    "multi_building": False,
    "first_inspection": False,
}
REASON = "Children said that they feel safe, and what was seen and read agrees with them."
STORY = (
    "Staff notice small signs of worry and stay close. When a child was missing, staff went out within ten minutes and "
    "welcomed the child back without blame. Children choose what they eat and how their rooms look, and they said "
    "that somebody always listens.\n\n"
    "Plans change in the same week when a risk grows, and everybody on the shift knows why. The manager reads every "
    "record within a day and asks what it meant for the child."
)
SERVICE = "The home cares for children who have lived through loss and change."
WRITTEN = {IMPROVEMENT: "There are no recommendations.", "information_about_this_service": SERVICE}
SAID = (
    (
        "conversation_with_child",
        "I can talk to anybody here. When I was out late they came to look for me and were not cross.",
        ("RN",),
        "sccif.protection.good.trusted_adult",
        {"consent": "agreed", "communication": "Speech", "means": "speech", "feels_safe": "feels_safe"},
    ),
    (
        "observation_of_relationships",
        "RN came in with wet shoes. W fetched a towel, sat down and asked how the match went.",
        ("RN",),
        "sccif.experiences.good.stability_trust",
        {"setting": "After school"},
    ),
    (
        "record_read",
        "Supervision took place every month, and each note says what changed for children.",
        (),
        "sccif.leadership.good.supervision",
        {"record": "staff_file", "period": "The last six months"},
    ),
)


def send_one(ida: Person, quentin: Person, petra: Person) -> None:
    """Make the home and its draft where they are missing, by the real acts; a start that was cut short goes on."""
    home = Home.objects.filter(urn=URN).first() or _home()
    if not may_answer_for(petra, home):
        give_home(by=System(), home=home, person=petra)
    inspection = Inspection.objects.filter(home=home).first() or _scheduled(home, ida)
    steps = {
        Stage.SCHEDULED: lambda: actions.begin(by=ida, inspection=inspection),
        Stage.UNDER_WAY: lambda: _finish(inspection, ida),
        Stage.IN_QUALITY_ASSURANCE: lambda: _approve(inspection, quentin),
        Stage.APPROVED: lambda: accuracy.send_draft(by=ida, inspection=inspection),
    }
    while (stage := read_record(inspection).stage) in steps:
        steps[stage]()
    draft = DraftSent.objects.filter(inspection=inspection).first()
    if draft is not None and not draft.comments.exists():
        _comment(draft, petra)


def _home() -> Home:
    home = make_fictional_home(
        by=System(),
        urn=URN,
        facts={
            "name": "Openly Imagined Grange",
            "address": "3 Nowhere Lane, Nowhereshire (fictional)",
            "provision_type": "Children's home",
            "status": "Active",
            "sector": "Private",
            "region": "Nowhere (fictional)",
            "local_authority": "Nowhereshire (fictional)",
            "places": 3,
            "registered_on": date(2022, 2, 1),
        },
    )
    past = {"overall": 2, "overall_label": "Requires improvement to be good", "helped_protected": 3}
    listed = (date(2025, 7, 8), {"published_on": date(2025, 8, 12), "leaders_managers": 2, **past})
    return list_inspections(by=System(), home=home, inspections=[listed])


def _scheduled(home: Home, ida: Person) -> Inspection:
    first = timezone.localdate() - timedelta(days=10)
    last = first + timedelta(days=1)
    return actions.schedule(by=ida, home=home, kind="full", starts_on=first, ends_on=last, lead=ida)


def _finish(inspection: Inspection, ida: Person) -> None:
    """Evidence, facts, grades and the report, each where it is missing."""
    for number, (kind, said, initials, criterion, answers) in enumerate(SAID):
        happened = timezone.now() - timedelta(days=9, hours=number)
        item = EvidenceItem(
            id=uuid5(inspection.pk, f"grange {number}"),
            kind=kind,
            said=said,
            occurred_at=happened,
            recorded_at=happened + timedelta(minutes=30),
            initials=initials,
            criteria=(criterion,),
            answers=answers,
        )
        if not inspection.evidence.filter(pk=item.id).exists():
            actions.record_evidence(by=ida, inspection=inspection, item=item)
    record = read_record(inspection)
    known = {name: value for name, value in FACTS.items() if name in record.framework.fact_by_id}
    actions.answer_facts(by=ida, inspection=inspection, answers=known, based_on=record.versions.facts)
    for judgement in record.framework.judgements:
        if judgement.id not in record.proposals:
            actions.propose_grade(by=ida, inspection=inspection, judgement=judgement.id, grade="good", reason=REASON)
    draft = open_draft(read_record(inspection))
    sections = _sections(read_record(inspection))
    saved = reports.save_draft(by=ida, inspection=inspection, sections=sections, based_on=draft.version)
    reports.submit(by=ida, inspection=inspection, based_on=saved.version)


def _sections(record: Record) -> Mapping[str, str]:
    """Every text that asks a person for something, with something in that place."""
    found = {}
    for key, text in open_draft(record).texts.items():
        stated, asks, _request = text.partition(OPEN)
        if asks:
            fallback = STORY if key.startswith("inspection_judgements") else "There was none since the last inspection."
            found[key] = f"{stated}{WRITTEN.get(key, fallback)}"
    return found


def _approve(inspection: Inspection, quentin: Person) -> None:
    version = open_draft(read_record(inspection)).version
    content = {one.id: ReviewAnswer(Reply.YES) for one in CHECKLIST}
    reports.approve(by=quentin, inspection=inspection, version=version, checklist=content)


def _comment(draft: DraftSent, petra: Person) -> None:
    """One comment on a fact, one on a judgement."""
    anchor = next(one for one, words in anchors_of(draft).items() if "within ten minutes" in words)
    accuracy.comment(
        by=petra,
        draft=draft,
        kind="factual",
        anchor=anchor,
        wrong="It was twenty minutes: the first call was at ten past nine, and the car left at half past.",
        should_say="Staff went out within twenty minutes.",
        offered="The missing record of that evening, page 2.",
    )
    accuracy.comment(
        by=petra,
        draft=draft,
        kind="judgement",
        anchor="",
        wrong="What is described here reads like more than good to us.",
    )
