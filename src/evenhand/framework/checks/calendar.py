"""The calendar: when the framework is in force, its types of inspection, the timeline and the report that ends it."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from evenhand.findings import BadInput, Severity, check
from evenhand.framework.checks.atoms import known
from evenhand.framework.checks.surroundings import Faults, Surroundings
from evenhand.framework.model import Framework
from evenhand.wording import Words, say

# The moments that the service knows by itself; every other moment is a step of the timeline.
MOMENTS = ("inspection_end", "on_site_end", "visit_end", "compliance_notice_due")


@check("FW060", Severity.WARNING)
def the_predecessor_is_on_the_shelf(framework: Framework, around: Surroundings) -> Faults:
    """The predecessor cannot be found, so that nobody can see what changed."""
    if framework.predecessor == framework.id:
        yield ("predecessor",), say("a framework does not follow itself; name the version before")
    elif framework.predecessor is not None:
        try:
            around.framework(framework.predecessor)
        except BadInput as refusal:
            yield ("predecessor",), refusal.findings[0].message


@check("FW061", Severity.WARNING)
def versions_follow_without_gap_or_overlap(framework: Framework, around: Surroundings) -> Faults:
    """It is in force at the same time as another version, or no version is in force before it."""
    others = _others(framework, around)
    for one in others:
        if (message := _overlap(framework, one)) is not None:
            yield ("in_force",), message
    earlier = [one for one in others if one.in_force.start < framework.in_force.start]
    last = max(earlier, key=lambda one: one.in_force.start, default=None)
    if last is None or last.in_force.end is None:
        return
    if last.in_force.end < framework.in_force.start - timedelta(days=1):
        message = say(
            "'{before}' ended on {end} and this one starts on {start}; no version is in force between them",
            before=last.id,
            end=last.in_force.end.isoformat(),
            start=framework.in_force.start.isoformat(),
        )
        yield ("in_force",), message


def _others(framework: Framework, around: Surroundings) -> tuple[Framework, ...]:
    """The versions beside which this one would stand: those on the shelf, and its predecessor wherever it lies."""
    found: dict[str, Framework] = {}
    with suppress(BadInput):  # a neighbour that cannot be read is for its own lint to report
        found = {one.id: one for one in around.shelf()}
    if framework.predecessor is not None:
        with suppress(BadInput):  # FW060 says so
            found.setdefault(framework.predecessor, around.framework(framework.predecessor))
    found.pop(framework.id, None)
    return tuple(found.values())


def _overlap(framework: Framework, other: Framework) -> Words | None:
    # A published version never changes, so nobody can write its last day into it: a version without one ends on the
    # day before the next begins. Only a written last day can contradict.
    this, that = framework.in_force, other.in_force
    first = min(this, that, key=lambda period: period.start)
    if this.start != that.start and (first.end is None or first.end < max(this.start, that.start)):
        follows = framework.predecessor != other.id or that.start < this.start
        return None if follows else say("'{other}' is named as its predecessor but starts later", other=other.id)
    return say(
        "'{other}' starts on {since} and is in force until {end}, but this one starts on {start}; the two overlap",
        other=other.id,
        since=that.start.isoformat(),
        end=that.end.isoformat() if that.end else say("further notice"),
        start=this.start.isoformat(),
    )


@check("FW062", Severity.ERROR)
def suspensions_lie_inside(framework: Framework, _: Surroundings) -> Faults:
    """A suspension lies outside the time in force, or overlaps with another."""
    earlier = None
    for index, period in enumerate(framework.suspended):
        force = framework.in_force
        is_inside = force.covers(period.start) and (period.end is None or force.covers(period.end))
        if not is_inside:
            yield ("suspended", index), say("this suspension is not inside the time in force; correct the dates")
        elif earlier is not None and (earlier.end is None or period.start <= earlier.end):
            yield ("suspended", index), say("this suspension begins before the last one ended; join the two")
        earlier = period


@check("FW063", Severity.ERROR)
def there_is_a_full_inspection(framework: Framework, _: Surroundings) -> Faults:
    """There is no type of inspection with the id 'full'."""
    if "full" not in framework.inspection_type_by_id:
        yield (
            ("inspection_types",),
            say("add a type with the id 'full'; grades of homes come from full inspections"),
        )


@check("FW064", Severity.ERROR)
def steps_follow_something_known(framework: Framework, _: Surroundings) -> Faults:
    """A step of the timeline comes after something that is neither a step nor a known moment."""
    steps = {step.id for step in framework.timeline}
    for index, step in enumerate(framework.timeline):
        if step.after not in steps and step.after not in MOMENTS:
            yield (
                ("timeline", index, "after"),
                say(
                    "'{name}' is not known; write a step of this timeline or one of: {known}",
                    name=step.after,
                    known=known(MOMENTS),
                ),
            )


@check("FW065", Severity.ERROR)
def steps_are_reached(framework: Framework, _: Surroundings) -> Faults:
    """A step of the timeline is never reached, because the steps before it go in a circle."""
    after = {step.id: step.after for step in framework.timeline}
    for index, step in enumerate(framework.timeline):
        seen, moment = {step.id}, step.after
        while moment in after and moment not in seen:
            seen.add(moment)
            moment = after[moment]
        if moment in seen:
            yield (
                ("timeline", index, "after"),
                say("'{name}' waits for itself; start from one of: {known}", name=step.id, known=known(MOMENTS)),
            )


@check("FW066", Severity.ERROR)
def the_report_has_room_for_the_judgements(framework: Framework, _: Surroundings) -> Faults:
    """The report has no section for the text of the judgements: 'inspection_judgements', or one section for each."""
    sections = {section.id for section in framework.report_sections}
    lacking = [judgement.id for judgement in framework.judgements if judgement.id not in sections]
    if "inspection_judgements" not in sections and lacking:
        message = say(
            "there is no place for the text on {judgements}; add a section with the id 'inspection_judgements'",
            judgements=lacking,
        )
        yield ("report_sections",), message


CHECKS = (
    the_predecessor_is_on_the_shelf,
    versions_follow_without_gap_or_overlap,
    suspensions_lie_inside,
    there_is_a_full_inspection,
    steps_follow_something_known,
    steps_are_reached,
    the_report_has_room_for_the_judgements,
)
