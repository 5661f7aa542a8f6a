"""What may be asked for: filters and slices, each with its bounds. A parameter that is not here is refused by name."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

MOST, FARTHEST = 5000, 10_000_000
_ID = r"^[a-z0-9]+([._-][a-z0-9]+)*$"

Limit = Annotated[int, Field(ge=1, le=MOST, description="How many records at most.")]
Offset = Annotated[int, Field(ge=0, le=FARTHEST, description="How many records to leave out before the first.")]
Urn = Annotated[str, Field(pattern=r"^[A-Za-z0-9]{3,20}$", description="Unique reference number of a home.")]
Word = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")]
Id = Annotated[str, Field(pattern=_ID, max_length=80)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Grade = Annotated[int, Field(ge=1, le=4, description="Ordinal of the grade: 4 best, 1 worst.")]


class Slicing(Schema):
    """Which slice of the records."""

    limit: Limit = 100
    offset: Offset = 0

    @property
    def filters(self) -> dict[str, Any]:
        """What was asked for, without the slice."""
        return self.model_dump(exclude={"limit", "offset"}, exclude_none=True)


class OfHomes(Slicing):
    """Filters that every record of a home has; there is none by name, address or postcode, and there shall be none."""

    authority: Word | None = Field(None, description="The authority in which the home lies, by the register's name.")
    region: Word | None = Field(None, description="The region in which the home lies.")
    sector: Word | None = Field(None, description="The sector of the home.")
    fictional: bool | None = Field(None, description="Only homes that are made up (true) or only others (false).")


class WantedHomes(OfHomes):
    """Filters of homes."""

    provision_type: Word | None = Field(None, description="The type of service.")
    latest_grade: Grade | None = Field(None, description="Latest overall grade: 4 best, 1 worst.")


class WantedInspections(OfHomes):
    """Filters of inspections."""

    urn: Urn | None = Field(None, description="Unique reference number of the home.")
    kind: Id | None = Field(None, description="Type of inspection, such as full, assurance or monitoring.")
    framework: Id | None = Field(None, description="Of inspections published here: the framework version.")
    grade: Grade | None = Field(None, description="The grade: 4 best, 1 worst.")
    first_day: date | None = Field(None, description="Inspections that began on this day or later.")
    last_day: date | None = Field(None, description="Inspections that began on this day or earlier.")


class WantedJudgements(WantedInspections):
    """Filters of judgements; `grade` is that of the judgement."""

    judgement: Id | None = Field(None, description="The judgement by its id.")
    report: Digest | None = Field(None, description="Fingerprint of the report that gives them.")


class WantedReports(WantedInspections):
    """Filters of reports."""


class WantedRequirements(OfHomes):
    """Filters of requirements."""

    urn: Urn | None = Field(None, description="Unique reference number of the home.")
    report: Digest | None = Field(None, description="Fingerprint of the report that makes them.")
    first_day: date | None = Field(None, description="Of inspections that began on this day or later.")
    last_day: date | None = Field(None, description="Of inspections that began on this day or earlier.")


class WantedFrameworks(Slicing):
    """Frameworks are few; there is nothing to filter."""


class WantedAuthorities(Slicing):
    """Filters of authorities."""

    region: Word | None = Field(None, description="The region in which their homes lie.")


class WantedChanges(Schema):
    """From where the feed is read on."""

    since: Annotated[int, Field(ge=0, le=2**53, description="The last number that you know; 0 for everything.")] = 0
    limit: Limit = 1000
