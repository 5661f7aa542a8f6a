"""Judgements folded together: one small number for each row, from which everything about them is looked up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from evenhand.framework.model import Framework
from evenhand.judgement.table.columns import INSPECTION, Codes, Column
from evenhand.judgement.table.flags import Flags, certain
from evenhand.judgement.table.fold import LARGEST, WORD, Array, Fold, Signature, TooLarge
from evenhand.judgement.table.kleene import YES, Always, Formula, columns_in, partial
from evenhand.judgement.table.lookup import Lookup
from evenhand.judgement.table.outcomes import Outcomes
from evenhand.judgement.table.program import Program

MOST_TOGETHER = 8
_FLAG = (False, True)


@dataclass(frozen=True)
class Term:
    """A condition, and the bits that it sets for each judgement when it holds; bits combine by OR."""

    when: Formula
    sets: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Given:
    """Which columns a caller has; `inspection` is the code when it is the same for all rows."""

    columns: frozenset[str]
    inspection: int | None


Wanted = tuple[str, str]


@dataclass(frozen=True, eq=False)
class Group:
    """Judgements folded together, and their outcomes by index."""

    program: Program
    fold: Fold
    outcomes: Mapping[str, Outcomes]
    _side_by_side: dict[tuple[Wanted, ...], Lookup] = field(default_factory=dict)

    def side_by_side(self, wanted: tuple[Wanted, ...]) -> Lookup:
        """Up to eight outcomes in one wide number by index, so that one look-up finds them all."""
        if wanted not in self._side_by_side:
            width = next(size for size in (1, 2, 4, MOST_TOGETHER) if size >= len(wanted))
            bytes_ = np.zeros((self.fold.size, width), np.uint8)
            for place, (judgement, what) in enumerate(wanted):
                # With a verdict come those with a reason and with an explanation on record; only the first is wanted.
                bytes_[:, place] = self.outcomes[judgement].by_name(what)[: self.fold.size]
            self._side_by_side[wanted] = Lookup(bytes_.view(f"u{width}")[:, 0])
        return self._side_by_side[wanted]


class Groups:
    """A table compiled for the columns that are given."""

    def __init__(
        self,
        framework: Framework,
        columns: Mapping[str, Column],
        terms: Sequence[Term],
        when: Mapping[str, Formula],
        given: Given,
    ) -> None:
        self.framework, self._when = framework, when
        self._constants = {name: 0 for name in columns if name not in given.columns}
        if given.inspection is not None:
            self._constants[INSPECTION] = given.inspection
        self._grades = {one.id for one in framework.judgements}
        self._flags = Flags(lambda name: name not in self._grades)
        self._terms = [plain for term in terms if (plain := self._plain(term)) is not None]
        flags = {name: Column(name, "fact", _FLAG) for name in self._flags.formulas}
        self._columns = {**columns, **flags}
        self.groups = self._grouped(tuple(one.id for one in framework.judgements))
        self._rules: dict[str, tuple[Program, Lookup]] = {}

    def _plain(self, term: Term) -> Term | None:
        """The term over flags and grades; None when it never applies."""
        when = certain(term.when, self._constants)
        if isinstance(when, bool):
            return Term(Always(), term.sets) if when else None
        return Term(self._flags.instead_of_facts(when), term.sets)

    def _grouped(self, judgements: tuple[str, ...]) -> list[Group]:
        """One table for all judgements, or smaller ones for fewer, so that every table stays in the cache."""
        alone = len(judgements) == 1
        try:
            return [self._group(judgements, LARGEST if alone else WORD)]
        except TooLarge as error:
            if alone:
                raise ValueError(f"judgement '{judgements[0]}' depends on too many things at once: {error}") from None
            half = len(judgements) // 2
            return [*self._grouped(judgements[:half]), *self._grouped(judgements[half:])]

    def _group(self, judgements: tuple[str, ...], most: int) -> Group:
        terms = [term for term in self._terms if any(name in term.sets for name in judgements)]

        def signature(known: dict[str, Codes], size: int) -> list[Array]:
            bits, settled = _bits_of(judgements, terms, known, size)
            return [*(known[name] for name in judgements if name in known), *bits.values(), *settled]

        read = dict.fromkeys([*(name for term in terms for name in columns_in(term.when)), *judgements])
        # Facts first: most of their combinations are alike, so they fold to little before the grades are multiplied in.
        fold = self._fold(sorted(read, key=lambda name: (name in self._grades, name in judgements)), signature, most)
        bits, _ = _bits_of(judgements, terms, fold.known, fold.size)
        outcomes = {name: Outcomes(bits[name], fold.known[name], self.framework.scale_of(name)) for name in judgements}
        return Group(Program(fold, self._flags.formulas, self._columns), fold, outcomes)

    def _fold(self, names: Iterable[str], signature: Signature, most: int = LARGEST) -> Fold:
        read = [self._columns[name] for name in names if name not in self._constants]
        return Fold(read, signature, self._constants, most)

    def rule(self, rule_id: str) -> tuple[Program, Lookup]:
        """What runs one rule's condition, and its state (a place in RULE_STATES) by index; KeyError if unknown."""
        if rule_id not in self._rules:
            when = self._when[rule_id]

            def signature(known: dict[str, Codes], size: int) -> list[Array]:
                value, settled = partial(when, known, size)
                return settled if value is None else [value]

            fold = self._fold(columns_in(when), signature)
            states = signature(fold.known, fold.size)[0].astype(np.uint8)
            self._rules[rule_id] = (Program(fold, {}, self._columns), Lookup(states))
        return self._rules[rule_id]


def _bits_of(
    judgements: Sequence[str], terms: Sequence[Term], known: dict[str, Codes], size: int
) -> tuple[dict[str, Array], list[Codes]]:
    """The bits that settled terms set for each judgement, and what is known of the terms that are not settled."""
    bits: dict[str, Array] = {name: np.zeros(size, np.uint64) for name in judgements}
    parts: list[Codes] = []
    for term in terms:
        value, settled = partial(term.when, known, size)
        parts += settled
        if value is not None:
            for name in judgements:
                if name in term.sets:
                    bits[name] |= np.where(value == YES, np.uint64(term.sets[name]), np.uint64(0))
    return bits, parts
