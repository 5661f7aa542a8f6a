"""Judgements: the order in which they are decided, their scales, and what describes them."""

from __future__ import annotations

from evenhand.findings import Severity, check
from evenhand.framework.checks.surroundings import Faults, Surroundings
from evenhand.framework.checks.walk import effects, leaves
from evenhand.framework.model import Framework
from evenhand.framework.rule import GradeIs, Order, Scope, target
from evenhand.wording import say


@check("FW040", Severity.ERROR)
def related_judgements_have_equal_scales(framework: Framework, _: Surroundings) -> Faults:
    """A rule relates judgements whose scales have different numbers of grades."""
    for index, rule in enumerate(framework.rules):
        named = [leaf.grade for _place, leaf in leaves(rule.when, ()) if isinstance(leaf, GradeIs)]
        named += [name for effect in rule.then if not isinstance(effect, Order) and (name := target(effect))]
        known = [name for name in dict.fromkeys(named) if name in framework.judgement_by_id]
        sizes = {len(framework.scale_of(name).grades) for name in known}
        if len(sizes) > 1:
            yield (
                ("rules", index, "id"),
                say(
                    "rule {rule} relates {judgements}, whose scales differ in length; a grade of one says nothing "
                    "about the other",
                    rule=rule.id,
                    judgements=known,
                ),
            )


@check("FW041", Severity.WARNING)
def grades_stand_in_order(framework: Framework, _: Surroundings) -> Faults:
    """The grades of a scale are written neither from worst to best nor from best to worst."""
    for index, scale in enumerate(framework.scales):
        ordinals = [grade.ordinal for grade in scale.grades]
        if ordinals not in (sorted(ordinals), sorted(ordinals, reverse=True)):
            yield ("scales", index, "grades"), say("write the grades of '{name}' in order", name=scale.id)


@check("FW042", Severity.ERROR)
def labels_differ_to_the_eye(framework: Framework, _: Surroundings) -> Faults:
    """Two grades of a scale have labels that differ only in capitals or spaces."""
    for index, scale in enumerate(framework.scales):
        seen: set[str] = set()
        for number, grade in enumerate(scale.grades):
            label = "".join(grade.label.split()).casefold()
            if label in seen:
                yield (
                    ("scales", index, "grades", number),
                    say("'{label}' looks like another label of this scale; reword one of them", label=grade.label),
                )
            seen.add(label)


@check("FW043", Severity.WARNING)
def scales_are_used(framework: Framework, _: Surroundings) -> Faults:
    """A scale is used by no judgement and by no type of inspection."""
    used = {judgement.scale for judgement in framework.judgements}
    used |= {kind.scale for kind in framework.inspection_types if kind.scale}
    for index, scale in enumerate(framework.scales):
        if scale.id not in used:
            yield ("scales", index, "id"), say("nothing uses the scale '{name}'; remove it", name=scale.id)


@check("FW044", Severity.ERROR)
def order_agrees_with_the_file(framework: Framework, _: Surroundings) -> Faults:
    """A rule decides a judgement after one that stands later in the file."""
    position = {judgement.id: index for index, judgement in enumerate(framework.judgements)}
    for place, _rule, effect in effects(framework):
        if not isinstance(effect, Order) or effect.order not in position:
            continue
        for index, name in enumerate(effect.after):
            # A circle of rules cannot be mended by moving judgements; it has a check of its own.
            is_late = name in position and position[name] > position[effect.order]
            if is_late and not _leads_to(framework, name, effect.order):
                yield (
                    (*place, "after", index),
                    say(
                        "'{second}' is decided after '{first}', but stands before it; move it behind '{first}'",
                        second=effect.order,
                        first=name,
                    ),
                )


@check("FW045", Severity.ERROR)
def order_goes_in_no_circle(framework: Framework, _: Surroundings) -> Faults:
    """Judgements wait for each other in a circle, so that none of them can be decided."""
    for place, _rule, effect in effects(framework):
        if isinstance(effect, Order):
            for index, name in enumerate(effect.after):
                if name == effect.order or _leads_to(framework, name, effect.order):
                    circle = say(
                        "'{one}' and '{other}' wait for each other; remove one order", one=effect.order, other=name
                    )
                    itself = say("'{one}' waits for itself; take it out of this list", one=name)
                    yield (*place, "after", index), itself if name == effect.order else circle
                    return


def _leads_to(framework: Framework, start: str, wanted: str) -> bool:
    """Whether `start` has to wait, directly or through others, for `wanted`."""
    waits_for: dict[str, set[str]] = {}
    for _place, _rule, effect in effects(framework):
        if isinstance(effect, Order):
            waits_for.setdefault(effect.order, set()).update(effect.after)
    pending, seen = [start], set[str]()
    while pending:
        name = pending.pop()
        if name not in seen:
            seen.add(name)
            pending.extend(waits_for.get(name, ()))
    return wanted in seen - {start}


