"""Is every section there, in its place, and written?"""

from __future__ import annotations

from evenhand.findings import Severity, check
from evenhand.report.checks.manuscript import Faults, Manuscript
from evenhand.report.compose import CLOSE, OPEN, compose
from evenhand.wording import say

MAX_TEXT = 20_000


@check("RP001", Severity.ERROR)
def every_section_is_there(manuscript: Manuscript) -> Faults:
    """A section that the framework asks for is missing."""
    for slot in manuscript.material.slots:
        if slot.key not in manuscript.texts:
            yield slot.key, say("“{section}” is missing; write it.", section=slot.heading)


@check("RP002", Severity.ERROR)
def no_section_is_made_up(manuscript: Manuscript) -> Faults:
    """A section is not one of the framework's."""
    known = {slot.key for slot in manuscript.material.slots}
    for key in manuscript.texts:
        if key not in known:
            yield key, say("“{section}” is not a section of this framework's report; remove it.", section=key[:80])


@check("RP003", Severity.ERROR)
def sections_keep_their_order(manuscript: Manuscript) -> Faults:
    """Sections do not stand in the framework's fixed order."""
    fixed = [slot.key for slot in manuscript.material.slots]
    present = [key for key in manuscript.texts if key in fixed]
    for key, wanted in zip(present, (key for key in fixed if key in manuscript.texts), strict=True):
        if key != wanted:
            yield key, say("“{section}” stands where “{wanted}” belongs.", section=key, wanted=wanted)
            return


@check("RP004", Severity.ERROR)
def no_section_is_empty(manuscript: Manuscript) -> Faults:
    """A section is empty."""
    for slot in manuscript.material.slots:
        if slot.key in manuscript.texts and not manuscript.texts[slot.key].strip():
            yield slot.key, say("“{section}” is empty; write it, or say that there is nothing.", section=slot.heading)


@check("RP005", Severity.ERROR)
def nothing_is_left_to_write(manuscript: Manuscript) -> Faults:
    """A section still holds a request to the writer."""
    for key, text in manuscript.texts.items():
        if OPEN in text or CLOSE in text:
            yield (
                key,
                say(
                    "Words between {open} and {close} ask for something; write it and remove them.",
                    open=OPEN,
                    close=CLOSE,
                ),
            )


@check("RP006", Severity.ERROR)
def no_section_is_oversized(manuscript: Manuscript) -> Faults:
    """A section is longer than anybody would read."""
    for key, text in manuscript.texts.items():
        if len(text) > MAX_TEXT:
            yield (
                key,
                say(
                    "This section has {length} characters; {most} is the most. Shorten it.",
                    length=f"{len(text):,}",
                    most=f"{MAX_TEXT:,}",
                ),
            )


@check("RP007", Severity.ERROR)
def the_record_speaks_for_itself(manuscript: Manuscript) -> Faults:
    """A section that follows the record says something else than the record."""
    composed = compose(manuscript.material)
    for slot in manuscript.material.slots:
        if slot.from_the_record and manuscript.texts.get(slot.key, composed[slot.key]) != composed[slot.key]:
            yield slot.key, say("“{section}” always follows the record; save the report again.", section=slot.heading)


CHECKS = (
    every_section_is_there,
    no_section_is_made_up,
    sections_keep_their_order,
    no_section_is_empty,
    nothing_is_left_to_write,
    no_section_is_oversized,
    the_record_speaks_for_itself,
)
