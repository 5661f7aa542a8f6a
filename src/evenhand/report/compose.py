"""The first draft: what the software can state as fact is written, what only a person can write is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from evenhand.casework.types import must_grade, rules_against_any
from evenhand.evidence.kinds import kind
from evenhand.judgement.outcome import Verdict
from evenhand.report.layout import IMPROVEMENT, Slot, reading_order
from evenhand.report.material import Material, rules_that_bore
from evenhand.wording import Words, say

# Text between these marks asks a person to write something; a report that still holds one cannot be submitted.
OPEN, CLOSE = "[[", "]]"
MOST_HISTORY = 6

Line = Words | str
# A paragraph, or the lines of a list.
Block = Line | list[Line]
Composer = Callable[[Material, Slot], Iterator[Block]]


def compose(material: Material) -> dict[str, str]:
    """The first draft by slot key, in the framework's order; in English, as the document that is sealed says it is."""
    return {slot.key: _text(_composer(slot)(material, slot)) for slot in material.slots}


def in_words(day: date) -> str:
    """1 April 2025."""
    return f"{day.day} {day:%B %Y}"


def _text(blocks: Iterator[Block]) -> str:
    return "\n\n".join(
        "\n".join(f"- {line}" for line in block) if isinstance(block, list) else str(block) for block in blocks
    )


def _asked(request: Words) -> Words:
    return say("[[{request}]]", request=request)


def _composer(slot: Slot) -> Composer:
    if slot.form:
        return _single if slot.form == "single" else _narrative
    return _judgement if slot.judgement else COMPOSERS.get(slot.section, _person_writes)


def _person_writes(material: Material, slot: Slot) -> Iterator[Block]:
    yield _asked(say("Write this section. What belongs here: {guide}", guide=slot.guide or slot.heading))


def _service(material: Material, slot: Slot) -> Iterator[Block]:
    facts: list[Line] = [
        say("Type of service: {type}", type=material.provision_type),
        say("Sector: {sector}", sector=material.sector),
    ]
    if material.places is not None:
        facts.append(say("Registered places: {places}", places=material.places))
    yield facts
    yield _asked(
        say(
            "Say in two or three sentences which children the home cares for and how, in words that would fit many "
            "homes. Never its name or address, a clue to where it is, or anything that points to a child or a "
            "member of staff."
        )
    )


def _no_grade(material: Material, judgement_id: str) -> Block:
    if material.outcome.of(judgement_id).verdict is Verdict.OUT_OF_SCOPE:
        return say("No judgement is made in this inspection.")
    return _asked(say("No grade is proposed yet. Propose one, and this follows the record."))


def _without_grades(material: Material, title: str) -> Block:
    """What stands in place of grades in an inspection that is not there to make them."""
    if material.single_grade is not None:
        return [say("{judgement}: {grade}", judgement=title, grade=material.single_grade.label)]
    if title and not rules_against_any(material.framework, material.outcome):
        return _asked(say("The judgement is not made yet. Make it, and this follows the record."))
    return say("No judgement is made in this inspection.")


def _grades(material: Material, slot: Slot) -> Iterator[Block]:
    if not material.case.grades and not must_grade(material.framework, material.case.inspection):
        judgement = material.single_judgement
        yield _without_grades(material, judgement.title if judgement else "")
        return
    lines: list[Line] = []
    for judgement in reading_order(material.framework):
        grade_id = material.case.grades.get(judgement.id)
        if grade_id is not None:
            scale = material.framework.scale_of(judgement.id)
            grade = scale.at(scale.ordinal(grade_id)).label
            lines.append(say("{judgement}: {grade}", judgement=judgement.title, grade=grade))
    if not lines:
        yield _no_grade(material, material.framework.judgements[0].id)
        return
    yield lines
    sentence = standard_sentence(material)
    if sentence is not None:
        yield sentence


