"""The whole record of an inspection as core values, read in a bounded number of queries however long it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import starmap
from typing import NamedTuple
from uuid import UUID

from evenhand.casework.policies import Situation
from evenhand.casework.stages import Act, Stage
from evenhand.casework.timetable import Due, timetable
from evenhand.casework.types import Heading, criteria_here, headings, left_to_settle, single_judgement
from evenhand.evidence import item as core
from evenhand.framework.model import Criterion, Framework, InspectionType, Judgement
from evenhand.framework.rule import FactValue
from evenhand.judgement.case import Case
from evenhand.judgement.engine import judge
from evenhand.judgement.outcome import Outcome
from evenhand.scale import Grade, Scale
from evenhand.web.accounts.models import Person
from evenhand.web.frameworks.queries import framework_of
from evenhand.web.inspections.models import (
    EvidenceRevision,
    FactAnswer,
    Inspection,
    Proposal,
    SingleJudgement,
    StageChange,
    TeamChange,
    TeamMember,
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """An item of evidence as it stands: its newest words, and what the service knows of them.

    `item.recorded_at` is when the newest words were written down, `first_recorded_at` when the first were.
    """

    item: core.EvidenceItem
    version: int
    received_at: datetime
    first_recorded_at: datetime
    recorded_by: str
    amended_by: str

    @property
    def id(self) -> UUID:
        """The id of the item."""
        return self.item.id


@dataclass(frozen=True, slots=True)
class Versions:
    """The version of everything that two people can touch, for `based_on`; what is not there has version 0."""

    evidence: Mapping[UUID, int]
    facts: Mapping[str, int]
    proposals: Mapping[str, int]


@dataclass(frozen=True)
class Record:
    """An inspection with everything in it. Values: reading one asks the database nothing.

    `evidence` is newest first by when it happened. `facts` has only what is answered now, `proposals` every judgement
    that was ever proposed (an empty grade is one taken back). `single` is the newest row of the one judgement that a
    type makes on its own scale, None before it is made and in other types.
    """

    inspection: Inspection
    framework: Framework
    changes: tuple[StageChange, ...]
    members: tuple[TeamMember, ...]
    evidence: tuple[Recorded, ...]
    answers: Mapping[str, FactAnswer]
    proposals: Mapping[str, Proposal]
    authors: frozenset[str]
    single: SingleJudgement | None = None
    team_changes: tuple[TeamChange, ...] = ()

    @property
    def kind(self) -> InspectionType:
        """What type of inspection it is."""
        return self.framework.inspection_type_by_id[self.inspection.kind]

    @cached_property
    def criteria(self) -> Mapping[str, Criterion]:
        """The criteria that evidence can support in this type of inspection, by id."""
        return {one.id: one for one in criteria_here(self.framework, self.inspection.kind)}

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """The same criteria in their groups."""
        return headings(self.framework, self.inspection.kind)

    @cached_property
    def single_judgement(self) -> Judgement | None:
        """The one judgement of this type; None for types that make graded judgements or none."""
        return single_judgement(self.framework, self.inspection.kind)

    @property
    def single_scale(self) -> Scale | None:
        """The scale of the one judgement."""
        return self.framework.scale_by_id[self.single_judgement.scale] if self.single_judgement else None

    @property
    def single_grade(self) -> Grade | None:
        """What the one judgement came to; None while it is not made or was taken back."""
        scale = self.single_scale
        if scale is None or self.single is None or not self.single.grade:
            return None
        return scale.at(scale.ordinal(self.single.grade))

    @property
    def stage(self) -> Stage:
        """Where the inspection is."""
        return Stage(self.changes[-1].stage)

    @property
    def team(self) -> tuple[Person, ...]:
        """The inspectors, the lead first."""
        return tuple(member.person for member in self.members)

    @property
    def lead(self) -> Person:
        """Who answers for the report."""
        return self.members[0].person

    @property
    def facts(self) -> dict[str, FactValue]:
        """Answers by fact id; an answer that was taken back is not there."""
        return {name: answer.value for name, answer in self.answers.items() if answer.value is not None}

    @cached_property
    def case(self) -> Case:
        """The record as the rules see it."""
        return case_of(self.inspection, self.framework, self.facts, self.proposals)

    @cached_property
    def outcome(self) -> Outcome:
        """What the rules say about it now."""
        return judge(self.framework, self.case)

    @cached_property
    def situation(self) -> Situation:
        """What the policies need to know; the reports app adds what it knows with `dataclasses.replace`."""
        return Situation(
            stage=self.stage,
            team=frozenset(person.username for person in self.team),
            authors=self.authors,
            approver=next((one.by for one in reversed(self.changes) if one.act == Act.APPROVE), ""),
            unsettled=left_to_settle(self.framework, self.case, self.outcome, self.single.grade if self.single else ""),
        )

    @property
    def versions(self) -> Versions:
        """The versions that a write now must be based on."""
        return Versions(
            evidence={one.id: one.version for one in self.evidence},
            facts={name: answer.version for name, answer in self.answers.items()},
            proposals={name: proposal.version for name, proposal in self.proposals.items()},
        )

    @property
    def deadlines(self) -> tuple[Due, ...]:
        """The framework's timeline with the days it gives for this inspection."""
        return timetable(self.framework, moments(self.inspection), self.inspection.kind)

    @cached_property
    def by_criterion(self) -> Mapping[str, tuple[Recorded, ...]]:
        """The evidence under each criterion that has any, in the order of `evidence`."""
        found: dict[str, list[Recorded]] = {}
        for one in self.evidence:
            for criterion in dict.fromkeys(one.item.criteria):
                found.setdefault(criterion, []).append(one)
        return {criterion: tuple(items) for criterion, items in found.items()}

    def under(self, criteria: frozenset[str]) -> tuple[Recorded, ...]:
        """The evidence that supports one of the criteria."""
        return tuple(one for one in self.evidence if not criteria.isdisjoint(one.item.criteria))


