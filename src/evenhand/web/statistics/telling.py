"""A table as plain values and as rows of a file; what is hidden is null, and says that it is hidden."""

from __future__ import annotations

import csv
import io
from typing import Any

from evenhand.statistics.model import Line, Share, Table
from evenhand.statistics.saying import INTERVALS, SOURCE, WHY_HIDDEN

GRADE_NAMES = {4: "outstanding", 3: "good", 2: "below_good", 1: "inadequate"}


def as_dict(table: Table) -> dict[str, Any]:
    """The table with everything that has to stand beside its figures."""
    asked = table.asked
    return {
        "by": asked.by.value,
        "basis": asked.basis.value,
        "basis_in_words": str(table.basis),
        "first_day": asked.first.isoformat() if asked.basis == "inspections" else None,
        "last_day": asked.last.isoformat(),
        "judgement": asked.judgement,
        "filters": {name: getattr(asked, name) or None for name in ("region", "sector", "provision", "kind")},
        "fictional": asked.fictional,
        "minimum": table.minimum,
        "hidden_by": table.rule.value,
        "lines": [_line(table, one) for one in table.lines],
        "total": _line(table, table.total),
        "left_out": [{"what": str(words), "n": n} for words, n in table.left_out],
        "notes": [str(one) for one in (*table.notes, INTERVALS, WHY_HIDDEN, SOURCE)],
    }


def names(table: Table) -> tuple[str, ...]:
    """The names of the columns of counts."""
    return tuple("_or_".join(GRADE_NAMES[one] for one in column) for column in table.columns)


def _line(table: Table, line: Line) -> dict[str, Any]:
    told: dict[str, Any] = {"line": line.key, "n": line.total, "hidden": None in (*line.counts, line.total)}
    for name, n in zip(names(table), line.counts, strict=True):
        told[name] = n
    return told | _share(line.good)


def _share(share: Share | None) -> dict[str, Any]:
    if share is None:
        return {"share_good_or_outstanding": None, "low": None, "high": None}
    return {
        "share_good_or_outstanding": round(share.n / share.of, 4),
        "low": round(share.low, 4),
        "high": round(share.high, 4),
    }


def as_csv(table: Table) -> str:
    """The table as a file: one row a line, then the total; basis and notes on every row."""
    out = io.StringIO()
    plain = as_dict(table)
    rows = [*plain["lines"], plain["total"]]
    more = {"basis": plain["basis_in_words"], "judgement": plain["judgement"], "notes": " ".join(plain["notes"])}
    writer = csv.DictWriter(out, [*rows[0], *more])
    writer.writeheader()
    for row in rows:
        row["hidden"] = "yes" if row["hidden"] else "no"
        writer.writerow({**row, "line": _guarded(row["line"]), **more})
    return out.getvalue()


def _guarded(text: str) -> str:
    # A spreadsheet would take such a name for a formula.
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
