"""Grades and their order. Nothing else in Evenhand knows that good is above requires improvement."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

Identifier = Annotated[str, Field(pattern=r"^[a-z0-9]+([._-][a-z0-9]+)*$", max_length=80)]


class Grade(BaseModel):
    """One point of a scale. The ordinal never changed between generations; the label of grade 2 changed three times."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ordinal: Annotated[int, Field(ge=1, le=9)]
    id: Identifier
    label: Annotated[str, Field(min_length=1, max_length=80)]

    def __str__(self) -> str:
        return self.label


class Scale(BaseModel):
    """An ordered set of grades; ordinal 1 is the worst.

    Raises a validation error when an ordinal, an id or a label is used twice, or when ordinals leave a gap.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Identifier
    title: str = ""
    verified: bool = True
    sources: tuple[str, ...] = ()
    grades: Annotated[tuple[Grade, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _is_a_ladder(self) -> Scale:
        ordinals = sorted(grade.ordinal for grade in self.grades)
        if ordinals != list(range(1, len(ordinals) + 1)):
            raise ValueError(
                f"the grades of scale '{self.id}' have ordinals {ordinals}; write 1 for the worst grade and count up "
                "without a gap or a repeat"
            )
        for what, values in (("id", [g.id for g in self.grades]), ("label", [g.label for g in self.grades])):
            if len(set(values)) != len(values):
                raise ValueError(f"scale '{self.id}' uses a grade {what} twice; give every grade its own {what}")
        return self

    @property
    def worst_first(self) -> tuple[Grade, ...]:
        """Grades from ordinal 1 upwards."""
        return tuple(sorted(self.grades, key=lambda grade: grade.ordinal))

    @property
    def best_first(self) -> tuple[Grade, ...]:
        """Grades from the best downwards, the order in which people read them."""
        return tuple(reversed(self.worst_first))

    def ordinal(self, grade_id: str) -> int:
        """The ordinal of a grade id; KeyError names the grades that exist."""
        for grade in self.grades:
            if grade.id == grade_id:
                return grade.ordinal
        known = ", ".join(grade.id for grade in self.best_first)
        raise KeyError(f"'{grade_id}' is not a grade of the scale '{self.id}'; write one of: {known}")

    def at(self, ordinal: int) -> Grade:
        """The grade with this ordinal."""
        return next(grade for grade in self.grades if grade.ordinal == ordinal)

    def has(self, grade_id: str) -> bool:
        """Whether the scale has a grade with this id."""
        return any(grade.id == grade_id for grade in self.grades)
