"""A warning that somebody looked at and found harmless goes; it comes back when its words change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.core.report.examples import GUARDED, LEADERS, OVERALL, WRITTEN, manuscript, material, texts

from evenhand.findings import Severity
from evenhand.report.assembly import assemble
from evenhand.report.checks import (
    BestPractice,
    Confirmation,
    Guarded,
    Manuscript,
    check_document,
    checked,
    findings,
)
from evenhand.report.checks.practice import reading_age
from evenhand.wording import say

DETAIL = WRITTEN[OVERALL] + "\n\nThe only girl likes the garden."


def written(text: str, **more: object) -> Manuscript:
    return manuscript(**{OVERALL.replace(".", "__"): text}, **more)  # type: ignore[arg-type]


def confirmation(made: Manuscript, **changes: str) -> Confirmation:
    question = checked(made).open[0]
    named = {"by": "QA1", "reason": "Three of the four children are girls now; nobody is meant."}
    return Confirmation(question.finding.code, question.fingerprint, **{**named, **changes})


def test_a_confirmed_warning_is_dropped_and_listed() -> None:
    made = written(DETAIL)
    assert [one.passage for one in checked(made).open] == ["The only girl likes the garden."]
    one = confirmation(made)
    settled = checked(made, [one])
    assert settled.findings == () and settled.open == () and settled.lapsed == ()
    assert [(question.found, given) for question, given in settled.confirmed] == [("The only girl", one)]


def test_it_comes_back_when_the_sentence_changes_and_the_confirmation_has_lapsed() -> None:
    one = confirmation(written(DETAIL))
    settled = checked(written(DETAIL.replace("the garden", "her bicycle")), [one])
    assert [found.code for found in settled.findings] == ["RP039"] and settled.lapsed == (one,)


def test_a_change_elsewhere_leaves_a_confirmation_as_it_is() -> None:
    one = confirmation(written(DETAIL))
    assert checked(written("Children are at ease here. " + DETAIL), [one]).findings == ()


def test_nobody_confirms_without_a_name_and_a_reason() -> None:
    made = written(DETAIL)
    for empty in ({"by": " "}, {"reason": ""}):
        assert [one.code for one in checked(made, [confirmation(made, **empty)]).findings] == ["RP039"]


def test_an_error_cannot_be_confirmed_away() -> None:
    made = written(WRITTEN[OVERALL] + "\n\nThe home is in Nottinghamshire.")
    found = checked(made)
    assert found.open == () and [one.code for one in found.findings] == ["RP026"]
    question = Confirmation("RP026", "f" * 64, "QA1", "It is known anyway.")
    assert checked(made, [question]).findings == found.findings


def test_each_place_of_a_word_is_a_question_of_its_own() -> None:
    made = written(DETAIL + " The only girl sings.")
    assert len(checked(made).open) == 2 and len(checked(made).findings) == 1
    assert [one.code for one in checked(made, [confirmation(made)]).findings] == ["RP039"]


def test_a_warning_about_the_whole_report_can_be_confirmed_too() -> None:
    made = manuscript(material(children_heard=0))
    assert checked(made, [confirmation(made)]).findings == ()


def test_the_whole_document_is_checked_field_by_field() -> None:
    of = material()
    document = assemble(of, texts(of), date(2026, 6, 1))
    assert check_document(document, GUARDED, places=4).findings == ()
    planted = document.model_copy(
        update={"kind_title": "Inspection of Foxglove House", "provision_type": "Home, NG7 2RD"}
    )
    found = check_document(planted, GUARDED, places=4).findings
    assert [(one.code, one.where.field) for one in found] == [("RP022", "provision_type"), ("RP020", "kind_title")]


def test_a_confirmation_of_a_section_holds_in_the_document() -> None:
    made = written(DETAIL)
    document = assemble(made.material, made.texts, date(2026, 6, 1))
    found = check_document(document, GUARDED, places=4, confirmations=[confirmation(made)])
    assert found.findings == () and len(found.confirmed) == 1


def test_rp041_papers_alone_are_not_practice() -> None:
    papers = "Policies and procedures are in place. Records are up to date and compliant with the regulations. "
    assert [one.code for one in findings(written(papers * 3))] == ["RP041"]
    assert [one.code for one in findings(written(papers * 3 + "Children told us that staff listen."))] == []


def test_rp042_a_sentence_that_nobody_can_hold_in_mind() -> None:
    endless = "Children like it here " + "and they say that they like it here " * 5 + "too."
    assert [one.code for one in findings(written(WRITTEN[OVERALL] + "\n\n" + endless))] == ["RP042"]


def test_rp042_a_text_for_scholars_is_questioned() -> None:
    scholarly = "Organisational accountability necessitates comprehensive interdisciplinary collaboration. " * 20
    age = reading_age(scholarly)
    assert age is not None and age > 16 and reading_age("Short. " * 20) is None
    assert "RP042" in {one.code for one in findings(written(scholarly))}


def test_rp043_words_of_the_trade_are_said_in_others() -> None:
    (found,) = findings(written(WRITTEN[OVERALL] + "\n\nStaff noticed that a child was dysregulated."))
    assert (found.code, found.severity) == ("RP043", Severity.WARNING) and "(upset)" in str(found.message)


def test_rp044_a_requirement_without_its_building_or_day_is_not_whole() -> None:
    facts = {**material().case.facts, "multi_building": True}
    whole = say("{regulation}: {to_do} By {day}. {building}", regulation="regulation 12", to_do="Name each risk.",
                day="1 October 2026", building="North building")  # fmt: skip
    text = "Under regulation 12: Name each risk, by 1 October 2026, in the North building. And regulation 28."
    of = material(requirements=(("regulation 12", whole),), facts=facts)
    codes = {one.code for one in findings(manuscript(of, areas_for_improvement=text))}
    assert not codes & {"RP014", "RP044", "RP048"}
    for field in ("day", "building", "to_do"):
        lacking = replace(whole, values={**whole.values, field: ""})
        made = manuscript(replace(of, requirements=(("regulation 12", lacking),)), areas_for_improvement=text)
        assert "RP044" in {one.code for one in findings(made)}


def test_rp048_what_is_demanded_has_to_be_told() -> None:
    wanted = say("{regulation}: {to_do} By {day}.", regulation="regulation 12", day="1 October 2026",
                 to_do="Every plan names each danger outside the house.")  # fmt: skip
    made = manuscript(material(requirements=(("regulation 12", wanted),)),
                      areas_for_improvement="Regulation 12 must be met by 1 October 2026.")  # fmt: skip
    assert [one.code for one in findings(made)] == ["RP048"]


def test_rp045_a_grade_without_evidence_stops_the_report() -> None:
    counted = {"overall_experiences_progress": 4, "helped_protected": 2, "leaders_managers": 0}
    assert [(one.code, one.where.field) for one in findings(replace(manuscript(), behind=counted))] == [
        ("RP045", LEADERS)
    ]
    assert findings(replace(manuscript(), behind={**counted, "leaders_managers": 1})) == ()


TEXT = "Staff notice small signs of worry and stay close. Children said that somebody always listens, and records show"
BEST = BestPractice("overall_experiences_progress", TEXT, "Four children, a stable team.", "Registered manager",
                    date(2026, 5, 20), ("E12",))  # fmt: skip


def test_rp046_best_practice_needs_conditions_consent_and_evidence() -> None:
    assert findings(replace(manuscript(), best_practice=(BEST,))) == ()
    for lacking in ({"conditions": ""}, {"consent_by": ""}, {"consent_on": None}, {"evidence": ()}, {"text": "Good."}):
        found = findings(replace(manuscript(), best_practice=(replace(BEST, **lacking),)))  # type: ignore[arg-type]
        assert [one.code for one in found] == ["RP046"]


def test_rp047_best_practice_gives_nobody_away_not_even_perhaps() -> None:
    telling = replace(BEST, conditions="Works since the only girl moved in.")
    found = findings(replace(manuscript(guarded=Guarded()), best_practice=(telling,)))
    assert [(one.code, one.severity) for one in found] == [("RP047", Severity.ERROR)]
