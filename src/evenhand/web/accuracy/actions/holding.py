"""Holding publication back by hand, and lifting a hold."""

from __future__ import annotations

from django.utils import timezone

from evenhand.casework.complaints import ComplaintState
from evenhand.casework.policies import NotNow
from evenhand.casework.provider_policies import check_handle_complaint, check_hold
from evenhand.web.accounts.models import Person
from evenhand.web.accuracy.models import ComplaintStep, Hold, HoldLifted
from evenhand.web.accuracy.reading import dossier_of
from evenhand.web.accuracy.situation import situation_of
from evenhand.web.accuracy.texts import must_be_text
from evenhand.web.audit.actions import Acted, action
from evenhand.web.inspections.actions.permission import locked
from evenhand.web.inspections.models import Inspection
from evenhand.web.register.queries import with_homes
from evenhand.wording import say


@action("publication.held")
def hold(*, by: Person, inspection: Inspection, reason: str) -> Acted[Hold]:
    """Hold publication back, for example because the police ask for it. Needs a reason."""
    inspection = locked(inspection)
    dossier = dossier_of(inspection)
    check_hold(with_homes(by), dossier.urn, published=dossier.is_over)
    reason = must_be_text("reason", reason, say("Write why publication is held back."))
    row = Hold.objects.create(inspection=inspection, reason=reason, by=by.actor_id, at=timezone.now())
    return Acted(row, ("inspection", str(inspection.pk)), {"hold": row.pk})


@action("publication.hold_lifted")
def lift(*, by: Person, hold: Hold, reason: str) -> Acted[HoldLifted]:
    """Lift a hold and say why; a complaint's hold only once it is answered, by somebody who had no hand in it."""
    inspection = locked(hold.inspection)
    dossier = dossier_of(inspection)
    who = with_homes(by)
    check_hold(who, dossier.urn, published=dossier.is_over)
    if HoldLifted.objects.filter(hold=hold).exists():
        raise NotNow("PO129", say("This hold is lifted already."))
    if hold.complaint is not None:
        check_handle_complaint(who, situation_of(inspection), dossier.urn)
        if not ComplaintStep.objects.filter(complaint=hold.complaint, state=ComplaintState.ANSWERED).exists():
            raise NotNow("PO129", say("The complaint has no answer yet, so its hold stays."))
    reason = must_be_text("reason", reason, say("Write why the hold is lifted."))
    row = HoldLifted.objects.create(hold=hold, reason=reason, by=by.actor_id, at=timezone.now())
    return Acted(row, ("inspection", str(inspection.pk)), {"hold": hold.pk})
