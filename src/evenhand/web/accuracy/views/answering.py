"""The inspectorate's side: what passes with the provider, answers to comments, the final report, holds."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.casework.accuracy import COMMENTS, COMPLAINT, DRAFT, FINAL
from evenhand.casework.actors import Role
from evenhand.casework.policies import Refusal
from evenhand.casework.provider_policies import check_hold
from evenhand.casework.stages import Act
from evenhand.casework.versions import Stale
from evenhand.web.accounts.access import for_roles, person_of
from evenhand.web.accuracy import actions, queries
from evenhand.web.accuracy.forms import AnswerForm, ChangedForm, ConfirmForm, ReasonForm
from evenhand.web.accuracy.letters import written
from evenhand.web.accuracy.views.asking import CASEWORK, MANAGERS, acted, asking, confidential, posted, show, told
from evenhand.web.design.jinja import words
from evenhand.web.preparation.storing import TYPES


@for_roles(*CASEWORK)
@require_http_methods(["GET"])
def answers(request: HttpRequest, id: UUID) -> HttpResponse:
    """Everything that passed with the provider, and what publication still waits for."""
    desk = queries.desk(asking(request), id)
    context = {
        "desk": desk,
        "dossier": desk.dossier,
        "quoted": queries.quoted(desk.dossier),
        "letters": written(desk.dossier),
        "foreseen": desk.dossier.foresees(COMMENTS),
        "final_foreseen": desk.dossier.foresees(FINAL),
        "may_not": {
            "send_draft": told(desk.refusal(Act.SEND_DRAFT)),
            "give_final": told(desk.may_not_give_final),
            "revise": told(desk.refusal(Act.REVISE)),
        },
        "may_answer": desk.refusal(Act.ANSWER_COMMENT) is None,
        "may_hold": _may_hold(desk),
    }
    return show(request, "accuracy/answers.html", context)


def _may_hold(desk: queries.Desk) -> bool:
    try:
        check_hold(desk.who, desk.dossier.urn, published=desk.dossier.is_over)
    except Refusal:
        return False
    return True


def _check(desk: queries.Desk, act: Act) -> None:
    refusal = desk.refusal(act)
    if refusal is not None:
        raise refusal


@for_roles(Role.INSPECTOR)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, id: UUID, comment: UUID) -> HttpResponse:
    """Answer one comment, beside the sentence it is about and the evidence offered."""
    desk = queries.desk(asking(request), id)
    _check(desk, Act.ANSWER_COMMENT)
    found = queries.comment_of(desk.dossier, comment)
    initial = {"outcome": found.answer.outcome, "reason": found.answer.reason} if found.answer else {}
    form = AnswerForm(posted(request), kind=found.kind, version=found.version, initial=initial)
    context = {
        "desk": desk,
        "dossier": desk.dossier,
        "comment": found,
        "sentence": queries.quoted(desk.dossier).get(found.row.anchor, ""),
        "given": desk.dossier.was_given(found),
        "stale": None,
    }

    def act() -> None:
        said = form.cleaned_data
        actions.answer_comment(
            by=person_of(request),
            comment=found.row,
            outcome=said["outcome"],
            reason=said["reason"],
            based_on=said["based_on"],
        )

    done, to = _("The answer is saved. The provider reads it with the final report."), ("accuracy:answers", id)
    try:
        return acted(request, form, act, done=done, to=to, template="accuracy/answer.html", context=context)
    except Stale as stale:
        # What both wrote is shown; sending again is based on the version that is there now.
        again = request.POST.copy()
        again["based_on"] = str(stale.current)
        form = AnswerForm(again, kind=found.kind, version=stale.current, initial=initial)
        shown = {**context, "form": form, "stale": {"why": words(stale.reason), "theirs": stale.theirs}}
        return show(request, "accuracy/answer.html", shown, 409)


@for_roles(Role.INSPECTOR)
@require_http_methods(["GET", "POST"])
def changed(request: HttpRequest, id: UUID, comment: UUID) -> HttpResponse:
    """Say in which version what was accepted is, beside what changed word by word."""
    desk = queries.desk(asking(request), id)
    _check(desk, Act.ANSWER_COMMENT)
    found = queries.comment_of(desk.dossier, comment)
    form = ChangedForm(posted(request), versions=queries.versions_after(desk, found.row.draft))
    old, newest = queries.sent_and_newest(desk, found.row.draft)
    context = {
        "desk": desk,
        "dossier": desk.dossier,
        "comment": found,
        "sentence": queries.quoted(desk.dossier).get(found.row.anchor, ""),
        "texts": queries.changed_since(desk, old, newest),
        "still_in_newest": queries.still_in_newest(desk, found, newest),
    }
    return acted(
        request,
        form,
        lambda: actions.say_changed(by=person_of(request), comment=found.row, version=form.cleaned_data["version"]),
        done=_("It is noted in which version the report was changed."),
        to=("accuracy:answers", id),
        template="accuracy/changed.html",
        context=context,
    )


@for_roles(Role.INSPECTOR)
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, id: UUID) -> HttpResponse:
    """Send the draft to the provider."""
    desk = queries.desk(asking(request), id)
    _check(desk, Act.SEND_DRAFT)
    last_day = desk.dossier.due(COMMENTS, **{DRAFT: desk.dossier.today})
    return acted(
        request,
        ConfirmForm(posted(request)),
        lambda: actions.send_draft(by=person_of(request), inspection=desk.inspection),
        done=_("The draft is in the provider’s portal."),
        to=("accuracy:answers", id),
        template="accuracy/send.html",
        context={"desk": desk, "dossier": desk.dossier, "last_day": last_day},
    )


@for_roles(Role.INSPECTOR)
@require_http_methods(["GET", "POST"])
def give_final(request: HttpRequest, id: UUID) -> HttpResponse:
    """Give the provider the final report."""
    desk = queries.desk(asking(request), id)
    _check(desk, Act.GIVE_FINAL)
    last_day = desk.dossier.due(COMPLAINT, **{FINAL: desk.dossier.today})
    return acted(
        request,
        ConfirmForm(posted(request)),
        lambda: actions.give_final(by=person_of(request), inspection=desk.inspection),
        done=_("The final report and the answers are in the provider’s portal."),
        to=("accuracy:answers", id),
        template="accuracy/give_final.html",
        context={
            "desk": desk,
            "dossier": desk.dossier,
            "last_day": last_day,
            "may_not": told(desk.may_not_give_final),
        },
    )


@for_roles(Role.INSPECTOR)
@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, id: UUID) -> HttpResponse:
    """Open the record again because words or grades must change."""
    desk = queries.desk(asking(request), id)
    _check(desk, Act.REVISE)
    form = ReasonForm(posted(request), label=_("What has to change?"))
    return acted(
        request,
        form,
        lambda: actions.take_back(
            by=person_of(request), inspection=desk.inspection, reason=form.cleaned_data["reason"]
        ),
        done=_("The report is open again. It goes through quality assurance once more."),
        to=("reports:draft", id),
        template="accuracy/take_back.html",
        context={"desk": desk, "dossier": desk.dossier},
    )


@for_roles(*MANAGERS)
@require_http_methods(["GET", "POST"])
def hold(request: HttpRequest, id: UUID) -> HttpResponse:
    """Hold publication back."""
    desk = queries.desk(asking(request), id)
    check_hold(desk.who, desk.dossier.urn, published=desk.dossier.is_over)
    form = ReasonForm(
        posted(request), label=_("Why is publication held back?"), hint=_("For example: the police asked.")
    )
    return acted(
        request,
        form,
        lambda: actions.hold(by=person_of(request), inspection=desk.inspection, reason=form.cleaned_data["reason"]),
        done=_("Publication is held back until somebody lifts the hold."),
        to=("accuracy:answers", id),
        template="accuracy/hold.html",
        context={"desk": desk, "dossier": desk.dossier, "lifting": None},
    )


@for_roles(*MANAGERS)
@require_http_methods(["GET", "POST"])
def lift(request: HttpRequest, id: UUID, number: int) -> HttpResponse:
    """Lift a hold."""
    desk = queries.desk(asking(request), id)
    row = queries.hold_of(desk.dossier, number)
    check_hold(desk.who, desk.dossier.urn, published=desk.dossier.is_over)
    form = ReasonForm(posted(request), label=_("Why is the hold lifted?"))
    return acted(
        request,
        form,
        lambda: actions.lift(by=person_of(request), hold=row, reason=form.cleaned_data["reason"]),
        done=_("The hold is lifted."),
        to=("accuracy:answers", id),
        template="accuracy/hold.html",
        context={"desk": desk, "dossier": desk.dossier, "lifting": row},
    )


@for_roles(*CASEWORK)
@require_http_methods(["GET"])
def file(request: HttpRequest, comment: UUID) -> HttpResponse:
    """Evidence that came with a comment: always saved, never shown by the browser."""
    found, content = queries.file_of(asking(request), comment)
    response = HttpResponse(content, content_type=TYPES[found.file.type])
    name = f"{found.draft.inspection.home.urn}-comment-{found.draft.number}-{found.number}.{found.file.type}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return confidential(response)
