"""The start page, what this is, and what machines ask for: robots.txt and the map of the site."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_http_methods

from evenhand.web.accounts.access import open_to_everybody
from evenhand.web.public import queries

# What robots may read. Everything else is for people who sign in, or is endless (searches).
OPEN_TO_ROBOTS = (
    "public:start",
    "public:about",
    "public:find",
    "frameworks:shelf",
    "consultations:all",
    "statistics:index",
    "trends:index",
    "api:guide",
)


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def start(request: HttpRequest) -> HttpResponse:
    """What Evenhand is, the ways in, and what was published last."""
    places = {"statistics": address_of("statistics:index"), "trends": address_of("trends:index")}
    context = {"latest": queries.newest_reports(6)} | places
    return render(request, "public/start.html", context)


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def about(request: HttpRequest) -> HttpResponse:
    """What this is and is not, whose data it shows, what it keeps of a visitor."""
    return render(request, "public/about.html")


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def robots(request: HttpRequest) -> HttpResponse:
    """Robots may read what is public, and nothing else."""
    allowed = ["/$", "/about/", "/find/$", "/homes/", "/reports/", "/frameworks/", "/consultations/", "/feeds/"]
    allowed += ["/sitemap.xml", "/static/", "/api/v1/$"]
    if statistics := address_of("statistics:index"):
        allowed.append(statistics)
    lines = ["User-agent: *", *(f"Allow: {one}" for one in allowed), "Disallow: /"]
    lines += ["", f"Sitemap: {request.build_absolute_uri(reverse('public:sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def sitemap(request: HttpRequest) -> HttpResponse:
    """Public pages, framework versions, and reports with the day on which each was published; at most 50,000."""
    places: list[tuple[str, str]] = [(path, "") for name in OPEN_TO_ROBOTS if (path := address_of(name))]
    places += [(reverse("frameworks:version", args=[one]), "") for one in queries.version_ids()]
    for fingerprint, urn, day in queries.every_report():
        places.append((reverse("public:report", args=[fingerprint]), day.isoformat()))
        places.append((reverse("public:home", args=[urn]), ""))
    seen = dict.fromkeys((request.build_absolute_uri(path), day) for path, day in places)
    answer = render(request, "public/sitemap.xml", {"places": list(seen)[:50_000]})
    answer["Content-Type"] = "application/xml; charset=utf-8"
    return answer


def address_of(name: str) -> str:
    """The address of a page, "" where this service has none of that name."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
