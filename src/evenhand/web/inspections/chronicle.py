"""The history of an inspection: every change with who and when, read from the rows, never from the audit log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from evenhand.evidence.kinds import kind
from evenhand.framework.model import Fact
from evenhand.framework.rule import FactValue
from evenhand.web.design.jinja import in_words, words
from evenhand.web.design.presenting import stage_in_words
from evenhand.web.inspections.discussions import label, scale_for
from evenhand.web.inspections.models import (
    CaseSample,
    Discussion,
    EvidenceRevision,
    FactAnswer,
    FollowUp,
    Proposal,
    RequirementRevision,
    SingleJudgement,
)
from evenhand.web.inspections.record import Record
from evenhand.web.inspections.requirements import STATES
from evenhand.web.inspections.shown import who_is_who


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened: when, who, what, more about it, and where to look."""

    at: datetime
    who: str
    what: str
    more: str
    href: str


@dataclass(frozen=True, slots=True)
class Rows:
    """Every version of everything, as the database has it."""

    revisions: tuple[EvidenceRevision, ...]
    answers: tuple[FactAnswer, ...]
    proposals: tuple[Proposal, ...]
    names: dict[str, str]
    singles: tuple[SingleJudgement, ...] = ()
    requirements: tuple[RequirementRevision, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    discussions: tuple[Discussion, ...] = ()
    samples: tuple[CaseSample, ...] = ()


def chronicle(record: Record, rows: Rows) -> tuple[Entry, ...]:
    """Everything that happened, the newest first."""
    people = {**who_is_who(record), **rows.names}
    found = [*_stages(record), *_evidence(record, rows), *_facts(record, rows), *_grades(record, rows)]
    found += [*_team(record, people), *_singles(record, rows), *_requirements(record, rows), *_follow_ups(record, rows)]
    found += [*_discussions(record, rows, people), *_samples(record, rows)]
    named = [Entry(one.at, people.get(one.who, one.who), one.what, one.more, one.href) for one in found]
    return tuple(sorted(named, key=lambda entry: entry.at, reverse=True))


def _team(record: Record, people: dict[str, str]) -> Iterator[Entry]:
    for row in record.team_changes:
        team = ", ".join(people.get(name, name) for name in row.team)
        yield Entry(row.at, row.by, _("Team changed: %(team)s") % {"team": team}, row.reason, "")


def _singles(record: Record, rows: Rows) -> Iterator[Entry]:
    judgement, scale = record.single_judgement, record.single_scale
    if judgement is None or scale is None:
        return
    href = reverse("inspections:single", args=[record.inspection.pk])
    for row in rows.singles:
        label = scale.at(scale.ordinal(row.grade)).label if row.grade else ""
        what = _("Judgement made: %(grade)s") % {"grade": label} if label else _("Judgement taken back")
        yield Entry(row.at, row.by, what, judgement.title, href)


def _discussions(record: Record, rows: Rows, people: dict[str, str]) -> Iterator[Entry]:
    for row in rows.discussions:
        scale = scale_for(record, row.judgement)
        what = _("Change after feedback discussed with %(manager)s on %(day)s: from %(was)s to %(becomes)s") % {
            "manager": people.get(row.manager, row.manager),
            "day": in_words(row.held_on),
            "was": label(scale, row.was),
            "becomes": label(scale, row.becomes),
        }
        href = reverse("inspections:discussion", args=[record.inspection.pk, row.judgement])
        yield Entry(row.at, row.by, what, row.reason, href)


def _samples(record: Record, rows: Rows) -> Iterator[Entry]:
    href = reverse("inspections:sample", args=[record.inspection.pk])
    for row in rows.samples:
        what = _("Case sample drawn, version %(n)d: %(chosen)d of %(all)d children tracked")
        counts = {"n": row.version, "chosen": len(row.chosen), "all": len(row.children)}
        yield Entry(row.at, row.by, what % counts, row.reason, href)


def _requirements(record: Record, rows: Rows) -> Iterator[Entry]:
    href = reverse("inspections:requirements", args=[record.inspection.pk])
    for row in rows.requirements:
        what = _("Requirement made: %(regulation)s") if row.version == 1 else _("Requirement changed: %(regulation)s")
        what = _("Requirement withdrawn: %(regulation)s") if row.withdrawn else what
        yield Entry(row.at, row.by, what % {"regulation": row.regulation}, row.reason, href)


def _follow_ups(record: Record, rows: Rows) -> Iterator[Entry]:
    href = reverse("inspections:requirements", args=[record.inspection.pk])
    for row in rows.follow_ups:
        what = _("Earlier requirement looked at: %(state)s") % {"state": words(STATES[row.state])}
        yield Entry(row.at, row.by, what, row.words, f"{href}#earlier")


def _stages(record: Record) -> Iterator[Entry]:
    for change in record.changes:
        stage = str(stage_in_words(change.stage)[0])
        yield Entry(change.at, change.by, _("Stage: %(stage)s") % {"stage": stage}, change.note, "")


def _evidence(record: Record, rows: Rows) -> Iterator[Entry]:
    for row in rows.revisions:
        declared = kind(row.item.kind)
        title = words(declared.title) if declared else row.item.kind
        what = _("Evidence recorded: %(kind)s") if row.version == 1 else _("Evidence amended: %(kind)s")
        href = reverse("inspections:evidence_item", args=[record.inspection.pk, row.item_id])
        yield Entry(row.received_at, row.by, what % {"kind": title}, row.reason, href)


def _facts(record: Record, rows: Rows) -> Iterator[Entry]:
    href = reverse("inspections:facts", args=[record.inspection.pk])
    for row in rows.answers:
        fact = record.framework.fact_by_id[row.fact]
        what = _("Fact answered: %(answer)s") % {"answer": answer_in_words(fact, row.value)}
        yield Entry(row.at, row.by, what, fact.question, href)


def answer_in_words(fact: Fact, value: FactValue | None) -> str:
    """Yes, No, 12 weeks, the label of a choice, or Not yet known."""
    if value is None:
        return _("Not yet known")
    # Asked first, because true is also the number 1.
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    labels = {choice.id: choice.label for choice in fact.choices}
    return labels.get(str(value), f"{value} {fact.unit}".strip())


def _grades(record: Record, rows: Rows) -> Iterator[Entry]:
    for row in rows.proposals:
        title = record.framework.judgement_by_id[row.judgement].title
        scale = record.framework.scale_of(row.judgement)
        href = reverse("inspections:judgement", args=[record.inspection.pk, row.judgement])
        if row.grade:
            what = _("Grade proposed: %(grade)s") % {"grade": scale.at(scale.ordinal(row.grade)).label}
        else:
            what = _("Grade taken back")
        yield Entry(row.at, row.by, what, title, href)