_STANDARD_SENTENCES = {
    4: say(
        "Children are cared for exceptionally well here, and what the home does makes a difference to them that lasts."
    ),
    3: say("Children are cared for well here. They are safe, they are heard, and they make progress."),
    2: say(
        "Children are not in serious danger here, but their care is not yet good. The home has to improve what this "
        "report names."
    ),
    1: say(
        "There are serious or widespread failures here. They harm children, put them at risk, or leave their welfare "
        "unprotected, and they have to be put right without delay."
    ),
}


def standard_sentence(material: Material) -> Words | None:
    """The sentence that goes with the overall grade; None without an overall grade on a four-point scale.

    The sentences are our own, not the inspectorate's wording.
    """
    headline = material.framework.headline
    grade_id = material.case.grades.get(headline.id) if headline else None
    if headline is None or grade_id is None:
        return None
    scale = material.framework.scale_of(headline.id)
    return _STANDARD_SENTENCES[scale.ordinal(grade_id)] if len(scale.grades) == 4 else None


def _meaning_of_grades(material: Material, slot: Slot) -> Iterator[Block]:
    single = material.single_judgement
    if single is not None:
        yield [grade.label for grade in material.framework.scale_by_id[single.scale].best_first]
        return
    headline = material.framework.headline or material.framework.judgements[-1]
    meanings = material.framework.descriptors_of(headline.id)
    yield [
        say("{grade}: {meaning}", grade=grade.label, meaning=meanings[grade.id].text)
        if grade.id in meanings
        else grade.label
        for grade in material.framework.scale_of(headline.id).best_first
    ]


def _last_inspection(material: Material, slot: Slot) -> Iterator[Block]:
    if not material.newest_first:
        yield say("The register lists no earlier inspection under this registration.")
        return
    last = material.newest_first[0]
    if last.single:
        template = "The last inspection was on {day} ({kind}). It came to: {grade}."
        yield say(template, day=in_words(last.on), kind=last.kind, grade=last.single)
    elif last.overall:
        yield say(
            "The last inspection was on {day} ({kind}). The overall judgement was: {grade}.",
            day=in_words(last.on),
            kind=last.kind,
            grade=last.overall,
        )
    else:
        yield say("The last inspection was on {day} ({kind}).", day=in_words(last.on), kind=last.kind)


def _history(material: Material, slot: Slot) -> Iterator[Block]:
    if not material.newest_first:
        yield say("The register lists no earlier inspection under this registration.")
        return
    yield [
        say("{day}: {kind}, {grade}", day=in_words(one.on), kind=one.kind, grade=one.overall or one.single)
        if one.overall or one.single
        else say("{day}: {kind}", day=in_words(one.on), kind=one.kind)
        for one in material.newest_first[:MOST_HISTORY]
    ]


def _enforcement(material: Material, slot: Slot) -> Iterator[Block]:
    yield _asked(say("Summarise enforcement action since the last inspection; if there was none, say so."))


def _areas_for_improvement(material: Material, slot: Slot) -> Iterator[Block]:
    if material.requirements:
        yield [sentence for _regulation, sentence in material.requirements]
    if material.followed_up:
        yield say("What became of the requirements of earlier inspections:")
        yield list(material.followed_up)
    for regulation in material.outcome.requirements:
        number = regulation.rpartition(".")[2]
        if any(re.search(rf"\b{number}\b", made) for made, _sentence in material.requirements):
            continue
        yield say("A statutory requirement is made under regulation {number}.", number=number)
        yield _asked(say("Write what has to be done under regulation {number}, and by when.", number=number))
    yield _asked(_further(material))


def _further(material: Material) -> Words:
    if material.requirements:
        return say("Write the recommendations. If there are none, say so.")
    return say(
        "Write each further statutory requirement with its regulation, what has to be done and by when; then the "
        "recommendations. If there are none, say so."
    )