@check("FW046", Severity.ERROR)
def limits_use_grades_already_given(framework: Framework, _: Surroundings) -> Faults:
    """A rule limits a judgement by a grade that is decided at the same time or later."""
    position = {judgement.id: index for index, judgement in enumerate(framework.judgements)}
    for index, rule in enumerate(framework.rules):
        limited = [
            name for effect in rule.then if not isinstance(effect, Order) and (name := target(effect)) in position
        ]
        if not limited:
            continue
        first = min(limited, key=lambda name: position[str(name)])
        for place, leaf in leaves(rule.when, ("rules", index, "when")):
            if isinstance(leaf, GradeIs) and position.get(leaf.grade, -1) >= position[str(first)]:
                yield (
                    (*place, "grade"),
                    say(
                        "rule {rule} limits '{limited}', but '{asked}' has no grade yet when that is decided",
                        rule=rule.id,
                        limited=first,
                        asked=leaf.grade,
                    ),
                )


@check("FW047", Severity.ERROR)
def there_is_one_headline(framework: Framework, _: Surroundings) -> Faults:
    """More than one judgement is the headline."""
    headlines = [index for index, one in enumerate(framework.judgements) if one.role == "headline"]
    for index in headlines[1:]:
        yield (
            ("judgements", index, "role"),
            say(
                "'{first}' is the headline already; give '{second}' another role",
                first=framework.judgements[headlines[0]].id,
                second=framework.judgements[index].id,
            ),
        )


@check("FW048", Severity.WARNING)
def the_headline_is_last(framework: Framework, _: Surroundings) -> Faults:
    """The headline is not the last judgement to be decided."""
    headline = framework.headline
    if headline is None or framework.judgements[-1].role == "headline":
        return
    index = framework.judgements.index(headline)
    yield ("judgements", index, "role"), say("move '{name}' to the end of the judgements", name=headline.id)


@check("FW049", Severity.WARNING)
def grades_are_described(framework: Framework, _: Surroundings) -> Faults:
    """A grade of a judgement has no descriptor."""
    for index, judgement in enumerate(framework.judgements):
        described = framework.descriptors_of(judgement.id)
        lacking = [one.id for one in framework.scale_of(judgement.id).best_first if one.id not in described]
        if lacking:
            yield (
                ("judgements", index, "id"),
                say("'{name}' has no descriptor for {grades}; write what they mean", name=judgement.id, grades=lacking),
            )


@check("FW050", Severity.WARNING)
def judgements_have_something_to_go_by(framework: Framework, _: Surroundings) -> Faults:
    """A judgement has neither criteria nor evidence areas."""
    covered = {one.judgement for one in framework.criteria} | {one.judgement for one in framework.evidence_areas}
    for index, judgement in enumerate(framework.judgements):
        if judgement.id not in covered:
            yield (
                ("judgements", index, "id"),
                say("nothing says what '{name}' goes by; write criteria or evidence areas", name=judgement.id),
            )


@check("FW051", Severity.WARNING)
def inspections_without_grades_stop_them(framework: Framework, _: Surroundings) -> Faults:
    """A type of inspection gives no graded judgements, but no rule says so."""
    stopped = {
        leaf.inspection
        for rule in framework.rules
        if any(isinstance(effect, Scope) and effect.scope == "no_judgements" for effect in rule.then)
        for _place, leaf in leaves(rule.when, ())
        if hasattr(leaf, "inspection")
    }
    for index, kind in enumerate(framework.inspection_types):
        if kind.outcome in ("single_judgement", "narrative") and kind.id not in stopped:
            yield (
                ("inspection_types", index, "outcome"),
                say(
                    "grades could be proposed in a '{name}' inspection; write a rule with 'scope: no_judgements'",
                    name=kind.id,
                ),
            )


@check("FW052", Severity.NOTE)
def judgements_have_required_evidence(framework: Framework, _: Surroundings) -> Faults:
    """A judgement has criteria but no evidence area, so nothing says what inspectors must look at."""
    with_areas = {one.judgement for one in framework.evidence_areas}
    for index, judgement in enumerate(framework.judgements):
        if judgement.id not in with_areas and framework.criteria_of(judgement.id):
            yield (
                ("judgements", index, "id"),
                say("'{name}' has no evidence area; write what there must be evidence about", name=judgement.id),
            )


CHECKS = (
    related_judgements_have_equal_scales,
    grades_stand_in_order,
    labels_differ_to_the_eye,
    scales_are_used,
    order_agrees_with_the_file,
    order_goes_in_no_circle,
    limits_use_grades_already_given,
    there_is_one_headline,
    the_headline_is_last,
    grades_are_described,
    judgements_have_something_to_go_by,
    inspections_without_grades_stop_them,
    judgements_have_required_evidence,
)
