"""`compile_table`: a framework's rules as tables of outcomes, and what they say about columns of cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from evenhand.framework.model import Framework
from evenhand.framework.rule import Effect, Expect, Order, Rule, Scope
from evenhand.judgement.outcome import Permission, RuleState, Verdict
from evenhand.judgement.rules import concerns, sets
from evenhand.judgement.table.columns import INSPECTION, Codes, Column, codes_of_fact, columns_of
from evenhand.judgement.table.fold import LARGEST, WORD, Array, Fold, Signature, TooLarge, look_up
from evenhand.judgement.table.kleene import YES, Formula, columns_in, formula, partial, while_blank
from evenhand.scale import Scale

VERDICTS = tuple(Verdict)
RULE_STATES = (RuleState.DOES_NOT_APPLY, RuleState.CANNOT_SAY, RuleState.APPLIES, RuleState.NOTE)
_WITHOUT, _REASONED, _EXPLAINED = range(3)


@dataclass(frozen=True)
class _Term:
    """A condition, and the bits that it sets for each judgement when it holds; bits combine by OR."""

    when: Formula
    sets: Mapping[str, int]


class _Bits:
    """Which bit says what about a judgement: three levels for each grade, then expectations, then two flags."""

    def __init__(self, scale: Scale) -> None:
        self.scale, grades = scale, len(scale.grades)
        self.early = 1 << (4 * grades)
        self.no_judgement = 1 << (4 * grades + 1)

    def permission(self, ordinal: int, permission: Permission) -> int:
        return 0 if permission is Permission.ALLOWED else 1 << (3 * (ordinal - 1) + permission - 1)

    def expected(self, ordinal: int) -> int:
        return 1 << (3 * len(self.scale.grades) + ordinal - 1)

    def of_effects(self, effects: Iterable[Effect], judgement: str) -> int:
        bits = 0
        for effect in effects:
            if not concerns(effect, judgement):
                continue
            for ordinal, permission in (done := sets(effect, self.scale)):
                bits |= self.permission(ordinal, permission)
            if isinstance(effect, Expect) and done:
                bits |= self.expected(self.scale.ordinal(effect.at_most))
            if isinstance(effect, Scope):
                bits |= self.no_judgement
        return bits


def compile_table(framework: Framework) -> Table:
    """Compile a framework; takes milliseconds for the shipped ones.

    Raises ValueError when a fact and a judgement share an id, or rules compare a fact with more than 250 numbers.
    """
    return Table(framework)


class Table:
    """A framework's rules as formulas over columns. `columns` says what can be given: names, and what each code means.

    Tables are compiled for the columns that are given, once for each such set: what is not given is unknown in all rows
    and costs nothing. Judgements share a table while it stays small, so that shared columns are read once.
    """

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self.columns: dict[str, Column] = columns_of(framework)
        self._bits = {one.id: _Bits(framework.scale_of(one.id)) for one in framework.judgements}
        self._when = {rule.id: formula(rule.when, self.columns, framework) for rule in framework.rules}
        self._terms = [term for rule in framework.rules for term in self._terms_of(rule)]
        self._tables: dict[_Given, _Tables] = {}

    def codes_of_fact(self, fact_id: str, values: Any) -> Codes:
        """Answers (None for unknown) as codes; see `columns.codes_of_fact`. KeyError for a fact that no rule reads."""
        return codes_of_fact(self.framework.fact_by_id[fact_id], self.columns[fact_id], values)

    def apply(self, columns: Mapping[str, Array], inspection: str | Array = "full") -> Results:
        """What the rules say about every row.

        `columns`: name -> uint8 codes, all of one length; a column that is left out is unknown in every row.
        `inspection`: one type for all rows, or a column of codes. Extra memory: two bytes a row (four when large).
        Raises ValueError for a column or code that the table does not know, for lengths that differ, and when a single
        judgement depends on more than 2^24 situations that must be kept apart.
        """
        given = {name: self._checked(name, column) for name, column in columns.items()}
        if isinstance(inspection, str):
            if inspection not in self.columns[INSPECTION].meanings:
                raise ValueError(f"'{inspection}' is not a type of inspection of this framework")
            code = self.columns[INSPECTION].meanings.index(inspection)
        else:
            given[INSPECTION], code = self._checked(INSPECTION, inspection), None
        lengths = {len(column) for column in given.values()}
        if len(lengths) != 1:
            raise ValueError(f"the columns are to have one length, not {sorted(lengths)}")
        key = _Given(frozenset(given), code)
        if key not in self._tables:
            self._tables[key] = _Tables(self, key)
        return Results(self._tables[key], given, lengths.pop())

    def _checked(self, name: str, column: Array) -> Array:
        if name not in self.columns:
            raise ValueError(f"the rules have no column '{name}'; they read: {', '.join(self.columns)}")
        if column.dtype != np.uint8 or column.ndim != 1:
            raise ValueError(f"column '{name}' is to be one row of uint8 codes")
        return column

    def _terms_of(self, rule: Rule) -> list[_Term]:
        when = self._when[rule.id]
        bits = {name: layout.of_effects(rule.then, name) for name, layout in self._bits.items()}
        orders = [self._too_early(when, effect) for effect in rule.then if isinstance(effect, Order)]
        return [*orders, _Term(when, {name: one for name, one in bits.items() if one})]

    def _too_early(self, when: Formula, effect: Order) -> _Term:
        # A judgement that the framework does not have is never graded, so the engine waits for it for ever.
        known = [self.columns[name] for name in effect.after if name in self._bits]
        if len(known) < len(effect.after):
            return _Term(when, {effect.order: self._bits[effect.order].early})
        return _Term(while_blank(when, known), {effect.order: self._bits[effect.order].early})

    def bits_of(
        self, judgements: Sequence[str], terms: Sequence[_Term], known: dict[str, Codes], size: int
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

    def terms_for(self, judgements: Sequence[str]) -> list[_Term]:
        """Terms that bear on any of the judgements."""
        return [term for term in self._terms if any(name in term.sets for name in judgements)]

    def formula_of(self, rule_id: str) -> Formula:
        """The rule's condition over columns; KeyError when there is no such rule."""
        return self._when[rule_id]


