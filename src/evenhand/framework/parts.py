"""What every part of a framework shares: it is frozen, it refuses unknown keys, and it says where it comes from."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from evenhand.scale import Identifier

RuleId = Annotated[str, Field(pattern=r"^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$", max_length=40)]
Text = Annotated[str, Field(min_length=1, max_length=4000)]
Title = Annotated[str, Field(min_length=1, max_length=300)]


class Part(BaseModel):
    """A frozen piece of a framework that cannot hold a key nobody knows."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Sourced(Part):
    """A piece with its sources and an honest mark.

    `verified: false` means: background knowledge, or rebuilt from related documents; the primary text could not be
    read in full. The mark is shown wherever the piece is shown.
    """

    verified: bool = True
    sources: tuple[Identifier, ...] = ()
    note: str = ""


class Period(Part):
    """Days from `from` to `to`, both included; `to: null` means still in force."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    start: date = Field(alias="from")
    end: date | None = Field(default=None, alias="to")
    verified: bool = True
    note: str = ""

    @model_validator(mode="after")
    def _runs_forward(self) -> Period:
        if self.end is not None and self.end < self.start:
            raise ValueError(f"the period ends on {self.end}, before it starts on {self.start}; swap 'from' and 'to'")
        return self

    def covers(self, day: date) -> bool:
        """Whether the day lies inside."""
        return self.start <= day and (self.end is None or day <= self.end)
