"""Each check of a report, once with the fault it is for and once without."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from tests.core.report.examples import (
    GUARDED,
    LEADERS,
    OVERALL,
    PROTECTED,
    WRITTEN,
    manuscript,
    material,
    texts,
    without,
)

from evenhand.findings import Severity
from evenhand.report.checks import CHECKS, Guarded, Manuscript, errors, findings
from evenhand.report.compose import compose
from evenhand.wording import say

CALM = (
    "The home is calm and children like to live in it, which they said more than once and which was seen on both days, "
    "at meals and at bedtime. "
)


def found(made: Manuscript) -> list[tuple[str, str]]:
    return [(one.code, one.where.field) for one in findings(made)]


def stops(made: Manuscript) -> list[tuple[str, str]]:
    return [(one.code, one.where.field) for one in errors(findings(made))]


def says(made: Manuscript, code: str) -> str:
    return next(str(one.message) for one in findings(made) if one.code == code)


def in_overall(text: str, **more: object) -> Manuscript:
    return manuscript(**{OVERALL.replace(".", "__"): CALM + text}, **more)  # type: ignore[arg-type]


def test_a_report_that_is_fit_to_be_published_has_no_findings() -> None:
    assert found(manuscript()) == []


def test_every_check_has_its_own_code_and_a_sentence() -> None:
    codes = [check.code for check in CHECKS]
    assert len(set(codes)) == len(codes) and all(re.fullmatch(r"RP\d{3}", code) for code in codes)
    assert all(check.sentence.endswith(".") for check in CHECKS)


def test_only_warnings_let_a_report_through() -> None:
    warned = findings(manuscript(material(children_heard=0)))
    assert [(one.code, one.severity) for one in warned] == [("RP031", Severity.WARNING)]
    assert errors(warned) == ()
    assert len(errors(findings(in_overall("AB said so.")))) == 1


def test_rp001_a_missing_section_is_named() -> None:
    made = material()
    assert ("RP001", "last_inspection") in found(Manuscript(made, without(texts(made), "last_inspection"), GUARDED))


def test_rp002_a_section_of_another_framework_is_refused() -> None:
    assert found(manuscript(value__of__things="Words.")) == [("RP002", "value.of.things")]


def test_rp003_sections_keep_their_order() -> None:
    made = material()
    turned = dict(reversed(texts(made).items()))
    assert found(Manuscript(made, turned, GUARDED)) == [("RP003", "service_details")]


def test_rp004_an_empty_section_is_found() -> None:
    assert found(manuscript(enforcement_since_last=" \n")) == [("RP004", "enforcement_since_last")]


def test_rp005_a_request_that_nobody_answered_is_found() -> None:
    made = material()
    asked = {place for code, place in found(Manuscript(made, compose(made), GUARDED)) if code == "RP005"}
    assert asked == set(WRITTEN)


def test_rp006_a_text_that_nobody_would_read_is_refused() -> None:
    assert ("RP006", OVERALL) in found(in_overall("Children are happy. " * 1100))


def test_rp007_the_table_of_grades_follows_the_record() -> None:
    made = manuscript(judgements="- The overall experiences and progress of children: Outstanding")
    assert found(made) == [("RP007", "judgements")]


def test_rp010_a_grade_needs_a_text() -> None:
    assert found(manuscript(**{OVERALL.replace(".", "__"): "The home is good."})) == [("RP010", OVERALL)]


def test_rp010_a_framework_whose_report_has_no_place_for_a_judgement_is_named() -> None:
    made = material()
    framework = made.framework.model_copy(
        update={"report_sections": tuple(one for one in made.framework.report_sections if "judgement" not in one.id)}
    )
    assert ("RP010", "") in found(Manuscript(replace(made, framework=framework), {}))


def test_rp011_a_reason_that_a_rule_demands_must_be_said() -> None:
    # R2: with inadequate leadership the home is usually inadequate overall; better needs a reason.
    reason = "Leadership failed in its records, while children were protected throughout by experienced deputies."
    record = material(
        facts={**material().case.facts, "few_staff_qualified": False, "manager_qualification": "held"},
        grades={
            "helped_protected": "good",
            "leaders_managers": "inadequate",
            "overall_experiences_progress": "requires_improvement_to_be_good",
        },
        reasons={"overall_experiences_progress": reason},
        explained={},
    )
    assert ("RP011", OVERALL) in found(manuscript(record))
    assert found(manuscript(record, **{OVERALL.replace(".", "__"): CALM + reason})) == []


def test_rp012_an_explained_grade_must_be_explained_in_its_own_text() -> None:
    made = manuscript(**{LEADERS.replace(".", "__"): CALM, "areas_for_improvement": WRITTEN[LEADERS]})
    assert found(made) == [("RP012", LEADERS)]


def test_rp013_a_reason_that_got_lost_is_a_warning() -> None:
    made = manuscript(**{PROTECTED.replace(".", "__"): "It was sunny. " * 20})
    assert found(made) == [("RP013", PROTECTED)]
    assert findings(made)[0].severity is Severity.WARNING


def test_rp014_a_requirement_of_the_record_is_in_the_report_with_its_day() -> None:
    sentence = say("{regulation}: Done. By {day}.", regulation="regulation 12", day="1 October 2026")
    of = material(requirements=(("regulation 12", sentence),))
    assert found(manuscript(of)) == [("RP014", "areas_for_improvement")]
    told = "- Under regulation 12 plans have to name each risk by 1 October 2026.\n\nUnder regulation 28, see above."
    assert found(manuscript(of, areas_for_improvement=told)) == []


@pytest.mark.parametrize("text", ["Life at foxglove  house is good.", "Foxglove is calm.", "FOXGLOVE's garden."])
def test_rp020_the_name_of_the_home_stays_out(text: str) -> None:
    assert stops(in_overall(text)) == [("RP020", OVERALL)]


def test_rp020_the_flower_may_stay() -> None:
    assert stops(in_overall("Children planted a foxglove beside the house.")) == []


def test_rp020_a_name_of_common_words_is_not_found_everywhere() -> None:
    assert stops(in_overall("The house is warm.", guarded=Guarded(name="The House"))) == []


@pytest.mark.parametrize(
    "text", ["It lies at 12 Example Lane.", "Buses to Imaginary Town are rare.", "Near Imaginary."]
)
def test_rp021_the_address_stays_out(text: str) -> None:
    assert {code for code, _ in stops(in_overall(text))} == {"RP021"}


@pytest.mark.parametrize("text", ["It is in SW1A 1AA.", "m11ae", "B33\u00a08TH"])
def test_rp022_a_postcode_stays_out(text: str) -> None:
    assert stops(in_overall(text)) == [("RP022", OVERALL)]


@pytest.mark.parametrize(
    "text", ["AB said so.", "A.B. said so.", "It was C D's idea.", "Then XYZ laughed.", "J.K. ran."]
)
def test_rp023_initials_stay_out(text: str) -> None:
    assert stops(in_overall(text)) == [("RP023", OVERALL)]


def test_rp023_words_of_the_trade_are_not_initials() -> None:
    assert stops(in_overall("The GP, the NHS and the EHC plan (PEP, DBS) help. A child said: I am OK.")) == []


def test_rp023_a_childs_initials_are_found_even_when_they_are_a_word_of_the_trade() -> None:
    assert stops(in_overall("PE likes PE.", guarded=Guarded(initials=frozenset({"PE"})))) == [("RP023", OVERALL)]


def test_rp024_an_email_address_stays_out() -> None:
    assert stops(in_overall("Write to home.manager@care.example.org for more.")) == [("RP024", OVERALL)]


@pytest.mark.parametrize("text", ["Ring 0115 496 0123.", "(0115) 496-0123", "+44 7700 900123", "07700900123"])
def test_rp025_a_telephone_number_stays_out(text: str) -> None:
    assert stops(in_overall(text)) == [("RP025", OVERALL)]


def test_rp025_dates_and_numbers_are_not_telephones() -> None:
    assert stops(in_overall("On 01 02 2026, 10,000 steps were walked under 1234567.")) == []


@pytest.mark.parametrize("text", ["It is in Nottinghamshire.", "Few in the East Midlands do this."])
def test_rp026_the_area_stays_out(text: str) -> None:
    assert stops(in_overall(text)) == [("RP026", OVERALL)]


@pytest.mark.parametrize("text", ["A child came from Reading.", "A trip to Hove.", "Yorkshire is far.", "In London."])
def test_rp027_other_areas_stay_out(text: str) -> None:
    assert stops(in_overall(text)) == [("RP027", OVERALL)]


def test_rp027_a_word_that_begins_a_sentence_is_a_word() -> None:
    assert stops(in_overall("Reading is loved here. They bath the dog.")) == []


def test_rp028_what_looks_like_a_name_is_shown_to_the_writer() -> None:
    made = in_overall("A child said that Threlfall always listens.")
    assert found(made) == [("RP028", OVERALL)] and errors(findings(made)) == ()


def test_rp029_a_forename_with_a_surname_stops_the_report() -> None:
    assert stops(in_overall("A child said that Marta Sample always listens.")) == [("RP029", OVERALL)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Photographs are at www.care.example.org.", "RP032"),
        ("Her NHS number, 943 476 5919, was visible.", "RP033"),
        ("The child, born on 3 March 2011, was new.", "RP033"),
        ("Staff of Hollyhock Lodge help.", "RP034"),
        ("The bus stops on Denby Dale Road.", "RP035"),
        ("Both children attend Invented Vale Academy.", "RP036"),
        ("They swim in Pontefract.", "RP037"),
    ],
)
def test_rp032_to_rp037_contacts_numbers_and_places_stop_the_report(text: str, code: str) -> None:
    made = in_overall(text, guarded=Guarded(neighbours=("Hollyhock Lodge",)))
    assert {one for one, _ in stops(made)} == {code}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("They met in the Hidden Tower.", "RP038"),
        ("The only girl has her own bathroom.", "RP039"),
        ("Child B was upset.", "RP040"),
    ],
)
def test_rp038_to_rp040_what_may_be_a_clue_is_shown_to_the_writer(text: str, code: str) -> None:
    assert found(in_overall(text)) == [(code, OVERALL)] and stops(in_overall(text)) == []


def test_rp039_in_a_large_home_a_detail_points_to_nobody() -> None:
    large = material(places=20)
    told = {OVERALL.replace(".", "__"): CALM + "The only girl has her own bathroom."}
    assert "RP039" not in {code for code, _ in found(manuscript(large, **told))}


@pytest.mark.parametrize("text", ["It offers value  for money.", "This is Cost-Effective care.", "It is expensive."])
def test_rp030_what_care_costs_is_not_judged(text: str) -> None:
    assert found(in_overall(text)) == [("RP030", OVERALL)]


def test_rp031_nobody_heard_a_child() -> None:
    assert found(manuscript(material(children_heard=0))) == [("RP031", "")]


def test_a_finding_says_what_to_do() -> None:
    assert says(in_overall("AB said so."), "RP023") == "“AB” looks like initials. Say “a child” or “a member of staff”."


def test_requests_to_the_writer_are_not_searched_for_clues() -> None:
    assert found(in_overall("[[Ask AB in Nottinghamshire]]")) == [("RP005", OVERALL)]
