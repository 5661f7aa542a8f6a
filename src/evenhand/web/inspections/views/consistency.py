"""The same evidence judged twice: the draw, the second judge's own pages, and both sides together."""

from __future__ import annotations

import time
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.casework.actors import Actor, Role
from evenhand.casework.consistency import check_hand_on, may_hand_on
from evenhand.casework.policies import Refusal, check_draw, check_second_judge
from evenhand.casework.visibility import may_see_pair
from evenhand.findings import BadInput
from evenhand.framework.model import Judgement
from evenhand.web.accounts.access import for_roles, person_of
from evenhand.web.design.jinja import words
from evenhand.web.inspections import actions, queries
from evenhand.web.inspections.models import SecondHandedOn
from evenhand.web.inspections.record import Record
from evenhand.web.inspections.second_forms import BeginSecondForm, DrawForm, HandOnForm, SecondForm
from evenhand.web.inspections.seconds import (
    Second,
    agreements,
    first_apart,
    handed_on,
    judgement_named,
    limits_apart,
)
from evenhand.web.inspections.shown import shown
from evenhand.web.inspections.views.arriving import UNPROCESSABLE, about, asking, for_casework

_SALT = "second judgement opened"


@for_casework
@require_http_methods(["GET", "POST"])
def consistency(request: HttpRequest) -> HttpResponse:
    """For managers the draws, the pairs and how often they agree; for everybody the inspections that wait."""
    who = asking(request)
    form = DrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        check_draw(who)
        if form.is_valid():
            try:
                actions.draw_sample(by=person_of(request), size=form.cleaned_data["size"])
            except BadInput as refused:
                form.add_faults(refused)
            else:
                messages.success(request, _("The sample is drawn. The seed and the list it came from are kept."))
                return redirect("inspections:consistency")
    pairs = queries.pairs(who)
    drawn = queries.draws(who)
    context = {
        "form": form,
        "manages": bool(who.roles & {Role.QUALITY_ASSURER, Role.ADMINISTRATOR}),
        "waiting": queries.waiting_for_second(who),
        "pairs": pairs,
        "agreements": agreements(pairs),
        "draws": drawn,
        "names": queries.names(who, {one.by for one in drawn} | {one.row.by for one in pairs}),
    }
    return render(request, "inspections/consistency.html", context, status=UNPROCESSABLE if form.errors else 200)


@for_casework
@require_http_methods(["GET", "POST"])
def second(request: HttpRequest, id: UUID) -> HttpResponse:
    """Before: who may begin. During: the judge's own list. After: both sides, for those who may see them."""
    who = asking(request)
    record = queries.record_apart(who, id)
    found = queries.second(who, record)
    form = BeginSecondForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        check_second_judge(who, record.situation, urn=record.inspection.home.urn, drawn=queries.is_drawn(who, record))
        if form.is_valid():
            had_seen = form.cleaned_data["had_seen"] == "yes"
            actions.begin_second(by=person_of(request), inspection=record.inspection, had_seen=had_seen)
            return redirect("inspections:second", id)
    handed = handed_on(record.inspection)
    sees, why = (
        (False, "")
        if found is None
        else may_see_pair(
            who,
            second=found.row.by,
            team=record.situation.team,
            complete=found.complete,
            urn=record.inspection.home.urn,
        )
    )
    context = about(
        record,
        form=form,
        second=found,
        sees=sees,
        why=words(why) if why else "",
        why_not="" if found else _why_not(request, record),
        own=_own(record, found) if found and found.row.by == who.id else (),
        may_hand_on=_may_hand_on(who, record, found),
        handed=handed,
        names=queries.names(who, {found.row.by} if found else set()) | queries.names(who, _hands(handed)),
    )
    return render(request, "inspections/second.html", context, status=UNPROCESSABLE if form.errors else 200)


def _may_hand_on(who: Actor, record: Record, found: Second | None) -> bool:
    second, complete = (found.row.by, found.complete) if found else ("", False)
    return may_hand_on(who, record.situation, second=second, complete=complete, urn=record.inspection.home.urn)


