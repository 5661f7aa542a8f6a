"""What was found about two versions: how many cases are treated how, the smallest examples, what really happened."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from evenhand.framework.crosswalk import Bridge
from evenhand.framework.model import Framework
from evenhand.judgement.case import Case
from evenhand.judgement.outcome import Permission
from evenhand.judgement.reach.past import History
from evenhand.judgement.reach.permissions import Treatment, made, takes
from evenhand.judgement.reach.results import CaseCount, Method, Sample, told
from evenhand.wording import Words

# What differs between two treatments of a case; differences of several judgements add up by OR.
ASKS, FORBIDS, ASKS_LESS, PERMITS, ONE_JUDGES = 1, 2, 4, 8, 16
# Of a case in which no judgement is compared, nothing follows.
NOTHING_COMPARED = 32


class Treated(StrEnum):
    """How the new version treats a case beside the old one.

    `harsher`: nowhere more lenient and somewhere stricter. `not_comparable`: stricter here and more lenient there, or
    only one of the versions makes judgements in the case, or no judgement has a counterpart.
    """

    SAME = "same"
    HARSHER = "harsher"
    MORE_LENIENT = "more_lenient"
    NOT_COMPARABLE = "not_comparable"


class ShiftKind(StrEnum):
    """What the difference is, in the case of one judgement."""

    FORBIDS = "forbids"
    ASKS = "asks"
    PERMITS = "permits"
    ASKS_LESS = "asks_less"
    BOTH_WAYS = "both_ways"
    ONE_JUDGES = "one_judges"


def difference(old: Treatment, new: Treatment) -> int:
    """What differs between two treatments, as bits; 0 for nothing. Grades correspond by ordinal."""
    if made(old) is not made(new):
        return ONE_JUDGES
    bits = 0
    for before, after in zip(takes(old), takes(new), strict=True):
        if after > before:
            bits |= FORBIDS if after == Permission.REFUSED else ASKS
        elif after < before:
            bits |= PERMITS if before == Permission.REFUSED else ASKS_LESS
    return bits


def treated(bits: int) -> Treated:
    """The class of a case whose differences are these."""
    stricter, milder = bool(bits & (ASKS | FORBIDS)), bool(bits & (ASKS_LESS | PERMITS))
    if bits & (ONE_JUDGES | NOTHING_COMPARED) or (stricter and milder):
        return Treated.NOT_COMPARABLE
    return Treated.HARSHER if stricter else Treated.MORE_LENIENT if milder else Treated.SAME


def change_of(bits: int) -> ShiftKind | None:
    """What is to be told first about a judgement; None when nothing differs."""
    if treated(bits) is Treated.NOT_COMPARABLE:
        return ShiftKind.ONE_JUDGES if bits & ONE_JUDGES else ShiftKind.BOTH_WAYS
    order = (
        (FORBIDS, ShiftKind.FORBIDS),
        (ASKS, ShiftKind.ASKS),
        (PERMITS, ShiftKind.PERMITS),
        (ASKS_LESS, ShiftKind.ASKS_LESS),
    )
    return next((change for bit, change in order if bits & bit), None)


@dataclass(frozen=True, slots=True)
class TreatedCounts:
    """Cases by class (the four add up to all), and what is behind the classes.

    `forbids`, `asks`: of the harsher cases, those in which a grade can no longer be given, and those in which a grade
    only needs a reason or explanation that it did not need. `permits`, `asks_less`: the same of the more lenient.
    `one_judges`: of the cases that cannot be compared, those in which only one version makes judgements.
    """

    same: CaseCount
    harsher: CaseCount
    more_lenient: CaseCount
    not_comparable: CaseCount
    forbids: CaseCount
    asks: CaseCount
    permits: CaseCount
    asks_less: CaseCount
    one_judges: CaseCount

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return {name: getattr(self, name).as_value() for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class JudgementShift:
    """How one judgement is treated, beside its counterpart."""

    old: str
    new: str
    counts: TreatedCounts


@dataclass(frozen=True, slots=True)
class Example:
    """The case of its kind that differs from the ordinary one in the fewest ways, told as a story.

    Both cases were put through `judge`. `rules` are those that make the difference, of the stricter side: 0 for the old
    version or 1 for the new, and the rule.
    """

    old_judgement: str
    new_judgement: str
    treated: Treated
    change: ShiftKind
    old_case: Case
    new_case: Case
    old_treatment: Treatment
    new_treatment: Treatment
    rules: tuple[tuple[int, str], ...]
    story: Words

    def as_dict(self) -> dict[str, Any]:
        """For `--json`: plain values only."""
        return {
            "judgement": {"old": self.old_judgement, "new": self.new_judgement},
            "treated": self.treated.value,
            "change": self.change.value,
            "story": str(self.story),
            "old": {**told(self.old_case), "takes": _named(self.old_treatment)},
            "new": {**told(self.new_case), "takes": _named(self.new_treatment)},
            "rules": [{"of": ("old", "new")[side], "rule": rule} for side, rule in self.rules],
        }


def _named(treatment: Treatment) -> list[str] | None:
    """What each grade takes, worst first; None when no judgement is made."""
    return [Permission(one).name.lower() for one in takes(treatment)] if made(treatment) else None


@dataclass(frozen=True)
class Shift:
    """Every possible case under two versions side by side.

    `inspections`: the types of inspection that are put beside each other, old and new. `shared_facts`: questions that
    both versions ask; `old_facts`, `new_facts`: those that only one asks. `old_only`, `new_only`: judgements that have
    no counterpart, and so are named and not compared. `doubtful`: rules (old, new) whose text could not be read, or of
    which nobody knows whether the other version had them; `firm` is what is left of the difference without these (None
    when there are none). `history` is None when it was not asked for.
    """

    bridge: Bridge
    inspections: tuple[tuple[str, str], ...]
    method: Method
    sample: Sample | None
    cases: int
    overall: TreatedCounts
    firm: TreatedCounts | None
    doubtful: tuple[tuple[str, ...], tuple[str, ...]]
    judgements: tuple[JudgementShift, ...]
    old_only: tuple[str, ...]
    new_only: tuple[str, ...]
    shared_facts: tuple[str, ...]
    old_facts: tuple[str, ...]
    new_facts: tuple[str, ...]
    examples: tuple[Example, ...]
    history: History | None = None

    @property
    def old(self) -> Framework:
        """The version compared with."""
        return self.bridge.old

    @property
    def new(self) -> Framework:
        """The version that is looked at."""
        return self.bridge.new

    @property
    def headline(self) -> JudgementShift | None:
        """The overall judgement of the new version beside its counterpart; None when it has none."""
        name = self.new.headline.id if self.new.headline else ""
        return next((one for one in self.judgements if one.new == name), None)

    def as_dict(self) -> dict[str, Any]:
        """For `--json`: plain values only."""
        classes = self.overall.as_dict()
        return {
            "old": self.old.id,
            "new": self.new.id,
            "method": self.method,
            "sample": asdict(self.sample) if self.sample else None,
            "cases": self.cases,
            **classes,
            "judgements": [{"old": one.old, "new": one.new, **one.counts.as_dict()} for one in self.judgements],
            "not_compared": {"old": list(self.old_only), "new": list(self.new_only)},
            "headline_compared": self.headline is not None,
            "inspections": [{"old": old, "new": new} for old, new in self.inspections],
            "facts": {
                "shared": list(self.shared_facts),
                "old_only": list(self.old_facts),
                "new_only": list(self.new_facts),
            },
            "crosswalk": {
                "direct": self.bridge.is_direct,
                "between": list(self.bridge.between),
                "weakest": self.bridge.weakest.value if self.bridge.weakest else None,
            },
            "doubtful_rules": {"old": list(self.doubtful[0]), "new": list(self.doubtful[1])},
            "unverified_rules": {
                side: [rule.id for rule in version.rules if not rule.verified]
                for side, version in (("old", self.old), ("new", self.new))
            },
            "without_doubtful_rules": self.firm.as_dict() if self.firm else None,
            "examples": [one.as_dict() for one in self.examples],
            "history": self.history.as_dict() if self.history else None,
        }
