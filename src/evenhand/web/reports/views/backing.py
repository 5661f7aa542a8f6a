"""What backs the words of a report: ties of sentences, warnings confirmed as harmless, best practice, versions."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.casework.actors import Role
from evenhand.casework.stages import Act
from evenhand.report.checks import BestPractice
from evenhand.report.layout import Slot, slot_of
from evenhand.report.ties import Tie
from evenhand.web.accounts.access import for_roles, person_of
from evenhand.web.reports import backed, practice, queries, tying
from evenhand.web.reports.confirming import confirm_warning
from evenhand.web.reports.quality_forms import BestPracticeForm, ConfirmForm, TieForm
from evenhand.web.reports.views.writing import CASEWORK, told, who_asks


def _slot(case: queries.Casefile, key: str) -> Slot:
    found = next((one for one in case.draft.slots if one.key == key and not one.from_the_record), None)
    if found is None:
        raise Http404
    return found


@for_roles(*CASEWORK)
@require_http_methods(["GET", "POST"])
def ties(request: HttpRequest, id: UUID, key: str) -> HttpResponse:
    """The sentences of one text with what each rests on; `?sentence=` opens the choices for one of them."""
    case = queries.casefile(who_asks(request), id)
    slot = _slot(case, key)
    shown = backed.ties_page(case, slot, request.POST.get("sentence") or request.GET.get("sentence", ""))
    refused = told(case.refusal(Act.WRITE_REPORT))
    form = None
    if shown.chosen is not None and not refused:
        form = TieForm(shown, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form is not None and shown.chosen is not None and form.is_valid():
        tie = Tie(shown.chosen.where.text, tuple(form.cleaned_data["evidence"]), tuple(form.cleaned_data["criteria"]))
        tying.tie_sentences(
            by=person_of(request),
            inspection=case.inspection,
            slot=slot.key,
            ties={shown.chosen.where.anchor: tie},
            based_on=form.cleaned_data["based_on"],
        )
        messages.success(request, _("Saved what the sentence rests on."))
        return redirect(reverse("reports:ties", args=[id, slot.key]) + f"#{shown.chosen.where.anchor}")
    gone = request.method == "POST" and form is None
    context = {"case": case, "slot": slot, "page": shown, "form": form, "refused": refused, "gone": gone}
    status = 409 if gone else (422 if form is not None and form.errors else 200)
    return render(request, "reports/ties.html", context, status=status)


@for_roles(*CASEWORK)
@require_http_methods(["GET"])
def versions(request: HttpRequest, id: UUID) -> HttpResponse:
    """Every version of the report, and two of them compared word by word."""
    case = queries.casefile(who_asks(request), id)
    shown = backed.versions_page(case, request.GET.get("old", ""), request.GET.get("new", ""))
    return render(request, "reports/versions.html", {"case": case, "page": shown})


@for_roles(*CASEWORK)
@require_http_methods(["GET", "POST"])
def warnings(request: HttpRequest, id: UUID) -> HttpResponse:
    """Warnings with the passage each is about; a person says why one is harmless."""
    case = queries.casefile(who_asks(request), id)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        confirm_warning(
            by=person_of(request),
            inspection=case.inspection,
            code=form.cleaned_data["code"],
            fingerprint=form.cleaned_data["fingerprint"],
            reason=form.cleaned_data["reason"],
        )
        messages.success(request, _("Confirmed as harmless, with your reason."))
        return redirect("reports:warnings", id)
    page = backed.warnings_page(case, timezone.localdate())
    context = {"case": case, "page": page, "form": form, "sent": request.POST.get("fingerprint", "")}
    return render(request, "reports/warnings.html", context, status=422 if form.errors else 200)


@for_roles(Role.INSPECTOR)
@require_http_methods(["GET", "POST"])
def best_practice(request: HttpRequest, id: UUID, judgement: str) -> HttpResponse:
    """Mark a passage of a judgement's text as best practice, or take the mark back."""
    case = queries.casefile(who_asks(request), id)
    slot = slot_of(case.draft.slots, judgement)
    if slot is None:
        raise Http404
    newest = practice.newest_mark(case.inspection, judgement)
    items = backed.items_for(case, slot)
    form = BestPracticeForm(items, newest, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        practice.mark_best_practice(
            by=person_of(request),
            inspection=case.inspection,
            passage=BestPractice(
                judgement=judgement,
                text=data["text"],
                conditions=data["conditions"],
                consent_by=data["consent_by"],
                consent_on=data["consent_on"],
                evidence=tuple(data["evidence"]),
            ),
            based_on=data["based_on"],
        )
        messages.success(request, _("Best practice is marked.") if data["text"] else _("The mark is taken back."))
        return redirect(reverse("reports:draft", args=[id]) + f"#id_{slot.key}")
    refused = told(case.refusal(Act.WRITE_REPORT))
    context = {"case": case, "slot": slot, "form": form, "refused": refused, "newest": newest}
    return render(request, "reports/best_practice.html", context, status=422 if form.errors else 200)
