"""What comes out: which inspections are expected of the inspectorate, when, why, and what cannot be said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from evenhand.wording import Words


class Standing(StrEnum):
    """Where today lies against the window of an inspection."""

    NOT_YET = "not_yet"
    DUE = "due"
    AT_RISK = "at_risk"
    OVERDUE = "overdue"
    EXEMPT = "exempt"


class Strength(StrEnum):
    """How firmly the words say it: without exception, usually, or as somebody decides in the case."""

    REQUIRED = "required"
    USUAL = "usual"
    DECISION = "decision"


class AlterationKind(StrEnum):
    """What made a window differ from the ordinary one."""

    SLIPPED = "slipped"
    NEW_HOME = "new_home"
    MANAGER_LEFT = "manager_left"
    CONCERNS = "concerns"
    REOPENED = "reopened"
    NO_CHILDREN = "no_children"
    SUSPENDED = "suspended"
    MISSED = "missed"
    JOINED = "joined"


@dataclass(frozen=True, slots=True)
class Alteration:
    """What changed a window, by kind and in words."""

    kind: AlterationKind
    words: Words


@dataclass(frozen=True, slots=True)
class Ground:
    """A frequency rule that an expectation rests on, with its own words and its honest mark."""

    framework: str
    rule: str
    words: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Expectation:
    """An inspection that the rules lead one to expect.

    `types`: ids of inspection types that would do, the usual one first. The window runs from `earliest` to `latest`,
    both included; once it has passed it stays as it was, and the standing says overdue.
    """

    types: tuple[str, ...]
    earliest: date
    latest: date
    strength: Strength
    standing: Standing
    grounds: tuple[Ground, ...]
    why: tuple[Words, ...]
    altered: tuple[Alteration, ...] = ()

    @property
    def verified(self) -> bool:
        """Whether every rule behind it was read in its source."""
        return all(ground.verified for ground in self.grounds)

    @property
    def rules(self) -> tuple[str, ...]:
        """Ids of the rules behind it."""
        return tuple(dict.fromkeys(ground.rule for ground in self.grounds))


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Something that cannot be computed, with the reason; `rule` is empty where no rule is at fault."""

    rule: str
    reason: Words
    ground: Ground | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is due at a home, seen from one day; expectations by their last day.

    `notes` say what a rule means for this home although nothing follows from it now.
    """

    urn: str
    today: date
    framework: str | None
    expected: tuple[Expectation, ...] = ()
    unanswered: tuple[Unanswered, ...] = ()
    notes: tuple[Words, ...] = ()
