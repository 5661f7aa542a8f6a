"""A complaint on a manager's desk: answered, reviewed, closed."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.casework.complaints import ComplaintState
from evenhand.casework.policies import Refusal
from evenhand.casework.provider_policies import check_handle_complaint
from evenhand.web.accounts.access import for_roles, person_of
from evenhand.web.accuracy import actions, queries
from evenhand.web.accuracy.forms import OutcomeForm, ReasonForm
from evenhand.web.accuracy.reading import ComplaintRead
from evenhand.web.accuracy.situation import situation_of
from evenhand.web.accuracy.views.asking import MANAGERS, acted, asking, posted, show, told
from evenhand.web.accuracy.waiting import waiting as waiting_for

ANSWERS = (ComplaintState.MADE, ComplaintState.REVIEW_ASKED)


@for_roles(*MANAGERS)
@require_http_methods(["GET"])
def waiting(request: HttpRequest) -> HttpResponse:
    """Open complaints and holds of every home."""
    return show(request, "accuracy/waiting.html", {"waiting": waiting_for(asking(request))})


@for_roles(*MANAGERS)
@require_http_methods(["GET", "POST"])
def complaint(request: HttpRequest, id: UUID, complaint: UUID) -> HttpResponse:
    """The complaint with everything that was said, and the next step."""
    desk = queries.desk(asking(request), id)
    found = queries.complaint_of(desk.dossier, complaint)
    by_state = {ComplaintState.MADE: actions.answer_complaint, ComplaintState.REVIEW_ASKED: actions.answer_review}
    form: ReasonForm
    if found.state in ANSWERS:
        form = OutcomeForm(posted(request), label=_("The reasons"), hint=_("The provider reads them."))
    else:
        form = ReasonForm(posted(request), label=_("Why can it be closed?"), hint=_("The provider reads it."))

    def act() -> None:
        said = form.cleaned_data
        given = {"by": person_of(request), "complaint": found.row, "words": said["reason"]}
        if found.state in ANSWERS:
            by_state[found.state](outcome=said["outcome"], **given)
        else:
            actions.close_complaint(**given)

    context = {
        "desk": desk,
        "dossier": desk.dossier,
        "complaint": found,
        "refused": _refused(desk, found),
        "may_answer": found.state in ANSWERS,
        "review_open": found.state is ComplaintState.ANSWERED and actions.in_time(desk.dossier, found),
        "is_closed": found.state is ComplaintState.CLOSED,
    }
    return acted(
        request,
        form,
        act,
        done=_("It is on record, and the provider can read it."),
        to=("accuracy:complaint", id, complaint),
        template="accuracy/complaint.html",
        context=context,
    )


def _refused(desk: queries.Desk, found: ComplaintRead) -> str:
    answered_by = found.steps[0].by if found.state is ComplaintState.REVIEW_ASKED else ""
    try:
        situation = situation_of(desk.inspection, desk.record)
        check_handle_complaint(desk.who, situation, desk.dossier.urn, answered_by=answered_by)
    except Refusal as refusal:
        return told(refusal)
    return ""
