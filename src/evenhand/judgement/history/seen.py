"""What a row shows to the rules, and which rows of a batch show the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from evenhand.findings import BadInput
from evenhand.judgement.history.batches import FAULT, AlikeRows, Batch, Coded, alike, coded
from evenhand.judgement.history.columns import DATE, EVENT, IS_HOME, PROVISION
from evenhand.judgement.history.verdicts import State
from evenhand.judgement.published_words import HOME_KINDS, day, era, home_kind, inspection_year, plain
from evenhand.wording import say

_YES = frozenset({"y", "yes", "true", "1"})
_NO = frozenset({"n", "no", "false", "0"})


def chosen_kinds(kinds: Sequence[str]) -> frozenset[str]:
    """The kinds of home that count; raises BadInput for a word that is none."""
    return frozenset(_known_kind(kind) for kind in kinds)


def _known_kind(text: str) -> str:
    kind = home_kind(text)
    if kind is None:
        known = ", ".join(f"“{one}”" for one in HOME_KINDS)
        message = say("“{kind}” is not a kind of children's home; write one of: {known}", kind=text, known=known)
        raise BadInput.at("HI008", message, field="--provision")
    return kind


class Seen(NamedTuple):
    """All that a row shows to the rules and the summary: cells as written, and what its date comes to.

    `grades` in the order that was asked for; `day` is a day of the same era of grade words, None without a date that
    can be read; the cells of columns that the file lacks are None.
    """

    grades: tuple[str, ...]
    day: date | None
    year: str
    provision: str | None = None
    is_home: str | None = None
    event: str | None = None
    fault: str = ""

    @property
    def kind(self) -> str:
        """The kind of home, in the words of published files where it is one of theirs."""
        provision = self.provision or ""
        return home_kind(provision) or " ".join(provision.split()) or "not given"

    def state(self, asked: frozenset[str]) -> State:
        """What the verdict depends on, when the kinds of home in `asked` count."""
        event = plain(self.event or "")
        regraded = event.startswith("monitoring")
        left_out = self._left_out(asked)
        if not left_out and event and not regraded and "full" not in event:
            left_out = f"not a full inspection: {' '.join((self.event or '').split())[:60]}"
        note = "regraded at a monitoring visit" if regraded else ""
        return State(grades=self.grades, day=self.day, left_out=left_out, note=note, fault=self.fault)

    def _left_out(self, asked: frozenset[str]) -> str:
        """Why a row is not judged at all: it is no children's home, or not of the kinds that were asked for."""
        provision = " ".join((self.provision or "").split())[:80]
        mark, kind = plain(self.is_home or ""), home_kind(provision)
        if mark in _NO or (mark not in _YES and kind is None and self.provision is not None):
            return f"not a children's home: {provision or 'kind of provision not given'}"
        if kind is not None and kind not in asked:
            return f"not one of the kinds of home asked for: {kind}"
        return ""


@dataclass(frozen=True, slots=True)
class SeenRows:
    """A batch as groups of rows that show the same; `days` as 2019-03-31, or as written when it cannot be read."""

    states: list[Seen]
    groups: AlikeRows
    days: Coded


def seen_in(batch: Batch, graded: Sequence[str]) -> SeenRows:
    """The groups of rows of a batch, with the grades of the judgements `graded` that the file has."""
    written = coded(batch.columns[DATE])
    read = [day(text) for text in written.words]
    shown = [one.isoformat() if one else text.strip() for text, one in zip(written.words, read, strict=True)]
    eras = _renamed([(era(one), inspection_year(one)) if one else (None, "") for one in read], written)
    others = [role for role in (PROVISION, IS_HOME, EVENT, FAULT) if role in batch.columns]
    columns = {role: coded(batch.columns[role]) for role in (*graded, *others)}
    groups = alike([eras, *columns.values()], len(batch.lines))
    cells = {role: _at(column, groups.first) for role, column in columns.items()}
    nothing, no_fault = [None] * len(groups.first), [""] * len(groups.first)
    states = map(
        Seen,
        zip(*(cells[role] for role in graded), strict=True),
        *zip(*_at(eras, groups.first), strict=True),
        *(cells.get(role, nothing) for role in (PROVISION, IS_HOME, EVENT)),
        cells.get(FAULT, no_fault),
    )
    return SeenRows(list(states), groups, _renamed(shown, written))


def _at(column: Coded, rows: Sequence[int]) -> list[Any]:
    return [column.words[code] for code in column.codes[rows].tolist()]


def _renamed(words: Sequence[Any], column: Coded) -> Coded:
    """The column with other words for its own, which may be fewer."""
    numbers = {word: number for number, word in enumerate(dict.fromkeys(words))}
    return Coded(list(numbers), np.array([numbers[word] for word in words], np.int32)[column.codes])
