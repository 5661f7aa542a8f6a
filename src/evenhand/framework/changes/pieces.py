"""A framework taken apart into the pieces that are compared, each with what it says in a form that can be compared.

Sources, notes, marks and the year since when are left out: they say what is known about a piece, not what it says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace

from evenhand.findings import BadInput
from evenhand.framework.changes.logic import (
    Names,
    condition_value,
    condition_words,
    effect_value,
    effect_words,
    judgement_title,
)
from evenhand.framework.changes.model import Aspect, Compared, Piece
from evenhand.framework.model import Criterion, EvidenceArea, Fact, InspectionType, TimelineStep
from evenhand.framework.reading import load_standards
from evenhand.framework.rule import Effect, Expect, Precondition, Rule
from evenhand.wording import Words, say

Pieces = tuple[Piece, ...]


def pieces(names: Names, *, pointers: bool) -> dict[Compared, Pieces]:
    """Every piece of a version; evidence areas and criteria stand together under criteria, as in a crosswalk.

    `pointers`: compare to which standards a criterion points, which makes sense between versions with the same sets.
    """
    found = {
        Compared.JUDGEMENTS: _judgements(names),
        Compared.GRADES: _grades(names),
        Compared.CRITERIA: _criteria(names, pointers),
        Compared.DESCRIPTORS: _descriptors(names),
        Compared.FACTS: (_fact(names, one) for one in names.framework.facts),
        Compared.RULES: (_rule(names, one) for one in names.framework.rules),
        Compared.INSPECTION_TYPES: (_inspection_type(names, one) for one in names.framework.inspection_types),
        Compared.FREQUENCY: _frequency(names),
        Compared.TIMELINE: (_step(names, one) for one in names.framework.timeline),
        Compared.OUT_OF_SCOPE: _out_of_scope(names),
        Compared.REPORT_SECTIONS: _report_sections(names),
        Compared.STANDARDS: _standards(names),
    }
    return {part: tuple(_told_apart(some)) for part, some in found.items()}


def _told_apart(some: Iterable[Piece]) -> Iterator[Piece]:
    # A draft may use an id twice; its lint says so, and nothing may be lost here meanwhile.
    seen = Counter[str]()
    for one in some:
        seen[one.id] += 1
        count = seen[one.id]
        yield _weighed(one if count == 1 else replace(one, id=f"{one.id} ({count})"))


def _weighed(piece: Piece) -> Piece:
    if piece.part is Compared.RULES:
        return piece
    weight = frozenset((one.name, one.substance) for one in piece.aspects if one.substance is not None)
    return replace(piece, weight=weight)


def _prose(name: str, label: Words, text: str) -> Aspect:
    return Aspect(name, label, text, words=text)


def _hard(name: str, label: Words, shown: Words | str, value: Hashable, brief: Words | str = "") -> Aspect:
    return Aspect(name, label, shown, substance=value, brief=brief)


def _title(text: str) -> Aspect:
    return _prose("title", say("Title"), text)


def several(parts: Iterable[Words]) -> Words:
    """Several sentences in a row, each translated by itself."""
    values = {f"part{number}": one for number, one in enumerate(parts)}
    return Words("; ".join(f"{{{name}}}" for name in values), values)


def _judgements(names: Names) -> Iterator[Piece]:
    framework = names.framework
    for one in framework.judgements:
        grades = framework.scale_of(one.id).best_first
        points = say("{count} points: {labels}", count=len(grades), labels=[grade.label for grade in grades])
        aspects = (
            _title(one.title),
            _hard("role", say("Part in the whole"), one.role, one.role),
            _hard("scale", say("Scale"), points, len(grades)),
        )
        yield Piece(Compared.JUDGEMENTS, one.id, say("judgement"), one.title, one.verified, aspects)


def _grades(names: Names) -> Iterator[Piece]:
    for scale in names.framework.scales:
        for grade in scale.best_first:
            place = say("{place} of {size}, where 1 is the worst", place=grade.ordinal, size=len(scale.grades))
            aspects = (
                _hard("label", say("Label"), grade.label, grade.label),
                _hard("ordinal", say("Place on the scale"), place, (grade.ordinal, len(scale.grades))),
            )
            title = f"{grade.label} ({scale.title or scale.id})"
            yield Piece(
                Compared.GRADES, f"{scale.id}:{grade.id}", say("grade"), title, scale.verified, aspects, scale.title
            )


def _criteria(names: Names, pointers: bool) -> Iterator[Piece]:
    framework = names.framework
    for area in framework.evidence_areas:
        yield _criterion(names, area, pointers)
    for one in framework.criteria:
        yield _criterion(names, one, pointers)
    for kind in framework.inspection_types:
        for one in kind.criteria:
            yield _criterion(names, one, pointers, kind)


def _criterion(
    names: Names, one: EvidenceArea | Criterion, pointers: bool, kind: InspectionType | None = None
) -> Piece:
    is_area = isinstance(one, EvidenceArea)
    noun = say("evidence area") if is_area else say("criterion")
    title = "" if isinstance(one, EvidenceArea) else one.title
    place: Words | str = judgement_title(names.framework, one.judgement)
    if kind is not None:
        place = say("{judgement}, in the type “{kind}”", judgement=place, kind=kind.title)
    aspects = (
        *((_title(title),) if title else ()),
        _prose("text", say("Words"), one.text),
        Aspect("kind", say("Kind"), noun, words=is_area),
        *((_pointers(one.standards),) if pointers else ()),
    )
    spot = (one.judgement, kind.id if kind else "")
    part = Compared.EVIDENCE_AREAS if is_area else Compared.CRITERIA
    return Piece(part, one.id, noun, title or one.text, one.verified, aspects, place, spot)


def _pointers(standards: tuple[str, ...]) -> Aspect:
    label = say("Standards it points to (our reading)")
    return Aspect("standards", label, ", ".join(standards), words=frozenset(standards))


def _descriptors(names: Names) -> Iterator[Piece]:
    framework = names.framework
    for one in framework.descriptors:
        judgement = judgement_title(framework, one.judgement)
        scale = framework.scale_of(one.judgement) if one.judgement in framework.judgement_by_id else None
        label = scale.at(scale.ordinal(one.grade)).label if scale and scale.has(one.grade) else one.grade
        aspects = (_prose("text", say("Words"), one.text),)
        name, title = f"{one.judgement}:{one.grade}", f"{judgement}: {label}"
        yield Piece(Compared.DESCRIPTORS, name, say("descriptor"), title, one.verified, aspects, judgement)


def _fact(names: Names, one: Fact) -> Piece:
    aspects = [
        _prose("question", say("Question"), one.question),
        _prose("help", say("Help"), one.help),
        _hard("type", say("Kind of answer"), one.type, one.type),
    ]
    if one.type == "integer":
        values = {"low": one.minimum, "high": one.maximum, "unit": one.unit}
        span = say("{low} to {high} {unit}", **values)
        aspects.append(_hard("range", say("Answers"), span, tuple(values.values())))
    if one.type == "choice":
        labels = "; ".join(choice.label for choice in one.choices)
        ids = frozenset(choice.id for choice in one.choices)
        wording = frozenset((choice.id, choice.label) for choice in one.choices)
        aspects.append(Aspect("choices", say("Answers"), labels, ids, wording))
    asked = condition_words(names.framework, one.ask_when)
    aspects.append(_hard("ask_when", say("Asked when"), asked, condition_value(names, one.ask_when)))
    return Piece(Compared.FACTS, one.id, say("fact"), one.question, one.verified, tuple(aspects))


def _rule(names: Names, one: Rule) -> Piece:
    framework = names.framework
    when = condition_value(names, one.when)
    effects = frozenset(effect_value(names, effect) for effect in one.then)
    said = several(effect_words(framework, effect) for effect in one.then)
    if one.is_note:
        said = say("it limits no grade; it is a note")
    spoken = frozenset((effect_value(names, effect), _spoken(effect)) for effect in one.then)
    aspects = (
        _title(one.title),
        _prose("words", say("Words"), one.words),
        _hard("when", say("Applies when"), condition_words(framework, one.when), when),
        Aspect("then", say("What follows"), said, effects, spoken),
    )
    weight = frozenset((when, effect) for effect in effects)
    title = f"{one.id}: {one.title}"
    return Piece(Compared.RULES, one.id, say("rule"), title, one.verified, aspects, weight=weight)


def _spoken(effect: Effect) -> str:
    """The words inside an effect that no machine acts on."""
    match effect:
        case Expect(strength=strength):
            return strength
        case Precondition(needs=needs):
            return needs
        case _:
            return ""


_DAYS = {
    "on_site_days_max": say("Days on site, at most"),
    "on_site_days_max_multi_building": say("Days on site with several buildings, at most"),
    "on_site_days_max_school_and_home": say("Days on site at a school and home, at most"),
    "preparation_days": say("Days of preparation"),
}


def _inspection_type(names: Names, one: InspectionType) -> Piece:
    figures = {name: getattr(one, name) for name in _DAYS}
    scale = names.framework.scale_by_id.get(one.scale or "")
    labels = [grade.label for grade in scale.best_first] if scale else []
    aspects = (
        _title(one.title),
        _prose("when", say("When"), one.when),
        _hard("outcome", say("What comes of it"), one.outcome.replace("_", " "), one.outcome),
        # A notice is a length of time, even where it is said in words.
        _hard("notice", say("Notice"), one.notice, one.notice),
        *((_hard("scale", say("Scale"), say("{labels}", labels=labels), len(labels)),) if labels else ()),
        *(_hard(name, _DAYS[name], f"{value:g}", value) for name, value in figures.items() if value is not None),
    )
    return Piece(Compared.INSPECTION_TYPES, one.id, say("inspection type"), one.title, one.verified, aspects)


def _frequency(names: Names) -> Iterator[Piece]:
    for one in names.framework.frequency:
        figures = (
            _hard(f"figures.{name}", say("{name}", name=spaced(name)), str(value), (type(value).__name__, value))
            for name, value in one.figures.items()
        )
        aspects = (_prose("words", say("Words"), one.words), *figures)
        title = spaced(one.id).capitalize()
        yield Piece(Compared.FREQUENCY, one.id, say("frequency rule"), title, one.verified, aspects)


def _step(names: Names, one: TimelineStep) -> Piece:
    days = one.max_working_days
    within = say("no figure") if days is None else say("at most {days} working days", days=days)
    brief: Words | str = within if days is None else str(days)
    aspects = (
        _title(one.title),
        _prose("when", say("When"), one.when),
        _hard("max_working_days", say("Within"), within, ("days", days), brief),
    )
    after = next((step.title for step in names.framework.timeline if step.id == one.after), spaced(one.after))
    place, spot = say("after: {moment}", moment=after), (names.moment(one.after),)
    return Piece(Compared.TIMELINE, one.id, say("deadline"), one.title, one.verified, aspects, place, spot)


def _out_of_scope(names: Names) -> Iterator[Piece]:
    for one in names.framework.out_of_scope:
        phrases = Aspect("wording", say("Phrases"), ", ".join(one.wording), words=frozenset(one.wording))
        aspects = (_title(one.title), _prose("words", say("Words"), one.words), phrases)
        yield Piece(Compared.OUT_OF_SCOPE, one.id, say("out of scope"), one.title, one.verified, aspects)


def _report_sections(names: Names) -> Iterator[Piece]:
    sections = names.framework.report_sections
    for number, one in enumerate(sections, 1):
        aspects = (_title(one.title), _prose("content", say("Content"), one.content))
        place = say("section {number} of {count}", number=number, count=len(sections))
        yield Piece(Compared.REPORT_SECTIONS, one.id, say("section"), one.title, one.verified, aspects, place)


def _standards(names: Names) -> Iterator[Piece]:
    for noun, one in (
        (say("standards"), names.framework.standards),
        (say("regulations"), names.framework.regulations),
    ):
        try:
            found = load_standards(one)
            title, verified = found.title, found.verified
        except BadInput:
            title, verified = one, True
        aspects = (_hard("set", say("Set"), title, one),)
        yield Piece(Compared.STANDARDS, one, noun, title, verified, aspects, noun, (noun.template,))


def spaced(name: str) -> str:
    """An id as words: 'inspection_end' is 'inspection end'."""
    return name.replace("_", " ")
