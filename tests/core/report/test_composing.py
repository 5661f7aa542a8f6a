"""What the software writes by itself, and what it leaves to a person."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.core.report.examples import EXPLANATION, LEADERS, OVERALL, PROTECTED, REASON, material, texts

from evenhand.framework.model import Framework
from evenhand.framework.reading import load, shipped_ids
from evenhand.judgement.case import Case
from evenhand.judgement.engine import judge
from evenhand.report.assembly import assemble, paragraphs, tidy
from evenhand.report.compose import OPEN, compose, standard_sentence
from evenhand.report.document import ReportDocument, seal, unseal
from evenhand.report.layout import slots
from evenhand.report.material import Material, PastInspection
from evenhand.wording import say

GOLDEN = Path(__file__).with_name("golden_report.json")
PUBLISHED = date(2026, 6, 15)


def document() -> ReportDocument:
    made = material()
    return assemble(made, texts(made), PUBLISHED)


def test_the_worked_record_makes_exactly_this_document() -> None:
    assert json.loads(seal(document())[0]) == json.loads(GOLDEN.read_text())


def test_the_sections_stand_in_the_fixed_order_of_the_framework() -> None:
    framework = load("sccif-2025")
    assert [one.id for one in document().sections] == [one.id for one in framework.report_sections]
    assert list(compose(material())) == [slot.key for slot in slots(framework)]


def test_the_overall_judgement_is_read_first_though_it_is_decided_last() -> None:
    assert [slot.key for slot in slots(load("sccif-2025")) if slot.judgement] == [OVERALL, PROTECTED, LEADERS]
    assert document().judgements[0].headline


@pytest.mark.parametrize("framework", shipped_ids())
def test_every_shipped_framework_has_a_place_for_the_text_of_each_judgement(framework: str) -> None:
    model = load(framework)
    told = [slot.judgement for slot in slots(model) if slot.judgement]
    assert sorted(told) == sorted(judgement.id for judgement in model.judgements)


def test_a_framework_that_names_no_sections_gets_one_for_each_judgement() -> None:
    bare = load("sccif-2025").model_copy(update={"report_sections": ()})
    assert [slot.judgement for slot in slots(bare)] == [
        "overall_experiences_progress",
        "helped_protected",
        "leaders_managers",
    ]


def test_a_section_that_nobody_foresaw_is_asked_for_in_the_frameworks_own_words() -> None:
    framework = load("sccif-2025")
    data = framework.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    data["report_sections"] = [{"id": "sleep", "title": "Sleep", "content": "How children sleep."}]
    draft = compose(replace(material(), framework=Framework.model_validate(data)))
    assert draft == {"sleep": "[[Write this section. What belongs here: How children sleep.]]"}


def test_recorded_reasons_and_explanations_are_offered_as_the_start_of_the_text() -> None:
    draft = compose(material())
    assert draft[PROTECTED].startswith(REASON)
    assert draft[LEADERS].startswith(EXPLANATION)
    assert OPEN in draft[PROTECTED] and OPEN in draft[LEADERS] and draft[OVERALL].startswith(OPEN)


def test_what_the_software_knows_is_stated() -> None:
    draft = compose(material())
    assert "- Registered places: 4" in draft["information_about_this_service"]
    assert draft["last_inspection"] == (
        "The last inspection was on 3 June 2025 (Full inspection). The overall judgement was: Good."
    )
    assert draft["recent_inspection_history"].splitlines() == [
        "- 3 June 2025: Full inspection, Good",
        "- 11 June 2024: Full inspection, Requires improvement to be good",
    ]
    about = draft["information_about_this_inspection"]
    assert "5 May 2026 to 6 May 2026" in about and "- Conversation with a child: 3" in about
    assert "- R6: " in about and "- R5: " in about and "R1:" not in about
    assert "regulation 28" in draft["areas_for_improvement"]


def test_an_inspection_after_this_one_is_not_history() -> None:
    later = PastInspection(date(2026, 5, 5), "Full inspection", "Outstanding")
    draft = compose(material(past=(later,)))
    assert draft["last_inspection"] == "The register lists no earlier inspection under this registration."


@pytest.mark.parametrize("grade", ["inadequate", "requires_improvement_to_be_good", "good", "outstanding"])
def test_each_overall_grade_has_its_own_standard_sentence(grade: str) -> None:
    grades = {"helped_protected": "good", "leaders_managers": "good", "overall_experiences_progress": grade}
    sentence = standard_sentence(material(grades=grades))
    others = {str(standard_sentence(material(grades={"overall_experiences_progress": one}))) for one in _other(grade)}
    assert sentence is not None and str(sentence) not in others
    assert str(sentence) in compose(material(grades=grades))["judgements"]


def _other(grade: str) -> list[str]:
    return [one.id for one in load("sccif-2025").scales[0].grades if one.id != grade]


def test_an_inspection_without_judgements_says_so() -> None:
    empty = {**material().case.facts, "first_inspection": True, "children_living_here": False}
    draft = compose(material(facts=empty, grades={}, reasons={}, explained={}))
    assert draft["judgements"] == draft[OVERALL] == "No judgement is made in this inspection."


def test_a_report_has_no_field_for_a_name_an_address_or_a_place() -> None:
    fields = set(ReportDocument.model_fields)
    assert not fields & {"name", "address", "postcode", "region", "local_authority", "authority", "contact"}


def test_the_document_says_which_rules_had_a_say_and_on_which_judgement() -> None:
    assert [(rule.id, rule.judgements) for rule in document().rules] == [
        ("R5", ("leaders_managers",)),
        ("R6", ("leaders_managers",)),
    ]


def test_sealed_bytes_open_again_to_the_same_document() -> None:
    content, fingerprint = seal(document())
    assert unseal(content, fingerprint) == document()
    assert seal(unseal(content, fingerprint)) == (content, fingerprint)


def test_changed_bytes_are_refused() -> None:
    content, fingerprint = seal(document())
    with pytest.raises(ValueError, match="sealed report was changed"):
        unseal(content.replace(b'"Good"', b'"Outstanding"', 1), fingerprint)


def test_paragraphs_are_parted_by_empty_lines_however_they_were_typed() -> None:
    assert paragraphs("One\r\nstill one.\r\n\r\n \r\nTwo.\n\t\n- a\n- b\n") == ("One\nstill one.", "Two.", "- a\n- b")
    assert tidy("a\x00b\ud800c\u200d e\u0301 ") == "abc\u200d \u00e9"


def visited(kind: str, framework: str = "sccif-2025", facts: dict | None = None, **changes) -> Material:
    """The same record as an inspection of another type."""
    case = Case(framework=framework, inspection=kind, facts=facts or {}, grades=changes.pop("grades", {}))
    model = load(framework)
    return replace(material(framework), framework=model, case=case, outcome=judge(model, case), **changes)


def test_an_assurance_inspection_is_reported_under_its_own_heading() -> None:
    made = visited("assurance", single="no_serious_or_widespread_concerns", single_reason=REASON)
    keys = [slot.key for slot in made.slots]
    assert "assurance" in keys and not any(key.startswith("inspection_judgements") for key in keys)
    draft = compose(made)
    assert draft["judgements"] == "- Serious or widespread concerns: No serious or widespread concerns"
    assert draft["assurance"].startswith(REASON) and OPEN in draft["assurance"]


def test_its_judgement_is_asked_for_until_it_is_made_or_ruled_out() -> None:
    assert OPEN in compose(visited("assurance"))["judgements"]
    empty = {"first_inspection": True, "children_living_here": False}
    assert compose(visited("assurance", facts=empty))["judgements"] == "No judgement is made in this inspection."


def test_its_judgement_stands_in_the_document_apart_from_the_grades() -> None:
    made = visited("assurance", single="serious_or_widespread_concerns")
    sealed = seal(assemble(made, compose(made), PUBLISHED))
    opened = unseal(*sealed)
    assert opened.single is not None and (opened.single.ordinal, opened.single.best) == (1, 2)
    assert opened.judgements == () and opened.overall is None


def test_a_document_without_it_has_no_word_of_it_so_older_reports_keep_their_fingerprint() -> None:
    content, fingerprint = seal(document())
    assert b'"single"' not in content
    assert seal(unseal(content, fingerprint)) == (content, fingerprint)


def test_a_monitoring_visit_is_told_in_words_and_with_new_judgements_in_both() -> None:
    assert [slot.key for slot in visited("monitoring").slots if slot.judgement or slot.form] == ["monitoring"]
    regraded = visited("monitoring", grades={"helped_protected": "good"})
    keys = [slot.key for slot in regraded.slots if slot.judgement or slot.form]
    assert keys == ["monitoring", OVERALL, PROTECTED, LEADERS]


@pytest.mark.parametrize("framework", shipped_ids())
def test_every_type_of_every_version_has_a_report_with_each_place_once(framework: str) -> None:
    model = load(framework)
    for kind in model.inspection_types:
        keys = [slot.key for slot in slots(model, kind.id)]
        assert len(keys) == len(set(keys)) and keys
        assert sum(bool(slot.form) for slot in slots(model, kind.id)) == (kind.outcome != "graded_judgements")


def test_requirements_of_the_record_stand_in_the_draft_and_are_not_asked_for_again() -> None:
    sentence = say("{regulation}: Done. By {day}.", regulation="regulation 28", day="30 September 2026")
    draft = compose(material(requirements=(("regulation 28", sentence),)))["areas_for_improvement"]
    assert draft.startswith("- regulation 28: Done. By 30 September 2026.")
    assert "[[Write what has to be done under regulation 28" not in draft
