"""What is published today about consultations and pilots of children's homes inspection, which is little."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from evenhand.shelf import shipped

FOLDER = "consultations"


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """One thing that a source says, with the source; `value` is '' where the source gives words and no figure.

    `verified` is false where the figure comes from somebody's report of a publication, or where this project has not
    read the publication itself.
    """

    exercise: str
    item: str
    value: str
    unit: str
    note: str
    source: str
    source_title: str
    source_where: str
    source_date: str
    source_basis: str
    verified: bool


def published_figures(folder: Path | None = None) -> tuple[PublishedFigure, ...]:
    """Every figure of the shipped table, in its order."""
    where = folder or shipped("data") / FOLDER
    sources = {row["source_id"]: row for row in _rows(where / "sources.csv")}
    return tuple(_figure(row, sources[row["source_id"]]) for row in _rows(where / "consultations_and_pilots.csv"))


def _figure(row: dict[str, str], source: dict[str, str]) -> PublishedFigure:
    return PublishedFigure(
        exercise=row["exercise"],
        item=row["item"].strip('"'),
        value=row["value"],
        unit=row["unit"],
        note=row["note"],
        source=row["source_id"],
        source_title=source["title"],
        source_where=source["where"],
        source_date=source["date"],
        source_basis=source["licence_or_basis"],
        verified=source["verified"] == "yes",
    )


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
