"""Facts and judgements through the pages: limits beside the grades, and enforced on the server."""

from __future__ import annotations

import re

import pytest
from tests.builders import PLAIN_FACTS, an_inspection
from tests.web.inspection_pages import KIND, at, fields, text

from evenhand.web.inspections import actions
from evenhand.web.inspections.models import FactAnswer, Proposal
from evenhand.web.inspections.record import read_record

# Facts.


def test_only_facts_that_can_matter_are_asked(cast, as_):
    inspection = an_inspection(cast)
    browser = as_(cast.ida)
    first = browser.get(at("facts", inspection))
    assert 'name="registered_manager"' in first.content.decode()
    assert 'name="weeks_without_manager"' not in first.content.decode()
    assert "Asked for: rule R3, No manager for 26 weeks" in text(first)
    assert "Asked later, if other answers make them matter" in text(first)
    second = browser.post(
        at("facts", inspection), {"registered_manager": "no", "registered_manager-based-on": "0"}, follow=True
    )
    assert 'name="weeks_without_manager"' in second.content.decode()
    assert read_record(inspection).facts == {"registered_manager": False}


def test_not_yet_known_takes_an_answer_back(cast, as_):
    inspection = an_inspection(cast)
    browser = as_(cast.ida)
    browser.post(at("facts", inspection), {"multi_building": "yes", "multi_building-based-on": "0"})
    assert read_record(inspection).facts == {"multi_building": True}
    browser.post(at("facts", inspection), {"multi_building": "", "multi_building-based-on": "1"})
    assert read_record(inspection).facts == {}
    assert FactAnswer.objects.count() == 2


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"registered_manager": "perhaps"}, 422),
        ({"colour": "blue"}, 400),
        ({"registered_manager-based-on": "x"}, 422),
    ],
)
def test_answers_that_make_no_sense_are_refused(cast, as_, data, status):
    assert as_(cast.ida).post(at("facts", an_inspection(cast)), data).status_code == status
    assert not FactAnswer.objects.exists()


@pytest.mark.parametrize("weeks", ["-1", "521", "many", "1.5"])
def test_a_number_that_cannot_be_is_refused_with_the_range(cast, as_, weeks):
    inspection = an_inspection(cast, facts={"registered_manager": False, "weeks_without_manager": 3})
    data = {"registered_manager": "no", "registered_manager-based-on": "1", "weeks_without_manager": weeks}
    response = as_(cast.ida).post(at("facts", inspection), data)
    assert response.status_code == 422
    assert "Enter a whole number of weeks from 0 to 520" in text(response)
    assert f'value="{weeks}"' in response.content.decode()


def test_two_people_who_answer_differently_see_both_answers(cast, as_):
    inspection = an_inspection(cast)
    as_(cast.ivan).post(at("facts", inspection), {"multi_building": "yes", "multi_building-based-on": "0"})
    browser = as_(cast.ida)
    mine = {"multi_building": "no", "multi_building-based-on": "0"}
    response = browser.post(at("facts", inspection), mine)
    assert response.status_code == 409
    assert "more than one building? Yes Ivan Inspector No" in text(response)
    assert 'name="multi_building-based-on" value="1"' in response.content.decode()
    assert browser.post(at("facts", inspection), {**mine, "multi_building-based-on": "1"}).status_code == 302
    assert read_record(inspection).facts == {"multi_building": False}


def test_who_may_not_answer_reads_the_answers(cast, as_):
    inspection = an_inspection(cast, facts={})
    page = as_(cast.quentin).get(at("facts", inspection))
    assert "Does the home have a registered manager? Yes" in text(page)
    assert "<form" not in page.content.decode().split("<main")[1].split("</main")[0]
    assert as_(cast.quentin).post(at("facts", inspection), {}).status_code == 403


# Judgements.


def test_the_page_of_a_judgement_never_chooses_a_grade(cast, as_):
    inspection = an_inspection(cast, facts={"registered_manager": False, "weeks_without_manager": 0}, grades=None)
    fresh = an_inspection(cast, home=cast.other_home)
    for judgement in ("helped_protected", "leaders_managers", "overall_experiences_progress"):
        html = as_(cast.ida).get(at("judgement", fresh, judgement)).content.decode()
        assert len(re.findall(r'<input[^>]*name="grade"', html)) == 4
        assert not re.search(r"<input[^>]* checked", html)
        page = text(as_(cast.ida).get(at("judgement", inspection, judgement)))
        assert "A grade is your judgement; the software only says which are possible." in page


