"""A table as plain values and as rows of a file; what is hidden is null, and says that it is hidden."""

from __future__ import annotations

import csv
import io
from typing import Any

from evenhand.statistics.comparing import NOT_A_CAUSE, Compared
from evenhand.statistics.model import Basis, Line, Share, Table
from evenhand.statistics.saying import INTERVALS, SOURCE, WHY_HIDDEN

# One name a grade whatever its time: the third was “adequate” until 31 March 2015, and “satisfactory” before that.
GRADE_NAMES = {4: "outstanding", 3: "good", 2: "requires_improvement", 1: "inadequate"}

NOT_KNOWN = "not known"


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


def as_rows(table: Table) -> list[dict[str, Any]]:
    """The table as records of open data: one for each line and grade, each with its basis, `n` and `of`."""
    asked = table.asked
    facts = {
        "by": asked.by.value,
        "basis": asked.basis.value,
        "basis_in_words": str(table.basis),
        "first_day": asked.first if asked.basis is Basis.PERIOD else None,
        "last_day": asked.last,
        "judgement": asked.judgement,
        "region": asked.region or None,
        "sector": asked.sector or None,
        "provision_type": asked.provision or None,
        "kind": asked.kind or None,
        "fictional": asked.fictional,
    }
    rows = []
    for line in (*table.lines, table.total):
        counts: list[tuple[str, int | None, Share | None]] = [("any", line.total, None)]
        counts += zip(names(table), line.counts, line.shares, strict=True)
        if len(table.columns) == len(GRADE_NAMES):
            counts.append(("good_or_outstanding", line.better, line.good))
        for grade, n, share in counts:
            told = {"n": n, "of": line.total, "kept_back": n is None or line.total is None, **_rounded(share)}
            rows.append({**facts, "line": line.key or NOT_KNOWN, "grade": grade, **told})
    return rows


def _rounded(share: Share | None) -> dict[str, float | None]:
    if share is None:
        return {"share": None, "low": None, "high": None}
    return {"share": round(share.n / share.of, 4), "low": round(share.low, 4), "high": round(share.high, 4)}


def _line(table: Table, line: Line) -> dict[str, Any]:
    told: dict[str, Any] = {"line": line.key, "n": line.total, "hidden": None in (*line.counts, line.total)}
    for name, n in zip(names(table), line.counts, strict=True):
        told[name] = n
    return told | _share(line.good)


def _share(share: Share | None) -> dict[str, Any]:
    rounded = _rounded(share)
    return {"share_good_or_outstanding": rounded.pop("share"), **rounded}


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


def compared_csv(found: Compared) -> str:
    """A comparison as a file: one row a grade, both sides beside each other; bases and notes on every row."""
    out = io.StringIO()
    more = {
        "first_basis": str(found.bases[0]),
        "second_basis": str(found.bases[1]),
        "judgement": found.first.judgement,
        "notes": " ".join(map(str, (*found.notes, INTERVALS, NOT_A_CAUSE, WHY_HIDDEN, SOURCE))),
    }
    writer = csv.DictWriter(out, [*_compared(found, 0, "any"), *more])
    writer.writeheader()
    for place, name in enumerate((*GRADE_NAMES.values(), "good_or_outstanding")):
        writer.writerow({**_compared(found, place, name), **more})
    return out.getvalue()


def _compared(found: Compared, place: int, name: str) -> dict[str, Any]:
    row: dict[str, Any] = {"grade": name}
    for side, line, share in zip(("first", "second"), found.lines, found.shares[place], strict=True):
        counts = {"n": (*line.counts, line.better)[place], "of": line.total, **_rounded(share)}
        row |= {f"{side}_{key}": value for key, value in counts.items()}
    points = found.differences[place]
    moved = points.points if points else (None, None, None)
    row |= dict(zip(("difference_in_points", "difference_low", "difference_high"), moved, strict=True))
    return row


def _guarded(text: str) -> str:
    # A spreadsheet would take such a name for a formula.
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
