"""What was found about one version: counts of cases, and the values that pages and the command line show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from evenhand.findings import Finding
from evenhand.framework.model import Framework
from evenhand.judgement.case import Case
from evenhand.wording import Words

Method = Literal["exact", "sampled"]


@dataclass(frozen=True, slots=True)
class CaseCount:
    """So many cases `of` so many. With an `interval` (95%, both ends included) `cases` is an estimate from a sample."""

    cases: int
    of: int
    interval: tuple[int, int] | None = None

    @property
    def share(self) -> float:
        """From 0 to 1; 0 when there are no cases at all."""
        return self.cases / self.of if self.of else 0.0

    def as_value(self) -> Any:
        """For `--json`: a whole number, or an estimate with its interval."""
        if self.interval is None:
            return self.cases
        return {"estimate": self.cases, "low": self.interval[0], "high": self.interval[1]}


@dataclass(frozen=True, slots=True)
class Sample:
    """How cases were drawn when there were too many ways through the rules: so many, evenly, from this seed."""

    drawn: int
    seed: int


@dataclass(frozen=True, slots=True)
class GradeReach:
    """One grade of one judgement.

    `allowed`: cases in which it can be given, if need be with a reason or explanation. `free`: without either.
    `given`: cases in which it is given and every other grade of the case can be given too.
    """

    judgement: str
    ordinal: int
    allowed: CaseCount
    free: CaseCount
    given: CaseCount

    @property
    def is_reachable(self) -> bool:
        """Whether there is a case that ends in this grade and breaks no rule."""
        return self.given.cases > 0


@dataclass(frozen=True, slots=True)
class RuleReach:
    """One rule, over the inspections of every type.

    `holds`: cases in which its condition holds; `holds_here`: those of them in the types that were asked about.
    `changes`: cases in which something would be otherwise without it (None for a note, which is to change nothing).
    `undecided`: cases in which it depends on a question that is not asked. `overtaken_by`: the rules that leave it
    nothing to do. `in_vain`: judgements for which it asks a reason or an explanation, always for refused grades only.
    """

    rule: str
    is_note: bool
    holds: CaseCount
    holds_here: CaseCount
    changes: CaseCount | None
    undecided: CaseCount
    overtaken_by: tuple[str, ...] = ()
    in_vain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BestAllowed:
    """The best grade that can be given for one judgement: cases by ordinal, and those in which none can."""

    judgement: str
    by_ordinal: Mapping[int, CaseCount]
    none_left: CaseCount


@dataclass(frozen=True, slots=True)
class Lowered:
    """A better grade of `better` that lowers what is allowed for `judgement`: pairs of cases that differ only in it.

    `forbids`: pairs in which a grade is lost; `asks`: pairs in which only more is asked for one. `worse_case` and
    `better_case` are the smallest such pair, told in `story`.
    """

    better: str
    judgement: str
    forbids: CaseCount
    asks: CaseCount
    worse_case: Case
    better_case: Case
    story: Words


@dataclass(frozen=True)
class FrameworkReach:
    """Every possible case of one version, and what its rules say about them.

    `inspections`: the types of inspection that were asked about. `made`: cases in which judgements are made at all. Of
    these, `refused`: some grade of some judgement cannot be given; `asked`: none is refused, but some grade needs a
    reason or an explanation; the rest is free. `cycles`: judgements that wait for themselves in some case.
    """

    framework: Framework
    inspections: tuple[str, ...]
    method: Method
    sample: Sample | None
    facts: tuple[str, ...]
    cases: int
    made: CaseCount
    refused: CaseCount
    asked: CaseCount
    grades: tuple[GradeReach, ...]
    best: tuple[BestAllowed, ...]
    rules: tuple[RuleReach, ...]
    lowered: tuple[Lowered, ...]
    cycles: tuple[tuple[str, ...], ...]
    findings: tuple[Finding, ...] = ()

    @property
    def unverified(self) -> tuple[str, ...]:
        """Ids of rules whose text could not be read."""
        return tuple(rule.id for rule in self.framework.rules if not rule.verified)

    def as_dict(self) -> dict[str, Any]:
        """For `--json`: plain values only."""
        return {
            "framework": self.framework.id,
            "inspections": list(self.inspections),
            "method": self.method,
            "sample": asdict(self.sample) if self.sample else None,
            "cases": self.cases,
            "facts": list(self.facts),
            "judgements_made": self.made.as_value(),
            "some_grade_refused": self.refused.as_value(),
            "some_grade_needs_more": self.asked.as_value(),
            "grades": [self._grade(one) for one in self.grades],
            "best_allowed": [self._best(one) for one in self.best],
            "rules": [self._rule(one) for one in self.rules],
            "not_monotone": [_lowered(one) for one in self.lowered],
            "order_cycles": [list(one) for one in self.cycles],
            "unverified_rules": list(self.unverified),
            "findings": [finding.as_dict() for finding in self.findings],
        }

    def _grade_id(self, judgement: str, ordinal: int) -> str:
        return self.framework.scale_of(judgement).at(ordinal).id

    def _grade(self, one: GradeReach) -> dict[str, Any]:
        return {
            "judgement": one.judgement,
            "grade": self._grade_id(one.judgement, one.ordinal),
            "allowed": one.allowed.as_value(),
            "free": one.free.as_value(),
            "given": one.given.as_value(),
            "reachable": one.is_reachable,
        }

    def _best(self, one: BestAllowed) -> dict[str, Any]:
        grades = {self._grade_id(one.judgement, o): number.as_value() for o, number in one.by_ordinal.items()}
        return {"judgement": one.judgement, "grades": grades, "none_left": one.none_left.as_value()}

    def _rule(self, one: RuleReach) -> dict[str, Any]:
        return {
            "rule": one.rule,
            "note": one.is_note,
            "holds": one.holds.as_value(),
            "holds_here": one.holds_here.as_value(),
            "changes": one.changes.as_value() if one.changes else None,
            "undecided": one.undecided.as_value(),
            "overtaken_by": list(one.overtaken_by),
            "asks_in_vain": list(one.in_vain),
            "verified": self.framework.rule_by_id[one.rule].verified,
        }


def _lowered(one: Lowered) -> dict[str, Any]:
    return {
        "better": one.better,
        "judgement": one.judgement,
        "forbids": one.forbids.as_value(),
        "asks": one.asks.as_value(),
        "story": str(one.story),
        "worse_case": told(one.worse_case),
        "better_case": told(one.better_case),
    }


def told(case: Case) -> dict[str, Any]:
    """A case as plain values: what makes it up, and no more."""
    return {"inspection": case.inspection, "grades": dict(case.grades), "facts": dict(case.facts)}
