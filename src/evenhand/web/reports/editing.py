"""What the editor shows for each section: the box, what stands beside it, what the checks found in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.forms import BoundField

from evenhand.findings import Finding, Severity
from evenhand.report.assembly import tidy
from evenhand.report.layout import Slot
from evenhand.web.reports.drafts import Draft
from evenhand.web.reports.forms import DraftForm
from evenhand.web.reports.presenting import Block, blocks_of
from evenhand.web.reports.queries import Beside, Casefile, beside, woven
from evenhand.wordchanges import Stretch

FEWEST_ROWS, MOST_ROWS, LINE = 4, 24, 80


@dataclass(frozen=True, slots=True)
class EditorPart:
    """One text of the report in the editor.

    `field` is None for what always follows the record. `first` is true for the first text of its section. `theirs`
    weaves what somebody else saved with the reader's unsaved words, when the two differ.
    """

    slot: Slot
    first: bool
    field: BoundField | None
    seen: BoundField | None
    blocks: tuple[Block, ...]
    edited: bool
    beside: Beside | None
    findings: tuple[Finding, ...]
    theirs: tuple[Stretch, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Pointer:
    """A finding with the heading it is about and the box it leads to ('' for the report as a whole)."""

    finding: Finding
    heading: str
    anchor: str

    @property
    def stops(self) -> bool:
        """Whether it stops submission."""
        return self.finding.severity is Severity.ERROR


def pointers(draft: Draft) -> tuple[Pointer, ...]:
    """What the checks found, errors first, then in the order of the report."""
    slots = {slot.key: slot for slot in draft.slots}
    order = {key: number for number, key in enumerate(slots)}
    found = sorted(
        draft.findings, key=lambda one: (one.severity is not Severity.ERROR, order.get(one.where.field, len(order)))
    )
    return tuple(
        Pointer(one, slots[one.where.field].heading, f"#id_{one.where.field}")
        if one.where.field in slots
        else Pointer(one, "", "")
        for one in found
    )


def editor_parts(case: Casefile, form: DraftForm, unsaved: Mapping[str, str]) -> list[EditorPart]:
    """Every text of the report, in the framework's order."""
    around, section, parts = beside(case), "", []
    for slot in case.draft.slots:
        parts.append(_part(case, form, slot, unsaved, around.get(slot.key), slot.section != section))
        section = slot.section
    return parts


def _part(
    case: Casefile, form: DraftForm, slot: Slot, unsaved: Mapping[str, str], around: Beside | None, first: bool
) -> EditorPart:
    text = case.draft.texts[slot.key]
    # A browser sends line ends as CR LF; that is no difference between two people's words.
    shown = tidy(unsaved[slot.key]) if slot.key in unsaved else text
    return EditorPart(
        slot=slot,
        first=first,
        field=None if slot.from_the_record else form[slot.key],
        seen=None if slot.from_the_record else form[f"seen-{slot.key}"],
        blocks=blocks_of(text),
        edited=slot.key in case.draft.edited,
        beside=around,
        findings=tuple(one for one in case.draft.findings if one.where.field == slot.key),
        theirs=woven(text, shown) if shown != text else (),
        rows=_rows(shown),
    )


def _rows(text: str) -> int:
    wanted = sum(1 + len(line) // LINE for line in text.split("\n"))
    return max(FEWEST_ROWS, min(MOST_ROWS, wanted + 1))
