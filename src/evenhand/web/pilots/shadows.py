"""A case as its shadow judge sees it: the inspection's evidence under the new framework, and nobody else's grades."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from evenhand.casework.grades import Limit, limits
from evenhand.casework.piloting import first_is_final, time_spent
from evenhand.casework.types import single_judgement
from evenhand.framework.model import Framework, Judgement
from evenhand.judgement.case import Case
from evenhand.judgement.engine import judge
from evenhand.judgement.outcome import Outcome
from evenhand.web.inspections.record import Record, Recorded, case_of
from evenhand.web.pilots.models import ShadowFact, ShadowGrade, ShadowNaming
from evenhand.web.pilots.plans import Opened


@dataclass(frozen=True)
class Shadow:
    """What a shadow judge has given so far, by fact and judgement, in its newest version."""

    naming: ShadowNaming
    facts: Mapping[str, ShadowFact]
    grades: Mapping[str, ShadowGrade]

    @property
    def has_begun(self) -> bool:
        """Whether the judge opened the evidence."""
        return hasattr(self.naming, "beginning")

    @property
    def is_handed_in(self) -> bool:
        """Whether it is given for good."""
        return hasattr(self.naming, "handed_in")

    @property
    def spent(self) -> timedelta:
        """The time at the screen, from opening to handing in."""
        moments = [
            one for row in (*self.naming.facts.all(), *self.naming.grades.all()) for one in (row.opened_at, row.at)
        ]
        moments += [self.naming.beginning.at] if self.has_begun else []
        moments += [self.naming.handed_in.at] if self.is_handed_in else []
        return time_spent(moments)


def shadow_of(naming: ShadowNaming) -> Shadow:
    """A naming with its newest facts and grades; asks nothing when they were fetched with it."""
    return Shadow(
        naming, {one.fact: one for one in naming.facts.all()}, {one.judgement: one for one in naming.grades.all()}
    )


def record_under(record: Record, plan: Opened, shadow: Shadow) -> Record:
    """The record under the new framework: evidence where the crosswalk leads, the shadow judge's facts and grades.

    No grade, fact or author of the first judge is in it.
    """
    answers: Any = shadow.facts
    grades: Any = shadow.grades
    return replace(
        record,
        framework=plan.new,
        evidence=tuple(_under(one, plan) for one in record.evidence),
        answers=answers,
        proposals=grades,
        single=None,
        authors=frozenset(),
    )


def _under(one: Recorded, plan: Opened) -> Recorded:
    found = dict.fromkeys(new for old in one.item.criteria for new in plan.leads_to.get(old, ()))
    return replace(one, item=replace(one.item, criteria=tuple(found)))


def case_with(record: Record, grades: Mapping[str, Any]) -> Case:
    """The case with these grades and the facts of a record."""
    return case_of(record.inspection, record.framework, record.facts, grades)


def limits_for(record: Record, judgement: str) -> tuple[Limit, ...]:
    """Every grade of a judgement with what the new rules say of it, before the judge's own grade of it counts."""
    others = {name: one for name, one in record.proposals.items() if name != judgement}
    return limits(record.framework, judge(record.framework, case_with(record, others)), judgement)


def first_for(record: Record, judgement: str) -> tuple[Judgement, ...]:
    """The judgements that come before this one and are not made."""
    waits = record.outcome.of(judgement).waits_for
    return tuple(record.framework.judgement_by_id[name] for name in waits)


def outcome_with(record: Record, judgement: str, row: ShadowGrade) -> Outcome:
    """What the rules say once this grade is given."""
    return judge(record.framework, case_with(record, {**record.proposals, judgement: row}))


def can_be_shadowed(new: Framework, kind: str) -> bool:
    """Whether the new framework makes graded judgements in this type of inspection."""
    return kind in new.inspection_type_by_id and single_judgement(new, kind) is None and bool(new.judgements)


def is_final(record: Record, shadow: Shadow | None) -> bool:
    """Whether both have judged for good."""
    return shadow is not None and shadow.is_handed_in and first_is_final(record.stage)
