"""Who works for which council: said by an administrator, ended and never deleted; and what a commissioner then sees."""

from __future__ import annotations

import html
import re

import pytest
from tests.builders import an_inspection, an_open_requirement
from tests.people import a_home

from evenhand.casework.policies import NotNow, Refusal
from evenhand.web.audit.models import Event
from evenhand.web.register.actions import end_council, give_council
from evenhand.web.register.models import CouncilOfCommissioner
from evenhand.web.register.queries import with_homes


def text_of(response) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def test_an_administrator_says_for_which_council_a_commissioner_works(cast, as_) -> None:
    a_home("FICTION3", local_authority="Elsewhereshire")
    ada = as_(cast.ada)
    sent = {"person": cast.connie.pk, "authority": "Elsewhereshire"}
    assert ada.post("/register/councils/", sent).status_code == 302
    assert "Connie Commissioner now works for Elsewhereshire" in text_of(ada.get("/register/councils/"))
    assert with_homes(cast.connie).authorities == {"Nowhereshire", "Elsewhereshire"}
    event = Event.objects.order_by("-number").first()
    assert (event.action, event.actor) == ("council.given", "ada.admin") and "Elsewhereshire" in event.details


def test_ending_it_is_asked_once_more_and_leaves_the_row(cast, as_) -> None:
    held = cast.connie.councils.get()
    ada = as_(cast.ada)
    address = f"/register/councils/{held.pk}/end/"
    assert "End that Connie Commissioner works for Nowhereshire?" in text_of(ada.get(address))
    assert CouncilOfCommissioner.objects.get().ended_at is None
    assert ada.post(address).status_code == 302
    held.refresh_from_db()
    assert held.ended_by == "ada.admin" and with_homes(cast.connie).authorities == frozenset()
    assert "Ended on" in text_of(ada.get("/register/councils/")) and ada.get(address).status_code == 404


def test_saying_or_ending_it_twice_changes_nothing(cast) -> None:
    held = give_council(by=cast.ada, person=cast.connie, authority="Nowhereshire")
    assert held == cast.connie.councils.get()
    first = end_council(by=cast.ada, held=held).ended_at
    assert end_council(by=cast.ada, held=held).ended_at == first
    again = give_council(by=cast.ada, person=cast.connie, authority="Nowhereshire")
    assert again.pk != held.pk and CouncilOfCommissioner.objects.count() == 2


def test_it_is_refused_for_who_is_no_commissioner_and_for_no_council_of_the_register(cast) -> None:
    with pytest.raises(NotNow, match="PO131"):
        give_council(by=cast.ada, person=cast.petra, authority="Nowhereshire")
    with pytest.raises(NotNow, match="PO132"):
        give_council(by=cast.ada, person=cast.connie, authority="Atlantis")
    for person in (cast.ida, cast.connie, cast.quentin):
        with pytest.raises(Refusal, match="PO130"):
            give_council(by=person, person=cast.connie, authority="Nowhereshire")


@pytest.mark.parametrize("sent", [{}, {"person": "x", "authority": "Nowhereshire"}, {"authority": "Atlantis"}])
def test_a_form_that_makes_no_sense_says_what_to_choose(cast, as_, sent) -> None:
    refused = as_(cast.ada).post("/register/councils/", sent)
    assert refused.status_code == 422 and "Select a" in text_of(refused)
    assert CouncilOfCommissioner.objects.count() == 1


def test_a_commissioner_reads_name_contact_and_open_requirements_of_a_home_their_council_hosts(cast, as_) -> None:
    an_open_requirement(cast)
    said = text_of(as_(cast.connie).get("/register/FICTION1/"))
    for words in ("FICTION1 House", "1 Nowhere Lane", "door@nowhere.example", "Requirements that are open"):
        assert words in said
    assert "Plans say how each risk is met" in said


def test_a_commissioner_reads_no_plans_no_evidence_and_no_way_to_change_anything(cast, as_) -> None:
    an_inspection(cast)
    connie = as_(cast.connie)
    said = connie.get("/register/FICTION1/").content.decode()
    assert "/inspections/" not in said and "Schedule" not in said and "/people/" not in said
    for address in ("/inspections/", "/planning/", "/register/", "/register/councils/", "/preparation/FICTION1/"):
        assert connie.get(address).status_code in (403, 404), address


def test_a_home_that_another_council_hosts_is_none_of_their_business(cast, as_) -> None:
    a_home("FICTION3", local_authority="Elsewhereshire")
    connie = as_(cast.connie)
    assert connie.get("/register/FICTION3/").status_code == 404
    assert "FICTION3" not in text_of(connie.get("/register/my-council/"))


def test_the_homes_of_a_council_are_listed_with_contact(cast, as_) -> None:
    said = text_of(as_(cast.connie).get("/register/my-council/"))
    assert "FICTION1 House" in said and "door@nowhere.example" in said and "Nowhereshire" in said
    end_council(by=cast.ada, held=cast.connie.councils.get())
    said = text_of(as_(cast.connie).get("/register/my-council/"))
    assert "No council is linked to you yet" in said and "FICTION1" not in said


def test_whoever_is_no_commissioner_any_more_sees_nothing_through_a_council(cast, as_) -> None:
    from evenhand.casework.actors import Role
    from evenhand.web.accounts.actions import end_role
    from evenhand.web.accounts.models import Person

    end_role(by=cast.ada, person=cast.connie, role=Role.COMMISSIONER)
    connie = as_(Person.objects.get(pk=cast.connie.pk))
    assert connie.get("/register/FICTION1/").status_code == 403
    assert "House" not in str(connie.get("/api/v1/homes").content)
