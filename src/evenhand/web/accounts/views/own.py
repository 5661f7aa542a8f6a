"""Pages of one's own account: the second step, recovery codes, and where one is signed in."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from evenhand.casework.actors import INSPECTORATE
from evenhand.web.accounts import codes, factors, passkeys, queries, sealing, sessions
from evenhand.web.accounts.access import for_anyone_signed_in, must_enrol, person_of
from evenhand.web.accounts.forms import CodeForm, NewPasskeyForm
from evenhand.web.accounts.models import Person
from evenhand.web.accounts.proving import after_fresh_proof, before_enrolment
from evenhand.web.accounts.views.signing_in import CHALLENGE, sent

NEW_SECRET = "new_authenticator"  # noqa: S105 - the name of a place, not a secret


def _role_needs_one(person: Person) -> bool:
    return settings.SECOND_FACTOR == "required" and bool(person.roles & INSPECTORATE)


@before_enrolment
@for_anyone_signed_in
@never_cache
@require_http_methods(["GET"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """What one has set up to sign in with besides the password."""
    me = person_of(request)
    context = {
        "mine": factors.of(me),
        "must": must_enrol(request, me),
        "needed": _role_needs_one(me),
        "possible": passkeys.possible(request),
        "address": request.get_host(),
    }
    return render(request, "accounts/second_factor.html", context)


@before_enrolment
@for_anyone_signed_in
@after_fresh_proof
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def app(request: HttpRequest) -> HttpResponse:
    """Set up an authenticator app: a picture to scan, and a code to show that it worked."""
    me = person_of(request)
    secret = _new_secret(request)
    form = CodeForm(sent(request))
    if request.method == "POST" and form.is_valid():
        step = codes.step_of(secret, form.cleaned_data["code"])
        if step is not None:
            request.session.pop(NEW_SECRET, None)
            new = factors.add_authenticator(by=me, request=request, secret=secret, step=step)
            return _set_up(request, me, new)
        form.add_error(
            "code", _("This code does not fit. Check that the clock of the phone is right, and enter the next code.")
        )
    context = {
        "form": form,
        "picture": codes.picture(secret, me.username),
        "typed": codes.for_typing(secret),
        "again": factors.of(me).authenticator is not None,
    }
    return render(request, "accounts/app.html", context, status=422 if form.errors else 200)


def _new_secret(request: HttpRequest) -> bytes:
    """The secret on its way from the service to the app; sealed, because sessions lie in the database."""
    secret = sealing.unseal(request.session.get(NEW_SECRET, ""))
    if secret is None:
        secret = codes.new_secret()
        request.session[NEW_SECRET] = sealing.seal(secret)
    return secret


@before_enrolment
@for_anyone_signed_in
@after_fresh_proof
@never_cache
@require_http_methods(["GET", "POST"])
def new_passkey(request: HttpRequest) -> HttpResponse:
    """Make a passkey on this device, and give it a name."""
    me = person_of(request)
    form = NewPasskeyForm(sent(request))
    if request.method == "POST" and form.is_valid():
        made = passkeys.made(request, request.session.pop(CHALLENGE, ""), form.cleaned_data["answer"])
        if made:
            return _set_up(
                request, me, factors.add_passkey(by=me, request=request, made=made, name=form.cleaned_data["name"])
            )
        form.add_error(None, _("The browser’s answer does not fit, or it took too long. Try again."))
    options = ""
    if passkeys.possible(request):
        request.session[CHALLENGE], options = passkeys.ask_to_make(request, me, list(factors.of(me).passkeys))
    context = {"form": form, "options": options, "address": request.get_host()}
    return render(request, "accounts/new_passkey.html", context, status=422 if form.errors else 200)


def _set_up(request: HttpRequest, me: Person, new_codes: tuple[str, ...]) -> HttpResponse:
    if new_codes:
        return _show_codes(request, me, new_codes)
    messages.success(request, _("It is set up. You were signed out everywhere else."))
    return redirect("accounts:second_factor")


def _show_codes(request: HttpRequest, me: Person, new_codes: tuple[str, ...]) -> HttpResponse:
    # In the answer itself, not behind a redirect: they are kept nowhere.
    context = {"codes": new_codes, "then": queries.landing_page(me)}
    return render(request, "accounts/recovery_codes.html", context)


@before_enrolment
@for_anyone_signed_in
@after_fresh_proof
@never_cache
@require_http_methods(["GET", "POST"])
def new_codes(request: HttpRequest) -> HttpResponse:
    """Ask once more, then make ten new recovery codes; the earlier ones are good no more."""
    if request.method == "POST":
        me = person_of(request)
        return _show_codes(request, me, factors.renew_recovery_codes(by=me))
    return render(request, "accounts/new_codes.html", {})


@for_anyone_signed_in
@after_fresh_proof
@never_cache
@require_http_methods(["GET", "POST"])
def remove_app(request: HttpRequest) -> HttpResponse:
    """Ask once more, then take the authenticator app away."""
    me = person_of(request)
    if request.method == "POST":
        factors.remove_authenticator(by=me, request=request, must_have_one=_role_needs_one(me))
        messages.success(request, _("Your authenticator app is removed. You were signed out everywhere else."))
        return redirect("accounts:second_factor")
    context = {"what": _("your authenticator app"), "last": _is_last(me), "needed": _role_needs_one(me)}
    return render(request, "accounts/remove_factor.html", context)


@for_anyone_signed_in
@after_fresh_proof
@never_cache
@require_http_methods(["GET", "POST"])
def remove_passkey(request: HttpRequest, number: int) -> HttpResponse:
    """Ask once more, then take one passkey away."""
    me = person_of(request)
    found = next((one for one in factors.of(me).passkeys if one.pk == number), None)
    if found is None:
        raise Http404
    if request.method == "POST":
        factors.remove_passkey(by=me, request=request, number=number, must_have_one=_role_needs_one(me))
        messages.success(request, _("The passkey is removed. You were signed out everywhere else."))
        return redirect("accounts:second_factor")
    what = _("the passkey “%(name)s”") % {"name": found.name}
    context = {"what": what, "last": _is_last(me), "needed": _role_needs_one(me)}
    return render(request, "accounts/remove_factor.html", context)


def _is_last(me: Person) -> bool:
    held = factors.of(me)
    return len(held.passkeys) + (held.authenticator is not None) == 1


@for_anyone_signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def own_sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in; end one of the others, or all of them."""
    me = person_of(request)
    if request.method == "POST":
        number = request.POST.get("session", "")
        wanted = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else None
        if number and wanted is None:
            raise Http404
        factors.end_sessions(by=me, request=request, number=wanted)
        messages.success(
            request, _("That session has ended.") if number else _("You are signed out everywhere but here.")
        )
        return redirect("accounts:sessions")
    return render(request, "accounts/sessions.html", {"sessions": sessions.of(me, request)})
