"""A criterion with what it points to, for pages that show it beside the evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from evenhand.findings import BadInput
from evenhand.framework.model import Criterion, Descriptor, Framework
from evenhand.framework.reading import load_standards
from evenhand.scale import Grade
from evenhand.web.frameworks.showing import numbered
from evenhand.web.inspections.record import Record
from evenhand.wording import Words, say

_NUMBER = re.compile(r"\breg(?:ulations?|s|\.)?\.?\s*(\d{1,3})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pointed:
    """A standard that a criterion points to; one whose set is not here has its id for words and no set."""

    words: Words | str
    verified: bool
    id: str
    set_id: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """A criterion, the heading it stands under, its standards, and what each grade of its judgement means."""

    criterion: Criterion
    heading: str
    standards: tuple[Pointed, ...]
    descriptors: tuple[tuple[Grade, Descriptor], ...]


def beside(record: Record, criteria: Iterable[str]) -> tuple[Beside, ...]:
    """The criteria with everything they point to, in the framework's order. Asks the database nothing."""
    wanted, framework = set(criteria), record.framework
    standards = _standards(framework)
    found = []
    for heading in record.headings:
        for one in heading.criteria:
            if one.id in wanted:
                pointed = tuple(standards.get(name, Pointed(name, True, name)) for name in one.standards)
                found.append(Beside(one, heading.title, pointed, _descriptors(framework, one.judgement)))
    return tuple(found)


def law_named(framework: Framework, regulation: str) -> Pointed | None:
    """The regulation that somebody wrote down, 'regulation 12(2)(b)', by its title and the regulations it is one of.

    None when no number is in the words, or the regulations of the framework have none with this number here.
    """
    number = _NUMBER.search(regulation)
    if number is None:
        return None
    try:
        held = load_standards(framework.regulations)
    except BadInput:
        return None  # a version outlives the files beside it
    for one in held.standards:
        if one.number == int(number[1]):
            sentence = say("{title}, {regulations}", title=one.title, regulations=held.title)
            return Pointed(sentence, one.verified and one.title_exact, one.id, held.id)
    return None


def _standards(framework: Framework) -> dict[str, Pointed]:
    found: dict[str, Pointed] = {}
    for set_id in (framework.standards, framework.regulations):
        try:
            held = load_standards(set_id)
        except BadInput:
            continue  # a version outlives the files beside it
        for one in held.standards:
            sentence = Words(numbered(one, held), {"title": one.title, "number": one.number})
            found[one.id] = Pointed(sentence, one.verified and one.title_exact, one.id, held.id)
    return found


def _descriptors(framework: Framework, judgement: str) -> tuple[tuple[Grade, Descriptor], ...]:
    if judgement not in framework.judgement_by_id:
        return ()
    known = framework.descriptors_of(judgement)
    return tuple((grade, known[grade.id]) for grade in framework.scale_of(judgement).best_first if grade.id in known)
