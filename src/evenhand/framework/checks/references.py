"""Names: is each used once where it is given, and does each name that is used exist?"""

from __future__ import annotations

from collections.abc import Iterable

from evenhand.findings import BadInput, Severity, check
from evenhand.framework.checks.atoms import Fault, effect_faults, known, leaf_faults, no_grade, no_judgement
from evenhand.framework.checks.surroundings import Faults, Surroundings
from evenhand.framework.checks.walk import all_leaves, criteria, effects, parts
from evenhand.framework.model import Framework, StandardSet
from evenhand.framework.reading import Place
from evenhand.framework.rule import Requirement
from evenhand.wording import say


@check("FW001", Severity.ERROR)
def ids_are_used_once(framework: Framework, _: Surroundings) -> Faults:
    """Two parts of the same kind have the same id."""
    lists: dict[str, list[tuple[Place, str]]] = {
        name: [((name, index, "id"), one.id) for index, one in enumerate(getattr(framework, name))]
        for name in (
            *("scales", "facts", "rules", "evidence_areas", "inspection_types"),
            *("frequency", "timeline", "out_of_scope", "report_sections"),
        )
    }
    lists["criteria"] = [((*place, "id"), one.id) for place, one in criteria(framework)]
    lists["keys"] = [(("judgements", index, "key"), one.key) for index, one in enumerate(framework.judgements)]
    lists["descriptors"] = [
        (("descriptors", index, "grade"), f"{one.judgement}: {one.grade}")
        for index, one in enumerate(framework.descriptors)
    ]
    for named in lists.values():
        seen: set[str] = set()
        for place, name in named:
            if name in seen:
                yield place, say("'{name}' is here for the second time; give this one a name of its own", name=name)
            seen.add(name)


@check("FW002", Severity.ERROR)
def conditions_name_what_exists(framework: Framework, _: Surroundings) -> Faults:
    """A condition names a judgement, a fact or a type of inspection that does not exist."""
    yield from _leaves_with(framework, Fault.UNKNOWN)


@check("FW003", Severity.ERROR)
def conditions_name_possible_answers(framework: Framework, _: Surroundings) -> Faults:
    """A condition asks for a grade that is not on the scale, or for an answer that the fact does not have."""
    yield from _leaves_with(framework, Fault.OFF_SCALE)


def _leaves_with(framework: Framework, wanted: Fault) -> Faults:
    for place, leaf in all_leaves(framework):
        for kind, inside, message in leaf_faults(framework, leaf):
            if kind is wanted:
                yield (*place, *inside), message


@check("FW004", Severity.ERROR)
def effects_name_what_exists(framework: Framework, _: Surroundings) -> Faults:
    """An effect names a judgement that does not exist, or a grade that is not on its scale."""
    for place, _rule, effect in effects(framework):
        for inside, message in effect_faults(framework, effect):
            yield (*place, *inside), message


@check("FW005", Severity.ERROR)
def requirements_name_a_regulation(framework: Framework, around: Surroundings) -> Faults:
    """A requirement names a regulation that is not in the set of regulations."""
    regulations = _set(around, framework.regulations)
    if regulations is None:
        return
    listed = {one.id for one in regulations.standards}
    for place, _rule, effect in effects(framework):
        if isinstance(effect, Requirement) and effect.requirement not in listed:
            message = say(
                "'{name}' is not in '{set}'; correct the id, or add the regulation to that set",
                name=effect.requirement,
                set=regulations.id,
            )
            yield (*place, "requirement"), message


@check("FW006", Severity.ERROR)
def criteria_belong_to_a_judgement(framework: Framework, _: Surroundings) -> Faults:
    """An evidence area, a criterion or a descriptor belongs to a judgement that does not exist."""
    # Criteria of a type of inspection are left out: they stand under headings of their own, not under judgements.
    for name in ("evidence_areas", "criteria", "descriptors"):
        for index, one in enumerate(getattr(framework, name)):
            if one.judgement not in framework.judgement_by_id:
                yield (name, index, "judgement"), no_judgement(framework, one.judgement)


@check("FW007", Severity.ERROR)
def descriptors_describe_a_grade(framework: Framework, _: Surroundings) -> Faults:
    """A descriptor is for a grade that is not on the scale of its judgement."""
    for index, one in enumerate(framework.descriptors):
        if one.judgement in framework.judgement_by_id and not framework.scale_of(one.judgement).has(one.grade):
            yield ("descriptors", index, "grade"), no_grade(framework, one.judgement, one.grade)


