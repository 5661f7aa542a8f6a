"""What versions point to and how they are joined: standards and regulations, and crosswalks."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from evenhand.web.accounts.access import open_to_everybody
from evenhand.web.frameworks import queries
from evenhand.web.frameworks.crossing import show


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def standards(request: HttpRequest) -> HttpResponse:
    """Every set of standards and regulations, and which versions stand on it."""
    sets = [(one, queries.standing_on(one.id)) for one in queries.standard_sets()]
    return render(request, "frameworks/standards.html", {"sets": sets})


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def standard_set(request: HttpRequest, set_id: str) -> HttpResponse:
    """One set: each standard, what is not known of it, and what points to it."""
    sets = queries.standard_sets()
    chosen = next((one for one in sets if one.id == set_id), None)
    if chosen is None:
        raise Http404
    context = {
        "set": chosen,
        "homes": {standard.id: one.id for one in sets for standard in one.standards},
        "pointing": queries.pointing_to(chosen),
        "standing": queries.standing_on(set_id),
    }
    return render(request, "frameworks/standard_set.html", context)


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def crosswalk(request: HttpRequest, old_id: str, new_id: str) -> HttpResponse:
    """What became of each piece of a version in the next one, as somebody wrote it down, with reasons."""
    chosen = next((one for one in queries.crosswalks() if (one.old, one.new) == (old_id, new_id)), None)
    if chosen is None or not (queries.is_held(old_id) and queries.is_held(new_id)):
        raise Http404
    shown = show(chosen, queries.named(old_id), queries.named(new_id))
    return render(request, "frameworks/crosswalk.html", {"shown": shown})
