"""Made-up inspections and published lines for the tests of the watch on ratings."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from evenhand.trend.rows import ListedInspection

SEEN = date(2019, 3, 31)


def inspection(urn: str, on: str, grade: int, previous: int | None = None, **known: Any) -> ListedInspection:
    day = date.fromisoformat(on)
    said = {"sector": "Private", "region": "London", "provision": "Children's home", "places": 4, **known}
    return ListedInspection(urn=urn, on=day, grade=grade, organisation="", seen=SEEN, previous=previous, **said)


def many(n: int, good: int, first: str, **known: Any) -> list[ListedInspection]:
    start = date.fromisoformat(first)
    days = [(start + timedelta(days=number % 360)).isoformat() for number in range(n)]
    # Spread evenly, so that a test of time sees no run of bad ones.
    grades = [3 if (number * good) // n != ((number + 1) * good) // n else 2 for number in range(n)]
    return [inspection(f"h{k}", day, grade, **known) for k, (day, grade) in enumerate(zip(days, grades, strict=True))]


COLUMNS = [
    "record_id",
    "period",
    "period_start",
    "period_end",
    "basis",
    "status",
    "n",
    "outstanding_n",
    "good_n",
    "adequate_or_ri_n",
    "inadequate_n",
    "outstanding_pct",
    "good_pct",
    "adequate_or_ri_pct",
    "inadequate_pct",
    "good_or_better_pct",
    "middle_grade_label",
    "source_id",
    "note",
]


def folder_with(place: Path, *lines: dict[str, object]) -> Path:
    with (place / "overall_grades_published.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(
            {"basis": "full inspections", "status": "published", "source_id": "S1", **line} for line in lines
        )
    (place / "sources.csv").write_text("source_id,licence_or_basis\nS1,Open Government Licence\nS2,news report\n")
    return place


def year(first: int, **known: object) -> dict[str, object]:
    start, end = date(first, 4, 1), date(first + 1, 3, 31)
    name = f"{first}/{(first + 1) % 100:02d}"
    return {"record_id": f"Y{first}", "period": name, "period_start": start, "period_end": end, **known}
