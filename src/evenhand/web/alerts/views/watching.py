"""The alarms of the watch, for framework authors: what was raised, how the watch stands, and e-mail about new ones."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.casework.actors import Role
from evenhand.web.accounts.access import actor_of, for_roles
from evenhand.web.alerts import queries
from evenhand.web.alerts.forms import AddressForm
from evenhand.web.alerts.links import Wish
from evenhand.web.alerts.views.subscribing import answer_wish


@for_roles(Role.FRAMEWORK_AUTHOR)
@require_http_methods(["GET", "POST"])
def watch(request: HttpRequest) -> HttpResponse:
    """Every alarm with its sentences; asking for e-mail about new ones."""
    who = actor_of(request)
    form = AddressForm(request.POST if request.method == "POST" and settings.ALERTS else None)
    if form.is_bound and form.is_valid():
        wish = Wish("watch", who.id, form.cleaned_data["address"])
        return answer_wish(request, wish, _("alarms of the watch over grades"))
    context = {
        "alarms": queries.alarms(who),
        "state": queries.state(who),
        "by_mail": queries.has_letters(who),
        "sends": settings.ALERTS,
        "on": settings.WATCH_ALERTS,
        "form": form,
    }
    return render(request, "alerts/watch.html", context, status=422 if form.errors else 200)
