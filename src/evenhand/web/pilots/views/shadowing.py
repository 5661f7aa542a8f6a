"""A shadow judge's own pages: the evidence, the new framework, and nobody else's grades."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.casework.actors import Role
from evenhand.casework.policies import NotNow, Refusal
from evenhand.findings import BadInput
from evenhand.web.accounts.access import for_roles, person_of
from evenhand.web.design.jinja import words
from evenhand.web.inspections.forms import FactsForm
from evenhand.web.inspections.record import Record
from evenhand.web.inspections.shown import shown
from evenhand.web.inspections.tasks import facts_to_ask
from evenhand.web.inspections.views.arriving import UNPROCESSABLE, asking
from evenhand.web.pilots import actions, plans, queries
from evenhand.web.pilots.forms import BeginShadowForm, HandInForm, ShadowGradeForm
from evenhand.web.pilots.queries import CaseShown
from evenhand.web.pilots.shadows import Shadow, first_for, limits_for, record_under

for_inspectors = for_roles(Role.INSPECTOR)
_SALT = "shadow page opened"


def _arrive(request: HttpRequest, id: UUID) -> tuple[CaseShown, Record, Shadow, plans.Opened]:
    case, record, shadow = queries.to_judge(asking(request), id)
    plan = plans.opened(case.row.pilot)
    return case, record_under(record, plan, shadow), shadow, plan


@for_inspectors
@require_http_methods(["GET", "POST"])
def shadow(request: HttpRequest, id: UUID) -> HttpResponse:
    """Before: what it is, and whether one knows the grades. During: what is left. After: that it is given."""
    case, record, own, plan = _arrive(request, id)
    form = BeginShadowForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.begin_shadow(by=person_of(request), case=case.row, had_seen=form.cleaned_data["had_seen"] == "yes")
        except Refusal as refused:
            form.add_fault("had_seen", words(refused.reason))
        else:
            return redirect("pilots:shadow", id)
    asked, _later = facts_to_ask(record)
    context = _about(
        case,
        record,
        own,
        plan,
        form=form,
        judgements=[(one, _label(record, one.id)) for one in record.framework.judgements],
        left=sum(one.id not in record.facts for one in asked),
        asked=len(asked),
        unlinked=sum(not one.item.criteria for one in record.evidence),
    )
    return render(request, "pilots/shadow.html", context, status=UNPROCESSABLE if form.errors else 200)


def _label(record: Record, judgement: str) -> str:
    row = record.proposals.get(judgement)
    scale = record.framework.scale_of(judgement)
    return scale.at(scale.ordinal(row.grade)).label if row else ""


def _about(case: CaseShown, record: Record, own: Shadow, plan: plans.Opened, **more: object) -> dict[str, object]:
    return {
        "case": case,
        "home": case.row.inspection.home,
        "inspection": case.row.inspection,
        "record": record,
        "own": own,
        "plan": plan,
        **more,
    }


def _must_have_begun(own: Shadow) -> None:
    if not own.has_begun:
        raise Http404


@for_inspectors
@require_http_methods(["GET", "POST"])
def facts(request: HttpRequest, id: UUID) -> HttpResponse:
    """What the rules of the new framework need to know."""
    case, record, own, plan = _arrive(request, id)
    _must_have_begun(own)
    asked, later = facts_to_ask(record)
    data = request.POST if request.method == "POST" else None
    if data is not None:
        asked = tuple(fact for fact in record.framework.facts if {fact.id, f"{fact.id}-based-on"} & data.keys())
    form = FactsForm(data, asked=asked, standing=record.facts, versions=dict(record.versions.facts))
    if form.is_valid():
        try:
            actions.answer_shadow(
                by=person_of(request), case=case.row, answers=form.answers, opened_at=_opened(request)
            )
        except BadInput as refused:
            form.add_faults(refused)
        else:
            messages.success(request, _("Saved. Answers can bring further questions."))
            return redirect("pilots:shadow", id)
    questions = [(form[fact.id], form[f"{fact.id}-based-on"]) for fact in form.asked]
    context = _about(case, record, own, plan, form=form, questions=questions, later=later, opened=_now_signed())
    return render(request, "pilots/shadow_facts.html", context, status=UNPROCESSABLE if form.errors else 200)


@for_inspectors
@require_http_methods(["GET", "POST"])
def judgement(request: HttpRequest, id: UUID, judgement_id: str) -> HttpResponse:
    """One judgement of the new framework: criteria, the evidence that leads to them, limits, the grade."""
    case, record, own, plan = _arrive(request, id)
    _must_have_begun(own)
    one = record.framework.judgement_by_id.get(judgement_id)
    if one is None:
        raise Http404
    limits = limits_for(record, judgement_id)
    given = record.proposals.get(judgement_id)
    start = {"grade": given.grade, "reason": given.reason, "explanation": given.explanation} if given else {}
    form = ShadowGradeForm(
        request.POST if request.method == "POST" else None,
        judgement=one,
        grades=[limit.grade for limit in limits if limit.possible],
        initial={**start, "opened": _now_signed()},
    )
    if form.is_valid() and _graded(request, case, judgement_id, form):
        messages.success(request, _("Your grade is kept. It is not published, and changes no grade."))
        return redirect("pilots:shadow", id)
    context = _about(
        case,
        record,
        own,
        plan,
        form=form,
        judgement=one,
        limits=limits,
        descriptors=record.framework.descriptors_of(judgement_id),
        first=first_for(record, judgement_id),
        criteria=[
            (name, [shown(record, item) for item in record.under(frozenset({name.id}))])
            for name in record.framework.criteria_of(judgement_id)
        ],
        unlinked=[shown(record, item) for item in record.evidence if not item.item.criteria],
    )
    return render(request, "pilots/shadow_judgement.html", context, status=UNPROCESSABLE if form.errors else 200)


def _graded(request: HttpRequest, case: CaseShown, judgement: str, form: ShadowGradeForm) -> bool:
    data = form.cleaned_data
    try:
        actions.grade_shadow(
            by=person_of(request),
            case=case.row,
            judgement=judgement,
            grade=data["grade"],
            reason=data["reason"],
            explanation=data["explanation"],
            opened_at=_opened(request),
        )
    except BadInput as refused:
        form.add_faults(refused)
    except NotNow as refused:
        form.add_fault("grade", words(refused.reason))
    else:
        return True
    return False


@for_inspectors
@require_http_methods(["GET", "POST"])
def hand_in(request: HttpRequest, id: UUID) -> HttpResponse:
    """Read once more what is given for good, and hand it in."""
    case, record, own, plan = _arrive(request, id)
    _must_have_begun(own)
    form = HandInForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.hand_in_shadow(by=person_of(request), case=case.row, minutes=form.cleaned_data["minutes"])
        except BadInput as refused:
            form.add_faults(refused)
        except NotNow as refused:
            form.add_fault("", words(refused.reason))
        else:
            messages.success(request, _("Handed in. Thank you; nobody can change it any more."))
            return redirect("pilots:shadow", id)
    judgements = [(one, _label(record, one.id)) for one in record.framework.judgements]
    context = _about(case, record, own, plan, form=form, judgements=judgements)
    return render(request, "pilots/hand_in.html", context, status=UNPROCESSABLE if form.errors else 200)


def _now_signed() -> str:
    return signing.dumps(time.time(), salt=_SALT)


def _opened(request: HttpRequest) -> datetime:
    # Signed, so that nobody makes the time up; a form without it counts from now.
    now = timezone.now()
    try:
        found = datetime.fromtimestamp(float(signing.loads(request.POST.get("opened", ""), salt=_SALT)), UTC)
    except (signing.BadSignature, TypeError, ValueError, OverflowError):
        return now
    return min(found, now)
