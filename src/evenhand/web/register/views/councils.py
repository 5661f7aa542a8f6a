"""Who works for which council, for administrators; the homes that a council hosts, for its commissioners."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.casework.actors import Role
from evenhand.web.accounts.access import actor_of, for_roles, person_of
from evenhand.web.register import actions, queries
from evenhand.web.register.forms import CouncilForm


@for_roles(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def councils(request: HttpRequest) -> HttpResponse:
    """Who works for which council now and before, and a form to add somebody."""
    who = actor_of(request)
    form = CouncilForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        person, authority = form.cleaned_data["person"], form.cleaned_data["authority"]
        actions.give_council(by=person_of(request), person=person, authority=authority)
        said = _("%(name)s now works for %(authority)s.") % {"name": person.display_name, "authority": authority}
        messages.success(request, said)
        return redirect("register:councils")
    context = {"form": form, "people": queries.who_works_for_councils(who)}
    return render(request, "register/councils.html", context, status=422 if form.errors else 200)


@for_roles(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def end_council(request: HttpRequest, number: int) -> HttpResponse:
    """Ask once more, then end that somebody works for a council."""
    held = queries.one_council_held(actor_of(request), number)
    if held is None:
        raise Http404
    if request.method == "POST":
        actions.end_council(by=person_of(request), held=held)
        said = _("%(name)s no longer works for %(authority)s.")
        messages.success(request, said % {"name": held.person.display_name, "authority": held.authority})
        return redirect("register:councils")
    return render(request, "register/end_council.html", {"works": held})


@for_roles(Role.COMMISSIONER)
@require_http_methods(["GET"])
def council_homes(request: HttpRequest) -> HttpResponse:
    """The homes that the councils of a commissioner host."""
    who = queries.with_homes(person_of(request))
    context = {"councils": sorted(who.authorities), "page": queries.homes_hosted(who, request.GET.get("page"))}
    return render(request, "register/council_homes.html", context)
