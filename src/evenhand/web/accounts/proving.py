"""Before what would help somebody at another person's unlocked screen, one shows again who one is."""

from __future__ import annotations

from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from evenhand.web.accounts import sessions
from evenhand.web.design.doors import View


def after_fresh_proof(view: View) -> View:
    """Ask for the password (and second step) again unless that happened within the last quarter of an hour."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs) if sessions.is_fresh(request) else prove_first(request)

    return asked


def prove_first(request: HttpRequest) -> HttpResponse:
    """To the page that asks, and from there back to this one."""
    return redirect(f"{reverse('accounts:prove')}?{urlencode({'next': request.path})}")


def before_enrolment(view: View) -> View:
    """A page that stays open to people who still have to set up their second step."""
    view.before_enrolment = True  # type: ignore[attr-defined]
    return view


def wanted(request: HttpRequest) -> str:
    """Where somebody wants to go afterwards; empty unless it is a page of this host."""
    there = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    return there if there and ours else ""
