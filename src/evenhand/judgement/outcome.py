"""What the rules say about a case. Values only; the words are in `explanation`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from evenhand.framework.rule import Effect


class Permission(IntEnum):
    """What it takes to give a grade. A stricter rule wins, so rules can be put together in any order."""

    ALLOWED = 0
    REASON = 1
    EXPLANATION = 2
    REFUSED = 3


class Verdict(StrEnum):
    """What becomes of a proposed grade."""

    NOT_PROPOSED = "not_proposed"
    ACCEPTED = "accepted"
    NEEDS_REASON = "needs_reason"
    NEEDS_EXPLANATION = "needs_explanation"
    REFUSED = "refused"
    TOO_EARLY = "too_early"
    OUT_OF_SCOPE = "out_of_scope"


class RuleState(StrEnum):
    """Whether a rule's condition holds in this case."""

    APPLIES = "applies"
    DOES_NOT_APPLY = "does_not_apply"
    CANNOT_SAY = "cannot_say"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """One rule in this case; `missing` names the facts and grades without which it cannot be decided."""

    rule: str
    state: RuleState
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """What one effect of one rule does to a judgement by itself: the permission it sets for each ordinal it touches."""

    rule: str
    effect: Effect
    sets: tuple[tuple[int, Permission], ...]


@dataclass(frozen=True, slots=True)
class JudgementOutcome:
    """One judgement: what may be given, what is expected, and what becomes of the proposed grade.

    `permissions[i]` is for ordinal i + 1. `expected_at_most` is an ordinal, or None when no rule expects anything.
    `undecided` names rules that bear on this judgement but cannot be decided yet.
    """

    judgement: str
    verdict: Verdict
    proposed: int | None
    permissions: tuple[Permission, ...]
    expected_at_most: int | None
    steps: tuple[Step, ...]
    waits_for: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()

    @property
    def allowed(self) -> tuple[int, ...]:
        """Ordinals that may be given, with a reason or an explanation where one is needed; worst first."""
        return tuple(i + 1 for i, one in enumerate(self.permissions) if one is not Permission.REFUSED)

    @property
    def free(self) -> tuple[int, ...]:
        """Ordinals that may be given without more ado; worst first."""
        return tuple(i + 1 for i, one in enumerate(self.permissions) if one is Permission.ALLOWED)

    @property
    def settled(self) -> bool:
        """The proposed grade stands (or none is to be given) and no rule that bears on it is undecided."""
        return self.verdict in (Verdict.ACCEPTED, Verdict.OUT_OF_SCOPE) and not self.undecided


@dataclass(frozen=True, slots=True)
class Outcome:
    """The whole case. `requirements` are regulations under which a rule says a requirement is to be raised."""

    framework: str
    judgements: tuple[JudgementOutcome, ...]
    rules: tuple[RuleOutcome, ...]
    requirements: tuple[str, ...] = ()

    def of(self, judgement_id: str) -> JudgementOutcome:
        """The outcome of one judgement; KeyError when there is no such judgement."""
        for one in self.judgements:
            if one.judgement == judgement_id:
                return one
        raise KeyError(judgement_id)

    @property
    def settled(self) -> bool:
        """Every judgement is settled, so the inspection can go to quality assurance."""
        return all(one.settled for one in self.judgements)