@dataclass(frozen=True, slots=True)
class _Given:
    """Which columns a caller has; `inspection` is the code when it is the same for all rows."""

    columns: frozenset[str]
    inspection: int | None


class _Tables:
    """A table compiled for the columns that are given."""

    def __init__(self, table: Table, given: _Given) -> None:
        self.table, self.given = table, given
        self._constants = {name: 0 for name in table.columns if name not in given.columns}
        if given.inspection is not None:
            self._constants[INSPECTION] = given.inspection
        self.groups = self._grouped(tuple(one.id for one in table.framework.judgements))
        self._rules: dict[str, tuple[Fold, Codes]] = {}

    def _grouped(self, judgements: tuple[str, ...]) -> list[_Group]:
        """One table for all judgements, or smaller ones for fewer, so that every table stays in the cache."""
        alone = len(judgements) == 1
        try:
            return [self._group(judgements, LARGEST if alone else WORD)]
        except TooLarge as error:
            if alone:
                raise ValueError(f"judgement '{judgements[0]}' depends on too many things at once: {error}") from None
            half = len(judgements) // 2
            return [*self._grouped(judgements[:half]), *self._grouped(judgements[half:])]

    def _group(self, judgements: tuple[str, ...], most: int) -> _Group:
        terms = self.table.terms_for(judgements)

        def signature(known: dict[str, Codes], size: int) -> list[Array]:
            bits, settled = self.table.bits_of(judgements, terms, known, size)
            return [*(known[name] for name in judgements if name in known), *bits.values(), *settled]

        read = dict.fromkeys([*(name for term in terms for name in columns_in(term.when)), *judgements])
        # Facts first: most of their combinations are alike, so they fold to little before the grades are multiplied in.
        fold = self._fold(sorted(read, key=lambda name: (self._is_grade(name), name in judgements)), signature, most)
        bits, _ = self.table.bits_of(judgements, terms, fold.known, fold.size)
        scales = {name: self.table.framework.scale_of(name) for name in judgements}
        return _Group(fold, {name: _Outcomes(bits[name], fold.known[name], scales[name]) for name in judgements})

    def _is_grade(self, name: str) -> bool:
        return self.table.columns[name].kind == "grade"

    def _fold(self, names: Iterable[str], signature: Signature, most: int = LARGEST) -> Fold:
        read = [self.table.columns[name] for name in names if name not in self._constants]
        return Fold(read, signature, self._constants, most)

    def rule(self, rule_id: str) -> tuple[Fold, Codes]:
        """The fold of one rule's condition, and its state (a place in RULE_STATES) by index."""
        if rule_id not in self._rules:
            when = self.table.formula_of(rule_id)

            def signature(known: dict[str, Codes], size: int) -> list[Array]:
                value, settled = partial(when, known, size)
                return settled if value is None else [value]

            fold = self._fold(columns_in(when), signature)
            self._rules[rule_id] = (fold, signature(fold.known, fold.size)[0])
        return self._rules[rule_id]


@dataclass(frozen=True, eq=False)
class _Group:
    """Judgements folded together, and their outcomes by index."""

    fold: Fold
    outcomes: Mapping[str, _Outcomes]

    @cached_property
    def side_by_side(self) -> list[tuple[tuple[str, ...], Array]]:
        """Verdicts of several judgements in one wide number by index, so that one look-up finds them all."""
        names = tuple(self.outcomes)
        found = []
        for chosen in (names[place : place + 8] for place in range(0, len(names), 8)):
            width = next(size for size in (1, 2, 4, 8) if size >= len(chosen))
            bytes_ = np.zeros((self.fold.size, width), np.uint8)
            for place, name in enumerate(chosen):
                bytes_[:, place] = self.outcomes[name].verdicts[: self.fold.size]
            found.append((chosen, bytes_.view(f"u{width}")[:, 0]))
        return found


