"""Crosswalks: what became of each piece, and what follows over a chain of them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from pathlib import Path
from types import MappingProxyType

import pytest
from tests.core.framework.examples import TINY

from evenhand.findings import Severity
from evenhand.framework import crosswalk
from evenhand.framework.crosswalk import Bridge, Confidence, Crosswalk, Relation, bridge, lint, shipped_pairs
from evenhand.framework.crosswalk.composing import compose
from evenhand.framework.crosswalk.reading import load_all
from evenhand.framework.model import Framework
from evenhand.framework.reading import load, read_text
from evenhand.shelf import shipped


def version(framework_id: str, year: int, changes: Mapping[str, str] = MappingProxyType({})) -> Framework:
    """The tiny framework under another id, in force for one year; `changes` replace pieces of its text."""
    text = TINY.replace("id: tiny\n", f"id: {framework_id}\n", 1)
    text = text.replace("{from: 2020-04-01, to: 2030-03-31}", f"{{from: {year}-04-01, to: {year + 1}-03-31}}")
    start = text.index("suspended:")
    text = text[:start] + text[text.index("predecessor:") :]
    for before, after in changes.items():
        assert before in text
        text = text.replace(before, after)
    return read_text(text, f"{framework_id}.yaml", Framework)[0]


def walk(old: str, new: str, body: str = "") -> Crosswalk:
    return read_text(f"format: 1\nold: {old}\nnew: {new}\nsummary: A pair.\n{body}", f"{old}--{new}.yaml", Crosswalk)[0]


def relation_of(one: frozenset[int], other: frozenset[int]) -> Relation:
    """What the words mean, said with sets."""
    if one == other:
        return Relation.SAME
    if one < other:
        return Relation.NARROWER
    if one > other:
        return Relation.BROADER
    return Relation.OVERLAPS if one & other else Relation.NONE


SETS = [frozenset(i for i in range(5) if number >> i & 1) for number in range(1, 32)]


def test_a_composed_relation_holds_for_all_sets_and_claims_as_much_as_can_be_claimed() -> None:
    seen: dict[tuple[Relation, Relation], set[Relation]] = {}
    for a, b, c in product(SETS, repeat=3):
        seen.setdefault((relation_of(a, b), relation_of(b, c)), set()).add(relation_of(a, c))
    shares = {Relation.SAME, Relation.NARROWER, Relation.BROADER, Relation.OVERLAPS}
    for pair, possible in seen.items():
        claimed = compose(*pair)
        if claimed is Relation.OVERLAPS:  # over a chain: they share something, perhaps all
            assert possible <= shares, pair
        elif claimed is not None:
            assert possible == {claimed}, pair
        else:
            assert len(possible) > 1 and not possible <= shares, pair


def test_turning_a_relation_twice_changes_nothing() -> None:
    for a, b in product(SETS, repeat=2):
        assert relation_of(a, b).turned is relation_of(b, a)
        assert relation_of(a, b).turned.turned is relation_of(a, b)


def test_equal_ids_join_two_versions_that_have_no_crosswalk() -> None:
    old, new = version("old", 2020), version("new", 2021)
    joined = bridge(old, new, shelf=lambda: ())
    assert joined.chain == () and not joined.is_direct
    assert joined.counterparts == {one.id: one.id for one in old.judgements}
    assert {route.relation for route in joined.routes("criteria")} == {Relation.SAME}
    assert joined.withdrawn("criteria") == {} == joined.added("criteria")
    assert joined.weakest is Confidence.HIGH


def test_an_equal_id_with_other_words_is_taken_for_the_same_with_less_confidence() -> None:
    old = version("old", 2020)
    first = old.criteria[0]
    new = version("new", 2021, {first.text: "Something else altogether."})
    route = bridge(old, new, shelf=lambda: ()).onward("criteria", first.id)[0]
    assert (route.relation, route.confidence, route.carried) == (Relation.SAME, Confidence.MEDIUM, True)


def three(first: str, second: str) -> Bridge:
    """Three versions in a row, of which the judgement `safety` is renamed twice."""
    a = version("a", 2020)
    b = version("b", 2021)
    c = version("c", 2022)
    walks = (walk("a", "b", first), walk("b", "c", second))
    joined = bridge(a, b, shelf=lambda: walks)
    step = bridge(b, c, shelf=lambda: walks)
    return Bridge(a, c, walks, (*joined.steps, *step.steps))


LINK = (
    "judgements: {{links: [{{old: {old}, new: {new}, relation: {relation}, confidence: {confidence}, reason: Why.}}]}}"
)


def test_a_chain_is_as_sure_as_its_weakest_link_and_says_which_versions_it_passed() -> None:
    chain = three(
        LINK.format(old="safety", new="leaders", relation="narrower", confidence="high"),
        LINK.format(old="leaders", new="care", relation="narrower", confidence="low"),
    )
    (route,) = chain.onward("judgements", "safety")
    assert (route.new, route.relation, route.confidence) == ("care", Relation.NARROWER, Confidence.LOW)
    assert route.via == ("b",) and route.reasons == ("Why.", "Why.")
    assert chain.weakest is Confidence.LOW


def test_two_parts_of_one_whole_are_not_claimed_to_be_related() -> None:
    chain = three(
        LINK.format(old="safety", new="leaders", relation="narrower", confidence="high"),
        LINK.format(old="leaders", new="care", relation="broader", confidence="high"),
    )
    assert chain.onward("judgements", "safety") == ()
    assert chain.withdrawn("judgements")["safety"].because == "not_known"


def test_what_is_withdrawn_on_the_way_says_why() -> None:
    chain = three(
        "",
        "judgements: {withdrawn: [{id: safety, because: no_counterpart, reason: No longer graded.}], "
        "links: [{old: leaders, new: leaders, relation: same, confidence: high, reason: Kept.}]}",
    )
    assert chain.withdrawn("judgements")["safety"].reason == "No longer graded."


def test_a_bridge_given_newest_first_is_the_same_read_backwards() -> None:
    pairs = [(old, new) for old, new in shipped_pairs()]
    assert pairs
    for old, new in pairs:
        there, back = bridge(load(old), load(new)), bridge(load(new), load(old))
        assert back.turned and not there.turned
        for part in crosswalk.PARTS:
            assert {(r.old, r.new, r.relation) for r in there.routes(part)} == {
                (r.new, r.old, r.relation and r.relation.turned) for r in back.routes(part)
            }
            assert there.withdrawn(part).keys() == back.added(part).keys()
        assert there.counterparts == {one: other for other, one in back.counterparts.items()}


FAULTS = {
    "CW002": ("new", "old", ""),
    "CW003": ("old", "new", LINK.format(old="safty", new="safety", relation="overlaps", confidence="low")),
    "CW004": ("old", "new", "criteria: {withdrawn: [{id: CRITERION, because: not_known, reason: Gone.}]}"),
    "CW005": (
        "old",
        "new",
        LINK.format(old="safety", new="care", relation="overlaps", confidence="low")[:-1]
        + ", withdrawn: [{id: safety, because: no_counterpart, reason: Gone.}]}",
    ),
    "CW006": (
        "old",
        "new",
        "facts: {withdrawn: [{id: FACT, because: not_known, reason: A.}, {id: FACT, because: not_known, reason: B.}]}",
    ),
    "CW007": (
        "old",
        "new",
        "judgements: {links: [{old: safety, new: safety, relation: same, confidence: low, reason: A.}, "
        "{old: safety, new: care, relation: same, confidence: low, reason: B.}]}",
    ),
    "CW008": (
        "old",
        "new",
        "judgements: {links: [{old: safety, new: safety, relation: same, confidence: low, reason: A, counterpart: true}"
        ", {old: safety, new: care, relation: overlaps, confidence: low, reason: B, counterpart: true}]}",
    ),
    "CW009": (
        "old",
        "new",
        "criteria: {links: [{old: CRITERION, new: CRITERION, relation: same, confidence: low, reason: A, "
        "counterpart: true}]}",
    ),
    "CW010": (
        "old",
        "new",
        "judgements: {links: [{old: care, new: safety, relation: overlaps, confidence: low, reason: A, "
        "counterpart: true}]}",
    ),
    "CW011": ("old", "new", "criteria: {added: [{id: CRITERION, because: no_counterpart, reason: New.}]}"),
    "CW014": ("old", "new", "sources: [nowhere]"),
}


@pytest.mark.parametrize("code", FAULTS)
def test_the_lint_finds_the_fault_at_its_line(code: str, tmp_path: Path) -> None:
    old = version("old", 2020)
    new = version("new", 2021, {old.criteria[0].text: "Other words."} if code == "CW004" else {})
    first, second, body = FAULTS[code]
    body = body.replace("CRITERION", old.criteria[0].id).replace("FACT", old.facts[0].id)
    file = tmp_path / f"{first}--{second}.yaml"
    file.write_text(f"format: 1\nold: {first}\nnew: {second}\nsummary: A pair.\n{body}\n", encoding="utf-8")
    found = lint(file, {"old": old, "new": new}.__getitem__)
    assert code in {one.code for one in found}, found
    assert all(one.where.line for one in found if one.code == code)


def test_a_crosswalk_with_nothing_to_say_about_equal_versions_is_clean(tmp_path: Path) -> None:
    file = tmp_path / "old--new.yaml"
    file.write_text("format: 1\nold: old\nnew: new\nsummary: Nothing changed.\n", encoding="utf-8")
    assert lint(file, {"old": version("old", 2020), "new": version("new", 2021)}.__getitem__) == ()


def test_a_crosswalk_to_a_version_that_does_not_exist_names_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "sccif-2025--sccif-2099.yaml"
    file.write_text("format: 1\nold: sccif-2025\nnew: sccif-2099\nsummary: A pair.\n", encoding="utf-8")
    (finding,) = lint(file)
    assert (finding.code, finding.where.line) == ("CW000", 3)
    assert "sccif-2099" in str(finding) and "sccif-2025" in str(finding.message)


def test_unknown_keys_repeated_keys_and_wrong_types_are_named_by_line(tmp_path: Path) -> None:
    head = "format: 1\nold: sccif-2022\nnew: sccif-2025\nsummary: A pair.\n"
    for body, code in (("colour: red\n", "YM011"), ("old: again\n", "YM002"), ("facts: [1]\n", "YM010")):
        file = tmp_path / "sccif-2022--sccif-2025.yaml"
        file.write_text(head + body, encoding="utf-8")
        (finding,) = lint(file)
        assert (finding.code, finding.where.line) == (code, 5), finding


def test_every_shipped_crosswalk_is_clean() -> None:
    found = lint(shipped("frameworks") / "crosswalks")
    assert [one for one in found if one.severity is Severity.ERROR] == []
    assert len(load_all()) == len(shipped_pairs())
