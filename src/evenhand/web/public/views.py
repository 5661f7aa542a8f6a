"""Pages that anybody may open."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.web.accounts.access import open_to_everybody
from evenhand.web.design.errors import page
from evenhand.web.public import queries
from evenhand.web.public.forms import FindForm
from evenhand.web.reports.presenting import sections_of


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def start(request: HttpRequest) -> HttpResponse:
    """What Evenhand is, and the ways in."""
    return render(request, "public/start.html")


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def about(request: HttpRequest) -> HttpResponse:
    """What this is and is not, whose data it shows, what it keeps of a visitor."""
    return render(request, "public/about.html")


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def find(request: HttpRequest) -> HttpResponse:
    """Find a home by its URN."""
    form = FindForm(request.GET if "urn" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("public:home", form.cleaned_data["urn"])
    unknown = form.has_error("urn", "unknown") if form.is_bound else False
    status = 404 if unknown else 422 if form.errors else 200
    return render(request, "public/find.html", {"form": form}, status=status)


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def home(request: HttpRequest, urn: str) -> HttpResponse:
    """A home as anybody may see it."""
    tidy = queries.tidy_urn(urn)
    found = queries.home(tidy) if tidy else None
    if found is None:
        return page(
            request,
            404,
            _("No such home"),
            [_("No children’s home with this number is in this copy of the register. Check the number.")],
        )
    if tidy != urn:
        return redirect("public:home", tidy)
    return render(request, "public/home.html", {"home": found, "labels": _labels()})


def _labels() -> list[tuple[str, str]]:
    return [
        ("provision_type", _("Type of service")),
        ("sector", _("Sector")),
        ("region", _("Region")),
        ("local_authority", _("Local authority")),
        ("places", _("Registered places")),
        ("status", _("Registration status")),
    ]


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def report(request: HttpRequest, fingerprint: str) -> HttpResponse:
    """A published report, read from its sealed bytes and from nothing else."""
    found = _found(fingerprint)
    if found.document is None:
        return _broken(request)
    context = {
        "document": found.document,
        "sections": sections_of(found.document),
        "fingerprint": found.fingerprint,
        "framework_on_shelf": queries.framework_on_shelf(found.document),
    }
    return render(request, "public/report.html", context)


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def report_file(request: HttpRequest, fingerprint: str) -> HttpResponse:
    """The sealed bytes themselves, so that anybody can compute the fingerprint."""
    found = _found(fingerprint)
    if not found.is_whole:
        return _broken(request)
    etag = f'"{found.fingerprint}"'
    known = [one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")]
    if etag in known or "*" in known:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(found.content, content_type="application/json")
        name = f"report-{found.fingerprint[:12]}.json"
        response["Content-Disposition"] = f'inline; filename="{name}"'
    response["ETag"] = etag
    # The bytes of a fingerprint never change, so a copy is as good as the page.
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _found(fingerprint: str) -> queries.OpenReport:
    found = queries.report(fingerprint)
    if found is None:
        raise Http404
    return found


def _broken(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        409,
        _("This report is not shown"),
        [
            _("What is stored here is not what was published: its content does not match its fingerprint."),
            _("Nothing of it is shown, because nobody could rely on it. Tell whoever runs this service."),
        ],
    )
