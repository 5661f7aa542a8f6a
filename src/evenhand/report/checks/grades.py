"""Does the report give the reasons for its grades?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evenhand.findings import Severity, check
from evenhand.framework.model import Judgement
from evenhand.judgement.outcome import Permission
from evenhand.report.checks.manuscript import Faults, Manuscript
from evenhand.report.layout import IMPROVEMENT, Slot, reading_order, slot_of
from evenhand.report.material import Material, permission_used
from evenhand.wording import say

FEWEST_WORDS = 25
# Shares of the recorded words that must be found again. A writer may reword; a reason that is gone may not pass.
DEMANDED, OFFERED = 0.6, 0.3


@check("RP010", Severity.ERROR)
def every_grade_has_its_text(manuscript: Manuscript) -> Faults:
    """A judgement has a grade but no text that gives the reasons for it."""
    for judgement in _given(manuscript.material):
        slot = slot_of(manuscript.material.slots, judgement.id)
        if slot is None:
            yield "", say("The report of this framework has no place for the text of “{title}”.", title=judgement.title)
            continue
        written = len(re.findall(r"\w+", dict(manuscript.prose()).get(slot.key, "")))
        if written < FEWEST_WORDS:
            yield (
                slot.key,
                say(
                    "“{title}” has a grade, but its text has only {words} words. Give the reasons for the grade.",
                    title=judgement.title,
                    words=written,
                ),
            )


@check("RP011", Severity.ERROR)
def a_reason_that_a_rule_demands_is_in_the_report(manuscript: Manuscript) -> Faults:
    """A rule demands a reason for a grade, and the recorded reason is not in the report."""
    for slot, permission in _graded(manuscript):
        # An explanation may stand in for the reason, as it may when the grade is proposed.
        recorded = manuscript.material.case.reasons.get(slot.judgement, "")
        recorded = recorded or manuscript.material.case.explained.get(slot.judgement, "")
        if permission is Permission.REASON and _share(recorded, manuscript.texts.get(slot.key, "")) < DEMANDED:
            yield (
                slot.key,
                say(
                    "A rule of the framework allows the grade of “{title}” only with a reason. Write the recorded "
                    "reason into this text.",
                    title=slot.heading,
                ),
            )


@check("RP012", Severity.ERROR)
def an_explained_grade_is_explained_in_the_report(manuscript: Manuscript) -> Faults:
    """A grade stands only because the report explains it, and the explanation is not in the report."""
    for slot, permission in _graded(manuscript):
        recorded = manuscript.material.case.explained.get(slot.judgement, "")
        if permission is Permission.EXPLANATION and (
            not recorded.strip() or _share(recorded, manuscript.texts.get(slot.key, "")) < DEMANDED
        ):
            yield (
                slot.key,
                say(
                    "The grade of “{title}” stands only if the report explains it. Write the recorded explanation "
                    "into this text.",
                    title=slot.heading,
                ),
            )


@check("RP013", Severity.WARNING)
def recorded_reasons_are_recognisable(manuscript: Manuscript) -> Faults:
    """The reason that was recorded with a grade cannot be recognised in the report."""
    for slot, _ in _graded(manuscript):
        recorded = manuscript.material.case.reasons.get(slot.judgement, "")
        if recorded.strip() and _share(recorded, manuscript.texts.get(slot.key, "")) < OFFERED:
            yield (
                slot.key,
                say(
                    "Little of the reason recorded for “{title}” is in this text. Say it here, or change the record.",
                    title=slot.heading,
                ),
            )


@check("RP014", Severity.ERROR)
def requirements_of_the_record_are_in_the_report(manuscript: Manuscript) -> Faults:
    """A statutory requirement of the record is not in the report with its regulation and its day."""
    slot = next((one for one in manuscript.material.slots if one.section == IMPROVEMENT), None)
    if slot is None:
        return
    text = " ".join(manuscript.texts.get(slot.key, "").split())
    for regulation, sentence in manuscript.material.requirements:
        wanted = (*re.findall(r"\d+", regulation), str(sentence.values["day"]))
        if not all(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text) for one in wanted):
            yield (
                slot.key,
                say("The requirement under {law}, with its day, is not in this text. Write it.", law=regulation),
            )


@check("RP044", Severity.ERROR)
def requirements_of_the_record_are_whole(manuscript: Manuscript) -> Faults:
    """A statutory requirement of the record lacks its regulation, what has to be done, its day or its building."""
    slot = next((one for one in manuscript.material.slots if one.section == IMPROVEMENT), None)
    several = manuscript.material.case.facts.get("multi_building") is True
    for regulation, sentence in manuscript.material.requirements:
        lacks = []
        if not re.search(r"\d", regulation):
            lacks.append(say("the number of its regulation"))
        if "to_do" in sentence.values and not str(sentence.values["to_do"]).strip(" ."):
            lacks.append(say("what has to be done"))
        if not str(sentence.values.get("day", "")).strip():
            lacks.append(say("the day by which it has to be done"))
        if several and not str(sentence.values.get("building", "")).strip():
            lacks.append(say("the building, since the home has more than one"))
        if lacks:
            yield (
                slot.key if slot else "",
                say("The requirement under {law} lacks {lacks}.", law=regulation or "?", lacks=lacks),
            )


@check("RP048", Severity.WARNING)
def requirements_say_what_has_to_be_done(manuscript: Manuscript) -> Faults:
    """Little of what a statutory requirement of the record demands, or its building, is in the report."""
    slot = next((one for one in manuscript.material.slots if one.section == IMPROVEMENT), None)
    text = manuscript.texts.get(slot.key, "") if slot else ""
    for regulation, sentence in manuscript.material.requirements:
        building = str(sentence.values.get("building", "")).strip()
        gone = _share(str(sentence.values.get("to_do", "")), text) < DEMANDED
        if slot and (gone or (building and building.casefold() not in text.casefold())):
            yield (
                slot.key,
                say("What the requirement under {law} demands is not told in this text as recorded.", law=regulation),
            )


def _given(material: Material) -> Iterator[Judgement]:
    for judgement in reading_order(material.framework):
        if judgement.id in material.case.grades:
            yield judgement
    if material.single_judgement is not None and material.single:
        yield material.single_judgement


def _graded(manuscript: Manuscript) -> Iterator[tuple[Slot, Permission]]:
    material = manuscript.material
    for judgement_id in material.case.grades:
        slot = slot_of(material.slots, judgement_id)
        if slot is not None:
            yield slot, permission_used(material.outcome, judgement_id)


def _share(recorded: str, text: str) -> float:
    """How much of what was recorded is found again, by its longer words; 1 when there is nothing to find."""
    wanted = _telling_words(recorded)
    return len(wanted & _telling_words(text)) / len(wanted) if wanted else 1.0


def _telling_words(text: str) -> set[str]:
    return {word for word in re.findall(r"[^\W\d_]+", text.casefold()) if len(word) > 4}


CHECKS = (
    every_grade_has_its_text,
    a_reason_that_a_rule_demands_is_in_the_report,
    an_explained_grade_is_explained_in_the_report,
    recorded_reasons_are_recognisable,
    requirements_of_the_record_are_in_the_report,
    requirements_of_the_record_are_whole,
    requirements_say_what_has_to_be_done,
)
