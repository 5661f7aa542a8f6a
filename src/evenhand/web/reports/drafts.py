"""The words of a report between composing and publishing: what a person wrote, and what still follows the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from evenhand.casework.stages import Act, next_stage
from evenhand.findings import Finding
from evenhand.report.assembly import assemble, tidy
from evenhand.report.checks import Guarded, Manuscript, errors, findings
from evenhand.report.compose import compose
from evenhand.report.document import ReportDocument
from evenhand.report.layout import Slot
from evenhand.report.material import Material
from evenhand.web.inspections.record import Record
from evenhand.web.reports.gathering import guarded_of, material_of
from evenhand.web.reports.models import ReportRevision

# How one text is kept: {"text": …, "composed": true while nobody has changed what the software wrote}.
Stored = dict[str, dict[str, str | bool]]


@dataclass(frozen=True)
class Draft:
    """A report as it stands: `texts` in the framework's order, and `edited` the keys that a person has changed.

    `revision` is the newest saved version, None before the first. `material` is what was known when it was opened.
    """

    material: Material
    guarded: Guarded
    revision: ReportRevision | None
    texts: Mapping[str, str]
    edited: frozenset[str]

    @property
    def version(self) -> int:
        """The version that a write now must be based on."""
        return self.revision.version if self.revision else 0

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Where the texts go, in order."""
        return self.material.slots

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the checks find."""
        return findings(Manuscript(self.material, self.texts, self.guarded))

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What stops submission."""
        return errors(self.findings)

    def document(self, published_on: date) -> ReportDocument:
        """The report as it would be published on a day."""
        return assemble(self.material, self.texts, published_on)


def open_draft(record: Record) -> Draft:
    """The report of an inspection. What nobody edited follows the record for as long as the report can be written;
    from submission on the words stand as they were submitted.
    """
    material = material_of(record)
    newest = ReportRevision.objects.filter(inspection=record.inspection).order_by("-version").first()
    can_be_written = next_stage(record.stage, Act.WRITE_REPORT) is not None
    texts, edited = _merged(newest, compose(material), follow=can_be_written)
    return Draft(material, guarded_of(record), newest, texts, edited)


def _merged(
    newest: ReportRevision | None, composed: dict[str, str], *, follow: bool
) -> tuple[dict[str, str], frozenset[str]]:
    stored: Stored = newest.sections if newest else {}
    texts, edited = {}, set()
    for key, fresh in composed.items():
        kept = stored.get(key)
        if kept is None or (kept["composed"] and follow):
            texts[key] = fresh
            continue
        texts[key] = str(kept["text"])
        if not kept["composed"]:
            edited.add(key)
    return texts, frozenset(edited)


def to_store(draft: Draft, sections: Mapping[str, str]) -> Stored:
    """What a save keeps: every text, marked as composed where it is still what the software wrote.

    A text that is not in `sections` stays as it was; a key that the report does not have is left out, and what always
    follows the record cannot be overwritten.
    """
    composed = compose(draft.material)
    stored: Stored = {}
    for slot in draft.slots:
        text = composed[slot.key]
        if not slot.from_the_record:
            text = tidy(sections.get(slot.key, draft.texts[slot.key]))
        stored[slot.key] = {"text": text, "composed": text == tidy(composed[slot.key])}
    return stored


def words_of(revision: ReportRevision | None) -> dict[str, str]:
    """The texts of a saved version by key."""
    return {key: str(one["text"]) for key, one in revision.sections.items()} if revision else {}
