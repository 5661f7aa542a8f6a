"""A consultation is written from a file, opened and closed; nothing of it is ever changed."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from evenhand.casework.policies import NotNow, check_keep_consultation
from evenhand.consultation import model
from evenhand.consultation.checks import must_be_sound, read_consultation_text
from evenhand.consultation.phases import PHASE_WORDS, Phase, next_phase
from evenhand.findings import BadInput
from evenhand.web.accounts.actions import must_be_allowed
from evenhand.web.audit.actions import Acted, HasActorId, action
from evenhand.web.consultations.clauses import held
from evenhand.web.consultations.models import TAKEN, Consultation, PhaseChange
from evenhand.wording import say


@action("consultation.written")
def write(*, by: HasActorId, source: str, name: str) -> Acted[Consultation]:
    """A new consultation from the text of a file; raises BadInput with everything that is wrong, by line.

    Its clauses are checked against the draft, where that is at hand.
    """
    must_be_allowed(by, check_keep_consultation)
    content, places = read_consultation_text(source, name)
    draft = held(content.about, drafts=True)
    must_be_sound(content, places, draft.framework if draft else None)
    if content.id in TAKEN:
        message = say("'{id}' is the address of another page here; give this consultation another id", id=content.id)
        raise BadInput.at("CS009", message, file=name, line=places.line(("id",)), field="id")
    if Consultation.objects.filter(pk=content.id).exists():
        message = say("'{id}' is here already and never changes; give this consultation a new id", id=content.id)
        raise BadInput.at("CS009", message, file=name, line=places.line(("id",)), field="id")
    sealed, fingerprint = model.seal(content)
    now = timezone.now()
    row = Consultation.objects.create(
        id=content.id,
        title=content.title,
        source=source,
        content=sealed,
        fingerprint=fingerprint,
        draft_fingerprint=draft.fingerprint if draft else "",
        at=now,
        by=by.actor_id,
    )
    PhaseChange.objects.create(consultation=row, number=1, phase=Phase.DRAFT.value, by=by.actor_id, at=now)
    return Acted(row, ("consultation", row.pk), {"fingerprint": fingerprint, "about": content.about})


@action("consultation.opened")
def open_(*, by: HasActorId, row: Consultation, today: date | None = None) -> Acted[PhaseChange]:
    """Let people respond, until its last day. Raises NotNow when that day has passed."""
    must_be_allowed(by, check_keep_consultation)
    closes = read_consultation_text(row.source, row.pk)[0].closes
    if (today or timezone.localdate()) > closes:
        raise NotNow("CS002", say("Its last day has passed. Write a new consultation with later days."))
    return _moved(by, row, Phase.OPEN)


@action("consultation.closed")
def close(*, by: HasActorId, row: Consultation) -> Acted[PhaseChange]:
    """Take no more responses, and show the results. There is no way back."""
    must_be_allowed(by, check_keep_consultation)
    return _moved(by, row, Phase.CLOSED)


def _moved(by: HasActorId, row: Consultation, phase: Phase) -> Acted[PhaseChange]:
    change = move(by, locked(row), phase)
    return Acted(change, ("consultation", row.pk))


def locked(row: Consultation) -> Consultation:
    """The consultation's row, locked until the transaction ends."""
    return Consultation.objects.select_for_update().get(pk=row.pk)


def move(by: HasActorId, row: Consultation, phase: Phase) -> PhaseChange:
    """The next step, inside an action that holds the lock; raises NotNow when it is not the next."""
    last = PhaseChange.objects.filter(consultation=row).latest("number")
    now = Phase(last.phase)
    if next_phase(now) is not phase:
        raise NotNow("CS001", say("This cannot be done now: the consultation is “{phase}”.", phase=PHASE_WORDS[now]))
    return PhaseChange.objects.create(
        consultation=row, number=last.number + 1, phase=phase.value, by=by.actor_id, at=timezone.now()
    )
