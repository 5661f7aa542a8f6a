"""The questions of the interface: each reads what is wanted, asks one query, and answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Path, Query, Schema
from ninja.errors import ValidationError

from evenhand.web.api import inspections, queries, schema, wanted
from evenhand.web.api.answering import answer, listed, single
from evenhand.web.api.door import problem
from evenhand.web.api.queries import Slice

api = NinjaAPI(
    title="Evenhand open data",
    version="1",
    description=schema.DESCRIPTION,
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
    servers=[{"url": "/", "description": "This service"}],
)


@api.exception_handler(ValidationError)
def out_of_bounds(request: HttpRequest, refused: ValidationError) -> HttpResponse:
    """422 that names each parameter and what is wrong with it."""
    errors = [{"parameter": str(one["loc"][-1]), "message": str(one["msg"])} for one in refused.errors]
    return problem(422, _("A parameter is out of bounds; the documentation is at /api/v1/."), errors)


@api.exception_handler(Http404)
def nothing_there(request: HttpRequest, missing: Http404) -> HttpResponse:
    """404."""
    return problem(404, str(missing) or _("There is none with this name."))


Reader = Callable[..., Slice]
_LISTS: tuple[tuple[str, type[wanted.Slicing], str, Reader, str], ...] = (
    ("homes", wanted.WantedHomes, "home", queries.homes, "Homes in the register"),
    (
        "inspections",
        wanted.WantedInspections,
        "inspection",
        inspections.inspections,
        "Inspections, listed or published",
    ),
    ("judgements", wanted.WantedJudgements, "judgement", inspections.judgements, "Judgements of inspections"),
    ("reports", wanted.WantedReports, "report", queries.reports, "Reports published here"),
    ("requirements", wanted.WantedRequirements, "requirement", queries.requirements, "Requirements that reports show"),
    ("frameworks", wanted.WantedFrameworks, "framework", queries.frameworks, "Framework versions"),
    ("authorities", wanted.WantedAuthorities, "authority", queries.authorities, "Authorities in which homes lie"),
)


def _list(name: str, asked: type[wanted.Slicing], record: str, read: Reader, summary: str) -> None:
    """Make the two addresses of a list: one that goes by Accept, one that is always CSV."""

    def operation(request: HttpRequest, what: Any) -> HttpResponse:
        refused = unknown_parameters(request, asked)
        if refused is not None:
            return refused
        return answer(
            request,
            lambda who: listed(
                request, who, record, read(who, what.filters, what.limit, what.offset), what.limit, what.offset
            ),
        )

    operation.__annotations__["what"] = Annotated[asked, Query()]
    for ending, responses in (("", schema.list_of(record)), (".csv", schema.csv_of())):
        title = f"{summary} as CSV" if ending else summary
        api.get(
            f"/{name}{ending}",
            url_name=f"{name}{ending.replace('.', '_')}",
            operation_id=f"{name}{ending.replace('.', '_')}",
            summary=title,
            tags=[name],
            openapi_extra=responses,
        )(operation)


def unknown_parameters(request: HttpRequest, asked: type[Schema]) -> HttpResponse | None:
    """422 for a parameter that is not known: a filter that is silently left out would give wrong figures."""
    unknown = [name for name in request.GET if name not in asked.model_fields]
    if not unknown:
        return None
    known = ", ".join(asked.model_fields)
    errors = [{"parameter": name[:60], "message": _("is not known; write one of: %s") % known} for name in unknown]
    return problem(422, _("A parameter is not known. Homes cannot be looked for by name, address or postcode."), errors)


for _one in _LISTS:
    _list(*_one)


@api.get("/homes/{urn}", url_name="home", tags=["homes"], openapi_extra=schema.one_of("home"))
def home(request: HttpRequest, urn: Annotated[wanted.Urn, Path()]) -> HttpResponse:
    """One home by its URN."""
    return _single(request, lambda who: queries.home(who, urn))


@api.get("/reports/{fingerprint}", url_name="report", tags=["reports"], openapi_extra=schema.report_of())
def report(request: HttpRequest, fingerprint: Annotated[wanted.Digest, Path()]) -> HttpResponse:
    """One report by its fingerprint, with the whole document as it was sealed."""
    try:
        return _single(request, lambda who: queries.report(who, fingerprint))
    except ValueError:
        return problem(409, _("What is stored here is not what was published, so nothing of it is shown."))


@api.get(
    "/frameworks/{version_id}",
    url_name="framework",
    tags=["frameworks"],
    openapi_extra=schema.one_of("framework", alone=True),
)
def framework(request: HttpRequest, version_id: Annotated[wanted.Id, Path()]) -> HttpResponse:
    """One framework version with the whole document; pieces that were not read in full say `verified: false`."""
    return _single(request, lambda who: queries.framework(who, version_id))


def _single(request: HttpRequest, read: Callable[..., dict[str, Any] | None]) -> HttpResponse:
    if refused := unknown_parameters(request, Schema):
        return refused

    def make(who: Any) -> Any:
        found = read(who)
        if found is None:
            raise Http404
        return single(found)

    return answer(request, make)


@api.get("/changes", url_name="changes", tags=["changes"], openapi_extra=schema.feed())
def changes(request: HttpRequest, what: Annotated[wanted.WantedChanges, Query()]) -> HttpResponse:
    """What became public since a number, in order: ask with `since=0` first, then with what the answer says."""
    if refused := unknown_parameters(request, wanted.WantedChanges):
        return refused

    def make(who: Any) -> Any:
        found = queries.changes(what.since, what.limit + 1)
        items = found[: what.limit]
        since = items[-1]["number"] if items else what.since
        return single({"items": items, "since": since, "more": len(found) > len(items)})

    return answer(request, make)
