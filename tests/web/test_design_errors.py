"""When something cannot be done, people get a page that says what happened and what to do next, never a traceback."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

from evenhand.casework.policies import NotNow, Refusal
from evenhand.findings import BadInput
from evenhand.web.accounts.access import open_to_everybody
from evenhand.web.urls import handler400, handler403, handler404, handler500, urlpatterns  # noqa: F401
from evenhand.wording import say


def raising(error: Exception):
    @open_to_everybody
    def view(request) -> HttpResponse:
        raise error

    return view


urlpatterns = [
    path("not-now/", raising(NotNow("PO001", say("This cannot be done while it is {stage}.", stage="<published>")))),
    path("not-you/", raising(Refusal("PO013", say("Only a quality assurer may do this.")))),
    path("bad/", raising(BadInput.at("RD001", say("The file has no column {name}.", name="URN")))),
    path("broken/", raising(ZeroDivisionError("secret detail"))),
    path("no-database/", raising(OperationalError("secret detail"))),
    *urlpatterns,
]
pytestmark = pytest.mark.django_db
here = override_settings(ROOT_URLCONF=__name__)


@here
@pytest.mark.parametrize(
    ("address", "status", "title", "says"),
    [
        ("/not-now/", 409, "This cannot be done now", "This cannot be done while it is &lt;published&gt;."),
        ("/not-you/", 403, "You may not do this", "Only a quality assurer may do this."),
        ("/bad/", 400, "That could not be understood", "The file has no column URN."),
        ("/nowhere/", 404, "Page not found", "Check the address."),
        ("/broken/", 500, "Something went wrong here", "It is not your fault."),
        ("/no-database/", 500, "Something went wrong here", "Nothing was half saved."),
    ],
)
def test_every_refusal_is_a_page_that_says_what_happened(cast, address, status, title, says):
    client = Client(raise_request_exception=False)
    client.force_login(cast.ida)
    answer = client.get(address)
    page = answer.content.decode()
    assert answer.status_code == status
    assert f"<title>{title} – Evenhand</title>" in page
    assert f'<h1 class="govuk-heading-l">{title}</h1>' in page
    assert says in page
    assert "secret detail" not in page and "Traceback" not in page
    assert "not an Ofsted or GOV.UK service" in page


@here
def test_the_page_for_a_broken_service_does_not_need_the_service(cast, monkeypatch):
    def broken(request):
        raise OperationalError("the database is gone")

    client = Client(raise_request_exception=False)
    monkeypatch.setattr("evenhand.web.accounts.access.who_is_here", broken)
    answer = client.get("/broken/")
    assert answer.status_code == 500
    assert "It is not your fault." in answer.content.decode()


@pytest.mark.parametrize("address", ["/people/%00/", "/sign-in/?next=%00", "/%00"])
def test_a_character_that_no_database_takes_is_refused_at_the_door(client, address):
    answer = client.get(address)
    assert answer.status_code == 400
    assert "That could not be understood" in answer.content.decode()


def test_too_much_at_once_is_refused_with_a_measure():
    answer = Client(raise_request_exception=False).post("/sign-in/", {"username": "a" * 3_000_000, "password": "x"})
    assert answer.status_code == 413
    assert "Send less than two megabytes; nothing was saved." in answer.content.decode()


def test_a_host_that_is_not_ours_is_refused():
    answer = Client(raise_request_exception=False).get("/sign-in/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()


@pytest.mark.parametrize("header", ["Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"])
def test_every_page_carries_the_headers_that_protect_it(client, header):
    assert client.get("/sign-in/")[header]


def test_no_page_of_ours_needs_a_script_or_a_style_inside_it(cast, as_):
    for address in ("/sign-in/", "/people/", "/audit/", "/audit/check/", "/password/"):
        page = as_(cast.ada).get(address, follow=True).content.decode()
        assert " style=" not in page and "<style" not in page, address
        assert page.count("<script") == page.count("<script src=") + page.count('<script type="module" src='), address
        assert " onclick=" not in page, address