@check("FW008", Severity.ERROR)
def standards_are_in_the_sets(framework: Framework, around: Surroundings) -> Faults:
    """An evidence area or a criterion points to a standard that is in neither set of the framework."""
    sets = (_set(around, framework.standards), _set(around, framework.regulations))
    if None in sets:
        return
    listed = {standard.id for one in sets if one for standard in one.standards}
    places: list[tuple[Place, Iterable[str]]] = [(place, one.standards) for place, one in criteria(framework)]
    places += [(("evidence_areas", index), one.standards) for index, one in enumerate(framework.evidence_areas)]
    for place, names in places:
        for index, name in enumerate(names):
            if name not in listed:
                message = say(
                    "'{name}' is neither in '{standards}' nor in '{regulations}'; correct the id",
                    name=name,
                    standards=framework.standards,
                    regulations=framework.regulations,
                )
                yield (*place, "standards", index), message


@check("FW009", Severity.ERROR)
def sets_are_on_the_shelf(framework: Framework, around: Surroundings) -> Faults:
    """The set of standards or of regulations that the framework names cannot be found or read."""
    for key in ("standards", "regulations"):
        try:
            found = around.standards(getattr(framework, key))
        except BadInput as refusal:
            yield (key,), refusal.findings[0].message
        else:
            if key == "regulations" and found.kind != "regulations":
                yield (key,), say("'{name}' holds standards; name a set of regulations here", name=found.id)


def _set(around: Surroundings, name: str) -> StandardSet | None:
    """A set of standards; None when there is none, which has a check of its own."""
    try:
        return around.standards(name)
    except BadInput:
        return None


@check("FW010", Severity.ERROR)
def types_of_inspection_use_a_scale_that_exists(framework: Framework, _: Surroundings) -> Faults:
    """A type of inspection names a scale that does not exist, or has a single judgement and no scale for it."""
    for index, kind in enumerate(framework.inspection_types):
        if kind.scale is not None and kind.scale not in framework.scale_by_id:
            message = say(
                "'{name}' is not a scale of this framework; write one of: {known}",
                name=kind.scale,
                known=known(framework.scale_by_id),
            )
            yield ("inspection_types", index, "scale"), message
        elif kind.scale is None and kind.outcome == "single_judgement":
            yield (
                ("inspection_types", index, "outcome"),
                say("'{name}' makes one judgement on a scale of its own; add 'scale'", name=kind.id),
            )


@check("FW011", Severity.ERROR)
def sources_are_in_the_bibliography(framework: Framework, _: Surroundings) -> Faults:
    """A source has no entry in the bibliography."""
    for place, part in parts(framework):
        for index, source in enumerate(getattr(part, "sources", ())):
            if source not in framework.bibliography:
                yield (
                    (*place, "sources", index),
                    say("'{name}' is not in 'bibliography'; add it there or correct the key", name=source),
                )


@check("FW012", Severity.NOTE)
def the_bibliography_is_used(framework: Framework, _: Surroundings) -> Faults:
    """An entry of the bibliography is not the source of anything."""
    used = {source for _place, part in parts(framework) for source in getattr(part, "sources", ())}
    for key in framework.bibliography:
        if key not in used:
            yield (
                ("bibliography", key),
                say("nothing names '{name}' as its source; remove it if it is not one", name=key),
            )


@check("FW013", Severity.ERROR)
def the_folder_has_the_name_of_the_framework(framework: Framework, around: Surroundings) -> Faults:
    """The framework lies in a folder with another name, so that it cannot be found by its id."""
    if around.folder and around.folder != framework.id:
        yield ("id",), say("the folder is called '{folder}'; call both the same", folder=around.folder)


@check("FW014", Severity.WARNING)
def ids_of_criteria_show_their_judgement(framework: Framework, _: Surroundings) -> Faults:
    """The id of an evidence area or a criterion does not contain the key of its judgement."""
    for name in ("evidence_areas", "criteria"):
        for index, one in enumerate(getattr(framework, name)):
            judgement = framework.judgement_by_id.get(one.judgement)
            if judgement is not None and judgement.key not in one.id.split("."):
                yield (
                    (name, index, "id"),
                    say(
                        "'{name}' belongs to '{judgement}', whose key is '{key}'; put the key between full stops",
                        name=one.id,
                        judgement=judgement.id,
                        key=judgement.key,
                    ),
                )


CHECKS = (
    ids_are_used_once,
    conditions_name_what_exists,
    conditions_name_possible_answers,
    effects_name_what_exists,
    requirements_name_a_regulation,
    criteria_belong_to_a_judgement,
    descriptors_describe_a_grade,
    standards_are_in_the_sets,
    sets_are_on_the_shelf,
    types_of_inspection_use_a_scale_that_exists,
    sources_are_in_the_bibliography,
    the_bibliography_is_used,
    the_folder_has_the_name_of_the_framework,
    ids_of_criteria_show_their_judgement,
)