def _hands(handed: tuple[SecondHandedOn, ...]) -> set[str]:
    return {name for one in handed for name in (one.by, one.judging.by)}


@for_roles(Role.QUALITY_ASSURER, Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def hand_on(request: HttpRequest, id: UUID) -> HttpResponse:
    """Free a second judgement that was left unfinished, with the reason."""
    who = asking(request)
    record = queries.record_apart(who, id)
    found = queries.second(who, record)
    second, complete = (found.row.by, found.complete) if found else ("", False)
    check_hand_on(who, record.situation, second=second, complete=complete, urn=record.inspection.home.urn)
    form = HandOnForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.hand_on_second(
                by=person_of(request), inspection=record.inspection, reason=form.cleaned_data["reason"]
            )
        except BadInput as refused:
            form.add_faults(refused)
        else:
            messages.success(request, _("It waits for somebody else now. What was judged is kept, and not compared."))
            return redirect("inspections:second", id)
    context = about(record, form=form, name=queries.names(who, {second}).get(second, second))
    return render(request, "inspections/hand_on.html", context, status=UNPROCESSABLE if form.errors else 200)


def _why_not(request: HttpRequest, record: Record) -> str:
    who = asking(request)
    drawn = queries.is_drawn(who, record)
    try:
        check_second_judge(who, record.situation, urn=record.inspection.home.urn, drawn=drawn)
    except Refusal as refused:
        return words(refused.reason)
    return ""


def _own(record: Record, found: Second) -> tuple[tuple[Judgement, str], ...]:
    """The judgements to make, with the grade that the second judge gave, '' before."""
    rows = []
    for name in found.team:
        one = judgement_named(record.framework, record.inspection.kind, name)
        given = found.own.get(name)
        scale = record.framework.scale_by_id[one.scale]
        rows.append((one, scale.at(scale.ordinal(given.grade)).label if given else ""))
    return tuple(rows)


@for_casework
@require_http_methods(["GET", "POST"])
def second_judgement(request: HttpRequest, id: UUID, judgement_id: str) -> HttpResponse:
    """One judgement for the second judge: criteria, evidence, limits; nothing of what the team judged."""
    who = asking(request)
    record = queries.record_apart(who, id)
    found = queries.second_to_make(who, record, judgement_id)
    one = judgement_named(record.framework, record.inspection.kind, judgement_id)
    limits = limits_apart(record, found.own, judgement_id)
    possible = [limit.grade for limit in limits if limit.possible]
    if request.method == "POST":
        form = SecondForm(request.POST, judgement=one, grades=possible)
        if form.is_valid() and _judged(request, record, judgement_id, form):
            messages.success(request, _("Your judgement is kept. It changes no grade."))
            return redirect("inspections:second", id)
    else:
        form = SecondForm(judgement=one, grades=possible, initial={"opened": signing.dumps(time.time(), salt=_SALT)})
    criteria = [name for name in record.criteria.values() if record.single_judgement or name.judgement == judgement_id]
    context = about(
        record,
        form=form,
        judgement=one,
        limits=limits,
        descriptors=record.framework.descriptors_of(judgement_id),
        first=first_apart(record, found.own, judgement_id),
        given=found.own.get(judgement_id),
        criteria=[(name, [shown(record, item) for item in record.under(frozenset({name.id}))]) for name in criteria],
    )
    return render(request, "inspections/second_judgement.html", context, status=UNPROCESSABLE if form.errors else 200)


def _judged(request: HttpRequest, record: Record, judgement: str, form: SecondForm) -> bool:
    data = form.cleaned_data
    try:
        actions.judge_second(
            by=person_of(request),
            inspection=record.inspection,
            judgement=judgement,
            grade=data["grade"],
            reason=data["reason"],
            seconds=_seconds_since(data["opened"]),
        )
    except BadInput as refused:
        form.add_faults(refused)
        return False
    return True


def _seconds_since(opened: str) -> int:
    # Signed, so that nobody makes the time up; a form without it is not worth refusing, and counts as no time.
    try:
        return int(time.time() - float(signing.loads(opened, salt=_SALT)))
    except (signing.BadSignature, TypeError, ValueError):
        return 0
