"""Two pages for whatever watches the service: is it alive, and can it do its work? No secrets, no versions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from evenhand.web.design.doors import open_to_everybody
from evenhand.web.health import queries


@open_to_everybody
@never_cache
@require_http_methods(["GET", "HEAD"])
def health(request: HttpRequest) -> HttpResponse:
    """Alive: this process answers. Asks nothing of anything else, so a slow database restarts nobody."""
    return JsonResponse({"status": "ok"})


@open_to_everybody
@never_cache
@require_http_methods(["GET", "HEAD"])
def ready(request: HttpRequest) -> HttpResponse:
    """Ready: 200 when every check holds, otherwise 503, so that a balancer sends people elsewhere."""
    found = queries.checks()
    good = all(one == "ok" for name, one in found.items() if name not in queries.FOR_INFORMATION)
    answer = {"status": "ok" if good else "failing", "checks": found}
    return JsonResponse(answer, status=200 if good else 503)
