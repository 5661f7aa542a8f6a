"""Letters as pages to print, and as plain text."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from evenhand.casework.actors import Role
from evenhand.casework.provider_policies import is_provider_of
from evenhand.web.accounts.access import for_roles
from evenhand.web.accuracy import queries
from evenhand.web.accuracy.letters import letter as compose
from evenhand.web.accuracy.views.asking import CASEWORK, asking, confidential, show
from evenhand.web.inspections.queries import inspection


@for_roles(Role.PROVIDER, *CASEWORK)
@require_http_methods(["GET"])
def letter(request: HttpRequest, id: UUID, name: str) -> HttpResponse:
    """A letter about a report that was sent; the provider and the inspectorate read the same one."""
    who = asking(request)
    if any(is_provider_of(who, urn) for urn in who.homes):
        dossier, ours = queries.for_provider(who, id), False
    else:
        dossier, ours = queries.dossier_of(inspection(who, id)), True
    found = compose(dossier, name)
    if found is None:
        raise Http404
    if request.GET.get("as") == "text":
        return confidential(HttpResponse(found.text, content_type="text/plain; charset=utf-8"))
    context = {"letter": found, "dossier": dossier, "name": name, "ours": ours}
    return show(request, "accuracy/letter.html", context)
