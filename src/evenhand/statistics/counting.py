"""From inspections to a table: what is counted, what is left out and why, what stays hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from evenhand.judgement.published_words import inspection_year
from evenhand.statistics.model import GRADES, Asked, Basis, By, Inspected, Line, Rule, Table
from evenhand.statistics.saying import basis_words, notes
from evenhand.statistics.suppression import as_counts, hidden_figures
from evenhand.wording import Words, say

MINIMUM = 5
ALL = "all"  # the key of the line of totals


def count(rows: Iterable[Inspected], asked: Asked, *, minimum: int = MINIMUM, rule: Rule | None = None) -> Table:
    """Count the grades of one judgement, on one basis; small numbers are hidden, and what would give them away.

    `minimum` is the smallest count that is shown (a zero always is). Without a `rule`, every small count is hidden;
    authorities, which have few homes each, are told as two groups of grades, and hidden line by line.
    """
    rule = rule or (Rule.LINES if asked.by is By.AUTHORITY else Rule.COUNTS)
    columns: tuple[tuple[int, ...], ...] = tuple((grade,) for grade in GRADES)
    if rule is Rule.LINES:
        columns = ((4, 3), (2, 1))
    counted, left_out = taken(rows, asked)
    cells: Counter[tuple[str, int]] = Counter()
    for one in counted:
        cells[key_of(one, asked.by), one.grades[asked.judgement]] += 1
    keys = sorted({key for key, _grade in cells})
    numbers = [[sum(cells[key, grade] for grade in column) for column in columns] for key in keys]
    lines, total = shown(keys, numbers, columns, minimum, rule)
    said = notes(asked, counted)
    return Table(asked, columns, lines, total, minimum, rule, basis_words(asked), left_out, said)


def key_of(one: Inspected, by: By) -> str:
    """The line on which an inspection is counted; "" where nobody knows."""
    if by is By.PERIOD:
        return inspection_year(one.on)
    return str(getattr(one, by.value))


def taken(rows: Iterable[Inspected], asked: Asked) -> tuple[list[Inspected], tuple[tuple[Words, int], ...]]:
    """The inspections that are counted on the basis that was asked for; what is left out, and how much of it."""
    wanted = [one for one in rows if _wanted(one, asked)]
    if asked.basis is Basis.PERIOD:
        within = [one for one in wanted if asked.first <= one.on <= asked.last and one.fictional == asked.fictional]
        graded = [one for one in within if asked.judgement in one.grades]
        return graded, _said([(say("inspections without a grade for this judgement"), len(within) - len(graded))])
    before = [one for one in wanted if one.on <= asked.last and one.fictional == asked.fictional]
    there = [one for one in before if one.listed_until is None or one.listed_until >= asked.last]
    latest: dict[str, Inspected] = {}
    for one in there:
        if asked.judgement in one.grades and (one.urn not in latest or latest[one.urn].on < one.on):
            latest[one.urn] = one
    homes, gone = {one.urn for one in there}, {one.urn for one in before}
    return list(latest.values()), _said(
        [
            (say("homes whose inspections have no grade for this judgement"), len(homes) - len(latest)),
            (say("homes that no file of that date or later lists"), len(gone - homes)),
        ]
    )


def _wanted(one: Inspected, asked: Asked) -> bool:
    return (
        asked.region in ("", one.region)
        and asked.sector in ("", one.sector)
        and asked.provision in ("", one.provision)
        and asked.kind in ("", one.kind)
    )


def _said(left_out: list[tuple[Words, int]]) -> tuple[tuple[Words, int], ...]:
    return tuple((words, n) for words, n in left_out if n)


def shown(
    keys: Sequence[str],
    numbers: Sequence[Sequence[int]],
    columns: Sequence[Sequence[int]],
    minimum: int,
    rule: Rule,
) -> tuple[tuple[Line, ...], Line]:
    """The lines and the line of totals, with what is hidden left empty."""
    counts = as_counts(numbers)
    hidden = hidden_figures(counts, minimum, by_line=rule is Rule.LINES)

    def told(*name: object) -> int | None:
        return None if name in hidden else counts.values.get(name, 0)

    def line(key: str, cells: list[int | None], total: int | None) -> Line:
        good = [n for column, n in zip(columns, cells, strict=True) if min(column) >= 3]
        better = None if None in good else sum(n for n in good if n is not None)
        return Line(key, tuple(cells), total, better)

    places = range(len(columns))
    lines = tuple(
        line(key, [told("cell", row, place) for place in places], told("line", row)) for row, key in enumerate(keys)
    )
    return lines, line(ALL, [told("column", place) for place in places], told("all"))
