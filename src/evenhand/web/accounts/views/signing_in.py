"""Pages to sign in, with a password and a second step or with a passkey, to show again who one is, and to sign out."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib import messages
from django.contrib.auth import authenticate
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from evenhand.web.accounts import actions, factors, passkeys, queries, sessions, slowing
from evenhand.web.accounts.access import open_to_everybody, person_of
from evenhand.web.accounts.forms import CodeForm, PasskeyForm, PasswordForm, ProveForm, RecoveryForm, SignInForm
from evenhand.web.accounts.models import Person
from evenhand.web.accounts.proving import prove_first, wanted

CHALLENGE = "passkey_challenge"


@open_to_everybody
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page. A wrong pair gets one answer, whichever half was wrong."""
    if isinstance(request.user, Person):
        return redirect(wanted(request) or queries.landing_page(request.user))
    form = SignInForm(sent(request))
    if request.method == "POST" and form.is_valid():
        person = _who_knows_the_password(request, form, form.cleaned_data["username"])
        if person:
            return _onwards(request, person)
    context = {"form": form, "next": wanted(request), "passkeys": passkeys.possible(request)}
    return render(request, "accounts/sign_in.html", context, status=422 if form.errors else 200)


def _onwards(request: HttpRequest, person: Person) -> HttpResponse:
    if factors.of(person).any:
        sessions.hold(request, person, "sign_in", wanted(request))
        return redirect("accounts:second_step")
    actions.sign_in(by=person, request=request)
    return redirect(wanted(request) or queries.landing_page(person))


def _who_knows_the_password(request: HttpRequest, form: Form, username: str) -> Person | None:
    open_again = slowing.address_open_again(request) or slowing.open_try(username)
    if open_again:
        form.add_error(
            None, _("Too many wrong tries for this sign-in name. Try again after %(when)s.") % {"when": _at(open_again)}
        )
        return None
    person = authenticate(request, username=username, password=form.cleaned_data["password"])
    if isinstance(person, Person):
        return person
    slowing.count_wrong_from(request)
    actions.refuse_sign_in(by=actions.Visitor(), username=username)
    form.add_error(None, _("The sign-in name and the password do not belong together. Check both and try again."))
    return None


def _at(moment: datetime) -> str:
    # The whole minute after, or somebody who comes back on the minute is told the same again.
    return localtime(moment + timedelta(seconds=59)).strftime("%I:%M%p").lstrip("0").lower()