def test_limits_stand_beside_the_grades_with_the_rules_and_their_words(cast, as_):
    inspection = an_inspection(cast)
    browser = as_(cast.ida)
    browser.post(at("judgement", inspection, "helped_protected"), {"grade": "inadequate", "based_on": "0"})
    browser.post(at("judgement", inspection, "leaders_managers"), {"grade": "good", "based_on": "0"})
    response = browser.get(at("judgement", inspection, "overall_experiences_progress"))
    html = response.content.decode()
    for grade, closed in (("outstanding", True), ("good", True), ("inadequate", False)):
        tag = re.search(rf'<input[^>]*value="{grade}"[^>]*>', html).group()
        assert ("disabled" in tag) is closed
    assert "Rule R1 : If the home is inadequate at helping and protecting children" in text(response)
    assert "Not possible" in text(response)


def test_rules_that_cannot_be_decided_name_the_facts_with_a_link(cast, as_):
    inspection = an_inspection(cast)
    response = as_(cast.ida).get(at("judgement", inspection, "leaders_managers"))
    assert "Rules that cannot be decided yet" in text(response)
    assert f'href="{at("facts", inspection)}#id_registered_manager"' in response.content.decode()
    assert text(response).count("cannot be decided yet") == 1


def test_a_proposal_shows_its_outcome_in_words(cast, as_):
    inspection = an_inspection(cast)
    page = as_(cast.ida).post(
        at("judgement", inspection, "helped_protected"),
        {"grade": "good", "reason": "Fits best.", "based_on": "0"},
        follow=True,
    )
    assert "The grade is proposed." in text(page)
    assert "How well children are helped and protected: no rule decided so far stands against Good." in text(page)
    assert "Fits best." in text(page) and "proposed by Ida Inspector" in text(page)


def test_a_proposal_is_taken_back_with_a_button(cast, as_):
    inspection = an_inspection(cast, grades={})
    page = as_(cast.ida).post(
        at("judgement", inspection, "helped_protected"), {"take_back": "yes", "based_on": "1"}, follow=True
    )
    assert "The grade is taken back." in text(page)
    assert read_record(inspection).case.grades.get("helped_protected") is None


RI = "requires_improvement_to_be_good"
NO_MANAGER = {
    "registered_manager": False,
    "weeks_without_manager": 30,
    "recruitment_evidence": "little_or_none",
}
# Every rule of sccif-2025 that bears on a grade: facts and grades before, what is tried, what the page then says.
RULES = [
    ("ORDER", {}, {}, "overall_experiences_progress", "good", "", 422, "Decide first"),
    ("R1", {}, {"helped_protected": "inadequate", "leaders_managers": "good"},
     "overall_experiences_progress", RI, "Why.", 422, "Rule R1"),
    ("R2 cap", {}, {"helped_protected": "good", "leaders_managers": "inadequate"},
     "overall_experiences_progress", "good", "Why.", 422, "Rule R2"),
    ("R2 expects", {}, {"helped_protected": "good", "leaders_managers": "inadequate"},
     "overall_experiences_progress", RI, "", 422, "needs a recorded reason"),
    ("R2 with a reason", {}, {"helped_protected": "good", "leaders_managers": "inadequate"},
     "overall_experiences_progress", RI, "Why.", 302, ""),
    ("R3 cap", NO_MANAGER, {}, "leaders_managers", "good", "Why.", 422, "Rule R3"),
    ("R3 expects", NO_MANAGER, {}, "leaders_managers", RI, "", 422, "needs a recorded reason"),
    ("R3 overall", NO_MANAGER, {"helped_protected": "good", "leaders_managers": RI},
     "overall_experiences_progress", "outstanding", "", 422, "needs a recorded reason"),
    ("R4", {"registered_manager": False, "weeks_without_manager": 0, "weeks_in_post_not_applied": 13}, {},
     "leaders_managers", "good", "", 422, "Rule R4"),
    ("R5", {"manager_qualification": "overdue"}, {}, "leaders_managers", "outstanding", "Why.", 422, "Rule R5"),
    ("R5 good", {"manager_qualification": "overdue"}, {}, "leaders_managers", "good", "", 302, ""),
    ("R6", {"few_staff_qualified": True, "staff_qualified_soon": False}, {},
     "leaders_managers", "good", "Why.", 422, "needs an explanation for the report"),
    ("R6 beyond", {"few_staff_qualified": True, "staff_qualified_soon": False}, {},
     "leaders_managers", "outstanding", "Why.", 422, "Rule R6"),
    ("R10", {}, {}, "helped_protected", "outstanding", "", 422, "needs a recorded reason"),
    ("R10 with a reason", {}, {}, "helped_protected", "outstanding", "Why.", 302, ""),
    ("R11", {"first_inspection": True, "children_living_here": False}, {},
     "helped_protected", "good", "Why.", 422, "Rule R11"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "before", "judgement", "grade", "reason", "status", "words"),
    [row[1:] for row in RULES],
    ids=[r[0] for r in RULES],
)
def test_the_server_enforces_every_rule_that_bears_on_a_grade(
    cast, as_, facts, before, judgement, grade, reason, status, words
):
    inspection = an_inspection(cast)
    answers = {**PLAIN_FACTS, **facts}
    actions.answer_facts(by=cast.ida, inspection=inspection, answers=answers, based_on={})
    for name, given in before.items():
        actions.propose_grade(by=cast.ida, inspection=inspection, judgement=name, grade=given, reason="Why.")
    data = {"grade": grade, "reason": reason, "based_on": "0"}
    response = as_(cast.ida).post(at("judgement", inspection, judgement), data)
    assert response.status_code == status, text(response)
    assert Proposal.objects.filter(judgement=judgement).exists() is (status == 302)
    if status == 422:
        assert words in text(response)
        assert "There is a problem" in text(response)
        assert reason in response.content.decode()


