"""Two versions side by side: choosing them, the comparison, and its files."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from evenhand.framework.changes import as_dict, as_html, as_markdown
from evenhand.web.accounts.access import open_to_everybody
from evenhand.web.frameworks import queries
from evenhand.web.frameworks.comparing import Against, between
from evenhand.web.frameworks.forms import CompareForm
from evenhand.web.frameworks.views.files import as_file, as_json
from evenhand.web.frameworks.views.shelf import found_or_404

UNPROCESSABLE = 422
KINDS = {"md": "text/markdown", "html": "text/html", "json": "application/json"}


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def choose(request: HttpRequest) -> HttpResponse:
    """Choose any two versions; the address of the comparison names both."""
    shelf = queries.held()
    if not request.GET:
        return render(request, "frameworks/compare.html", {"form": CompareForm.of_the_last_two(shelf)})
    form = CompareForm(request.GET, shelf=shelf)
    if not form.is_valid():
        return render(request, "frameworks/compare.html", {"form": form}, status=UNPROCESSABLE)
    return redirect("frameworks:against", form.cleaned_data["new"], form.cleaned_data["old"])


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def against(request: HttpRequest, version_id: str, old_id: str) -> HttpResponse:
    """A version against an older one: what differs, what the rules allow, and how clear it is."""
    if version_id == old_id:
        # Whoever wrote the address by hand is told what is wrong, in the form.
        found_or_404(version_id)
        return redirect(f"{reverse('frameworks:choose')}?old={old_id}&new={version_id}")
    return render(request, "frameworks/comparison.html", {"against": _against(version_id, old_id)})


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def changes_file(request: HttpRequest, version_id: str, old_id: str, form: str) -> HttpResponse:
    """What differs, as Markdown, as a page that needs nothing else, or as JSON."""
    comparison = _against(version_id, old_id).comparison
    if form == "json":
        text = as_json(as_dict(comparison))
    else:
        text = (as_html if form == "html" else as_markdown)(comparison, unchanged=True)
    return as_file(request, text, f"{old_id}--{version_id}-changes.{form}", KINDS[form])


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def reach_file(request: HttpRequest, version_id: str, old_id: str) -> HttpResponse:
    """Every possible case under both versions, as JSON."""
    shift = _against(version_id, old_id).shift
    if shift is None:
        raise Http404
    return as_file(request, as_json(shift.as_dict()), f"{old_id}--{version_id}-reach.json", KINDS["json"])


def _against(version_id: str, old_id: str) -> Against:
    new, old = (queries.framework_of(found_or_404(one)) for one in (version_id, old_id))
    if new == old:
        raise Http404
    return between(old, new)
