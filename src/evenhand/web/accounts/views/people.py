"""Pages for administrators: people, their roles, and their ways to sign in."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from evenhand.casework.actors import Role
from evenhand.web.accounts import actions, factors, queries
from evenhand.web.accounts.access import actor_of, for_roles, person_of
from evenhand.web.accounts.forms import GiveRoleForm, PersonForm, ResetForm
from evenhand.web.accounts.passwords import one_time_password
from evenhand.web.accounts.proving import after_fresh_proof, prove_first
from evenhand.web.accounts.sessions import is_fresh

for_administrators = for_roles(Role.ADMINISTRATOR)


@for_administrators
@require_http_methods(["GET"])
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who can sign in, with their roles."""
    rows = [
        {
            "name": one.person.display_name,
            "username": one.person.username,
            "roles": [queries.role_in_words(held.role) for held in one.now],
        }
        for one in queries.people(actor_of(request))
    ]
    return render(request, "accounts/people.html", {"rows": rows})


@for_administrators
@after_fresh_proof
@never_cache
@require_http_methods(["GET", "POST"])
def new_person(request: HttpRequest) -> HttpResponse:
    """Make a person. The one-time password is in the answer itself, not behind a redirect: it is kept nowhere."""
    form = PersonForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        one_time = one_time_password()
        me = person_of(request)
        person = actions.make_person_with_roles(
            by=me,
            username=form.cleaned_data["username"],
            display_name=form.cleaned_data["display_name"],
            password=one_time,
            roles=form.chosen_roles,
        )
        return render(request, "accounts/one_time_password.html", {"shown": person, "password": one_time})
    return render(request, "accounts/new_person.html", {"form": form}, status=422 if form.errors else 200)


@for_administrators
@require_http_methods(["GET", "POST"])
def one_person(request: HttpRequest, username: str) -> HttpResponse:
    """One person: roles now and before; a role can be given."""
    shown = _shown(request, username)
    form = GiveRoleForm(_sent(request), possible=shown.may_still_get)
    if request.method == "POST" and not is_fresh(request):
        return prove_first(request)
    if request.method == "POST" and form.is_valid():
        role = Role(form.cleaned_data["role"])
        actions.give_role(by=person_of(request), person=shown.person, role=role)
        messages.success(
            request,
            _("%(name)s now has the role: %(role)s.")
            % {"name": shown.person.display_name, "role": queries.role_in_words(role)},
        )
        return redirect("accounts:person", username=username)
    context = {
        "form": form,
        "shown": shown.person,
        "now": [(held, queries.role_in_words(held.role)) for held in shown.now],
        "before": [(held, queries.role_in_words(held.role)) for held in shown.before],
        "may_get_more": bool(shown.may_still_get),
        "factors": factors.of(shown.person),
    }
    return render(request, "accounts/person.html", context, status=422 if form.errors else 200)


@for_administrators
@after_fresh_proof
@require_http_methods(["GET", "POST"])
def end_role(request: HttpRequest, username: str, role: str) -> HttpResponse:
    """Ask once more, then end a role."""
    shown = _shown(request, username)
    if role not in {held.role for held in shown.now}:
        raise Http404
    words = queries.role_in_words(role)
    if request.method == "POST":
        actions.end_role(by=person_of(request), person=shown.person, role=Role(role))
        messages.success(
            request,
            _("%(name)s no longer has the role: %(role)s.") % {"name": shown.person.display_name, "role": words},
        )
        return redirect("accounts:people")
    mine = shown.person.pk == person_of(request).pk
    context = {"shown": shown.person, "role": words, "mine": mine}
    return render(request, "accounts/end_role.html", context)


@for_administrators
@after_fresh_proof
@never_cache
@require_http_methods(["GET", "POST"])
def new_password(request: HttpRequest, username: str) -> HttpResponse:
    """Ask once more, then make a one-time password for somebody who has lost theirs."""
    shown = _shown(request, username).person
    if request.method == "POST":
        one_time = one_time_password()
        actions.give_password(by=person_of(request), person=shown, password=one_time)
        return render(request, "accounts/one_time_password.html", {"shown": shown, "password": one_time})
    return render(request, "accounts/new_password.html", {"shown": shown})


@for_administrators
@after_fresh_proof
@require_http_methods(["GET", "POST"])
def reset_factor(request: HttpRequest, username: str) -> HttpResponse:
    """Ask why, then take away what somebody can no longer use to sign in."""
    shown = _shown(request, username).person
    form = ResetForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        factors.reset(by=person_of(request), person=shown, reason=form.cleaned_data["reason"])
        messages.success(
            request,
            _("The second step of %(name)s is reset, and they are signed out everywhere.")
            % {"name": shown.display_name},
        )
        return redirect("accounts:person", username=username)
    context = {"form": form, "shown": shown}
    return render(request, "accounts/reset_factor.html", context, status=422 if form.errors else 200)


def _sent(request: HttpRequest) -> QueryDict | None:
    # A form that was sent empty is a form that was sent.
    return request.POST if request.method == "POST" else None


def _shown(request: HttpRequest, username: str) -> queries.PersonShown:
    shown = queries.person_named(actor_of(request), username)
    if shown is None:
        raise Http404
    return shown
