"""What became of each piece of a framework in another version: its class, its substance, and what is not known."""

from __future__ import annotations

from typing import Any

import pytest
from tests.core.framework.examples import TINY

from evenhand.framework.changes import Change, Compared, Comparison, Fate, compare, summary
from evenhand.framework.changes.comparing import in_order
from evenhand.framework.crosswalk import Crosswalk, bridge
from evenhand.framework.model import Framework
from evenhand.framework.reading import load, load_all, read_text


def tiny(*changes: tuple[str, str], name: str = "tiny") -> Framework:
    text = TINY.replace("id: tiny\n", f"id: {name}\n")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return read_text(text, f"{name}.yaml", Framework)[0]


def crossed(old: Framework, new: Framework, **parts: Any) -> Comparison:
    walk = Crosswalk.model_validate({"format": 1, "old": old.id, "new": new.id, "summary": "For a test.", **parts})
    return compare(old, new, bridge(old, new, lambda: (walk,)))


def link(old: str, new: str, relation: str = "same", **more: Any) -> dict[str, Any]:
    return {"old": old, "new": new, "relation": relation, "confidence": "high", "reason": "It says so.", **more}


def of(comparison: Comparison, part: Compared, piece: str) -> Change:
    (found,) = [one for one in comparison.by_part[part] if piece in {piece.id for piece in (*one.old, *one.new)}]
    return found


def sentences(change: Change) -> list[str]:
    return [str(one.sentence) for one in change.differences]


def changed(comparison: Comparison) -> list[Change]:
    return [one for one in comparison.changes if one.fate is not Fate.UNCHANGED]


@pytest.mark.parametrize("framework", load_all(), ids=lambda one: one.id)
def test_a_version_compared_with_itself_is_unchanged_in_everything(framework: Framework) -> None:
    comparison = compare(framework, framework)
    assert changed(comparison) == []
    assert not comparison.tally().substance
    assert "The two are the same version." in str(summary(comparison))


def test_other_words_are_reworded_and_no_substance() -> None:
    comparison = compare(
        tiny(), tiny(("Children are safe and feel safe.", "Children feel safe and secure."), name="new")
    )
    (change,) = changed(comparison)
    assert (change.part, change.fate, change.substance) == (Compared.CRITERIA, Fate.REWORDED, False)
    (text,) = change.differences
    assert "".join(one.text for one in text.left()) == "Children are safe and feel safe."
    assert "".join(one.text for one in text.right()) == "Children feel safe and secure."


@pytest.mark.parametrize(
    ("part", "piece", "old", "new", "sentence"),
    [
        (
            "timeline",
            "draft",
            "max_working_days: 18",
            "max_working_days: 13",
            "Within: at most 13 working days, was 18",
        ),
        ("timeline", "draft", "max_working_days: 18", "max_working_days: null", "Within: no figure, was 18"),
        ("timeline", "comments", "after: draft,", "after: visit_end,", "Place: after: visit end, was after: Draft"),
        ("facts", "weeks_without", "maximum: 100", "maximum: 90", "Answers: 0 to 90 weeks, was 0 to 100 weeks"),
        ("grades", "grades:fair", "label: Fair", "label: Passable", "Label: Passable, was Fair"),
        (
            "rules",
            "CAP",
            "{cap: care, at_most: poor}",
            "{cap: care, at_most: fair}",
            "What follows: “Care” is no better than Fair, was “Care” is no better than Poor",
        ),
        (
            "rules",
            "EMPTY",
            "more_than: 20}",
            "more_than: 26}",
            "Applies when: all of these hold: it is not so that the answer to “Does the home have a manager?” is "
            "yes and the answer to “For how many weeks has it had none?” is more than 26 weeks, was all of these hold: "
            "it is not so that the answer to “Does the home have a manager?” is yes and the answer to “For how many "
            "weeks has it had none?” is more than 20 weeks",
        ),
    ],
)
def test_figures_logic_scales_and_dates_are_substance_and_told(
    part: str, piece: str, old: str, new: str, sentence: str
) -> None:
    comparison = compare(tiny(), tiny((old, new), name="new"))
    change = of(comparison, Compared(part), piece)
    assert change.substance
    assert sentence in sentences(change)
    # A descriptor of a grade whose label changed says what it said; nothing else changed either.
    assert changed(comparison) == [change]


def test_another_order_of_the_same_conditions_is_the_same_rule() -> None:
    again = tiny(
        ("{all: [{not: {fact: manager}}, {fact: weeks_without, more_than: 20}]}",
         "{all: [{fact: weeks_without, more_than: 20}, {not: {fact: manager, is: true}}]}"),
        name="new",
    )  # fmt: skip
    assert changed(compare(tiny(), again)) == []


def test_how_strongly_a_rule_speaks_is_words() -> None:
    softer = tiny(
        ("- {expect: leaders, at_most: poor}", "- {expect: leaders, at_most: poor, strength: often}"), name="new"
    )
    (change,) = changed(compare(tiny(), softer))
    assert (change.fate, change.substance) == (Fate.REWORDED, False)
    assert "often no better" in str(change.differences[0].now)


