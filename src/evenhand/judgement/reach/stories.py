"""A case told as a story: what is not ordinary in it, and how two versions treat it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import reduce
from itertools import chain, repeat
from typing import Any

from evenhand.framework.model import Framework
from evenhand.framework.rule import FactIs, GradeIs, InspectionIs
from evenhand.judgement.explanation import describe
from evenhand.judgement.outcome import Permission
from evenhand.judgement.reach.ordinary import Ordinary, ordinary_ordinal
from evenhand.judgement.reach.permissions import Treatment, made, takes
from evenhand.judgement.reach.space import Codes
from evenhand.wording import Words, say

_TAKES = {
    Permission.ALLOWED: say("freely"),
    Permission.REASON: say("only with a recorded reason"),
    Permission.EXPLANATION: say("only if the report explains why"),
    Permission.REFUSED: say("not at all"),
}


def story(
    ordinary: Ordinary,
    codes: Codes,
    pair: tuple[str, str],
    found: tuple[Treatment, Treatment],
    rules: Sequence[tuple[int, str]],
) -> Words:
    """What is special about the case, what each version allows for the judgement, and the rules that make it so."""
    sides = ordinary.space.sides
    told = say("{case}: {what}.", case=circumstances(ordinary, codes), what=_what(sides, pair, found))
    return joined([told, *(rule_words(sides[side], rule) for side, rule in rules)])


def joined(parts: Sequence[Words]) -> Words:
    """Sentences one after the other."""
    return reduce(lambda one, other: say("{one} {other}", one=one, other=other), parts)


def circumstances(ordinary: Ordinary, codes: Codes) -> Words:
    """What differs from the ordinary case, and that nothing else does."""
    space = ordinary.space
    newest = space.sides[-1]
    good = newest.scale_of(newest.judgements[0].id)
    label = good.at(ordinary_ordinal(good)).label
    told = [_value(ordinary, level, codes[level]) for level in ordinary.differences(codes)]
    has_answers = any(one.kind == "fact" for one in space.variables)
    if told and has_answers:
        return say(
            "If {told}, and every other grade is {grade} and every other answer ordinary", told=told, grade=label
        )
    if told:
        return say("If {told}, and every other grade is {grade}", told=told, grade=label)
    if has_answers:
        return say("If every grade is {grade} and every answer ordinary", grade=label)
    return say("If every grade is {grade}", grade=label)


def _value(ordinary: Ordinary, level: int, code: int) -> Words:
    """One variable's value, in the words of the newest version that has it."""
    variable = ordinary.space.variables[level]
    side = max(place for place, name in enumerate(variable.names) if name or variable.kind == "inspection")
    framework, name, meaning = ordinary.space.sides[side], variable.names[side], variable.meanings[code]
    told: Any
    if isinstance(meaning, tuple):
        told = InspectionIs(inspection=meaning[side])
    elif variable.kind == "grade":
        grade = framework.scale_of(name).at(int(meaning or 1)).id
        told = GradeIs.model_validate({"grade": name, "is": grade})
    else:
        told = FactIs.model_validate({"fact": name, "is": meaning})
    return describe(framework, told) or say("nothing")


def _what(sides: Sequence[Framework], pair: tuple[str, str], found: tuple[Treatment, Treatment]) -> Words:
    old, new = sides
    if made(found[0]) is not made(found[1]):
        judging, silent = (old, new) if made(found[0]) else (new, old)
        return say(
            "{silent} makes no judgement, and {judging} does", silent=in_force(silent), judging=in_force(judging)
        )
    # The days on which a version was in force are told once; after that its id is enough.
    names = chain([(in_force(old), in_force(new))], repeat((old.id, new.id)))
    parts = [
        Words(template, {**values, "old": before, "new": after})
        for (template, values), (before, after) in zip(_changes(sides, pair, found), names, strict=False)
    ]
    told = reduce(lambda one, other: say("{one}; it {other}", one=one, other=other), parts)
    return say("“{title}” {changes}", title=new.judgement_by_id[pair[1]].title, changes=told)


_MUST_BE = say("could be {grades} in {old}, and must be {best} in {new}").template
_NO_BETTER = say("could be {grades} in {old}, and can be no better than {best} in {new}").template
_WON = say("could not be {grades} in {old}, and can be in {new}").template
_PRICE = say("could be {grades} {before} in {old}, and {after} in {new}").template


