"""One version looked at closely: what its rules allow in every possible case, and how clearly it is written."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from evenhand.findings import BadInput
from evenhand.web.accounts.access import open_to_everybody
from evenhand.web.frameworks import comparing, queries
from evenhand.web.frameworks.reaching import ReachShown
from evenhand.web.frameworks.views.files import as_file, as_json
from evenhand.web.frameworks.views.shelf import found_or_404
from evenhand.web.frameworks.wordings import place_of


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def reach(request: HttpRequest, version_id: str) -> HttpResponse:
    """What the rules allow in every possible case."""
    found = found_or_404(version_id)
    shown: ReachShown | None
    try:
        shown = comparing.reach_of(queries.framework_of(found))
    except BadInput:
        shown = None
    context = {"version": found, "framework": queries.framework_of(found), "shown": shown}
    return render(request, "frameworks/reach.html", context)


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def reach_file(request: HttpRequest, version_id: str) -> HttpResponse:
    """The same for machines."""
    framework = queries.framework_of(found_or_404(version_id))
    try:
        found = comparing.reach_of(framework).reach
    except BadInput:
        raise Http404 from None
    return as_file(request, as_json(found.as_dict()), f"{version_id}-reach.json", "application/json")


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def clarity(request: HttpRequest, version_id: str) -> HttpResponse:
    """How clearly it is written, by itself and beside the version before."""
    found = found_or_404(version_id)
    framework = queries.framework_of(found)
    earlier = queries.before(framework)
    shown = comparing.between(earlier, framework).wording if earlier else comparing.clarity_of(framework)
    context = {
        "version": found,
        "framework": framework,
        "earlier": earlier,
        "shown": shown,
        "questions": [(one, place_of(framework, one)) for one in shown.findings],
    }
    return render(request, "frameworks/clarity.html", context)