def read_record(inspection: Inspection) -> Record:
    """Everything about an inspection in seven queries at most; one more when a process meets its framework first."""
    revisions = _revisions(inspection)
    answers = list(FactAnswer.objects.filter(inspection=inspection))
    proposals = list(Proposal.objects.filter(inspection=inspection))
    changes = tuple(StageChange.objects.filter(inspection=inspection))
    members = tuple(
        TeamMember.objects.filter(inspection=inspection).select_related("person").order_by("-is_lead", "id")
    )
    framework = framework_of(inspection.framework)
    singles: list[SingleJudgement] = []
    if single_judgement(framework, inspection.kind) is not None:
        singles = list(SingleJudgement.objects.filter(inspection=inspection))
    team_changes = tuple(TeamChange.objects.filter(inspection=inspection))
    # Whoever was on the team once it had begun had a hand in it, even if they wrote nothing.
    left = {name for one in team_changes if one.stage != Stage.SCHEDULED for name in one.left}
    # Who submitted put their name to the report, so they count as an author of it.
    submitted = {one.by for one in changes if one.act == Act.SUBMIT}
    return Record(
        inspection=inspection,
        framework=framework,
        changes=changes,
        members=tuple(members),
        evidence=_newest(revisions),
        answers={one.fact: one for one in answers},
        proposals={one.judgement: one for one in proposals},
        authors=frozenset({one.by for one in (*revisions, *answers, *proposals, *singles)} | submitted | left),
        single=singles[-1] if singles else None,
        team_changes=team_changes,
    )


class _Revision(NamedTuple):
    """A version of an item as one row; an inspection has hundreds, and models of them cost more than the query."""

    item: UUID
    version: int
    said: str
    occurred_at: datetime
    recorded_at: datetime
    received_at: datetime
    initials: list[str]
    criteria: list[str]
    answers: dict[str, str]
    by: str
    item__kind: str
    item__recorded_by: str


def _revisions(inspection: Inspection) -> list[_Revision]:
    rows = EvidenceRevision.objects.filter(item__inspection=inspection)
    return list(starmap(_Revision, rows.values_list(*_Revision._fields)))


def _newest(revisions: list[_Revision]) -> tuple[Recorded, ...]:
    # Rows come by item and version, so the first one seen is version 1 and the last one stands.
    first: dict[UUID, _Revision] = {}
    last: dict[UUID, _Revision] = {}
    for revision in revisions:
        first.setdefault(revision.item, revision)
        last[revision.item] = revision
    found = [
        Recorded(
            item=core.EvidenceItem(
                id=name,
                kind=newest.item__kind,
                said=newest.said,
                occurred_at=newest.occurred_at,
                recorded_at=newest.recorded_at,
                initials=tuple(newest.initials),
                criteria=tuple(newest.criteria),
                answers=newest.answers,
            ),
            version=newest.version,
            received_at=first[name].received_at,
            first_recorded_at=first[name].recorded_at,
            recorded_by=newest.item__recorded_by,
            amended_by=newest.by if newest.version > 1 else "",
        )
        for name, newest in last.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.item.occurred_at, one.received_at), reverse=True))


def as_item(revision: EvidenceRevision) -> core.EvidenceItem:
    """One version of an item as the core sees it; the revision's item must be at hand."""
    return core.EvidenceItem(
        id=revision.item_id,
        kind=revision.item.kind,
        said=revision.said,
        occurred_at=revision.occurred_at,
        recorded_at=revision.recorded_at,
        initials=tuple(revision.initials),
        criteria=tuple(revision.criteria),
        answers=dict(revision.answers),
    )


def case_of(
    inspection: Inspection, framework: Framework, facts: Mapping[str, FactValue], proposals: Mapping[str, Proposal]
) -> Case:
    """Facts and proposals as the rules see them; a proposal that was taken back is not there."""
    standing = {name: one for name, one in proposals.items() if one.grade}
    return Case(
        framework=framework.id,
        inspection=inspection.kind,
        facts=dict(facts),
        grades={name: one.grade for name, one in standing.items()},
        reasons={name: one.reason for name, one in standing.items() if one.reason},
        explained={name: one.explanation for name, one in standing.items() if one.explanation},
    )


def moments(inspection: Inspection) -> dict[str, date]:
    """The days that the timeline counts from and that an inspection's own dates give."""
    return dict.fromkeys(("on_site_end", "visit_end", "inspection_end"), inspection.ends_on)
