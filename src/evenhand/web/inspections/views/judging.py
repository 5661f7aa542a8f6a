"""The facts that rules need, and the judgements."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.casework.policies import NotNow, check
from evenhand.casework.stages import Act
from evenhand.casework.versions import Stale
from evenhand.findings import BadInput, Finding, Severity, Where
from evenhand.framework.model import Judgement
from evenhand.judgement.outcome import Verdict
from evenhand.web.accounts.access import person_of
from evenhand.web.design.jinja import words
from evenhand.web.inspections import actions
from evenhand.web.inspections.chronicle import answer_in_words
from evenhand.web.inspections.deliberation import deliberation, rules_fed_by
from evenhand.web.inspections.forms import FactsForm, GradeForm
from evenhand.web.inspections.quoting import quotable
from evenhand.web.inspections.record import Record
from evenhand.web.inspections.shown import who_is_who
from evenhand.web.inspections.tasks import facts_to_ask, reach_in_words, why_not_yet
from evenhand.web.inspections.views.arriving import CONFLICT, UNPROCESSABLE, about, for_casework, record_for
from evenhand.web.inspections.views.discussing import NOT_DISCUSSED, where_to_discuss
from evenhand.wording import say


@for_casework
@require_http_methods(["GET", "POST"])
def facts(request: HttpRequest, id: UUID) -> HttpResponse:
    """One question for each fact that can matter; answers bring further questions."""
    who, record = record_for(request, id)
    if request.method == "GET":
        return _facts_page(request, record, _facts_form(record, None), why_not_yet(who, Act.ANSWER_FACTS, record))
    check(who, Act.ANSWER_FACTS, record.situation)
    form = _facts_form(record, request.POST)
    unknown = form.unknown(record.framework)
    if unknown:
        message = say("“{name}” is not a fact that this framework asks about.", name=unknown[0][:80])
        raise BadInput([Finding("IN006", Severity.ERROR, Where(field=unknown[0][:80]), message)])
    if not form.is_valid():
        return _facts_page(request, record, form, status=UNPROCESSABLE)
    try:
        actions.answer_facts(
            by=person_of(request), inspection=record.inspection, answers=form.answers, based_on=form.based_on
        )
    except BadInput as refused:
        form.add_faults(refused)
        return _facts_page(request, record, form, status=UNPROCESSABLE)
    except Stale as stale:
        return _both_answers(request, record, form, stale)
    return _facts_saved(request, id)


def _facts_form(record: Record, data: QueryDict | None) -> FactsForm:
    asked, _later = facts_to_ask(record)
    if data is not None:
        # What the person was asked counts, not what would be asked now: a colleague's answer meanwhile must neither
        # drop one of theirs without a word, nor count a question they never saw as "not yet known".
        asked = tuple(fact for fact in record.framework.facts if {fact.id, f"{fact.id}-based-on"} & data.keys())
    return FactsForm(data, asked=asked, standing=record.facts, versions=dict(record.versions.facts))


def _facts_saved(request: HttpRequest, id: UUID) -> HttpResponse:
    _who, record = record_for(request, id)
    asked, _later = facts_to_ask(record)
    open_now = sum(fact.id not in record.facts for fact in asked)
    if open_now:
        messages.success(request, _("Saved. %(n)d not answered yet; new questions may have come up.") % {"n": open_now})
        return redirect("inspections:facts", id)
    messages.success(request, _("Saved. Every fact that can matter is answered."))
    return redirect("inspections:workspace", id)


def _facts_page(
    request: HttpRequest,
    record: Record,
    form: FactsForm,
    refused: str = "",
    quarrels: tuple[tuple[str, str, str, str], ...] = (),
    status: int = 200,
) -> HttpResponse:
    _asked, later = facts_to_ask(record)
    questions = [
        (form[fact.id], form[f"{fact.id}-based-on"], fact, rules_fed_by(record, fact.id)) for fact in form.asked
    ]
    answers = [
        (fact.question, answer_in_words(fact, record.facts.get(fact.id)))
        for fact in record.framework.facts
        if fact in form.asked or fact.id in record.facts
    ]
    context = about(
        record, form=form, questions=questions, later=later, answers=answers, refused=refused, quarrels=quarrels
    )
    return render(request, "inspections/facts.html", context, status=status)


def _both_answers(request: HttpRequest, record: Record, form: FactsForm, stale: Stale) -> HttpResponse:
    names, known = who_is_who(record), record.framework.fact_by_id
    quarrels, data = [], request.POST.copy()
    for name, theirs in stale.theirs.items():
        by = names.get(theirs.by, theirs.by) if theirs else ""
        their_answer = answer_in_words(known[name], theirs.value if theirs else None)
        quarrels.append((known[name].question, their_answer, by, answer_in_words(known[name], stale.yours[name])))
        # Saving again is a decision made in full view of theirs, so it may build on it.
        data[f"{name}-based-on"] = str(theirs.version if theirs else 0)
    form.data = data
    return _facts_page(request, record, form, quarrels=tuple(quarrels), status=CONFLICT)


@for_casework
@require_http_methods(["GET", "POST"])
def judgement(request: HttpRequest, id: UUID, judgement_id: str) -> HttpResponse:
    """One judgement: what each grade means, what the rules allow, the evidence, and the proposal."""
    who, record = record_for(request, id)
    one = record.framework.judgement_by_id.get(judgement_id)
    if one is None:
        raise Http404
    if request.method == "GET":
        return _judgement_page(
            request, record, one, _standing_form(record, one), why_not_yet(who, Act.PROPOSE_GRADE, record)
        )
    check(who, Act.PROPOSE_GRADE, record.situation)
    form = GradeForm(request.POST, framework=record.framework, judgement=one)
    taking_back = request.POST.get("take_back") == "yes"
    if taking_back:
        del form.fields["grade"]
    if not form.is_valid():
        return _judgement_page(request, record, one, form, status=UNPROCESSABLE)
    return _propose(request, record, one, form, "" if taking_back else form.cleaned_data["grade"])


def _propose(request: HttpRequest, record: Record, one: Judgement, form: GradeForm, grade: str) -> HttpResponse:
    data = form.cleaned_data
    try:
        actions.propose_grade(
            by=person_of(request),
            inspection=record.inspection,
            judgement=one.id,
            grade=grade,
            reason=data["reason"] if grade else "",
            explanation=data["explanation"] if grade else "",
            based_on=data["based_on"],
        )
    except actions.GradeRefused as refused:
        places = {Verdict.NEEDS_REASON: "reason", Verdict.NEEDS_EXPLANATION: "explanation"}
        form.add_fault(places.get(refused.verdict, "grade"), words(refused.reason))
        return _judgement_page(request, record, one, form, status=UNPROCESSABLE)
    except BadInput as refused:
        form.add_faults(refused)
        return _judgement_page(request, record, one, form, status=UNPROCESSABLE)
    except Stale as stale:
        form.data = request.POST.copy()
        form.data["based_on"] = str(stale.current)
        return _judgement_page(request, record, one, form, stale=stale, status=CONFLICT)
    except NotNow as refused:
        if refused.code != NOT_DISCUSSED:
            raise
        form.add_fault("grade", words(refused.reason))
        return _judgement_page(request, record, one, form, status=UNPROCESSABLE)
    messages.success(request, _("The grade is proposed.") if grade else _("The grade is taken back."))
    return redirect("inspections:judgement", record.inspection.pk, one.id)


def _standing_form(record: Record, one: Judgement) -> GradeForm:
    standing = record.proposals.get(one.id)
    start = {"based_on": standing.version if standing else 0}
    if standing is not None and standing.grade:
        start |= {"grade": standing.grade, "reason": standing.reason, "explanation": standing.explanation}
    return GradeForm(framework=record.framework, judgement=one, initial=start)


def _judgement_page(
    request: HttpRequest,
    record: Record,
    one: Judgement,
    form: GradeForm,
    refused: str = "",
    stale: Stale | None = None,
    status: int = 200,
) -> HttpResponse:
    page = deliberation(record, one)
    theirs = stale.theirs if stale else None
    scale = record.framework.scale_of(one.id)
    context = about(
        record,
        form=form,
        page=page,
        chosen="" if "grade" not in form.fields else form["grade"].value() or "",
        reach=reach_in_words(page.reach),
        refused=refused,
        quotes=quotable(record.under(frozenset(one.criterion.id for one in page.support))),
        discuss=where_to_discuss(record, one.id),
        stale=stale,
        theirs=theirs,
        their_grade=scale.at(scale.ordinal(theirs.grade)).label if theirs and theirs.grade else "",
        their_name=who_is_who(record).get(theirs.by, theirs.by) if theirs else "",
    )
    return render(request, "inspections/judgement.html", context, status=status)