class _Outcomes:
    """The outcome of one judgement for every state; all arrays are uint8 and indexed by state."""

    def __init__(self, bits: Array, proposed: Codes, scale: Scale) -> None:
        layout, grades = _Bits(scale), len(scale.grades)
        self.permissions = np.zeros((grades, len(bits)), np.uint8)
        for ordinal in range(1, grades + 1):
            for permission in list(Permission)[1:]:  # from mild to strict: the stricter is written over the milder
                there = bits & np.uint64(layout.permission(ordinal, permission)) != 0
                self.permissions[ordinal - 1, there] = permission
        ordinals = np.arange(1, grades + 1, dtype=np.uint8)[:, None]
        self.allowed_max = np.max(ordinals * (self.permissions < Permission.REFUSED), axis=0).astype(np.uint8)
        self.free_max = np.max(ordinals * (self.permissions == Permission.ALLOWED), axis=0).astype(np.uint8)
        self.expected_at_most = np.zeros(len(bits), np.uint8)
        for ordinal in range(grades, 0, -1):
            self.expected_at_most[bits & np.uint64(layout.expected(ordinal)) != 0] = ordinal
        self.proposed = proposed
        self._early = bits & np.uint64(layout.early) != 0
        self._no_judgement = bits & np.uint64(layout.no_judgement) != 0

    @cached_property
    def verdicts(self) -> Array:
        """Verdicts as places in VERDICTS: first without a reason, then with one, then with an explanation."""
        places = np.maximum(self.proposed.astype(np.intp), 1) - 1
        needs = np.take_along_axis(self.permissions, places[None, :], axis=0)[0]
        plain = np.array([VERDICTS.index(one) for one in _NEEDS], np.uint8)[needs]
        accepted = np.uint8(VERDICTS.index(Verdict.ACCEPTED))
        reasoned = np.where(needs <= Permission.REASON, accepted, plain)
        explained = np.where(needs <= Permission.EXPLANATION, accepted, plain)
        return np.concatenate([self._first_things(one) for one in (plain, reasoned, explained)])

    def _first_things(self, verdict: Array) -> Array:
        verdict = np.where(self._early, VERDICTS.index(Verdict.TOO_EARLY), verdict)
        verdict = np.where(self.proposed == 0, VERDICTS.index(Verdict.NOT_PROPOSED), verdict)
        silent = np.where(self.proposed == 0, VERDICTS.index(Verdict.OUT_OF_SCOPE), VERDICTS.index(Verdict.REFUSED))
        return np.where(self._no_judgement, silent, verdict).astype(np.uint8)


_NEEDS = (Verdict.ACCEPTED, Verdict.NEEDS_REASON, Verdict.NEEDS_EXPLANATION, Verdict.REFUSED)


class Results:
    """What the rules say about every row of a set of columns. Answers are looked up when they are asked for."""

    def __init__(self, tables: _Tables, columns: Mapping[str, Array], rows: int) -> None:
        self._tables, self._columns, self.rows = tables, columns, rows
        self._states: dict[int, Array] = {}

    def of(self, judgement_id: str) -> JudgementResults:
        """The results for one judgement; KeyError when there is no such judgement."""
        for number, group in enumerate(self._tables.groups):
            if judgement_id in group.outcomes:
                return JudgementResults(group.outcomes[judgement_id], self._state(number))
        raise KeyError(judgement_id)

    def verdicts(self) -> dict[str, Codes]:
        """Verdicts of all judgements as places in VERDICTS, with no reason on record: the fastest way to them."""
        found: dict[str, Codes] = {}
        for number, group in enumerate(self._tables.groups):
            for names, table in group.side_by_side:
                wide = look_up(table, self._state(number)).view(np.uint8).reshape(self.rows, -1)
                found |= {name: wide[:, place] for place, name in enumerate(names)}
        return found

    def _state(self, number: int) -> Array:
        if number not in self._states:
            self._states[number] = self._index(self._tables.groups[number].fold)
        return self._states[number]

    def rule(self, rule_id: str) -> Codes:
        """Whether the rule applies, row by row, as places in RULE_STATES; KeyError when there is no such rule."""
        if self._tables.table.framework.rule_by_id[rule_id].is_note:
            return np.full(self.rows, RULE_STATES.index(RuleState.NOTE), np.uint8)
        fold, states = self._tables.rule(rule_id)
        return look_up(states, self._index(fold))

    def _index(self, fold: Fold) -> Array:
        index = np.empty(self.rows, fold.dtype)
        fold.index_of(self._columns, index)
        return index


@dataclass(frozen=True)
class JudgementResults:
    """One judgement, row by row. `state` is the small number by which all else is looked up in `outcomes`."""

    outcomes: _Outcomes
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
