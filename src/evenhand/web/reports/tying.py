"""Sentences of the report are tied to what they rest on. Nothing is overwritten: each save is a version of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from evenhand.casework.stages import Act
from evenhand.casework.versions import check_based_on
from evenhand.findings import BadInput
from evenhand.report.ties import Tie, TiedText, tied_text, tied_texts
from evenhand.web.accounts.models import Person
from evenhand.web.audit.actions import Acted, action
from evenhand.web.inspections.actions.permission import permit
from evenhand.web.inspections.models import Inspection
from evenhand.web.inspections.record import Record, read_record
from evenhand.web.reports.beside import ties_in
from evenhand.web.reports.drafts import Draft, open_draft
from evenhand.web.reports.models import SectionTies
from evenhand.wording import say

MOST_TIES = 40


def newest_ties(inspection: Inspection) -> dict[str, SectionTies]:
    """The newest ties of each text, by slot key."""
    return {one.slot: one for one in SectionTies.objects.filter(inspection=inspection)}


def ties_of(draft: Draft) -> tuple[TiedText, ...]:
    """Every text of a draft with what its sentences rest on."""
    return tied_texts(draft.slots, draft.texts, draft.ties)


@action("report.tied")
def tie_sentences(
    *,
    by: Person,
    inspection: Inspection,
    slot: str,
    ties: Mapping[str, Tie],
    based_on: int,
    forget: Iterable[str] = (),
) -> Acted[SectionTies]:
    """Say what the sentences of one text rest on, by their anchors; `forget` are lapsed sentences to be let go.

    Sentences that are not in `ties` keep what they had. Raises Refusal, Stale, and BadInput for a sentence, an item or
    a criterion that is not there.
    """
    inspection = permit(by, Act.WRITE_REPORT, inspection)
    record = read_record(inspection)
    draft = open_draft(record)
    if slot not in {one.key for one in draft.slots if not one.from_the_record}:
        raise BadInput.at("RE004", say("This text is not one that a person writes."), field="slot")
    newest = newest_ties(inspection).get(slot)
    now = tied_text(slot, draft.texts[slot], ties_in(newest.ties if newest else []))
    _must_be_there(record, now, ties)
    stored = _stored(now, ties, set(forget))
    if newest is not None and newest.ties == stored and newest.by == by.actor_id:
        return _tied(newest, again=True)
    check_based_on(based_on, newest.version if newest else 0, theirs="", yours="")
    row = SectionTies.objects.create(
        inspection=inspection,
        slot=slot,
        version=(newest.version if newest else 0) + 1,
        ties=stored,
        by=by.actor_id,
        at=timezone.now(),
    )
    return _tied(row)


def _must_be_there(record: Record, text: TiedText, ties: Mapping[str, Tie]) -> None:
    sentences = {one.where.anchor for one in text.sentences}
    items = {str(one.id) for one in record.evidence}
    for anchor, tie in ties.items():
        if anchor not in sentences:
            message = say("A sentence was changed since the page was opened. Open it again, then tie it.")
            raise BadInput.at("RE004", message, field=anchor[:80])
        if not set(tie.evidence) <= items or not set(tie.criteria) <= set(record.criteria):
            message = say("Choose evidence and criteria of this inspection.")
            raise BadInput.at("RE004", message, field=anchor[:80])
        if len(tie.evidence) + len(tie.criteria) > MOST_TIES:
            message = say("Tie a sentence to {most} pieces at most; it says too much to rest on more.", most=MOST_TIES)
            raise BadInput.at("RE004", message, field=anchor[:80])


def _stored(now: TiedText, ties: Mapping[str, Tie], forget: set[str]) -> list[dict[str, Any]]:
    standing = [
        Tie(one.where.text, tie.evidence, tie.criteria)
        for one in now.sentences
        if (tie := ties.get(one.where.anchor, one.tie)) is not None and tie.holds
    ]
    # Lapsed ties stay: the sentence may come back in the next version.
    kept = [one for one in now.lapsed if one.sentence not in forget]
    once = {one.sentence: one for one in (*standing, *kept)}
    return [
        {"sentence": one.sentence, "evidence": list(one.evidence), "criteria": list(one.criteria)}
        for one in once.values()
    ]


def _tied(row: SectionTies, *, again: bool = False) -> Acted[SectionTies]:
    details = {"section": row.slot, "version": row.version, "sentences": len(row.ties)}
    return Acted(row, ("inspection", str(row.inspection_id)), {**details, **({"again": True} if again else {})})
