"""A file of real inspections through a framework's rules: batch by batch, each distinct state judged once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from evenhand.findings import Where
from evenhand.framework.model import Framework
from evenhand.judgement.history.batches import Batch
from evenhand.judgement.history.columns import URN, wanted_columns
from evenhand.judgement.history.limits import Limits
from evenhand.judgement.history.reading import open_rows
from evenhand.judgement.history.seen import Seen, chosen_kinds, seen_in
from evenhand.judgement.history.summary import Summary
from evenhand.judgement.history.verdicts import Judging, Line
from evenhand.judgement.history.writing import Writer
from evenhand.judgement.published_words import HOME_KINDS

_MANY = 50_000


def rejudge(
    file: Path,
    framework: Framework,
    out: Path,
    *,
    kinds: Sequence[str] = HOME_KINDS,
    on_progress: Callable[[float], None] = lambda share: None,
) -> Summary:
    """Put every row of `file` through the rules of `framework` and write the verdicts to `out`.

    `kinds` are the kinds of home that count; `on_progress` hears the share of the file that is done (0 to 1).
    Memory does not grow with the file. Raises BadInput for a file, an output or a kind of home that cannot be used;
    a row that cannot be used is a `cannot_say` with a note, never an error.
    """
    limits = Limits(framework)
    asked = chosen_kinds(kinds)
    rows = open_rows(file, wanted_columns(framework, limits.graded))
    summary = Summary(limits, str(file), tuple(Where(str(file), None, heading) for heading in rows.repeated))
    with Writer(out, file, framework.id) as writer:
        counts = _Counts(Judging(limits), asked, summary)
        for batch in rows.batches:
            _write(batch, counts, writer)
            on_progress(batch.done)
        counts.tell()
    return summary


def _write(batch: Batch, counts: _Counts, writer: Writer) -> None:
    rows = seen_in(batch, counts.judging.limits.graded)
    places = zip(rows.states, rows.groups.first, rows.groups.numbers, strict=True)
    lines = [counts.count(state, number, int(batch.lines[first])) for state, first, number in places]
    writer.write(_trimmed(batch.columns[URN]), rows.days, rows.groups.which, lines)


def _trimmed(numbers: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(numbers.type):
        numbers = numbers.cast(pa.string())
    return pc.utf8_trim_whitespace(numbers)


@dataclass(slots=True)
class _Counted:
    """Rows that are alike: what is said of them, and how many there were since it was last told."""

    kind: str
    line: Line
    first: int
    number: int = 0


class _Counts:
    """The lines of the states met so far, and how often each was met; told to the summary in the end."""

    def __init__(self, judging: Judging, asked: frozenset[str], summary: Summary) -> None:
        self.judging, self._asked, self._summary = judging, asked, summary
        self._met: dict[Seen, _Counted] = {}

    def count(self, seen: Seen, number: int, first: int) -> Line:
        """Count rows that are alike, of which the first stands at line `first`; what is said of them."""
        counted = self._met.get(seen)
        if counted is None:
            if len(self._met) >= _MANY:  # a file in which no two rows are alike cannot fill the memory
                self.tell()
                self._met.clear()
            line = self.judging.line(seen.state(self._asked))
            counted = self._met[seen] = _Counted(seen.kind, line, first)
        counted.number += number
        return counted.line

    def tell(self) -> None:
        """Add what was counted to the summary."""
        for seen, counted in self._met.items():
            self._summary.add(seen.year, counted.kind, counted.line, counted.number, counted.first)
            counted.number = 0
