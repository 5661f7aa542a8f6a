"""Pages to sign in and out, and for administrators to look after people and their roles."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from evenhand.casework.actors import Role
from evenhand.web.accounts import actions, queries
from evenhand.web.accounts.access import actor_of, for_roles, open_to_everybody, person_of
from evenhand.web.accounts.forms import GiveRoleForm, PasswordForm, PersonForm, SignInForm
from evenhand.web.accounts.models import Person
from evenhand.web.accounts.passwords import one_time_password
from evenhand.web.accounts.slowing import open_try

for_administrators = for_roles(Role.ADMINISTRATOR)


@open_to_everybody
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page. A wrong pair gets one answer, whichever half was wrong."""
    if isinstance(request.user, Person):
        return redirect(_after_sign_in(request, request.user))
    form = SignInForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        person = _person_who_knows_the_password(request, form)
        if person:
            actions.sign_in(by=person, request=request)
            return redirect(_after_sign_in(request, person))
    status = 422 if form.errors else 200
    return render(request, "accounts/sign_in.html", {"form": form, "next": _wanted(request)}, status=status)


def _person_who_knows_the_password(request: HttpRequest, form: SignInForm) -> Person | None:
    username = form.cleaned_data["username"]
    open_again = open_try(username)
    if open_again:
        # The whole minute after, or somebody who comes back on the minute is told the same again.
        when = localtime(open_again + timedelta(seconds=59)).strftime("%I:%M%p").lstrip("0").lower()
        form.add_error(
            None, _("Too many wrong tries for this sign-in name. Try again after %(when)s.") % {"when": when}
        )
        return None
    person = authenticate(request, username=username, password=form.cleaned_data["password"])
    if isinstance(person, Person):
        return person
    actions.refuse_sign_in(by=actions.Visitor(), username=username)
    form.add_error(None, _("The sign-in name and the password do not belong together. Check both and try again."))
    return None


def _wanted(request: HttpRequest) -> str:
    return request.POST.get("next") or request.GET.get("next") or ""


def _after_sign_in(request: HttpRequest, person: Person) -> str:
    wanted = _wanted(request)
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if wanted and ours else queries.landing_page(person)


@open_to_everybody
@require_http_methods(["POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; harmless for somebody who is not signed in."""
    if isinstance(request.user, Person):
        actions.sign_out(by=person_of(request), request=request)
        messages.success(request, _("You have signed out."))
    return redirect("/")


@open_to_everybody
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Choose a password of one's own. Open also to people without a role, who can do nothing else."""
    if not isinstance(request.user, Person):
        return redirect("accounts:sign_in")
    me = person_of(request)
    form = PasswordForm(_sent(request), person=me)
    if request.method == "POST" and form.is_valid():
        actions.choose_password(by=me, password=form.cleaned_data["password"], request=request)
        messages.success(request, _("Your new password is in force."))
        return redirect(queries.landing_page(me))
    context = {"form": form, "first_time": me.must_choose_password}
    return render(request, "accounts/password.html", context, status=422 if form.errors else 200)


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
    }
    return render(request, "accounts/person.html", context, status=422 if form.errors else 200)


@for_administrators
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


def _sent(request: HttpRequest) -> QueryDict | None:
    # A form that was sent empty is a form that was sent.
    return request.POST if request.method == "POST" else None


def _shown(request: HttpRequest, username: str) -> queries.PersonShown:
    shown = queries.person_named(actor_of(request), username)
    if shown is None:
        raise Http404
    return shown
