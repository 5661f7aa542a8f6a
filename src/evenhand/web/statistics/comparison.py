"""Two periods, or two days, side by side: each on its own stated basis, every difference with its interval."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.statistics.comparing import NOT_A_CAUSE, Compared, compare
from evenhand.statistics.saying import INTERVALS, SOURCE, WHY_HIDDEN
from evenhand.web.accounts.access import actor_of, open_to_everybody
from evenhand.web.statistics import queries
from evenhand.web.statistics.forms import JUDGEMENTS, CompareForm
from evenhand.web.statistics.telling import compared_csv


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def page(request: HttpRequest) -> HttpResponse:
    """Both sides, grade by grade, with what their shares differ by."""
    form, found = _asked(request)
    grades = (_("Outstanding"), _("Good"), _("Requires improvement"), _("Inadequate"), _("Good or outstanding"))
    rows = []
    if found is not None:
        one, other = found.lines
        counts = zip((*one.counts, one.better), (*other.counts, other.better), strict=True)
        rows = list(zip(grades, counts, found.shares, found.differences, strict=True))
    context = {
        "form": form,
        "found": found,
        "rows": rows,
        "judgement": dict(JUDGEMENTS)[form.data["judgement"]],
        "query": request.GET.urlencode(),
        "below": [NOT_A_CAUSE, INTERVALS, *([WHY_HIDDEN] if found and found.hides else []), SOURCE],
    }
    return render(request, "statistics/compare.html", context)


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def csv_file(request: HttpRequest) -> HttpResponse:
    """The comparison as CSV; 422 for two sides that overlap."""
    form, found = _asked(request)
    if found is None:
        said = " ".join(words for errors in form.errors.values() for words in errors)
        return HttpResponse(said, status=422, content_type="text/plain; charset=utf-8")
    response = HttpResponse(compared_csv(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="statistics-compared.csv"'
    return response


def _asked(request: HttpRequest) -> tuple[CompareForm, Compared | None]:
    held = queries.counted(actor_of(request), queries.state())
    form = CompareForm(request.GET.dict(), held)
    return form, compare(held.rows, form.asked, form.second) if form.is_valid() else None
