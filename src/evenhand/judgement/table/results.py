"""What a table says of many cases. Answers are looked up when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evenhand.judgement.outcome import RuleState
from evenhand.judgement.table.columns import Codes
from evenhand.judgement.table.fold import Array
from evenhand.judgement.table.groups import MOST_TOGETHER, Groups, Wanted
from evenhand.judgement.table.lookup import Lookup, look_up
from evenhand.judgement.table.outcomes import Outcomes
from evenhand.judgement.table.program import Program

RULE_STATES = (RuleState.DOES_NOT_APPLY, RuleState.CANNOT_SAY, RuleState.APPLIES, RuleState.NOTE)
_WITHOUT, _REASONED, _EXPLAINED = range(3)


class SideBySide(Mapping[Wanted, Codes]):
    """Outcomes of several judgements in the same memory, row by row: (judgement, what) -> a column.

    The columns are *strided* views, a few bytes apart; `numpy.ascontiguousarray` makes one dense.
    """

    def __init__(self, rooms: Sequence[tuple[tuple[Wanted, ...], Array]]) -> None:
        self.rooms = rooms

    def __getitem__(self, wanted: Wanted) -> Codes:
        for names, room in self.rooms:
            if wanted in names:
                bytes_: Codes = room.view(np.uint8).reshape(len(room), room.itemsize)
                return bytes_[:, names.index(wanted)]
        raise KeyError(wanted)

    def __iter__(self) -> Iterator[Wanted]:
        return (wanted for names, _ in self.rooms for wanted in names)

    def __len__(self) -> int:
        return sum(len(names) for names, _ in self.rooms)


class Results:
    """What the rules say about every row of a set of columns."""

    def __init__(self, tables: Groups, columns: Mapping[str, Array], rows: int) -> None:
        self._tables, self._columns, self.rows = tables, columns, rows
        self._states: dict[int, Array] = {}

    def of(self, judgement_id: str) -> JudgementResults:
        """The results for one judgement; KeyError when there is no such judgement."""
        for number, group in enumerate(self._tables.groups):
            if judgement_id in group.outcomes:
                if number not in self._states:
                    self._states[number] = self._index(group.program, group.fold.dtype)
                return JudgementResults(group.outcomes[judgement_id], self._states[number])
        raise KeyError(judgement_id)

    def verdicts(self) -> dict[str, Codes]:
        """Verdicts on all judgements as places in VERDICTS, with no reason on record; strided, see `SideBySide`."""
        wanted = [(one.id, "verdict") for one in self._tables.framework.judgements]
        return {judgement: column for (judgement, _), column in self.side_by_side(wanted).items()}

    def side_by_side(self, wanted: Sequence[Wanted], again: SideBySide | None = None) -> SideBySide:
        """Several outcomes at once, which is the fastest way to them.

        `wanted`: (judgement, what), where what is verdict, allowed_max, free_max or expected_at_most, each as in
        `JudgementResults`. `again`: an earlier answer to the same question, of as many rows; its memory is used again.
        KeyError when there is no such judgement or outcome.
        """
        rooms: list[tuple[tuple[Wanted, ...], Array]] = []
        for group in self._tables.groups:
            here = [one for one in wanted if one[0] in group.outcomes]
            chunks = [tuple(here[place : place + MOST_TOGETHER]) for place in range(0, len(here), MOST_TOGETHER)]
            lookups = [group.side_by_side(chunk) for chunk in chunks]
            outs = [np.empty(self.rows, one.table.dtype) for one in lookups]
            if again is not None:
                outs = [_room(again, chunk, out) for chunk, out in zip(chunks, outs, strict=True)]
            self._fill(group.program, lookups, outs)
            rooms += zip(chunks, outs, strict=True)
        found = SideBySide(rooms)
        if len(found) < len(set(wanted)):
            raise KeyError(next(one for one in wanted if one not in found))
        return found

    def _fill(self, program: Program, lookups: Sequence[Lookup], outs: Sequence[Array]) -> None:
        pairs = list(zip(lookups, outs, strict=True))

        def write(rows: slice, index: Array, wide: Array) -> None:
            for lookup, out in pairs:
                lookup.write(index, wide, out[rows])

        if pairs:
            program.run(self._columns, self.rows, write)

    def rule(self, rule_id: str) -> Codes:
        """Whether the rule applies, row by row, as places in RULE_STATES; KeyError when there is no such rule."""
        if self._tables.framework.rule_by_id[rule_id].is_note:
            return np.full(self.rows, RULE_STATES.index(RuleState.NOTE), np.uint8)
        program, states = self._tables.rule(rule_id)
        out = np.empty(self.rows, np.uint8)
        self._fill(program, [states], [out])
        return out

    def _index(self, program: Program, dtype: np.dtype[np.generic]) -> Array:
        state: Array = np.empty(self.rows, dtype)

        def write(rows: slice, index: Array, wide: Array) -> None:
            state[rows] = index

        program.run(self._columns, self.rows, write)
        return state


def _room(again: SideBySide, chunk: tuple[Wanted, ...], fresh: Array) -> Array:
    for names, room in again.rooms:
        if names == chunk and room.dtype == fresh.dtype and len(room) == len(fresh):
            return room
    return fresh


@dataclass(frozen=True)
class JudgementResults:
    """One judgement, row by row. `state` is the small number by which all else is looked up in `outcomes`."""

    outcomes: Outcomes
    state: Array

    @property
    def allowed_max(self) -> Codes:
        """The best ordinal that is not refused; 0 when every grade is."""
        return look_up(self.outcomes.allowed_max, self.state)

    @property
    def free_max(self) -> Codes:
        """The best ordinal that needs neither a reason nor an explanation; 0 when there is none."""
        return look_up(self.outcomes.free_max, self.state)

    @property
    def expected_at_most(self) -> Codes:
        """The best ordinal that rules expect; 0 when no rule expects anything."""
        return look_up(self.outcomes.expected_at_most, self.state)

    def permission(self, ordinal: int) -> Codes:
        """What it takes to give this grade, as values of Permission."""
        return look_up(self.outcomes.permissions[ordinal - 1], self.state)

    def verdict(self, reasoned: Array | None = None, explained: Array | None = None) -> Codes:
        """What becomes of the proposed grade, as places in VERDICTS.

        `reasoned`, `explained`: boolean columns, whether a reason or an explanation is on record; None means nowhere.
        """
        if reasoned is None and explained is None:
            return look_up(self.outcomes.verdicts[: len(self.outcomes.proposed)], self.state)
        size, kinds = len(self.outcomes.proposed), np.zeros(len(self.state), np.uint8)
        if reasoned is not None:
            kinds[reasoned] = _REASONED
        if explained is not None:
            kinds[explained] = _EXPLAINED
        return look_up(self.outcomes.verdicts, self.state.astype(np.uint32) + kinds * np.uint32(size))
