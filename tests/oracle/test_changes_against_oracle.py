"""Random versions and random crosswalks: every piece in exactly one change, of the class that a slow reading gives."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.oracle.tiny import TYPES, rule, tiny

from evenhand.framework.changes import Change, Compared, Comparison, Fate, as_dict, compare
from evenhand.framework.changes.comparing import in_order
from evenhand.framework.crosswalk import Bridge, Crosswalk, Relation, Route, bridge, things
from evenhand.framework.model import EvidenceArea, Framework
from evenhand.framework.reading import load, load_all

CROSSED = ("judgements", "criteria", "facts", "rules", "inspection_types", "timeline")
TEXTS = st.sampled_from(("Children are safe.", "Children are safe and feel safe.", "Staff listen."))


@st.composite
def versions(draw: st.DrawFn, name: str) -> Framework:
    """A small framework whose ids come from a small stock, so that two of them share some."""

    def some(stock: str, least: int = 0) -> list[str]:
        return draw(st.lists(st.sampled_from(stock.split()), unique=True, min_size=least, max_size=4))

    judgements, scale = some("safety care leaders", 1), draw(st.sampled_from(("s", "t")))
    place = st.sampled_from(judgements)
    grades = [
        {"ordinal": number, "id": f"g{number}", "label": draw(st.sampled_from((f"G{number}", f"H{number}")))}
        for number in range(1, draw(st.integers(2, 3)) + 1)
    ]
    rules = [
        rule(
            draw(st.sampled_from((None, {"grade": draw(place), "is": "g1"}))),
            {"cap": draw(place), "at_most": draw(st.sampled_from(("g1", "g2")))},
            name=one,
        )
        for one in some("R1 R2 R3", 1)
    ]
    moments = st.sampled_from(("end", "t1"))
    return tiny(
        *rules,
        id=name,
        scales=[{"id": scale, "grades": grades}],
        judgements=[
            {"id": one, "title": draw(TEXTS), "role": "graded", "scale": scale, "key": one} for one in judgements
        ],
        facts=[{"id": one, "type": "boolean", "question": draw(TEXTS)} for one in some("f g")],
        evidence_areas=[{"id": one, "judgement": draw(place), "text": draw(TEXTS)} for one in some("a b c d")],
        criteria=[{"id": one, "judgement": draw(place), "title": "T", "text": draw(TEXTS)} for one in some("p q r")],
        descriptors=[{"judgement": one, "grade": "g1", "text": draw(TEXTS)} for one in judgements],
        inspection_types=TYPES[: draw(st.integers(1, 2))],
        timeline=[{"id": one, "title": draw(TEXTS), "after": draw(moments)} for one in some("t1 t2 t3")],
        report_sections=[{"id": one, "title": "T", "content": draw(TEXTS)} for one in some("x y z w")],
    )


@st.composite
def crossings(draw: st.DrawFn) -> Bridge:
    """Two versions and a crosswalk that says anything at all, also what its lint would refuse."""
    old, new = draw(versions("one")), draw(versions("two"))
    parts: dict[str, Any] = {}
    for part in CROSSED:
        pairs = [(one, other) for one in things(old, part) for other in things(new, part)]
        drawn = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=5)) if pairs else []
        links = [
            {
                "old": one,
                "new": other,
                "relation": draw(st.sampled_from(list(Relation))).value,
                "confidence": draw(st.sampled_from(("high", "low"))),
                "reason": "At random.",
            }
            for one, other in drawn
        ]
        if part == "judgements" and links:
            links[0]["counterpart"] = draw(st.booleans())
        gaps = {
            side: [
                {"id": one, "because": draw(st.sampled_from(("no_counterpart", "not_known"))), "reason": "At random."}
                for one in things(version, part)
                if draw(st.integers(0, 3)) == 0
            ]
            for side, version in (("withdrawn", old), ("added", new))
        }
        parts[part] = {"links": links, **gaps}
    walk = Crosswalk.model_validate({"format": 1, "old": "one", "new": "two", "summary": "At random.", **parts})
    return bridge(old, new, lambda: (walk,))


def ids(version: Framework) -> dict[str, list[str]]:
    """Every id that has to be told, by part as a crosswalk divides them."""
    return {
        **{part: list(things(version, part)) for part in CROSSED},
        "grades": [f"{scale.id}:{grade.id}" for scale in version.scales for grade in scale.grades],
        "descriptors": [f"{one.judgement}:{one.grade}" for one in version.descriptors],
        "frequency": [one.id for one in version.frequency],
        "out_of_scope": [one.id for one in version.out_of_scope],
        "report_sections": [one.id for one in version.report_sections],
        "standards": [version.standards, version.regulations],
    }


def part_of(change: Change) -> str:
    return "criteria" if change.part is Compared.EVIDENCE_AREAS else change.part.value


def told(comparison: Comparison, side: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for change in comparison.changes:
        found.setdefault(part_of(change), []).extend(piece.id for piece in getattr(change, side))
    return found


def must_tell_everything_once(comparison: Comparison) -> None:
    for side, version in (("old", comparison.old), ("new", comparison.new)):
        found = told(comparison, side)
        for part, expected in ids(version).items():
            assert sorted(found.get(part, [])) == sorted(expected), (side, part)


# ------------------------------------------------------------------------------------------ the slow reading
def strength(route: Route) -> tuple[int, int]:
    order = (Relation.OVERLAPS, Relation.NARROWER, Relation.SAME)
    relation = Relation.NARROWER if route.relation is Relation.BROADER else route.relation
    return (order.index(relation or Relation.NONE), route.confidence.rank)


def clusters(crossing: Bridge, part: str) -> list[tuple[set[str], set[str], list[Route]]]:
    """Groups joined two at a time until nothing can be joined any more."""
    routes = [one for one in crossing.routes(part) if one.leads_on]
    binding = [
        one
        for one in routes
        if strength(one) == max(strength(other) for other in routes if other.old == one.old)
        or strength(one) == max(strength(other) for other in routes if other.new == one.new)
    ]
    groups = [({one}, set[str]()) for one in things(crossing.old, part)]
    groups += [(set[str](), {one}) for one in things(crossing.new, part)]
    joined = True
    while joined:
        joined = False
        for one, other in combinations(groups, 2):
            if any(
                (route.old in one[0] and route.new in other[1]) or (route.old in other[0] and route.new in one[1])
                for route in binding
            ):
                groups = [group for group in groups if group is not one and group is not other]
                groups.append((one[0] | other[0], one[1] | other[1]))
                joined = True
                break
    return [(*group, [route for route in binding if route.old in group[0]]) for group in groups]


def expected_fates(crossing: Bridge, part: str, cluster: tuple[set[str], set[str], list[Route]]) -> set[Fate]:
    old, new, routes = cluster
    if not old or not new:
        return {Fate.ADDED if new else Fate.WITHDRAWN}
    if len(old) != len(new):
        return {Fate.SPLIT if len(old) < len(new) else Fate.MERGED}
    if len(old) > 1:
        return {Fate.MOVED}
    one, other = things(crossing.old, part)[min(old)], things(crossing.new, part)[min(new)]
    same = routes[0].relation is Relation.SAME
    if part == "criteria":
        if not same_place(crossing, getattr(one, "judgement", ""), getattr(other, "judgement", "")):
            return {Fate.MOVED}
        says = [
            (isinstance(it, EvidenceArea), getattr(it, "title", ""), getattr(it, "text", "")) for it in (one, other)
        ]
    elif part == "facts":
        says = [(getattr(it, "question", ""),) for it in (one, other)]
    elif part == "judgements":
        says = [
            (getattr(it, "title", ""), len(version.scale_of(name).grades))
            for it, version, name in ((one, crossing.old, min(old)), (other, crossing.new, min(new)))
        ]
    else:
        unmoved = {Fate.REWORDED, Fate.UNCHANGED} if same else {Fate.REWORDED}
        return unmoved | ({Fate.MOVED} if part == "timeline" else set())
    return {Fate.UNCHANGED if same and says[0] == says[1] else Fate.REWORDED}


def is_known(crossing: Bridge, part: str, cluster: tuple[set[str], set[str], list[Route]]) -> bool:
    """Nobody said that it is not known; and the other version was read, so that it has something of the kind."""
    gone = bool(cluster[0])
    (one,) = cluster[0] or cluster[1]
    said = crossing.chain[0].crossing(part)
    unread = part in ("criteria", "timeline") and not things(crossing.new if gone else crossing.old, part)
    gaps = said.withdrawn if gone else said.added
    return not unread and all(gap.because != "not_known" for gap in gaps if gap.id == one)


def same_place(crossing: Bridge, old: str, new: str) -> bool:
    related = [one.relation for one in crossing.routes("judgements") if (one.old, one.new) == (old, new)]
    whole_or_part = {Relation.SAME, Relation.NARROWER, Relation.BROADER}
    return crossing.counterparts.get(old) == new or any(one in whole_or_part for one in related)


# -------------------------------------------------------------------------------------------------- the tests
@given(crossings())
@settings(max_examples=150, deadline=None)
def test_every_piece_is_in_exactly_one_change_of_the_class_that_a_slow_reading_gives(crossing: Bridge) -> None:
    comparison = compare(crossing.old, crossing.new, crossing)
    must_tell_everything_once(comparison)
    for part in CROSSED:
        changes = [one for one in comparison.changes if part_of(one) == part]
        slow = clusters(crossing, part)
        assert len(changes) == len(slow)
        for cluster in slow:
            (change,) = [
                one
                for one in changes
                if {piece.id for piece in one.old} == cluster[0] and {piece.id for piece in one.new} == cluster[1]
            ]
            if not change.old or not change.new:
                assert change.known == is_known(crossing, part, cluster)
            assert change.fate in expected_fates(crossing, part, cluster)
            assert {(one.old, one.new) for one in change.routes} == {(one.old, one.new) for one in cluster[2]}


def outline(comparison: Comparison, *, turned: bool) -> set[object]:
    return {
        (
            one.part,
            one.fate.turned if turned else one.fate,
            frozenset(piece.id for piece in (one.new if turned else one.old)),
            frozenset(piece.id for piece in (one.old if turned else one.new)),
            one.substance,
            one.known,
            one.verified,
        )
        for one in comparison.changes
    }


@given(crossings())
@settings(max_examples=150, deadline=None)
def test_read_backwards_added_is_withdrawn_and_split_is_merged(crossing: Bridge) -> None:
    back = bridge(crossing.new, crossing.old, lambda: crossing.chain)
    there = compare(crossing.old, crossing.new, crossing)
    assert outline(there, turned=False) == outline(compare(crossing.new, crossing.old, back), turned=True)


@given(versions("one"))
@settings(max_examples=100, deadline=None)
def test_a_version_compared_with_itself_is_unchanged(version: Framework) -> None:
    comparison = compare(version, version)
    must_tell_everything_once(comparison)
    assert {one.fate for one in comparison.changes} == {Fate.UNCHANGED}


@given(st.permutations(range(6)))
@settings(max_examples=200, deadline=None)
def test_what_kept_its_place_is_in_every_longest_rising_row(order: list[int]) -> None:
    pairs = list(enumerate(order))
    rising = [
        set(some)
        for size in range(1, 7)
        for some in combinations(pairs, size)
        if all(one[1] < other[1] for one, other in pairwise(some))
    ]
    longest = [one for one in rising if len(one) == max(map(len, rising))]
    assert in_order(pairs) == set.intersection(*longest)


@pytest.mark.parametrize("old", load_all(), ids=lambda one: one.id)
@pytest.mark.parametrize("new", load_all(), ids=lambda one: one.id)
def test_any_two_shipped_versions_tell_every_piece_once_both_ways(old: Framework, new: Framework) -> None:
    there, back = compare(old, new), compare(new, old)
    must_tell_everything_once(there)
    assert outline(there, turned=False) == outline(back, turned=True)
    plain = as_dict(there)
    assert sum(one["old"] for one in plain["counts"].values()) == sum(len(some) for some in ids(old).values())


def test_nothing_unverified_is_called_verified() -> None:
    for old, new in pairwise(load_all()):
        for change in compare(load(old.id), load(new.id)).changes:
            assert change.verified <= all(piece.verified for piece in (*change.old, *change.new))
