"""A file of real inspections through a framework's rules: batch by batch, each distinct state judged once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from evenhand.findings import BadInput
from evenhand.framework.model import Framework
from evenhand.judgement.history.columns import DATE, EVENT, IS_HOME, PROVISION, URN, wanted_columns
from evenhand.judgement.history.limits import Limits
from evenhand.judgement.history.reading import FAULT, Batch, open_rows
from evenhand.judgement.history.summary import Summary
from evenhand.judgement.history.verdicts import Judging, Line, State
from evenhand.judgement.history.writing import Writer
from evenhand.judgement.published_words import HOME_KINDS, day, era, home_kind, inspection_year, plain
from evenhand.wording import say

Codes = npt.NDArray[np.int64]
_YES = frozenset({"y", "yes", "true", "1"})
_NO = frozenset({"n", "no", "false", "0"})


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
    asked = frozenset(_known_kind(kind) for kind in kinds)
    rows = open_rows(file, wanted_columns(framework, limits.graded))
    summary = Summary(limits, str(file), rows.repeated)
    judging = Judging(limits)
    with Writer(out, file, framework.id) as writer:
        for batch in rows.batches:
            _Pass(batch, limits, asked).through(judging, summary, writer)
            on_progress(batch.done)
    return summary


def _known_kind(text: str) -> str:
    kind = home_kind(text)
    if kind is None:
        known = ", ".join(f"“{one}”" for one in HOME_KINDS)
        message = say("“{kind}” is not a kind of children's home; write one of: {known}", kind=text, known=known)
        raise BadInput.at("HI008", message, field="--provision")
    return kind


class _Column:
    """A text column as codes into its distinct words."""

    def __init__(self, texts: pa.Array) -> None:
        encoded = texts.dictionary_encode()
        self.words: list[str] = encoded.dictionary.to_pylist()
        self.codes: Codes = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)


class _Pass:
    """One batch: find the distinct combinations of cells, judge each, write and count them."""

    def __init__(self, batch: Batch, limits: Limits, asked: frozenset[str]) -> None:
        self.batch, self.limits, self.asked = batch, limits, asked
        self.size = len(batch.lines)
        self._days = _Column(batch.columns[DATE])
        self._read_days = [day(text) for text in self._days.words]

    def through(self, judging: Judging, summary: Summary, writer: Writer) -> None:
        """Judge the batch, write its lines and add it to the summary."""
        names = [
            *self.limits.graded,
            *(role for role in (PROVISION, IS_HOME, EVENT, FAULT) if role in self.batch.columns),
        ]
        columns = {name: _Column(self.batch.columns[name]) for name in names}
        eras = [(era(one), inspection_year(one)) if one else (None, "") for one in self._read_days]
        distinct_eras = list(dict.fromkeys(eras))
        era_codes = np.array([distinct_eras.index(one) for one in eras], np.int64)[self._days.codes]
        key, sizes = era_codes, [len(column.words) for column in columns.values()]
        for column, size in zip(columns.values(), sizes, strict=True):
            key = _compact(key * size + column.codes)
        _, first, which, numbers = np.unique(key, return_index=True, return_inverse=True, return_counts=True)
        lines: list[Line] = []
        for row, number in zip(first.tolist(), numbers.tolist(), strict=True):
            cells = {name: column.words[column.codes[row]] for name, column in columns.items()}
            at, year = distinct_eras[era_codes[row]]
            line = judging.line(self._state(cells, at))
            summary.add(year, self._kind(cells), line, number, self.batch.lines[row])
            lines.append(line)
        writer.write(self._texts(URN), self._dates(), which.reshape(-1).tolist(), lines)

    def _state(self, cells: dict[str, str], at: date | None) -> State:
        event = plain(cells.get(EVENT, ""))
        regraded = event.startswith("monitoring")
        left_out = self._left_out(cells)
        if not left_out and event and not regraded and "full" not in event:
            left_out = f"not a full inspection: {' '.join(cells[EVENT].split())[:60]}"
        return State(
            grades=tuple(cells[name] for name in self.limits.graded),
            day=at,
            left_out=left_out,
            note="regraded at a monitoring visit" if regraded else "",
            fault=cells.get(FAULT, ""),
        )

    def _left_out(self, cells: dict[str, str]) -> str:
        """Why a row is not judged at all: it is no children's home, or not of the kinds that were asked for."""
        provision = " ".join(cells.get(PROVISION, "").split())[:80]
        mark, kind = plain(cells.get(IS_HOME, "")), home_kind(provision)
        if mark in _NO or (mark not in _YES and kind is None and PROVISION in cells):
            return f"not a children's home: {provision or 'kind of provision not given'}"
        if kind is not None and kind not in self.asked:
            return f"not one of the kinds of home asked for: {kind}"
        return ""

    def _kind(self, cells: dict[str, str]) -> str:
        provision = cells.get(PROVISION, "")
        return home_kind(provision) or " ".join(provision.split()) or "not given"

    def _texts(self, role: str) -> list[str]:
        texts: list[str] = pc.utf8_trim_whitespace(self.batch.columns[role]).to_pylist()
        return texts

    def _dates(self) -> list[str]:
        """Days as 2019-03-31; a date that cannot be read stays as it was written."""
        pairs = zip(self._days.words, self._read_days, strict=True)
        shown = [read.isoformat() if read else text.strip() for text, read in pairs]
        return [shown[code] for code in self._days.codes.tolist()]


def _compact(key: Codes) -> Codes:
    """The same key with small numbers, so that the next column cannot make it overflow."""
    if int(key.max(initial=0)) < 1 << 31:
        return key
    return np.unique(key, return_inverse=True)[1].reshape(-1).astype(np.int64)
