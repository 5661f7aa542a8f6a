"""The pieces of a framework that a crosswalk speaks of, by id, and whether two of them say the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from evenhand.framework.crosswalk.model import PARTS
from evenhand.framework.model import Criterion, EvidenceArea, Framework, Judgement
from evenhand.framework.parts import Sourced

# Where it comes from is not what it says.
_NOT_CONTENT = {"verified", "sources", "note", "since", "standards"}


def things(framework: Framework, part: str) -> Mapping[str, Sourced]:
    """The pieces of one of `PARTS` by id; `criteria` holds evidence areas and criteria, those of assurance too.

    Raises KeyError for another name.
    """
    found: dict[str, Iterable[Sourced]] = {
        "judgements": framework.judgements,
        "criteria": (
            *framework.evidence_areas,
            *framework.criteria,
            *(one for kind in framework.inspection_types for one in kind.criteria),
        ),
        **{name: getattr(framework, name) for name in PARTS[2:]},
    }
    return {str(getattr(one, "id", "")): one for one in found[part]}


def same_content(old: Framework, one: Sourced, new: Framework, other: Sourced) -> bool:
    """Whether two pieces say the same: words, logic and figures, whatever their sources, notes and standards."""
    return type(one) is type(other) and _content(old, one) == _content(new, other)


def _content(framework: Framework, thing: Sourced) -> object:
    match thing:
        case Judgement():
            labels = tuple((grade.ordinal, grade.label) for grade in framework.scale_of(thing.id).worst_first)
            return (thing.title, thing.role, labels)
        case EvidenceArea() | Criterion():
            # Under which judgement it stands is a move, not another meaning.
            return (getattr(thing, "title", ""), thing.text)
        case _:
            return thing.model_dump(by_alias=True, exclude={*_NOT_CONTENT, "criteria"})
