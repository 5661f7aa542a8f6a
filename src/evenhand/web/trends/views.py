"""Pages that anybody may open: the days, the account of one day, its charts, and the same as files."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.trend.saying import NO_CAUSE
from evenhand.web.accounts.access import open_to_everybody
from evenhand.web.design.jinja import in_words
from evenhand.web.trends import pictures, queries, showing
from evenhand.web.trends.answering import answer, blanks, is_verified
from evenhand.web.trends.looks import looks, unlisted
from evenhand.web.trends.queries import Told

# The same for everybody, whoever asks: other pages may take the files in.
FOR_ANY_PAGE = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
COMPARISONS = "comparisons"


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def index(request: HttpRequest) -> HttpResponse:
    """The days on which the framework changed, each with its answer; all comparisons in one picture."""
    overview = queries.overview()
    context = {
        "days": showing.listed(overview),
        "others": showing.changes(overview.values["others"], overview),
        "table_of": showing.table_of,
        "no_cause": NO_CAUSE,
    }
    return render(request, "trends/index.html", context)


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def day(request: HttpRequest, day: str) -> HttpResponse:
    """The full account of one day."""
    told = queries.account_of(day)
    if told is None:
        return _no_such_day(request)
    account = told.values["account"]
    changes = showing.changes(account["changes"], told)
    context = {
        "title": _("Did ratings change on %(day)s?") % {"day": in_words(date.fromisoformat(day))},
        "on": day,
        "day": date.fromisoformat(day),
        "changes": [one for one in changes if one.on.isoformat() == day],
        "near": [one for one in changes if one.on.isoformat() != day],
        "answer": answer(account["comparisons"]),
        "blanks": blanks(account["comparisons"]),
        "verified": is_verified(account["comparisons"]),
        "no_cause": NO_CAUSE,
        "sections": showing.sections(told),
        "placebos": account["placebos"],
        "table_of": showing.table_of,
        "looks": looks(told),
        "unlisted": unlisted(told),
        "sources": showing.sources(told),
    }
    return render(request, "trends/day.html", context)


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def json_file(request: HttpRequest, day: str) -> HttpResponse:
    """The account as JSON: what `evenhand trend --at DAY --json --full` prints."""
    told = queries.account_of(day)
    if told is None:
        return _no_such_day(request)
    return _file(request, told, json.dumps(told.values["account"], ensure_ascii=False), "application/json")


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def picture(request: HttpRequest, day: str, name: str) -> HttpResponse:
    """One chart of an account."""
    told = queries.account_of(day)
    if told is None or name not in told.figures:
        return _no_such_day(request)
    return _file(request, told, told.figures[name].svg, "image/svg+xml")


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def csv_file(request: HttpRequest, day: str, name: str) -> HttpResponse:
    """The table of one chart, or all comparisons with the placebos, as CSV."""
    told = queries.account_of(day)
    if told is None or name not in (*told.figures, COMPARISONS):
        return _no_such_day(request)
    if name == COMPARISONS:
        account = told.values["account"]
        text = showing.comparisons_csv([(day, [*account["comparisons"], *account["placebos"]])])
    else:
        text = told.figures[name].csv
    return _file(request, told, text, "text/csv; charset=utf-8", f"ratings-{day}-{name}.csv")


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def overview_picture(request: HttpRequest) -> HttpResponse:
    """All comparisons of all days as one picture."""
    overview = queries.overview()
    drawn = pictures.overview_svg(showing.picture_rows(showing.listed(overview)))
    return _file(request, overview, drawn, "image/svg+xml")


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def overview_csv(request: HttpRequest) -> HttpResponse:
    """The figures of that picture as CSV."""
    overview = queries.overview()
    text = showing.comparisons_csv([(on, one["comparisons"]) for on, one in overview.values["days"].items()])
    return _file(request, overview, text, "text/csv; charset=utf-8", "did-ratings-change.csv")


def _file(request: HttpRequest, told: Told, text: str, kind: str, name: str = "") -> HttpResponse:
    """A file that changes only with its account; 304 for a reader who has it already."""
    etag = f'"{told.edition}"'
    known: dict[str, Any] = {"ETag": etag, "Cache-Control": "public, no-cache", **FOR_ANY_PAGE}
    if {etag, "*"} & {one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")}:
        return HttpResponse(status=304, headers=known)
    if name:
        known["Content-Disposition"] = f'attachment; filename="{name}"'
    return HttpResponse(text, content_type=kind, headers=known)


def _no_such_day(request: HttpRequest) -> HttpResponse:
    """404 that says which days there are, and how to ask about another."""
    return render(request, "trends/no_day.html", {"days": queries.days()}, status=404)
