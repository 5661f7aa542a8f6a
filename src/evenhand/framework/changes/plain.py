"""The comparison as plain values, for machines."""

from __future__ import annotations

from typing import Any

from evenhand.framework.changes.model import Change, Compared, Comparison, Difference, Fate, Piece
from evenhand.framework.changes.summary import summary
from evenhand.framework.crosswalk import Route
from evenhand.framework.model import Framework
from evenhand.framework.sealing import seal


def as_dict(comparison: Comparison, parts: tuple[Compared, ...] = (), *, unchanged: bool = True) -> dict[str, Any]:
    """Everything that is known, in plain values; `parts` (default: all) and `unchanged` choose which changes."""
    crossing = comparison.crossing
    chosen = [one for one in comparison.changes if not parts or one.part in parts]
    return {
        "old": _version(comparison.old),
        "new": _version(comparison.new),
        "crossing": {
            "chain": [[one.old, one.new] for one in crossing.chain],
            "direct": crossing.is_direct,
            "through": list(crossing.between),
            "weakest": crossing.weakest.value if crossing.weakest else None,
        },
        "paraphrase": True,
        "summary": str(summary(comparison)),
        "counts": {part.value: counts(comparison, part) for part in comparison.by_part if not parts or part in parts},
        "changes": [change_as_dict(one) for one in chosen if unchanged or one.fate is not Fate.UNCHANGED],
    }


def counts(comparison: Comparison, part: Compared) -> dict[str, Any]:
    """How many pieces either version has in a part, and how many changes of each fate there are."""
    tally = comparison.tally(part)
    by_fate = {fate.value: tally.count(fate) - tally.unknown(fate) for fate in Fate}
    unknown = {fate.value: tally.unknown(fate) for fate in Fate if tally.unknown(fate)}
    return {"old": tally.old(), "new": tally.new(), **by_fate, "not_known": unknown, "substance": tally.substance}


def _version(framework: Framework) -> dict[str, Any]:
    return {
        "id": framework.id,
        "title": framework.title,
        "in_force": framework.in_force.model_dump(mode="json", by_alias=True),
        "verified": framework.verified,
        "unverified": list(framework.unverified),
        "fingerprint": seal(framework)[1],
    }


def change_as_dict(change: Change) -> dict[str, Any]:
    """One change in plain values."""
    return {
        "part": change.part.value,
        "class": change.fate.value,
        "known": change.known,
        "substance": change.substance,
        "title": change.title,
        "old": [_piece(one) for one in change.old],
        "new": [_piece(one) for one in change.new],
        "differences": [_difference(one) for one in change.differences],
        "links": [_route(one) for one in change.routes],
        "related": [_route(one) for one in change.also],
        "reason": change.reason,
        "verified": change.verified,
        "doubts": [str(one) for one in change.doubts],
    }


def _piece(piece: Piece) -> dict[str, Any]:
    said = {one.name: str(one.shown) for one in piece.aspects}
    return {
        "id": piece.id,
        "kind": str(piece.kind),
        "title": piece.title,
        "place": str(piece.place),
        "verified": piece.verified,
        "says": said,
    }


def _difference(one: Difference) -> dict[str, Any]:
    return {
        "field": one.name,
        "was": str(one.was),
        "now": str(one.now),
        "substance": one.substance,
        "known": one.known,
        "sentence": str(one.sentence),
        "words": [[stretch.edit.value, stretch.text] for stretch in one.woven()],
    }


def _route(route: Route) -> dict[str, Any]:
    return {
        "old": route.old,
        "new": route.new,
        "relation": route.relation.value if route.relation else None,
        "confidence": route.confidence.value,
        "reasons": list(route.reasons),
        "via": list(route.via),
        "carried": route.carried,
        "verified": route.verified,
    }
