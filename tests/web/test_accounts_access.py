"""Who may open which page: nobody may open a page that does not say who may."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

from evenhand.casework.actors import Role
from evenhand.web.accounts.access import for_anyone_signed_in, for_roles, open_to_everybody
from evenhand.web.urls import handler403, handler404, urlpatterns  # noqa: F401

PARTS = ["ida", "quentin", "petra", "fay", "ada", "nobody"]


def unmarked(request):
    return HttpResponse("secret")


@open_to_everybody
def for_all(request):
    return HttpResponse("open")


@for_roles(Role.INSPECTOR, Role.ADMINISTRATOR)
def for_some(request):
    return HttpResponse("some")


@for_anyone_signed_in
def for_signed_in(request):
    return HttpResponse("signed in")


urlpatterns = [
    path("unmarked/", unmarked),
    path("all/", for_all),
    path("some/", for_some),
    path("signed-in/", for_signed_in),
    *urlpatterns,
]
pytestmark = pytest.mark.django_db
here = override_settings(ROOT_URLCONF=__name__)


@here
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_page_without_a_mark_is_refused_for_everybody_even_administrators(cast, as_, part, method):
    answer = getattr(as_(getattr(cast, part)), method)("/unmarked/")
    assert answer.status_code == 403
    assert b"secret" not in answer.content


@here
def test_a_page_without_a_mark_sends_a_stranger_to_sign_in():
    answer = Client().get("/unmarked/?a=1")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=/unmarked/%3Fa%3D1")


@here
@pytest.mark.parametrize(
    ("part", "status"),
    [("ida", 200), ("ada", 200), ("quentin", 403), ("petra", 403), ("fay", 403), ("nobody", 403)],
)
def test_a_page_for_some_roles_opens_for_them_alone(cast, as_, part, status):
    assert as_(getattr(cast, part)).get("/some/").status_code == status


@here
@pytest.mark.parametrize("part", PARTS)
def test_a_page_for_anyone_signed_in_needs_some_role(cast, as_, part):
    assert as_(getattr(cast, part)).get("/signed-in/").status_code == (403 if part == "nobody" else 200)


@here
def test_a_page_for_everybody_opens_for_a_stranger():
    assert Client().get("/all/").content == b"open"


@here
def test_a_stranger_who_sends_a_form_comes_back_to_the_start_and_not_to_an_address_that_takes_only_forms():
    answer = Client().post("/some/")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=/")


@here
def test_a_role_that_ended_opens_nothing_any_more(cast, as_):
    from evenhand.web.accounts import actions

    client = as_(cast.ida)
    assert client.get("/some/").status_code == 200
    actions.end_role(by=cast.ada, person=cast.ida, role=Role.INSPECTOR)
    assert client.get("/some/").status_code == 403


@here
def test_with_a_one_time_password_no_page_opens_before_it_is_replaced(cast, as_):
    from evenhand.web.accounts import actions

    actions.give_password(by=cast.ada, person=cast.ida, password="kpx4m-a7w2h-one-time")
    cast.ida.refresh_from_db()
    answer = as_(cast.ida).get("/some/")
    assert (answer.status_code, answer["Location"]) == (302, "/password/")


def every_view(patterns, prefix=""):
    for one in patterns:
        if hasattr(one, "url_patterns"):
            yield from every_view(one.url_patterns, prefix + str(one.pattern))
        else:
            yield prefix + str(one.pattern), one.callback


def test_every_page_of_the_service_says_who_may_open_it():
    from evenhand.web.urls import urlpatterns as real

    views = list(every_view(real))
    assert len(views) >= 10
    assert [address for address, view in views if not getattr(view, "open_to", None)] == []


@here
@pytest.mark.parametrize("status_and_address", [(403, "/unmarked/"), (404, "/no-such-page/")])
def test_a_refusal_is_a_page_of_ours_that_says_what_to_do(cast, as_, status_and_address):
    status, address = status_and_address
    answer = as_(cast.ida).get(address)
    assert answer.status_code == status
    page = answer.content.decode()
    assert "not an Ofsted or GOV.UK service" in page
    assert "– Evenhand</title>" in page