@open_to_everybody
@never_cache
@sensitive_post_parameters("code", "recovery", "answer")
@require_http_methods(["GET", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """After the right password: a code, a passkey, or a recovery code."""
    held = sessions.halfway(request)
    if held is None:
        return redirect("accounts:sign_in")
    form: Form | None = None
    if request.method == "POST":
        form = _form_of(request)
        how = _second_step_taken(request, form, held.person)
        if how:
            return _let_on(request, held, how)
    context = _second_step_context(request, held.person, form)
    return render(request, "accounts/second_step.html", context, status=422 if form is not None else 200)


def _form_of(request: HttpRequest) -> Form:
    kinds = {"recovery": RecoveryForm, "answer": PasskeyForm}
    return next((kind for name, kind in kinds.items() if name in request.POST), CodeForm)(request.POST)


def _second_step_taken(request: HttpRequest, form: Form, person: Person) -> str:
    """The name of the factor that was shown; empty, and an error in the form, when it was not right."""
    challenge = request.session.pop(CHALLENGE, "")
    if not form.is_valid():
        return ""
    open_again = slowing.open_try(slowing.for_codes(person.username))
    if open_again:
        form.add_error(None, _("Too many wrong tries. Try again after %(when)s.") % {"when": _at(open_again)})
        return ""
    if isinstance(form, PasskeyForm):
        right = factors.owner_of(request, challenge, form.cleaned_data["answer"], person=person) is not None
        how, wrong = factors.PASSKEY, _("This passkey is not known here, or it took too long. Try again.")
    elif isinstance(form, RecoveryForm):
        right = factors.recovery_code_is_right(person, form.cleaned_data["recovery"])
        how, wrong = factors.RECOVERY, _("This recovery code is not one of yours, or was used before.")
    else:
        right = factors.code_is_right(person, form.cleaned_data["code"])
        how, wrong = factors.APP, _("This code is not right, or was used before. Wait for the next one and enter it.")
    if right:
        slowing.forget_tries(slowing.for_codes(person.username))
        return how
    factors.refuse(by=actions.Visitor(), person=person)
    form.add_error(next(iter(form.fields)) if not isinstance(form, PasskeyForm) else None, wrong)
    return ""


def _let_on(request: HttpRequest, held: sessions.Halfway, how: str) -> HttpResponse:
    if held.purpose == "prove" and request.user == held.person:
        sessions.note_proof(request)
    else:
        actions.sign_in(by=held.person, request=request, factor=how)
    if how == factors.RECOVERY:
        left = factors.of(held.person).codes_left
        messages.warning(request, _("You used a recovery code. %(left)s are left.") % {"left": left})
    return redirect(held.then or queries.landing_page(held.person))


def _second_step_context(request: HttpRequest, person: Person, form: Form | None) -> dict[str, object]:
    held = factors.of(person)
    keys = list(held.passkeys) if passkeys.possible(request) else []
    options = ""
    if keys:
        request.session[CHALLENGE], options = passkeys.ask_to_show(request, keys)
    return {
        "wrong": form or CodeForm(),
        "code": form if isinstance(form, CodeForm) else CodeForm(),
        "recovery": form if isinstance(form, RecoveryForm) else RecoveryForm(),
        "has_app": held.authenticator is not None,
        "codes_left": held.codes_left,
        "options": options,
        "address": request.get_host(),
    }


@open_to_everybody
@never_cache
@sensitive_post_parameters("answer")
@require_http_methods(["GET", "POST"])
def with_passkey(request: HttpRequest) -> HttpResponse:
    """Sign in with nothing but a passkey, whose device has made sure who holds it."""
    if isinstance(request.user, Person):
        return redirect(wanted(request) or queries.landing_page(request.user))
    form = PasskeyForm(sent(request))
    if request.method == "POST" and form.is_valid():
        challenge = request.session.pop(CHALLENGE, "")
        closed = slowing.address_open_again(request)
        person = None if closed else factors.owner_of(request, challenge, form.cleaned_data["answer"])
        if person:
            actions.sign_in(by=person, request=request, factor=factors.PASSKEY)
            return redirect(wanted(request) or queries.landing_page(person))
        slowing.count_wrong_from(request)
        form.add_error(None, _("This passkey is not known here, or it took too long. Try again, or use your password."))
    options = ""
    if passkeys.possible(request):
        request.session[CHALLENGE], options = passkeys.ask_to_show(request)
    context = {"form": form, "options": options, "next": wanted(request)}
    return render(request, "accounts/with_passkey.html", context, status=422 if form.errors else 200)


@open_to_everybody
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def prove(request: HttpRequest) -> HttpResponse:
    """Show again who one is, before something that should not be done at somebody's unlocked screen."""
    if not isinstance(request.user, Person):
        return redirect("accounts:sign_in")
    me = person_of(request)
    form = ProveForm(sent(request))
    if request.method == "POST" and form.is_valid() and _who_knows_the_password(request, form, me.username) == me:
        slowing.forget_tries(me.username)
        if factors.of(me).any:
            sessions.hold(request, me, "prove", wanted(request))
            return redirect("accounts:second_step")
        sessions.note_proof(request)
        return redirect(wanted(request) or queries.landing_page(me))
    context = {"form": form, "next": wanted(request)}
    return render(request, "accounts/prove.html", context, status=422 if form.errors else 200)


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
    if not (me.must_choose_password or sessions.is_fresh(request)):
        return prove_first(request)
    form = PasswordForm(sent(request), person=me)
    if request.method == "POST" and form.is_valid():
        actions.choose_password(by=me, password=form.cleaned_data["password"], request=request)
        messages.success(request, _("Your new password is in force."))
        return redirect(queries.landing_page(me))
    context = {"form": form, "first_time": me.must_choose_password}
    return render(request, "accounts/password.html", context, status=422 if form.errors else 200)


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent; a form that was sent empty is a form that was sent."""
    return request.POST if request.method == "POST" else None
