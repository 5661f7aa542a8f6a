"""What a page needs for capturing and tagging: notes so far, what the last one said, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from django.urls import reverse

from evenhand.evidence.kinds import kind
from evenhand.web.accounts.models import Person
from evenhand.web.design.jinja import words
from evenhand.web.inspections.capture_forms import QUICK
from evenhand.web.inspections.record import Record, Recorded
from evenhand.web.jottings.models import Jotting
from evenhand.web.jottings.queries import jottings_under


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A note that is no evidence yet: what it says, its kind, and where it is finished."""

    kind: str
    said: str
    address: str
    jotting: Jotting

    @property
    def href(self) -> str:
        """The full form, filled with the note."""
        return f"{self.address}&jotting=1"


def mine_newest_first(record: Record, username: str) -> tuple[Recorded, ...]:
    """What somebody recorded themselves, by when they first wrote it down."""
    own = [one for one in record.evidence if one.recorded_by == username]
    return tuple(sorted(own, key=lambda one: (one.first_recorded_at, one.received_at), reverse=True))


def remembered(own: tuple[Recorded, ...]) -> tuple[str, dict[str, str]]:
    """The kind of the last item, and for each quick kind what its last item answered."""
    answers: dict[str, str] = {}
    for one in own:
        question = QUICK.get(one.item.kind)
        if question is not None and question.id in one.item.answers:
            answers.setdefault(one.item.kind, one.item.answers[question.id])
    return (own[0].item.kind if own else ""), answers


def note_address(inspection: UUID, kind_id: str, note: UUID) -> str:
    """Where the full form of a note is; each note has one of its own."""
    return f"{reverse('inspections:new_evidence', args=[inspection, kind_id])}?note={note}"


def unfinished(person: Person, record: Record) -> tuple[Unfinished, ...]:
    """The person's own notes in this inspection that are no evidence yet. One query."""
    prefix = f"{reverse('inspections:evidence', args=[record.inspection.pk])}new/"
    found = []
    for one in jottings_under(person, prefix):
        address = urlsplit(one.address)
        declared = kind(address.path.removeprefix(prefix).strip("/"))
        if declared is not None and address.query.startswith("note="):
            said = next(iter(one.values.get("said", ())), "")
            found.append(Unfinished(words(declared.title), said, one.address, one))
    return tuple(found)


def without_criteria(record: Record) -> tuple[Recorded, ...]:
    """Evidence that supports no criterion yet, newest first."""
    return tuple(one for one in record.evidence if not one.item.criteria)


def next_without(record: Record, item: UUID) -> UUID | None:
    """The item without criteria that comes after this one, from the top again after the last; None when it is alone."""
    order = [one.id for one in record.evidence if not one.item.criteria or one.id == item]
    place = order.index(item)
    rest = [*order[place + 1 :], *order[:place]]
    return rest[0] if rest else None
