"""Accounts worked out beforehand: they rest on shipped data alone, so they are made once and travel with the package.

Run `python -m evenhand.web.trends.sealing` after a change of `data/` or of `evenhand.trend`; a test says when it is
due. Seconds of simulation and a drawing library with an engine of its own would else be in every web process.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from evenhand.shelf import shipped
from evenhand.trend.account import Account, account
from evenhand.trend.adjusting import LIMIT as OF_COMPOSITION
from evenhand.trend.compared import Comparison
from evenhand.trend.comparison import compare
from evenhand.trend.figures import TrendFigure, figures
from evenhand.trend.interrupted import LIMIT as OF_THE_SERIES
from evenhand.trend.monitoring import LIMIT as OF_THE_WATCH
from evenhand.trend.movement import LIMIT as OF_MOVEMENT
from evenhand.trend.published import FOLDER, FrameworkChange, framework_changes
from evenhand.web.trends.fingerprints import data_fingerprint
from evenhand.wording import Words

SEALED = Path(__file__).parent / "sealed"
INDEX = "days"
# The years of the framework changes that are asked about; the days are those of the reported and shipped changes.
YEARS = (2011, 2012, 2014, 2015, 2017, 2022, 2025)


def days() -> tuple[date, ...]:
    """The days that have an account, oldest first."""
    return tuple(one.on for one in framework_changes() if one.on.year in YEARS)


def index() -> dict[str, Any]:
    """What the list of days needs: of each day the changes and the comparisons of the share good or outstanding."""
    found: dict[str, Any] = {}
    said: list[Words] = []
    for on in days():
        compared = compare(on)
        shown = [one for one in compared.found if one.measure == "good_or_better"]
        said += _of_comparisons(shown)
        found[on.isoformat()] = {
            "changes": [_change(one) for one in compared.changes if one.on == on],
            "comparisons": [one.as_dict() for one in shown],
        }
    others = [_change(one) for one in framework_changes() if one.on not in days()]
    return {
        "data": data_fingerprint(), "days": found, "others": others, "sources": _sources(), "spoken": _spoken(said),
    }  # fmt: skip


def told(on: date) -> dict[str, Any]:
    """The whole account of a day with its charts, as plain values; some seconds."""
    found = account(on)
    drawn = figures(found)
    return {
        "data": data_fingerprint(),
        "account": found.as_dict(),
        "spoken": _spoken(_sentences(found, drawn)),
        "sources": _sources(),
        "figures": [
            {
                "id": one.id, "title": str(one.title), "alt": str(one.alt), "columns": list(one.columns),
                "rows": [list(row) for row in one.rows], "csv": one.csv, "svg": one.svg,
            }
            for one in drawn
        ],
    }  # fmt: skip


def seal() -> Iterator[Path]:
    """Write every account and the list of days; the files one after the other."""
    SEALED.mkdir(exist_ok=True)
    for old in SEALED.glob("*.json"):
        old.unlink()
    made: Iterable[tuple[str, Any]] = (
        (INDEX, index()),
        *((on.isoformat(), told(on)) for on in days()),
    )
    for name, value in made:
        file = SEALED / f"{name}.json"
        file.write_text(json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1) + "\n", encoding="utf-8")
        yield file


def _sentences(found: Account, drawn: Iterable[TrendFigure]) -> Iterator[Words]:
    yield from _of_comparisons((*found.comparisons.found, *found.comparisons.placebos))
    yield from found.words()
    yield from (OF_COMPOSITION, OF_THE_SERIES, OF_MOVEMENT, OF_THE_WATCH)
    for one in drawn:
        yield from (one.title, one.alt)


def _of_comparisons(shown: Iterable[Comparison]) -> Iterator[Words]:
    for one in shown:
        yield from (one.claim, one.settles, *one.caveats)


def _spoken(sentences: Iterable[Words]) -> dict[str, Any]:
    """Each sentence in English, and the template and values that it can be said with in another language."""
    return {str(one): _plain(one) for one in sentences}


def _plain(value: Any) -> Any:
    if isinstance(value, Words):
        return {"say": value.template, "values": {name: _plain(one) for name, one in value.values.items()}}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value if isinstance(value, int | float | str | None) else str(value)


def _change(one: FrameworkChange) -> dict[str, str]:
    return {"on": one.on.isoformat(), "what": one.what, "source": one.source}


def _sources() -> dict[str, list[str]]:
    """Title and place of every source of the published series."""
    with (shipped("data") / FOLDER / "sources.csv").open(encoding="utf-8-sig", newline="") as stream:
        return {row["source_id"]: [row["title"], row["where"]] for row in csv.DictReader(stream)}


if __name__ == "__main__":
    for written in seal():
        sys.stdout.write(f"{written} {written.stat().st_size:,} bytes\n")
