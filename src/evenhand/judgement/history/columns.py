"""Which column of a file is which: by name, in any case and spelling that Ofsted's files and ours have used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from evenhand.framework.model import Framework, Judgement
from evenhand.judgement.published_words import plain
from evenhand.wording import Words, say

URN, DATE, PROVISION, IS_HOME, EVENT = (
    "urn",
    "inspection_date",
    "provision_type",
    "is_childrens_home_type",
    "event_type",
)

_NAMES: dict[str, tuple[str, ...]] = {
    URN: ("urn", "unique reference number", "ofsted urn", "setting urn"),
    DATE: (
        "inspection_date",
        "latest full inspection date",
        "most recent full inspection date",
        "date of latest full inspection",
        "latest full inspection: inspection date",
        "last full inspection date",
        "full inspection date",
        "inspection date",
        "date of inspection",
        "inspection end date",
        "last inspection date",
    ),
    PROVISION: ("provision_type", "provision type", "provider type", "type of provision"),
    IS_HOME: ("is_childrens_home_type",),
    EVENT: ("event_type", "event type", "inspection type", "latest full inspection event type"),
}

# Judgements that went by several names over the years, and the columns in which their grades were published.
_FAMILIES: tuple[tuple[frozenset[str], tuple[str, ...]], ...] = (
    (
        frozenset({"overall_experiences_progress", "overall_effectiveness", "overall_quality"}),
        (
            "overall",
            "overall experiences and progress of children and young people",
            "the overall experiences and progress of children and young people",
            "overall experiences and progress of children and young people living in the home",
            "overall experiences and progress of children",
            "the overall experiences and progress of children",
            "overall experiences and progress",
            "overall effectiveness",
            "overall quality",
            "overall_as_published",
        ),
    ),
    (
        frozenset({"helped_protected", "safeguarding", "safety"}),
        (
            "helped_protected",
            "how well children and young people are helped and protected",
            "how well children are helped and protected",
            "the safety of children and young people",
            "safeguarding children and young people",
            "safeguarding",
            "safety",
        ),
    ),
    (
        frozenset({"leaders_managers", "leadership_management"}),
        (
            "leaders_managers",
            "the effectiveness of leaders and managers",
            "effectiveness of leaders and managers",
            "the impact and effectiveness of leaders and managers",
            "impact and effectiveness of leaders and managers",
            "leadership and management",
        ),
    ),
    (frozenset({"outcomes"}), ("outcomes", "outcomes for children and young people")),
    (frozenset({"quality_of_care"}), ("quality_of_care",)),
)

_CLOSE_ENOUGH = 0.9  # one or two slips in a heading of Ofsted's length; short names must be exact
_LONG_ENOUGH = 16


@dataclass(frozen=True, slots=True)
class Wanted:
    """A column that is looked for: `role` is our name for it, `names` are the headings that mean it, best first."""

    role: str
    names: tuple[str, ...]
    needed: bool


def wanted_columns(framework: Framework, graded: Iterable[str]) -> tuple[Wanted, ...]:
    """The columns that judging needs (number, date, the grades in `graded`) and those that it can use."""
    needed = [Wanted(URN, _NAMES[URN], True), Wanted(DATE, _NAMES[DATE], True)]
    grades = [Wanted(one, judgement_names(framework.judgement_by_id[one]), True) for one in graded]
    return (*needed, *grades, *(Wanted(role, _NAMES[role], False) for role in (PROVISION, IS_HOME, EVENT)))


def judgement_names(judgement: Judgement) -> tuple[str, ...]:
    """Headings under which the grades of a judgement are found; its own id first, so that any framework can be used."""
    family = next((names for ids, names in _FAMILIES if judgement.id in ids), ())
    if judgement.role == "headline":
        family = _FAMILIES[0][1]
    return tuple(dict.fromkeys((judgement.id, *family, judgement.title)))


def heading(text: str) -> str:
    """A heading without what changes from year to year: case, underscores, line breaks, doubled spaces, stops."""
    return " ".join(re.sub(r"[^a-z0-9' ]", " ", plain(text).replace("_", " ")).split())


def find(headings: Sequence[str], wanted: Sequence[Wanted]) -> dict[str, int]:
    """Role -> place in the row; exact names come before near ones, and no column serves two roles."""
    cleaned = [heading(text) for text in headings]
    found: dict[str, int] = {}
    for one in wanted:
        names = [heading(name) for name in one.names]
        places = [cleaned.index(name) for name in names if name in cleaned]
        free = [place for place in places if place not in found.values()]
        if free:
            found[one.role] = free[0]
    for one in wanted:
        if one.role not in found and (near := _nearest(cleaned, one, set(found.values()))) is not None:
            found[one.role] = near
    return found


def repeated(headings: Sequence[str], found: dict[str, int]) -> tuple[str, ...]:
    """Headings of found columns that stand over more than one column; only the first of these is read."""
    cleaned = [heading(text) for text in headings]
    places = [place for place in found.values() if cleaned.count(cleaned[place]) > 1]
    return tuple(" ".join(headings[place].split()) for place in places)


def _nearest(cleaned: Sequence[str], wanted: Wanted, taken: set[int]) -> int | None:
    likeness = {
        place: max(_likeness(text, heading(name)) for name in wanted.names)
        for place, text in enumerate(cleaned)
        if place not in taken and len(text) >= _LONG_ENOUGH
    }
    best = max(likeness, key=lambda place: likeness[place], default=None)
    return best if best is not None and likeness[best] >= _CLOSE_ENOUGH else None


def _likeness(one: str, other: str) -> float:
    match = SequenceMatcher(None, one, other)
    # The quick bounds are never below the true likeness, and rule out nearly every pair.
    return match.ratio() if match.real_quick_ratio() >= _CLOSE_ENOUGH <= match.quick_ratio() else 0.0


def lacking(found: dict[str, int], wanted: Sequence[Wanted]) -> tuple[Wanted, ...]:
    """Needed columns that were not found."""
    return tuple(one for one in wanted if one.needed and one.role not in found)


def missing_sentence(missing: Sequence[Wanted], headings: Sequence[str]) -> Words:
    """Which columns are wanted, under which names, and what the file has instead."""
    names = [say("{role} (for example “{name}”)", role=one.role, name=_example(one)) for one in missing]
    present = [" ".join(text.split()) for text in headings if text.strip()]
    if not present:
        return say("no row of column headings was found; the file needs: {wanted}", wanted=names)
    shown = ", ".join(f"“{text[:60]}”" for text in present[:30]) + (", …" if len(present) > 30 else "")
    return say("columns are missing: {wanted}. The file has: {present}", wanted=names, present=shown)


def _example(wanted: Wanted) -> str:
    return next((name for name in wanted.names if heading(name) != heading(wanted.role)), wanted.role)
