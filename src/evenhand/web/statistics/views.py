"""Pages that anybody may open: what there is, a table with its picture, and the same as files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.statistics.model import Basis, By, Table
from evenhand.statistics.saying import INTERVALS, SOURCE, WHY_HIDDEN
from evenhand.web.accounts.access import actor_of, open_to_everybody
from evenhand.web.statistics import pictures, queries
from evenhand.web.statistics.forms import JUDGEMENTS, AskForm
from evenhand.web.statistics.telling import as_csv, as_dict

# The same for everybody, whoever asks; a session is never sent along with the first of these.
FOR_ANY_PAGE = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}


def _titles() -> dict[By, str]:
    return {
        By.PERIOD: _("Grades by year"),
        By.FRAMEWORK: _("Grades by framework in force"),
        By.REGION: _("Grades by region"),
        By.SECTOR: _("Grades by sector"),
        By.PROVISION: _("Grades by kind of home"),
        By.KIND: _("Grades by kind of inspection"),
        By.AUTHORITY: _("Grades by authority, with a map"),
    }


def _columns(table: Table) -> list[str]:
    if len(table.columns) == 2:
        return [_("Good or outstanding"), _("Requires improvement or inadequate")]
    return [_("Outstanding"), _("Good"), _("Requires improvement"), _("Inadequate")]


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def index(request: HttpRequest) -> HttpResponse:
    """Which tables there are, and on which bases."""
    held = queries.counted(actor_of(request), queries.state())
    real = [one for one in held.rows if not one.fictional]
    context = {
        "titles": [(by.value, title) for by, title in _titles().items()],
        "inspections": len(real),
        "homes": len({one.urn for one in real}),
        "files": held.files,
        "broken": held.broken,
        "why_hidden": WHY_HIDDEN,
        "source": SOURCE,
    }
    return render(request, "statistics/index.html", context)


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def table(request: HttpRequest, by: str) -> HttpResponse:
    """One table with its picture and its filters."""
    found, form = _asked(request, By(by))
    labels = _labels(found)
    context = {
        "table": found,
        "lines": [*found.lines, found.total],
        "form": form,
        "by": by,
        "title": _titles()[By(by)],
        "judgement": dict(JUDGEMENTS)[found.asked.judgement],
        "columns": _columns(found),
        "labels": labels,
        "query": request.GET.urlencode(),
        "alternative": pictures.alternative(found, labels),
        "classes": [(name, pictures.class_words(name)) for name in pictures.class_names()],
        "unmapped": [one.key for one in found.lines if by == "authority" and one.key not in queries.shapes()],
        "is_latest": found.asked.basis is Basis.LATEST,
        "intervals": INTERVALS,
        "why_hidden": WHY_HIDDEN,
        "source": SOURCE,
    }
    return render(request, "statistics/table.html", context)


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def picture(request: HttpRequest, by: str) -> HttpResponse:
    """The picture of a table: a map for authorities, else shares with their intervals."""

    def drawn(found: Table) -> str:
        return pictures.map_svg(found) if by == "authority" else pictures.shares_svg(found, _labels(found))

    return _file(request, By(by), "image/svg+xml", drawn)


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def csv_file(request: HttpRequest, by: str) -> HttpResponse:
    """A table as CSV."""
    return _file(request, By(by), "text/csv; charset=utf-8", as_csv, f"statistics-by-{by}.csv")


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def json_file(request: HttpRequest, by: str) -> HttpResponse:
    """A table as JSON."""
    return _file(request, By(by), "application/json", lambda found: json.dumps(as_dict(found), ensure_ascii=False))


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def key(request: HttpRequest, name: str) -> HttpResponse:
    """The sample of one class of the map."""
    response = HttpResponse(pictures.key_svg(name), content_type="image/svg+xml")
    response["Cache-Control"] = "public, max-age=86400"
    return response


def _asked(request: HttpRequest, by: By, at: str | None = None) -> tuple[Table, AskForm]:
    at = at or queries.state()
    who = actor_of(request)
    form = AskForm(request.GET.dict(), queries.counted(who, at), by)
    return queries.table(who, form.asked, at), form


def _file(
    request: HttpRequest, by: By, kind: str, make: Callable[[Table], str], name: str | None = None
) -> HttpResponse:
    """A file of a table; 304 for a reader who has it already. Everybody gets the same, so anybody may keep it."""
    at = queries.state()
    etag = '"{}"'.format(hashlib.blake2s(f"{at} {request.get_full_path()}".encode(), digest_size=16).hexdigest())
    known: dict[str, Any] = {"ETag": etag, "Cache-Control": "public, no-cache", **FOR_ANY_PAGE}
    named = {one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")}
    if {etag, "*"} & named:
        return HttpResponse(status=304, headers=known)
    found, _form = _asked(request, by, at)
    if name:
        known["Content-Disposition"] = f'attachment; filename="{name}"'
    return HttpResponse(make(found), content_type=kind, headers=known)


def _labels(found: Table) -> dict[str, str]:
    """What the lines are called; one with an empty name is what nobody knows."""
    kinds = {"full": _("Full inspection"), "interim": _("Interim inspection"), "assurance": _("Assurance inspection")}
    labels = {one.key: kinds.get(one.key, one.key) or _("Not known") for one in found.lines}
    return {**labels, found.total.key: _("All")}
