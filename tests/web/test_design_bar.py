"""The bar at the top: it leads people to every page that is theirs, and to no page that is not."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from evenhand.casework.actors import Role
from evenhand.web.design.navigation import WAYS, footer_links, navigation

pytestmark = pytest.mark.django_db
PARTS = ["ida", "quentin", "quinn", "petra", "fay", "ada", "nobody"]


@pytest.mark.parametrize("part", PARTS)
def test_every_link_of_the_bar_opens_for_whoever_sees_it_and_no_other_does(cast, as_, part):
    person = getattr(cast, part)
    client = as_(person)
    shown = {link["href"] for link in navigation(person.roles, "/")}
    assert {reverse("public:start"), reverse("frameworks:shelf")} <= shown
    for way in WAYS:
        href = reverse(way.page)
        assert client.get(href).status_code == (200 if href in shown else 403), href


def test_a_stranger_sees_what_is_open_to_everybody():
    links = navigation(frozenset(), "/")
    assert [str(link["text"]) for link in links] == ["Start", "Find a report", "Frameworks", "Consultations"]
    for link in [*links, *footer_links()]:
        assert Client().get(link["href"]).status_code == 200, link["href"]


def test_the_bar_marks_where_one_is():
    bar = navigation({Role.ADMINISTRATOR}, "/audit/check/")
    assert [str(link["text"]) for link in bar if link["active"]] == ["Audit log"]
    assert [link["text"] for link in bar if link["current"]] == []
    both = navigation({Role.INSPECTOR, Role.QUALITY_ASSURER}, reverse("reports:queue"))
    assert [str(link["text"]) for link in both if link["active"]] == ["Quality assurance"]


@pytest.mark.parametrize("part", PARTS)
def test_every_page_says_that_this_is_not_an_official_service(cast, as_, part):
    person = getattr(cast, part)
    for link in navigation(person.roles, "/"):
        page = as_(person).get(link["href"]).content.decode()
        assert "Open-source prototype – not an Ofsted or GOV.UK service" in page, link["href"]
        assert "It is not a service of Ofsted or of GOV.UK" in page, link["href"]
        assert '<main class="govuk-main-wrapper app-main" id="main-content"' in page, link["href"]
        assert page.count("<h1") == 1, link["href"]
        assert 'lang="en-gb"' in page, link["href"]


def test_the_page_title_says_when_a_form_has_errors(client):
    assert "<title>Sign in – Evenhand</title>" in client.get("/sign-in/").content.decode()
    assert "<title>Error: Sign in – Evenhand</title>" in client.post("/sign-in/", {}).content.decode()