def test_an_explanation_opens_what_an_explained_limit_closes(cast, as_):
    inspection = an_inspection(cast)
    answers = {**PLAIN_FACTS, "few_staff_qualified": True, "staff_qualified_soon": False}
    actions.answer_facts(by=cast.ida, inspection=inspection, answers=answers, based_on={})
    data = {"grade": "good", "explanation": "Everybody left in one week.", "based_on": "0"}
    assert as_(cast.ida).post(at("judgement", inspection, "leaders_managers"), data).status_code == 302


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"based_on": "0"}, "Choose a grade"),
        ({"grade": "superb", "based_on": "0"}, "Choose one of the grades"),
        ({"grade": "good"}, "load the page again"),
        ({"grade": "good", "based_on": "-3"}, "load the page again"),
        ({"grade": "good", "based_on": "0", "reason": "x" * 4001}, "4,000 is the most"),
        ({"grade": "good", "based_on": "0", "explanation": "y" * 4001}, "4,000 is the most"),
    ],
)
def test_a_proposal_that_makes_no_sense_is_refused_and_nothing_is_lost(cast, as_, data, words):
    response = as_(cast.ida).post(at("judgement", an_inspection(cast), "helped_protected"), data)
    assert response.status_code == 422
    assert words in text(response)
    for typed in (data.get("reason", ""), data.get("explanation", "")):
        assert typed in response.content.decode()
    assert not Proposal.objects.exists()


def test_two_people_who_propose_see_each_others_words(cast, as_):
    inspection = an_inspection(cast)
    address = at("judgement", inspection, "helped_protected")
    as_(cast.ivan).post(address, {"grade": "inadequate", "reason": "Ivan's words.", "based_on": "0"})
    response = as_(cast.ida).post(address, {"grade": "good", "reason": "Ida's words.", "based_on": "0"})
    assert response.status_code == 409
    assert "Ivan Inspector proposed Inadequate." in text(response)
    assert "Ivan's words." in text(response) and "Ida's words." in text(response)
    assert re.search(r'name="based_on" value="1"', response.content.decode())
    assert as_(cast.ida).post(address, {"grade": "good", "reason": "Ida's words.", "based_on": "1"}).status_code == 302


@pytest.mark.parametrize("who", ["iris", "quentin", "petra", "ada", "fay"])
def test_a_forged_grade_is_refused(cast, as_, who):
    address = at("judgement", an_inspection(cast), "helped_protected")
    assert as_(getattr(cast, who)).post(address, {"grade": "good", "based_on": "0"}).status_code == 403
    assert not Proposal.objects.exists()


def test_a_judgement_that_is_not_there_is_a_404(cast, as_):
    assert as_(cast.ida).get(at("judgement", an_inspection(cast), "kindness")).status_code == 404


def test_a_form_from_elsewhere_is_refused(cast):
    from django.test import Client

    inspection = an_inspection(cast)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.ida)
    assert browser.post(at("judgement", inspection, "helped_protected"), {"grade": "good"}).status_code == 403
    assert not Proposal.objects.exists()


def test_more_than_a_form_can_hold_is_refused_with_a_page(cast, as_):
    inspection = an_inspection(cast, evidence=0)
    response = as_(cast.ida).post(at("new_evidence", inspection, KIND), fields(said="x" * 3_000_000))
    assert response.status_code == 413
    assert "too much at once" in text(response)
