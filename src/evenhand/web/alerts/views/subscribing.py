"""Asking for an alert, confirming it by the link in an e-mail, stopping it by the link in every e-mail."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from evenhand.web.accounts.access import open_to_everybody
from evenhand.web.accounts.actions import Visitor
from evenhand.web.alerts import actions, news, slowing
from evenhand.web.alerts.forms import AddressForm
from evenhand.web.alerts.links import Wish, confirming, to_stop, wished
from evenhand.web.design.errors import page


@open_to_everybody
@require_http_methods(["GET", "POST"])
def subscribe(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Ask for an address, and send it a link. Nothing is kept of it."""
    about = news.title_of(kind, key)
    if not about:
        raise Http404
    form = AddressForm(request.POST if request.method == "POST" and settings.ALERTS else None)
    if form.is_bound and form.is_valid():
        return answer_wish(request, Wish(kind, key, form.cleaned_data["address"]), about)
    context = {"form": form, "about": about, "kind": kind, "key": key, "open": settings.ALERTS}
    return render(request, "alerts/subscribe.html", context, status=422 if form.errors else 200)


def answer_wish(request: HttpRequest, wish: Wish, about: str) -> HttpResponse:
    """Send the link, unless it was asked for too often; the next page is the same whether a letter went out."""
    try:
        slowing.count(request, wish.address)
    except slowing.TooOften as refused:
        if not refused.quietly:
            sentences = [_("Too many e-mails were asked for in the last hour. Try again later.")]
            return page(request, 429, _("Too many requests"), sentences)
    else:
        _send_link(wish, about)
    return redirect("alerts:asked")


def _send_link(wish: Wish, about: str) -> None:
    link = settings.PUBLIC_ADDRESS + reverse("alerts:confirm", args=[confirming(wish)])
    words = [
        _("Somebody, probably you, wants e-mail alerts about: %(about)s.") % {"about": about},
        _("To get them, open this address within three days and confirm: %(link)s") % {"link": link},
        _("If it was not you, do nothing: your address was not kept."),
        _("Evenhand is a prototype. It is not a service of Ofsted or of GOV.UK."),
    ]
    subject = _("Confirm your e-mail alert")
    headers = {"Auto-Submitted": "auto-generated"}
    EmailMessage(subject=subject, body="\n\n".join(words), to=[wish.address], headers=headers).send()


@open_to_everybody
@require_http_methods(["GET", "HEAD"])
def asked(request: HttpRequest) -> HttpResponse:
    """A letter is on its way; the page is the same whoever asked."""
    return render(request, "alerts/asked.html")


@open_to_everybody
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once more, because programs open links as well; then keep the alert."""
    wish = wished(token)
    about = news.title_of(wish.kind, wish.key) if wish else ""
    if wish is None or not about:
        return page(
            request,
            410,
            _("This link no longer works"),
            [_("It is older than three days, or was not copied whole. Ask for the alert again.")],
        )
    if request.method == "POST":
        actions.confirm(by=Visitor(), wish=wish)
    return render(request, "alerts/confirm.html", {"about": about, "done": request.method == "POST"})


# Mail programs send this form themselves (RFC 8058), without our cookie; the signed link alone says which alert ends.
@csrf_exempt
@open_to_everybody
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once more, then delete the alert with its address; one click in a mail program does it at once."""
    alert = to_stop(token)
    if alert is None:
        return page(
            request,
            410,
            _("This link does not work"),
            [_("It was not copied whole. Open the link at the foot of the e-mail again.")],
        )
    if request.method == "POST":
        actions.stop(by=Visitor(), alert=alert)
    return render(request, "alerts/stop.html", {"done": request.method == "POST"})
