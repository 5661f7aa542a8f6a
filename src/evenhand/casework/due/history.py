"""What is known of a home that bears on when it is inspected: registration, inspections, and what happened to it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import Field, field_validator

from evenhand.framework.parts import Part
from evenhand.judgement.published_words import grade_word, says_no_grade
from evenhand.scale import Identifier


class Inspected(Part):
    """An inspection that was made: its first day, its type by the framework of that day, its overall grade.

    `overall` is an ordinal, 1 the worst; it may be written as the word of its time. None: none was given, or it is not
    known. Which framework an inspection belongs to follows from its day.
    """

    date: date
    type: Identifier = "full"
    overall: int | None = Field(default=None, ge=1, le=4)

    @field_validator("overall", mode="before")
    @classmethod
    def _a_word_is_a_grade(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if says_no_grade(value):
            return None
        word = grade_word(value.replace("_", " "))
        if word is None:
            raise ValueError(f"'{value}' is not a grade; write outstanding, good, requires improvement or inadequate")
        return word.ordinal


class HappeningKind(StrEnum):
    """What can happen to a home that bears on its inspections. The day is the one on which it took effect.

    `MANAGER_LEFT` and `CONCERNS`: the day on which the inspectorate heard of it. `NO_CHILDREN_CONDITION`: a condition
    that exempts the home while no child lives there begins; `CONDITION_LIFTED` ends it.
    """

    MANAGER_LEFT = "manager_left"
    CONCERNS = "concerns"
    NO_CHILDREN_CONDITION = "no_children_condition"
    REOPENING_NOTICE = "reopening_notice"
    CONDITION_LIFTED = "condition_lifted"
    REGISTRATION_SUSPENDED = "registration_suspended"
    SUSPENSION_ENDED = "suspension_ended"
    CLOSED = "closed"


class Happening(Part):
    """Something that happened to a home, and when."""

    kind: HappeningKind
    date: date


class HomeHistory(Part):
    """A home as the frequency rules see it.

    `lists`: the types of inspection that this record would show if there had been one; None means all. A public file
    lists full inspections only, and nobody can tell from it whether an assurance inspection was made.
    """

    urn: str = Field(min_length=1, max_length=20)
    secure: bool = False
    registered_on: date | None = None
    inspections: tuple[Inspected, ...] = ()
    happenings: tuple[Happening, ...] = ()
    lists: tuple[Identifier, ...] | None = None

    @field_validator("inspections", "happenings")
    @classmethod
    def _oldest_first(cls, value: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(sorted(value, key=lambda one: one.date))

    def until(self, day: date) -> HomeHistory:
        """What was known at the end of a day."""
        return self.model_copy(
            update={
                "inspections": tuple(one for one in self.inspections if one.date <= day),
                "happenings": tuple(one for one in self.happenings if one.date <= day),
            }
        )

    def latest(self, kind: HappeningKind) -> date | None:
        """The last day on which this happened."""
        return max((one.date for one in self.happenings if one.kind is kind), default=None)

    @property
    def is_empty(self) -> bool:
        """Whether a condition of registration exempts the home because no child lives there."""
        return self._stands(HappeningKind.NO_CHILDREN_CONDITION, HappeningKind.CONDITION_LIFTED)

    @property
    def is_suspended(self) -> bool:
        """Whether its registration is suspended."""
        return self._stands(HappeningKind.REGISTRATION_SUSPENDED, HappeningKind.SUSPENSION_ENDED)

    def _stands(self, begins: HappeningKind, ends: HappeningKind) -> bool:
        began, ended = self.latest(begins), self.latest(ends)
        return began is not None and (ended is None or ended < began)
