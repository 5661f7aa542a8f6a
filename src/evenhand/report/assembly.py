"""From the record and the words of a draft to the document that is published."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby

from evenhand.report.checks.best_practice import BestPractice
from evenhand.report.document import GradeGiven, Passage, PracticeShared, ReportDocument, RuleApplied, Section
from evenhand.report.layout import Slot, reading_order, slot_of
from evenhand.report.material import Material, rules_that_bore


def assemble(
    material: Material, texts: Mapping[str, str], published_on: date, best_practice: Iterable[BestPractice] = ()
) -> ReportDocument:
    """The document: the grades and rules of the record, and the words of `texts` by slot key.

    The checks say whether the words are fit to be published; this only puts them in their order.
    """
    framework = material.framework
    return ReportDocument(
        format=1,
        language="en",
        urn=material.urn,
        fictional=material.fictional,
        provision_type=material.provision_type,
        sector=material.sector,
        framework=framework.id,
        framework_title=framework.title,
        framework_fingerprint=material.fingerprint,
        kind=material.case.inspection,
        kind_title=framework.inspection_type_by_id[material.case.inspection].title,
        started_on=material.starts_on,
        ended_on=material.ends_on,
        published_on=published_on,
        judgements=_grades(material),
        single=_single(material),
        rules=tuple(
            RuleApplied(id=rule.id, title=rule.title, words=rule.words, verified=rule.verified, judgements=touched)
            for rule, touched in rules_that_bore(framework, material.outcome)
        ),
        sections=tuple(
            _section(list(group), texts) for _, group in groupby(material.slots, key=lambda slot: slot.section)
        ),
        best_practice=tuple(_shared(material, one) for one in best_practice),
    )


def _shared(material: Material, passage: BestPractice) -> PracticeShared:
    slot = slot_of(material.slots, passage.judgement)
    title = slot.heading if slot else passage.judgement
    # What is not whole cannot be published; until then a preview shows the gap.
    return PracticeShared(
        judgement=passage.judgement, title=title, text=passage.text or "…", conditions=passage.conditions or "…"
    )


def _grades(material: Material) -> tuple[GradeGiven, ...]:
    given = []
    for judgement in reading_order(material.framework):
        grade_id = material.case.grades.get(judgement.id)
        if grade_id is not None:
            scale = material.framework.scale_of(judgement.id)
            grade = scale.at(scale.ordinal(grade_id))
            given.append(
                GradeGiven(
                    judgement=judgement.id,
                    title=judgement.title,
                    headline=judgement.role == "headline",
                    grade=grade.id,
                    label=grade.label,
                    ordinal=grade.ordinal,
                    best=len(scale.grades),
                )
            )
    return tuple(given)


def _single(material: Material) -> GradeGiven | None:
    judgement, grade = material.single_judgement, material.single_grade
    if judgement is None or grade is None:
        return None
    return GradeGiven(
        judgement=judgement.id,
        title=judgement.title,
        headline=False,
        grade=grade.id,
        label=grade.label,
        ordinal=grade.ordinal,
        best=len(material.framework.scale_by_id[judgement.scale].grades),
    )


def _section(group: list[Slot], texts: Mapping[str, str]) -> Section:
    return Section(
        id=group[0].section,
        title=group[0].section_title,
        passages=tuple(
            Passage(title=slot.title, judgement=slot.judgement, paragraphs=paragraphs(texts.get(slot.key, "")))
            for slot in group
        ),
    )


def paragraphs(text: str) -> tuple[str, ...]:
    """A text as its paragraphs: they are parted by empty lines."""
    parts = re.split(r"\n[ \t]*\n", tidy(text))
    return tuple(part.strip() for part in parts if part.strip())


def tidy(text: str) -> str:
    """The text as it is kept: one kind of line end, one way to write each letter, no control characters, no frame of
    blanks.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(one for one in text if one == "\n" or one == "\t" or unicodedata.category(one) not in ("Cc", "Cs"))
    return kept.strip()
