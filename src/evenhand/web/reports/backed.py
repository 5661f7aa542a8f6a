"""Reading what backs a report: the pages of ties, of warnings and of versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from evenhand.casework.policies import Refusal
from evenhand.casework.quality import check_confirm
from evenhand.framework.model import Criterion
from evenhand.report.checks import Confirmation, Question
from evenhand.report.layout import Slot
from evenhand.report.ties import TiedSentence, TiedText, tied_text
from evenhand.web.inspections import queries as inspections
from evenhand.web.inspections.record import Recorded
from evenhand.web.reports.beside import ties_in
from evenhand.web.reports.confirming import open_questions
from evenhand.web.reports.drafts import IDENTITY, words_of
from evenhand.web.reports.models import ReportRevision, WarningConfirmed
from evenhand.web.reports.queries import Casefile, ChangedText, woven
from evenhand.web.reports.tying import newest_ties


@dataclass(frozen=True, slots=True)
class TiesPage:
    """A text with its ties; `chosen` is the sentence whose ties are being chosen.

    `items` come with those first that share most words with the chosen sentence. `known` finds any item by its id.
    """

    text: TiedText
    version: int
    chosen: TiedSentence | None
    items: tuple[Recorded, ...]
    criteria: tuple[Criterion, ...]
    known: dict[str, Recorded]
    titles: dict[str, str]


def ties_page(case: Casefile, slot: Slot, chosen: str) -> TiesPage:
    """The sentences of a text with what they rest on, and what the chosen one could rest on."""
    row = newest_ties(case.inspection).get(slot.key)
    text = tied_text(slot.key, case.draft.texts[slot.key], ties_in(row.ties if row else []))
    sentence = next((one for one in text.sentences if one.where.anchor == chosen), None)
    items = items_for(case, slot)
    if sentence is not None:
        wanted = _words(sentence.where.text)
        items = tuple(sorted(items, key=lambda one: -len(wanted & _words(one.item.said))))
    criteria = case.record.criteria
    own = tuple(one for one in criteria.values() if one.judgement == slot.judgement) or tuple(criteria.values())
    return TiesPage(
        text=text,
        version=row.version if row else 0,
        chosen=sentence,
        items=items,
        criteria=own,
        known={str(one.id): one for one in case.record.evidence},
        titles={name: one.title for name, one in criteria.items()},
    )


def items_for(case: Casefile, slot: Slot) -> tuple[Recorded, ...]:
    """The evidence a text can rest on: that of its judgement; all of it where the text has none of its own."""
    own = frozenset(name for name, one in case.record.criteria.items() if one.judgement == slot.judgement)
    return case.record.under(own) if own else case.record.evidence


def _words(text: str) -> set[str]:
    return {one for one in "".join(sign if sign.isalpha() else " " for sign in text.casefold()).split() if len(one) > 3}


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A warning with its passage in three pieces, the middle one being what was found ('' when it is the whole).

    `identity` says that it must be settled before submission. `anchor` leads to its box in the draft.
    """

    question: Question
    before: str
    found: str
    after: str
    heading: str
    identity: bool
    anchor: str


@dataclass(frozen=True, slots=True)
class WarningsPage:
    """Warnings that wait, those confirmed with who and why, and confirmations whose sentence has changed."""

    open: tuple[ShownQuestion, ...]
    confirmed: tuple[tuple[ShownQuestion, WarningConfirmed], ...]
    lapsed: tuple[WarningConfirmed, ...]
    names: dict[str, str]
    refusal: Refusal | None


def warnings_page(case: Casefile, today: date) -> WarningsPage:
    """Every warning, open or confirmed; those about identity first."""
    rows = {(one.code, one.fingerprint): one for one in WarningConfirmed.objects.filter(inspection=case.inspection)}
    settled = [
        (_shown(case, question), rows[_key(confirmation)]) for question, confirmation in case.draft.checked.confirmed
    ]
    elsewhere = [
        (_shown(case, question), rows[_key(confirmation)])
        for question, confirmation in case.draft.check_whole(today).confirmed
        if rows[_key(confirmation)] not in [row for _question, row in settled]
    ]
    used = {row.pk for _question, row in (*settled, *elsewhere)}
    waiting = [_shown(case, one) for one in open_questions(case.draft, today)]
    return WarningsPage(
        open=tuple(sorted(waiting, key=lambda one: not one.identity)),
        confirmed=(*settled, *elsewhere),
        lapsed=tuple(one for one in rows.values() if one.pk not in used),
        names=inspections.names(case.who, {one.by for one in rows.values()}),
        refusal=_may_confirm(case),
    )


def _key(confirmation: Confirmation) -> tuple[str, str]:
    return confirmation.code, confirmation.fingerprint


def _may_confirm(case: Casefile) -> Refusal | None:
    try:
        check_confirm(case.who, case.situation)
    except Refusal as refusal:
        return refusal
    return None


def _shown(case: Casefile, question: Question) -> ShownQuestion:
    place = question.finding.where.field
    slot = next((one for one in case.draft.slots if one.key == place), None)
    start = question.passage.find(question.found) if question.found else -1
    end = start + len(question.found)
    pieces = (question.passage[:start], question.found, question.passage[end:]) if start >= 0 else ("", "", "")
    return ShownQuestion(
        question=question,
        before=pieces[0],
        found=pieces[1],
        after=pieces[2],
        heading=slot.heading if slot else "",
        identity=question.finding.code in IDENTITY,
        anchor=f"#id_{slot.key}" if slot else "",
    )


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """Every version, the newest first, and two of them compared; `changed` is empty when no word differs."""

    rows: tuple[ReportRevision, ...]
    names: dict[str, str]
    old: ReportRevision | None
    new: ReportRevision | None
    changed: tuple[ChangedText, ...]


def versions_page(case: Casefile, old: str, new: str) -> VersionsPage:
    """The versions of the report; the last two are compared unless others are named. Unknown numbers count as none."""
    rows = tuple(ReportRevision.objects.filter(inspection=case.inspection).order_by("-version"))
    by_version = {str(one.version): one for one in rows}
    newer = by_version.get(new) or (rows[0] if rows else None)
    older = by_version.get(old) or next((one for one in rows if newer and one.version < newer.version), None)
    changed: tuple[ChangedText, ...] = ()
    if newer is not None and older is not None:
        before, after = words_of(older), words_of(newer)
        pairs = ((slot, before.get(slot.key, ""), after.get(slot.key, "")) for slot in case.draft.slots)
        changed = tuple(ChangedText(slot, woven(one, other)) for slot, one, other in pairs if one != other)
    names = inspections.names(case.who, {one.by for one in rows})
    return VersionsPage(rows, names, older, newer, changed)
