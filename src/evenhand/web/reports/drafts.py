"""The words of a report between composing and publishing: what a person wrote, and what still follows the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from django.db.models import Case, F, JSONField, OuterRef, Subquery, When

from evenhand.casework.stages import Act, next_stage
from evenhand.findings import Finding, Severity
from evenhand.report.assembly import assemble, tidy
from evenhand.report.checks import (
    BestPractice,
    Checked,
    Confirmation,
    Guarded,
    Manuscript,
    Question,
    check_document,
    checked,
    errors,
)
from evenhand.report.checks import clues as identity
from evenhand.report.compose import compose
from evenhand.report.document import ReportDocument
from evenhand.report.layout import Slot
from evenhand.report.material import Material
from evenhand.report.ties import Tie
from evenhand.web.inspections.record import Record
from evenhand.web.reports.beside import beside_the_words
from evenhand.web.reports.gathering import behind_of, guarded_of, material_of
from evenhand.web.reports.models import ReportRevision

# How one text is kept: {"text": …, "composed": true while nobody has changed what the software wrote}.
Stored = dict[str, dict[str, str | bool]]

# Warnings that only a person can settle: somebody or some place may be recognised.
IDENTITY = frozenset(one.code for one in identity.CHECKS if one.severity is Severity.WARNING)


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
    writers: frozenset[str] = frozenset()
    behind: Mapping[str, int] | None = None
    best_practice: tuple[BestPractice, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    ties: Mapping[str, tuple[Tie, ...]] = field(default_factory=dict)

    @property
    def version(self) -> int:
        """The version that a write now must be based on."""
        return self.revision.version if self.revision else 0

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Where the texts go, in order."""
        return self.material.slots

    @cached_property
    def checked(self) -> Checked:
        """What the checks find, with what was confirmed as harmless told apart."""
        manuscript = Manuscript(
            self.material, self.texts, self.guarded, behind=self.behind, best_practice=self.best_practice
        )
        return checked(manuscript, self.confirmations)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the checks find and nobody confirmed as harmless."""
        return self.checked.findings

    @property
    def open_identity(self) -> tuple[Question, ...]:
        """Warnings that somebody may be recognised, which a person has to settle before submission."""
        return tuple(one for one in self.checked.open if one.finding.code in IDENTITY)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What stops submission."""
        return errors(self.findings)

    def document(self, published_on: date) -> ReportDocument:
        """The report as it would be published on a day."""
        return assemble(self.material, self.texts, published_on, self.best_practice)

    def check_whole(self, published_on: date) -> Checked:
        """What may give somebody away in any field of the document, what was confirmed for its sections left out."""
        return check_document(
            self.document(published_on), self.guarded, places=self.material.places, confirmations=self.confirmations
        )


def open_draft(record: Record) -> Draft:
    """The report of an inspection. What nobody edited follows the record for as long as the report can be written;
    from submission on the words stand as they were submitted.
    """
    material = material_of(record)
    revisions = _revisions(record)
    newest = revisions[0] if revisions else None
    said = beside_the_words(record.inspection)
    can_be_written = next_stage(record.stage, Act.WRITE_REPORT) is not None
    texts, edited = _merged(newest, compose(material), follow=can_be_written)
    return Draft(
        material=material,
        guarded=guarded_of(record),
        revision=newest,
        texts=texts,
        edited=edited,
        writers=frozenset(one.by for one in revisions),
        behind=behind_of(record),
        best_practice=tuple(_standing(record, one) for one in said.practice),
        confirmations=said.confirmations,
        ties=said.ties,
    )


def _revisions(record: Record) -> list[ReportRevision]:
    """Every version, the newest first, in one question; only the newest has its words with it."""
    same = ReportRevision.objects.filter(inspection=OuterRef("inspection")).order_by("-version").values("version")[:1]
    rows = ReportRevision.objects.filter(inspection=record.inspection).order_by("-version").defer("sections")
    words = Case(When(version=Subquery(same), then=F("sections")), output_field=JSONField())
    found = list(rows.annotate(words=words))
    for one in found[:1]:
        one.sections = one.words
    return found


def _standing(record: Record, passage: BestPractice) -> BestPractice:
    # Evidence that is not in the record carries nothing.
    known = {str(one.id) for one in record.evidence}
    return replace(passage, evidence=tuple(one for one in passage.evidence if one in known))


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
