"""Formal complaints: made, answered, reviewed, closed; and the statement that none is made."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from evenhand.casework.accuracy import COMPLAINT, RESPONSE, REVIEW
from evenhand.casework.complaints import ComplaintAct, ComplaintOutcome, lifts_hold
from evenhand.casework.policies import Refusal
from evenhand.casework.provider_policies import (
    check_close_window,
    check_complain,
    check_complaint_act,
    check_handle_complaint,
    is_provider_of,
)
from evenhand.findings import BadInput
from evenhand.web.accounts.models import Person
from evenhand.web.accuracy.models import Complaint, ComplaintStep, FinalGiven, Hold, HoldLifted, NoComplaint
from evenhand.web.accuracy.reading import ComplaintRead, Dossier, dossier_of
from evenhand.web.accuracy.situation import situation_of
from evenhand.web.accuracy.texts import must_be_text
from evenhand.web.audit.actions import Acted, action
from evenhand.web.inspections.actions.permission import locked
from evenhand.web.inspections.models import Inspection
from evenhand.web.register.queries import with_homes
from evenhand.wording import say


@action("complaint.made")
def complain(*, by: Person, inspection: Inspection, about: str) -> Acted[Complaint]:
    """Complain formally about the inspection or its report; where the timeline has an answer, publication waits."""
    inspection = locked(inspection)
    dossier = dossier_of(inspection)
    final = dossier.final
    foreseen = dossier.foresees(COMPLAINT)
    check_complain(
        with_homes(by), dossier.urn, foreseen=foreseen, is_open=final is not None and dossier.complaints_open
    )
    assert final is not None  # noqa: S101  # refused above
    now = timezone.now()
    row = Complaint.objects.create(
        final=final,
        number=len(dossier.complaints) + 1,
        about=must_be_text("about", about, say("Write what you complain about.")),
        due_on=dossier.due(RESPONSE, **{COMPLAINT: timezone.localdate(now)}),
        by=by.actor_id,
        at=now,
    )
    if dossier.holds_for_complaints:
        Hold.objects.create(inspection=inspection, complaint=row, by=by.actor_id, at=now)
    details = {"complaint": row.number, "held": dossier.holds_for_complaints, "due_on": str(row.due_on or "")}
    return Acted(row, ("inspection", str(inspection.pk)), details)


@action("complaint.not_made")
def make_no_complaint(*, by: Person, inspection: Inspection) -> Acted[NoComplaint]:
    """The provider says that it makes no complaint, so nobody has to wait for the last day."""
    inspection = locked(inspection)
    dossier = dossier_of(inspection)
    final: FinalGiven | None = dossier.final
    check_close_window(with_homes(by), dossier.urn, is_open=dossier.complaints_open)
    assert final is not None  # noqa: S101  # a window is open only for a final report
    row = NoComplaint.objects.create(final=final, by=by.actor_id, at=timezone.now())
    return Acted(row, ("inspection", str(inspection.pk)), {"final": final.number})


@action("complaint.answered")
def answer_complaint(*, by: Person, complaint: Complaint, outcome: str, words: str) -> Acted[ComplaintStep]:
    """Answer a complaint. When it is not upheld its hold is lifted; otherwise a manager lifts it and says why."""
    dossier, found = _opened(complaint)
    check_handle_complaint(with_homes(by), situation_of(dossier.inspection), dossier.urn)
    given = _outcome(outcome)
    today = timezone.localdate()
    due = dossier.due(REVIEW, **{RESPONSE: today}) if dossier.foresees(REVIEW) else None
    row = _step(by, found, ComplaintAct.ANSWER, words, outcome=outcome, due_on=due)
    held = Hold.objects.filter(complaint=complaint, lifted=None).first()
    if held is not None and lifts_hold(given):
        HoldLifted.objects.create(hold=held, by=by.actor_id, at=row.at)
    return _acted(dossier, complaint, row)


@action("complaint.review_asked")
def ask_review(*, by: Person, complaint: Complaint, words: str) -> Acted[ComplaintStep]:
    """The provider asks for an internal review of the answer."""
    dossier, found = _opened(complaint)
    if not is_provider_of(with_homes(by), dossier.urn):
        raise Refusal("PO116", say("Only the provider of the home asks for a review here."))
    return _acted(dossier, complaint, _step(by, found, ComplaintAct.ASK_REVIEW, words, in_time=in_time(dossier, found)))


@action("complaint.review_answered")
def answer_review(*, by: Person, complaint: Complaint, outcome: str, words: str) -> Acted[ComplaintStep]:
    """Answer a review; somebody else than who answered the complaint."""
    dossier, found = _opened(complaint)
    before = found.steps[0].by if found.steps else ""
    check_handle_complaint(with_homes(by), situation_of(dossier.inspection), dossier.urn, answered_by=before)
    _outcome(outcome)
    return _acted(dossier, complaint, _step(by, found, ComplaintAct.ANSWER_REVIEW, words, outcome=outcome))


@action("complaint.closed")
def close_complaint(*, by: Person, complaint: Complaint, words: str) -> Acted[ComplaintStep]:
    """Close a complaint whose answer stands."""
    dossier, found = _opened(complaint)
    check_handle_complaint(with_homes(by), situation_of(dossier.inspection), dossier.urn)
    return _acted(dossier, complaint, _step(by, found, ComplaintAct.CLOSE, words, in_time=in_time(dossier, found)))


def in_time(dossier: Dossier, complaint: ComplaintRead) -> bool:
    """Whether a review of the answer can be asked for today, by the framework's own days."""
    if not dossier.foresees(REVIEW) or not complaint.steps:
        return False
    return complaint.review_until is None or dossier.today <= complaint.review_until


def _opened(complaint: Complaint) -> tuple[Dossier, ComplaintRead]:
    dossier = dossier_of(locked(complaint.final.inspection))
    return dossier, next(one for one in dossier.complaints if one.row.pk == complaint.pk)


def _outcome(outcome: str) -> ComplaintOutcome:
    if outcome not in set(ComplaintOutcome):
        raise BadInput.at("AC005", say("Choose what the answer comes to."), field="outcome")
    return ComplaintOutcome(outcome)


def _step(
    by: Person,
    complaint: ComplaintRead,
    act: ComplaintAct,
    words: str,
    *,
    outcome: str = "",
    due_on: date | None = None,
    in_time: bool = True,
) -> ComplaintStep:
    to = check_complaint_act(complaint.state, act, in_time=in_time)
    return ComplaintStep.objects.create(
        complaint=complaint.row,
        number=len(complaint.steps) + 1,
        act=act.value,
        state=to.value,
        outcome=outcome,
        words=must_be_text("words", words, say("Write the reasons.")),
        due_on=due_on,
        by=by.actor_id,
        at=timezone.now(),
    )


def _acted(dossier: Dossier, complaint: Complaint, row: ComplaintStep) -> Acted[ComplaintStep]:
    details = {"complaint": complaint.number, "state": row.state, "outcome": row.outcome}
    return Acted(row, ("inspection", str(dossier.inspection.pk)), details)
