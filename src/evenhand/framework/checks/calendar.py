"""The calendar: when the framework is in force, its types of inspection, the timeline and the report that ends it."""

from __future__ import annotations

from datetime import timedelta

from evenhand.findings import BadInput, Severity, check
from evenhand.framework.checks.atoms import known
from evenhand.framework.checks.surroundings import Faults, Surroundings
from evenhand.framework.model import Framework
from evenhand.wording import say

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
    """The day it came into force is not the day after its predecessor ended."""
    try:
        before = around.framework(framework.predecessor) if framework.predecessor else None
    except BadInput:
        return
    if before is None or before.id == framework.id:
        return
    end, start = before.in_force.end, framework.in_force.start
    if end is None or end >= start:
        message = "'{before}' is in force until {end}, but this one starts on {start}; the two overlap"
    elif end < start - timedelta(days=1):
        message = "'{before}' ended on {end} and this one starts on {start}; no version is in force between them"
    else:
        return
    shown = end.isoformat() if end else say("further notice")
    yield ("in_force",), say(message, before=before.id, end=shown, start=start.isoformat())


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
