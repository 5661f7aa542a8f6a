"""`reach`: every possible case of one version, exactly where it can be done and from a labelled sample where not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from evenhand.findings import BadInput, Finding, Severity, Where
from evenhand.framework.model import Framework
from evenhand.framework.reading import SourceMap
from evenhand.judgement.reach.diagrams import LIMIT, TooLargeError
from evenhand.judgement.reach.exact import exact_reach
from evenhand.judgement.reach.results import FrameworkReach, RuleReach
from evenhand.judgement.reach.sampling import sampled_reach
from evenhand.judgement.reach.variables import must_be_sound
from evenhand.wording import Words, say

EVERY = "all"


def reach(
    framework: Framework,
    *,
    inspection: str | None = None,
    limit: int = LIMIT,
    places: SourceMap | None = None,
) -> FrameworkReach:
    """What the rules of a framework say in every possible case (`space` says what a case is), and what is wrong.

    `inspection`: one type of inspection, or `EVERY`; by default the full inspection. That a rule is live is asked over
    all types. `limit`: after so many steps a sample is drawn instead, and the result says so. `places` lets findings
    name file and line. Raises BadInput for a type that does not exist, and for rules that name what does not exist.
    """
    must_be_sound(framework, places)
    chosen = inspections_of(framework, inspection)
    try:
        found = exact_reach(framework, chosen, limit)
    except TooLargeError:
        found = sampled_reach(framework, chosen, limit)
    return replace(found, findings=tuple(_findings(found, places or SourceMap("", {}))))


def inspections_of(framework: Framework, inspection: str | None) -> tuple[str, ...]:
    """The types of inspection that a word means: one by its id, `EVERY`, or by default the full inspection.

    Raises BadInput that names the types that exist.
    """
    if inspection == EVERY:
        return tuple(kind.id for kind in framework.inspection_types)
    if inspection is None:
        graded = (kind.id for kind in framework.inspection_types if kind.outcome == "graded_judgements")
        return (next(graded, framework.inspection_types[0].id),)
    if inspection not in framework.inspection_type_by_id:
        known = ", ".join([*framework.inspection_type_by_id, EVERY])
        message = say("'{name}' is not a type of inspection; write one of: {known}", name=inspection, known=known)
        raise BadInput.at("RC003", message, field="inspection")
    return (inspection,)


def _findings(found: FrameworkReach, places: SourceMap) -> Iterator[Finding]:
    """What an author should look at. From a sample only what was seen is told, never that something was not seen."""
    exact = found.method == "exact"
    index = {rule.id: number for number, rule in enumerate(found.framework.rules)}
    for one in found.rules:
        place = places.where(("rules", index[one.rule]))
        where = place if place.file else Where(field=f"rule {one.rule}")
        for code, severity, message in _about_rule(found, one, exact):
            yield Finding(code, severity, where, message)
    if exact:
        yield from _about_grades(found)
    for group in found.cycles:
        names = [_title(found, name) for name in group]
        message = say("these wait for one another, so none of them can be decided first: {names}", names=names)
        yield Finding("RC014", Severity.ERROR, Where(field="rules"), message)
    for lowered in found.lowered:
        message = say(
            "a better grade of {better} lowers what is allowed for {judgement}: a grade is lost in {forbids} pairs of "
            "cases, and more is asked in {asks}",
            better=_title(found, lowered.better),
            judgement=_title(found, lowered.judgement),
            forbids=lowered.forbids.cases,
            asks=lowered.asks.cases,
        )
        yield Finding("RC015", Severity.WARNING, Where(field="rules"), message)


def _about_rule(found: FrameworkReach, one: RuleReach, exact: bool) -> Iterator[tuple[str, Severity, Words]]:
    rule = say("rule {rule} ({title})", rule=one.rule, title=found.framework.rule_by_id[one.rule].title)
    if one.holds.interval is None and not one.holds.cases:
        yield "RC010", Severity.WARNING, say("{rule} never applies: its condition holds in no case at all", rule=rule)
    elif exact and one.changes is not None and not one.changes.cases:
        if one.overtaken_by:
            message = say(
                "{rule} changes nothing in any case; it is overtaken by {others}",
                rule=rule,
                others=list(one.overtaken_by),
            )
        else:
            message = say("{rule} changes nothing in any case", rule=rule)
        yield "RC011", Severity.WARNING, message
    if not one.is_note and one.undecided.cases:
        message = say(
            "{rule} cannot be decided in {number} of {all} cases, because a question that it needs is not asked",
            rule=rule,
            number=one.undecided.cases,
            all=one.undecided.of,
        )
        yield "RC012", Severity.WARNING, message
    for judgement in one.in_vain:
        message = say(
            "{rule} asks a reason or an explanation for grades of {judgement} that are refused whenever it applies",
            rule=rule,
            judgement=_title(found, judgement),
        )
        yield "RC013", Severity.WARNING, message


def _about_grades(found: FrameworkReach) -> Iterator[Finding]:
    where = Where(field="rules")
    if not found.made.cases:
        # Most likely an inspection that ends in a narrative; there is then nothing to reach.
        return
    for one in found.grades:
        if not one.is_reachable:
            label = found.framework.scale_of(one.judgement).at(one.ordinal).label
            message = say(
                "{judgement} can never be {grade}: no case with this grade keeps to every rule",
                judgement=_title(found, one.judgement),
                grade=label,
            )
            yield Finding("RC016", Severity.WARNING, where, message)
    for best in found.best:
        if best.none_left.cases:
            message = say(
                "{judgement} is to be judged and no grade is left for it in {number} of {all} cases",
                judgement=_title(found, best.judgement),
                number=best.none_left.cases,
                all=best.none_left.of,
            )
            yield Finding("RC017", Severity.ERROR, where, message)


def _title(found: FrameworkReach, judgement: str) -> Words:
    return say("“{title}”", title=found.framework.judgement_by_id[judgement].title)