def test_renamed_judgements_grades_and_facts_are_followed_into_the_rules() -> None:
    renamed = tiny(
        ("judgement: safety", "judgement: protection"),
        ("grade: safety", "grade: protection"),
        ("after: [safety", "after: [protection"),
        ("- id: safety\n", "- id: protection\n"),
        ("weeks_without", "weeks_empty"),
        ("id: poor,", "id: bad,"),
        ("at_most: poor", "at_most: bad"),
        ("is: poor", "is: bad"),
        ("grade: poor", "grade: bad"),
        name="new",
    )
    comparison = crossed(
        tiny(),
        renamed,
        judgements={"links": [link("safety", "protection", counterpart=True)]},
        facts={"links": [link("weeks_without", "weeks_empty")]},
    )
    assert changed(comparison) == []
    assert of(comparison, Compared.GRADES, "grades:poor").new[0].id == "grades:bad"
    assert of(comparison, Compared.DESCRIPTORS, "safety:poor").new[0].id == "protection:bad"
    without = compare(tiny(), renamed, bridge(tiny(), renamed, lambda: ()))
    assert of(without, Compared.JUDGEMENTS, "safety").fate is Fate.WITHDRAWN
    assert of(without, Compared.RULES, "CAP").substance


def test_a_criterion_under_another_judgement_is_moved_whatever_its_words() -> None:
    moved = tiny(
        ("id: t.care.daily\n    judgement: care", "id: t.care.daily\n    judgement: leaders"),
        ("properly resourced", "well resourced"),
        name="new",
    )
    (change,) = changed(compare(tiny(), moved))
    assert change.fate is Fate.MOVED
    assert [one.name for one in change.differences] == ["place", "text"]
    assert sentences(change)[0] == "Place: Leaders, was Care"


def test_sections_that_change_places_are_moved_and_only_they() -> None:
    assert in_order([(0, 0), (1, 1), (2, 2)]) == {(0, 0), (1, 1), (2, 2)}
    assert in_order([(0, 1), (1, 0), (2, 2)]) == {(2, 2)}
    assert in_order([(0, 3), (1, 0), (2, 1), (3, 2)]) == {(1, 0), (2, 1), (3, 2)}
    first, second = (
        "  - {id: judgements, title: Judgements, content: The grades.}\n",
        "  - {id: inspection_judgements, title: Text, content: The text.}\n",
    )
    comparison = compare(tiny(), tiny((first + second, second + first), name="new"))
    assert [(one.part, one.fate) for one in changed(comparison)] == [(Compared.REPORT_SECTIONS, Fate.MOVED)] * 2


def test_one_piece_into_two_is_split_and_two_into_one_is_merged() -> None:
    parted = tiny(
        ("  - id: t.safety.safe\n    judgement: safety\n    title: Being safe and feeling safe\n"
         "    text: Children are safe and feel safe.\n",
         "  - id: t.safety.being\n    judgement: safety\n    title: Being safe\n    text: Children are safe.\n"
         "  - id: t.safety.feeling\n    judgement: safety\n    title: Feeling safe\n    text: Children feel safe.\n"),
        name="new",
    )  # fmt: skip
    links = [link("t.safety.safe", one, "broader") for one in ("t.safety.being", "t.safety.feeling")]
    split = crossed(tiny(), parted, criteria={"links": links})
    change = of(split, Compared.CRITERIA, "t.safety.safe")
    assert (change.fate, [one.id for one in change.new]) == (Fate.SPLIT, ["t.safety.being", "t.safety.feeling"])
    back = [link(one["new"], one["old"], "narrower") for one in links]
    assert of(crossed(parted, tiny(), criteria={"links": back}), Compared.CRITERIA, "t.safety.safe").fate is Fate.MERGED


def test_a_split_into_another_judgement_tells_the_place_as_well() -> None:
    parted = tiny(("id: t.leaders.staff\n    judgement: leaders", "id: t.staff\n    judgement: care"), name="new")
    links = [link("t.leaders.staff", "t.staff", "broader"), link("t.leaders.staff", "t.care.days", "broader")]
    change = of(crossed(tiny(), parted, criteria={"links": links}), Compared.EVIDENCE_AREAS, "t.staff")
    assert (change.fate, sentences(change)[0]) == (Fate.SPLIT, "Place: Care, was Leaders")


def test_a_rule_written_as_two_has_the_same_substance() -> None:
    parted = tiny(
        ("      - {explained_cap: leaders, at_most: fair, unless_explained: fine}\n      - {expect",
         "      - {explained_cap: leaders, at_most: fair, unless_explained: fine}\n    sources: [paper]\n"
         "  - id: EMPTY-2\n    title: Usually\n    words: Usually poor.\n"
         "    when: {all: [{not: {fact: manager}}, {fact: weeks_without, more_than: 20}]}\n    then:\n      - {expect"),
        name="new",
    )  # fmt: skip
    links = [link("EMPTY", "EMPTY", "broader"), link("EMPTY", "EMPTY-2", "broader")]
    change = of(crossed(tiny(), parted, rules={"links": links}), Compared.RULES, "EMPTY")
    assert (change.fate, change.substance) == (Fate.SPLIT, False)