def _judgement(material: Material, slot: Slot) -> Iterator[Block]:
    case = material.case
    if slot.judgement not in case.grades:
        yield _no_grade(material, slot.judgement)
        return
    for given in (case.reasons.get(slot.judgement, ""), case.explained.get(slot.judgement, "")):
        if given.strip():
            yield given.strip()
    yield _asked(
        say(
            "Write six to eight short paragraphs of two or three sentences: what children experience, what the home "
            "does, and what difference it makes. Describe practice. Nobody may be recognised."
        )
    )


def _single(material: Material, slot: Slot) -> Iterator[Block]:
    if material.single_grade is None:
        yield _without_grades(material, slot.title)
        return
    if material.single_reason.strip():
        yield material.single_reason.strip()
    yield _asked(
        say(
            "Give the reasons for this judgement: what children experience, how they are kept safe, how the home is "
            "led. Describe practice. Nobody may be recognised."
        )
    )


def _narrative(material: Material, slot: Slot) -> Iterator[Block]:
    yield _asked(
        say(
            "Report in words what was found: why the visit was made, what has changed for children, and what has not. "
            "Describe practice. Nobody may be recognised."
        )
    )


def _this_inspection(material: Material, slot: Slot) -> Iterator[Block]:
    framework, inspection = material.framework, material.framework.inspection_type_by_id[material.case.inspection]
    yield say(
        "Inspection: {kind}, {days}. Notice: {notice}.",
        kind=inspection.title,
        days=_days(material),
        notice=inspection.notice,
    )
    if material.evidence:
        yield _rests_on(material)
        yield [_counted(kind_id, count) for kind_id, count in sorted(material.evidence.items())]
    yield say("It was made under “{title}” ({id}).", title=framework.title, id=framework.id)
    if material.regulations:
        yield say("The home was held to these regulations: {title}.", title=material.regulations)
    rules = rules_that_bore(framework, material.outcome)
    if rules:
        yield say("These rules of the framework had a say in the judgements:")
        yield [say("{id}: {words}", id=rule.id, words=rule.words) for rule, _ in rules]


def _rests_on(material: Material) -> Words:
    if material.case.grades or must_grade(material.framework, material.case.inspection) or material.single:
        return say("The judgements rest on this evidence, by kind and number of pieces:")
    return say("The report rests on this evidence, by kind and number of pieces:")


def _days(material: Material) -> Words | str:
    if material.starts_on == material.ends_on:
        return in_words(material.starts_on)
    return say("{start} to {end}", start=in_words(material.starts_on), end=in_words(material.ends_on))


def _counted(kind_id: str, count: int) -> Words:
    known = kind(kind_id)
    return say("{kind}: {count}", kind=known.title if known else kind_id, count=count)


def _details(material: Material, slot: Slot) -> Iterator[Block]:
    yield [
        say("Unique reference number: {urn}", urn=material.urn),
        say("Type of service: {type}", type=material.provision_type),
    ]


def _cover(material: Material, slot: Slot) -> Iterator[Block]:
    inspection = material.framework.inspection_type_by_id[material.case.inspection]
    yield [
        say("Unique reference number: {urn}", urn=material.urn),
        say("Type of inspection: {kind}", kind=inspection.title),
        say("Date of inspection: {days}", days=_days(material)),
    ]


# By section id. A section that is not here and is about no judgement is asked for in the framework's own words, so a
# framework may name any section it likes.
COMPOSERS: dict[str, Composer] = {
    "cover": _cover,
    "service_information": _service,
    "information_about_this_service": _service,
    "judgement_key": _meaning_of_grades,
    "judgements": _grades,
    "last_inspection": _last_inspection,
    "enforcement_since_last": _enforcement,
    "recent_inspection_history": _history,
    IMPROVEMENT: _areas_for_improvement,
    "about_this_inspection": _this_inspection,
    "information_about_this_inspection": _this_inspection,
    "service_details": _details,
}