def _changes(
    sides: Sequence[Framework], pair: tuple[str, str], found: tuple[Treatment, Treatment]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each change as a template and its values: grades lost, grades won, and grades that have another price."""
    changes: dict[tuple[int, int], list[int]] = {}
    for place, change in enumerate(zip(takes(found[0]), takes(found[1]), strict=True)):
        changes.setdefault(change, []).append(place)
    refused = Permission.REFUSED
    lost = [place for (before, after), places in changes.items() if before < after == refused for place in places]
    won = [place for (before, after), places in changes.items() if after < before == refused for place in places]
    if lost:
        left = [place for place, takes_ in enumerate(takes(found[1])) if takes_ != refused]
        best = _labels(sides[1], pair[1], left[-1:])
        values = {"grades": _labels(sides[0], pair[0], sorted(lost)), "best": best}
        yield (_MUST_BE if len(left) == 1 else _NO_BETTER), values
    if won:
        yield _WON, {"grades": _labels(sides[1], pair[1], sorted(won))}
    for (before, after), places in changes.items():
        if before != after and refused not in (before, after):
            prices = {"before": _TAKES[Permission(before)], "after": _TAKES[Permission(after)]}
            yield _PRICE, {"grades": _labels(sides[1], pair[1], places), **prices}


def lowering(
    ordinary: Ordinary, pair: tuple[Codes, Codes], names: tuple[str, str], found: tuple[Treatment, Treatment]
) -> Words:
    """How a better grade of the first judgement named lowers what is allowed for the second; `pair`: worse, better."""
    framework, (better, judgement) = ordinary.space.sides[0], names
    level = ordinary.space.level(0, "grade", better)
    differences = [_value(ordinary, one, pair[0][one]) for one in ordinary.differences(pair[0]) if one != level]
    grades = [framework.scale_of(better).at(codes[level] + 1).label for codes in pair]
    values = {
        "judgement": framework.judgement_by_id[judgement].title,
        "better": framework.judgement_by_id[better].title,
        "low": grades[0],
        "high": grades[1],
    }
    told = reduce(
        lambda one, other: say("{one}; {other}", one=one, other=other),
        [Words(template, {**values, **some}) for template, some in _lowerings(framework, judgement, found)],
    )
    if differences:
        return say("If {differences}, and all else is ordinary: {told}.", differences=differences, told=told)
    return say("If all else is ordinary: {told}.", told=told)


_LOST_BY = say("“{judgement}” can be {grades} while “{better}” is {low}, and not when it is {high}").template
_DEARER_BY = say(
    "“{judgement}” can be {grades} {before} while “{better}” is {low}, and {after} when it is {high}"
).template


def _lowerings(
    framework: Framework, judgement: str, found: tuple[Treatment, Treatment]
) -> Iterator[tuple[str, dict[str, Any]]]:
    for place, (before, after) in enumerate(zip(takes(found[0]), takes(found[1]), strict=True)):
        grades = {"grades": _labels(framework, judgement, [place])}
        if before < after == Permission.REFUSED:
            yield _LOST_BY, grades
        elif before < after:
            yield _DEARER_BY, {**grades, "before": _TAKES[Permission(before)], "after": _TAKES[Permission(after)]}


def _labels(framework: Framework, judgement: str, places: Sequence[int]) -> Words:
    scale = framework.scale_of(judgement)
    labels = [scale.at(place + 1).label for place in places]
    if len(labels) < 2:
        return say("{grade}", grade=labels[0] if labels else "")
    return say("{others} or {last}", others=", ".join(labels[:-1]), last=labels[-1])


def in_force(framework: Framework) -> Words:
    """A version by its id and the days on which it is in force."""
    first, last = framework.in_force.start, framework.in_force.end
    if last is None:
        return say("{id} (since {first})", id=framework.id, first=day_words(first))
    return say("{id} ({first} to {last})", id=framework.id, first=day_words(first), last=day_words(last))


def day_words(day: date) -> str:
    """A day as people write it: 1 April 2014."""
    return f"{day.day} {day:%B %Y}"


def rule_words(framework: Framework, rule_id: str) -> Words:
    """A rule with its sentence, and its mark when the text could not be read."""
    rule = framework.rule_by_id[rule_id]
    if rule.verified:
        return say("Rule {rule} of {id}: {words}", rule=rule.id, id=framework.id, words=rule.words)
    return say("Rule {rule} of {id} (not verified): {words}", rule=rule.id, id=framework.id, words=rule.words)