def test_a_narrower_piece_with_the_same_words_is_not_unchanged() -> None:
    new = tiny(name="new")
    change = of(
        crossed(
            tiny(), new, criteria={"links": [link("t.safety.safe", "t.safety.safe", "narrower", confidence="low")]}
        ),
        Compared.CRITERIA,
        "t.safety.safe",
    )
    assert change.fate is Fate.REWORDED
    assert [(one.relation, one.confidence, one.reasons) for one in change.routes] == [
        ("narrower", "low", ("It says so.",))
    ]


def test_only_the_strongest_links_bind_and_the_others_are_told_beside() -> None:
    links = [
        link("t.safety.safe", "t.safety.safe"),
        link("t.care.daily", "t.care.daily"),
        link("t.safety.safe", "t.care.daily", "overlaps"),
    ]
    comparison = crossed(tiny(), tiny(name="new"), criteria={"links": links})
    change = of(comparison, Compared.CRITERIA, "t.safety.safe")
    assert change.fate is Fate.UNCHANGED
    assert [(one.old, one.new, one.relation) for one in change.also] == [("t.safety.safe", "t.care.daily", "overlaps")]


def test_a_gap_that_is_not_known_is_neither_added_nor_withdrawn_in_the_counts() -> None:
    new = tiny(("id: t.care.daily", "id: t.care.other"), name="new")
    gaps = {
        "withdrawn": [{"id": "t.care.daily", "because": "not_known", "reason": "Could not be read."}],
        "added": [{"id": "t.care.other", "because": "no_counterpart", "reason": "It is new."}],
    }
    comparison = crossed(tiny(), new, criteria=gaps)
    gone, came = (of(comparison, Compared.CRITERIA, one) for one in ("t.care.daily", "t.care.other"))
    assert (gone.fate, gone.known, gone.reason) == (Fate.WITHDRAWN, False, "Could not be read.")
    assert (came.fate, came.known) == (Fate.ADDED, True)
    tally = comparison.tally(Compared.CRITERIA)
    assert (tally.old(Fate.WITHDRAWN), tally.new(Fate.ADDED), tally.unsure_old, tally.not_known) == (0, 1, 1, 1)
    assert "1 not known" in str(summary(comparison))


def test_a_figure_that_could_not_be_read_is_not_a_change_of_figures() -> None:
    look = "- {id: look, title: A look, outcome: single_judgement, scale: worries, notice: None}"
    unread = look.replace("notice: None", "notice: Not known, verified: false")
    known = look.replace("notice: None", "notice: Two days, on_site_days_max: 2")
    change = of(compare(tiny((look, unread)), tiny((look, known), name="new")), Compared.INSPECTION_TYPES, "look")
    assert (change.fate, change.known, change.substance) == (Fate.REWORDED, False, False)
    assert {one.name: one.known for one in change.differences} == {"notice": False, "on_site_days_max": False}


def test_marks_of_either_side_are_carried_but_are_no_change() -> None:
    doubtful = tiny(
        ("text: Children are safe and feel safe.", "verified: false\n    text: Children are safe and feel safe.")
    )
    change = of(compare(doubtful, tiny(name="new")), Compared.CRITERIA, "t.safety.safe")
    assert change.fate is Fate.UNCHANGED
    assert not change.verified
    assert [str(one) for one in change.doubts] == ["the old text is not verified"]


def test_an_id_used_twice_in_a_broken_draft_is_not_lost() -> None:
    twice = tiny(("id: t.care.daily", "id: t.safety.safe"), name="new")
    comparison = compare(tiny(), twice)
    assert {one.id for change in comparison.by_part[Compared.CRITERIA] for one in change.new} == {
        "t.safety.safe",
        "t.safety.safe (2)",
    }
    assert changed(compare(twice, twice)) == []


def test_a_draft_with_ids_that_lead_nowhere_can_be_compared() -> None:
    dangling = tiny(("{cap: care, at_most: poor}", "{cap: nobody, at_most: splendid}"), ("fact: diploma", "fact: gone"))
    comparison = compare(dangling, tiny(name="new"))
    assert {one.id for change in changed(comparison) for one in change.new} == {"CAP", "LATE"}
    assert "“nobody” is no better than splendid" in " ".join(sentences(of(comparison, Compared.RULES, "CAP")))


def test_the_live_version_differs_from_the_one_before_in_three_areas_and_two_titles() -> None:
    comparison = compare(load("sccif-2022"), load("sccif-2025"))
    assert [(one.part.value, one.fate.value) for one in changed(comparison)] == [
        ("judgements", "reworded"),
        ("judgements", "reworded"),
        ("evidence_areas", "added"),
        ("evidence_areas", "added"),
        ("evidence_areas", "added"),
    ]
    words = str(summary(comparison))
    assert "of the 94 before, 94 unchanged (100%); of the 97 after, 3 added (3%)" in words
    assert "No figure, condition, limit, scale or date is known to differ." in words
    assert "stands in 147" in words
    assert "our own paraphrase" in words
