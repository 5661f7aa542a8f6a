"""A framework's rules as decision lists, the form in which every peer is given them.

A rule becomes a flag: a tree of "this column has one of these codes". An output becomes a list of (tree, answer), of
which the first that holds wins. That is how a person writes rules in SQL, in a data frame or in a rules engine.
Made from the rule language alone, by other code than the table's, and compared with the table before anything is timed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from evenhand.framework.model import Framework
from evenhand.framework.rule import COMPARE, All, Any_, FactIs, GradeIs, InspectionIs, Not, Order, Scope
from evenhand.judgement.outcome import Permission, Verdict
from evenhand.judgement.rules import concerns, sets
from evenhand.judgement.table import VERDICTS, Column

INSPECTION = "full"
ALLOWED = "allowed"


@dataclass(frozen=True)
class Has:
    """The column has one of these codes."""

    column: str
    codes: tuple[int, ...]


@dataclass(frozen=True)
class Flag:
    """The rule applies."""

    rule: str


@dataclass(frozen=True)
class Every:
    """Every part holds."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True)
class Some:
    """At least one part holds."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True)
class Never:
    """The part does not hold."""

    part: Tree


Tree = Has | Flag | Every | Some | Never | bool


@dataclass(frozen=True)
class Decisions:
    """`columns` in; `flags` by rule; `outputs`: the first tree that holds gives the answer, else the default."""

    columns: tuple[str, ...]
    flags: Mapping[str, Tree]
    outputs: Mapping[str, tuple[tuple[tuple[Tree, int], ...], int]]


def decisions_of(framework: Framework, columns: Mapping[str, Column]) -> Decisions:
    """The verdict on each judgement, and the best grade of the overall judgement that is not refused.

    Facts that have no column are unknown; the inspection is a full one.
    """
    flags = {rule.id: _holds(rule.when, True, columns, framework) for rule in framework.rules if not rule.is_note}
    flags = {name: tree for name, tree in flags.items() if tree is not False}
    outputs = {one.id: _verdict(framework, one.id, flags, columns) for one in framework.judgements}
    outputs[ALLOWED] = _allowed(framework, framework.headline.id, flags)
    return Decisions(tuple(columns), {name: tree for name, tree in flags.items() if tree is not True}, outputs)


def _holds(condition: Any, wanted: bool, columns: Mapping[str, Column], framework: Framework) -> Tree:
    """Where the condition certainly holds, or certainly does not."""
    match condition:
        case None:
            return wanted
        case Not(not_=one):
            return _holds(one, not wanted, columns, framework)
        case All(all=inner) | Any_(any=inner):
            parts = [_holds(one, wanted, columns, framework) for one in inner]
            return every(parts) if isinstance(condition, All) == wanted else some(parts)
        case InspectionIs(inspection=kind):
            return (kind == INSPECTION) == wanted
        case GradeIs(grade=name):
            word, limit = condition.comparison
            return _has(columns, name, word, framework.scale_of(name).ordinal(limit), wanted)
        case FactIs(fact=name):
            word, limit = condition.comparisons[0] if condition.comparisons else ("is", True)
            return _has(columns, name, word, limit, wanted)
    raise TypeError(condition)


def _has(columns: Mapping[str, Column], name: str, word: str, limit: Any, wanted: bool) -> Tree:
    if name not in columns:
        return False
    meanings = enumerate(columns[name].meanings)
    return Has(name, tuple(i for i, one in meanings if one is not None and COMPARE[word](one, limit) == wanted))


def every(parts: Iterable[Tree]) -> Tree:
    """All of them, without those that always hold."""
    left = tuple(part for part in parts if part is not True)
    return False if False in left else left[0] if len(left) == 1 else Every(left) if left else True


def some(parts: Iterable[Tree]) -> Tree:
    """Any of them, without those that never hold; several questions to one column become one."""
    asked: dict[str, set[int]] = {}
    others: list[Tree] = []
    for part in parts:
        if isinstance(part, Has):
            asked.setdefault(part.column, set()).update(part.codes)
        elif part is not False:
            others.append(part)
    left = (*others, *(Has(name, tuple(sorted(codes))) for name, codes in asked.items()))
    return True if True in left else left[0] if len(left) == 1 else Some(left) if left else False


def _flag(rule_id: str, flags: Mapping[str, Tree]) -> Tree:
    tree = flags.get(rule_id, False)
    return tree if isinstance(tree, bool) else Flag(rule_id)


def _no_judgement(framework: Framework, flags: Mapping[str, Tree]) -> Tree:
    scopes = [rule for rule in framework.rules for effect in rule.then if isinstance(effect, Scope)]
    scopes = [rule for rule in scopes if any(getattr(effect, "scope", "") == "no_judgements" for effect in rule.then)]
    return some(_flag(rule.id, flags) for rule in scopes)


def _touching(framework: Framework, judgement: str, flags: Mapping[str, Tree]) -> list[tuple[Tree, dict[int, Any]]]:
    scale = framework.scale_of(judgement)
    return [
        (_flag(rule.id, flags), dict(sets(effect, scale)))
        for rule in framework.rules
        for effect in rule.then
        if concerns(effect, judgement) and not isinstance(effect, Scope)
    ]


def _verdict(framework: Framework, judgement: str, flags: Mapping[str, Tree], columns: Mapping[str, Column]) -> Any:
    silent, none, orders = _no_judgement(framework, flags), Has(judgement, (0,)), []
    for rule in framework.rules:
        for effect in rule.then:
            if isinstance(effect, Order) and effect.order == judgement:
                blank = some(Has(name, (0,)) if name in columns else True for name in effect.after)
                orders.append(every([_flag(rule.id, flags), blank]))
    rows: list[tuple[Tree, Verdict]] = [
        (every([silent, none]), Verdict.OUT_OF_SCOPE),
        (silent, Verdict.REFUSED),
        (none, Verdict.NOT_PROPOSED),
        (some(orders), Verdict.TOO_EARLY),
    ]
    needs = (Verdict.REFUSED, Verdict.NEEDS_EXPLANATION, Verdict.NEEDS_REASON)
    for permission, verdict in zip((Permission.REFUSED, Permission.EXPLANATION, Permission.REASON), needs, strict=True):
        found = []
        for flag, done in _touching(framework, judgement, flags):
            ordinals = tuple(ordinal for ordinal, set_ in done.items() if set_ is permission)
            found += [every([flag, Has(judgement, ordinals)])] if ordinals else []
        rows.append((some(found), verdict))
    answers = tuple((tree, VERDICTS.index(verdict)) for tree, verdict in rows if tree is not False)
    return answers, VERDICTS.index(Verdict.ACCEPTED)


def _allowed(framework: Framework, judgement: str, flags: Mapping[str, Tree]) -> Any:
    rows: list[tuple[Tree, int]] = [(_no_judgement(framework, flags), 0)]
    touching = _touching(framework, judgement, flags)
    for grade in framework.scale_of(judgement).best_first:
        refused = some(flag for flag, done in touching if done.get(grade.ordinal) is Permission.REFUSED)
        rows.append((not refused if isinstance(refused, bool) else Never(refused), grade.ordinal))
    return tuple((tree, answer) for tree, answer in rows if tree is not False), 0
