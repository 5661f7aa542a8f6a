"""What somebody writes is kept until they save it: for them alone, never in the log, gone with its form."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.builders import an_inspection
from tests.web.inspection_pages import KIND, amended, at, fields, recorded, text

from evenhand.web.audit.models import Event
from evenhand.web.inspections.models import EvidenceItem, EvidenceRevision
from evenhand.web.jottings import actions, queries
from evenhand.web.jottings.models import Jotting
from evenhand.web.jottings.reading import MAX_BYTES

KEPT = "/jottings/kept/"
WRITTEN = "QZ waited at the window until the car came."


def keep(browser, person, place, **changes):
    """What the script beside a form sends."""
    body = {"address": place, "writer": person.username, "title": "A form", "fields": {"said": [WRITTEN]}, **changes}
    return browser.post(KEPT, json.dumps(body), content_type="application/json")


def test_what_is_kept_is_there_for_its_writer_with_what_it_was_based_on(cast, as_):
    inspection = an_inspection(cast, evidence=0)
    page, ida = at("new_evidence", inspection, KIND), as_(cast.ida)
    assert ida.get(KEPT, {"address": page}).json()["kept"] is None
    for said in ("QZ waited", WRITTEN):
        assert (
            keep(ida, cast.ida, page, fields={"said": [said], "based_on": ["3"], "criteria": ["a", "b"]}).status_code
            == 200
        )
    told = ida.get(KEPT, {"address": page}).json()
    assert told["writer"] == "ida.inspector"
    assert told["kept"]["fields"] == {"said": [WRITTEN], "based_on": ["3"], "criteria": ["a", "b"]}
    assert Jotting.objects.count() == 1


@pytest.mark.parametrize("who", ["ivan", "quentin", "petra", "fay", "ada"])
def test_nobody_else_reads_it_whatever_their_role(cast, as_, who):
    inspection = an_inspection(cast, evidence=0)
    page = at("new_evidence", inspection, KIND)
    keep(as_(cast.ida), cast.ida, page)
    other = getattr(cast, who)
    browser = as_(other)
    assert browser.get(KEPT, {"address": page}).json()["kept"] is None
    assert WRITTEN not in text(browser.get(reverse("jottings:mine")))
    assert WRITTEN not in text(browser.get(f"{page}?jotting=1"))
    assert WRITTEN not in text(browser.get(reverse("audit:events")))
    browser.post(reverse("jottings:discard"), {"address": page})
    assert queries.jotting(cast.ida, page) is not None, "nobody else discards it either"


def test_the_log_hears_nothing_of_it(cast, as_):
    inspection = an_inspection(cast, evidence=0)
    before = Event.objects.count()
    page = at("new_evidence", inspection, KIND)
    assert keep(as_(cast.ida), cast.ida, page).status_code == 200
    as_(cast.ida).post(reverse("jottings:discard"), {"address": page})
    assert Event.objects.count() == before and not Jotting.objects.exists()


def test_saving_the_form_lets_go_of_it_and_a_form_with_faults_does_not(cast, as_):
    inspection = an_inspection(cast, evidence=0)
    page, ida = at("new_evidence", inspection, KIND), as_(cast.ida)
    keep(ida, cast.ida, page)
    keep(ida, cast.ida, at("facts", inspection))
    assert ida.post(page, fields(jotting=page, said="")).status_code == 422
    assert queries.jotting(cast.ida, page) is not None
    assert ida.post(page, fields(jotting=page)).status_code == 302
    assert [one.address for one in Jotting.objects.all()] == [at("facts", inspection)]


def test_forms_of_every_page_let_go_of_it_by_the_mark_alone(cast, as_):
    inspection = an_inspection(cast)
    page, ida = at("team", inspection), as_(cast.ida)
    keep(ida, cast.ida, page)
    sent = {"lead": cast.ida.username, "team": [cast.ivan.username], "reason": "As planned.", "jotting": page}
    assert ida.post(page, sent).status_code in (302, 422)
    home = reverse("planning:base")
    keep(ida, cast.ida, home)
    done = ida.post(home, {"region": "London", "urn": "FICTION1", "area": "Nowhereshire", "jotting": home})
    assert (queries.jotting(cast.ida, home) is None) == (done.status_code == 302)


def test_whoever_is_sent_to_sign_in_has_saved_nothing(cast, as_):
    inspection = an_inspection(cast, evidence=0)
    page, ida = at("new_evidence", inspection, KIND), as_(cast.ida)
    keep(ida, cast.ida, page)
    cast.ida.must_choose_password = True
    cast.ida.save()
    assert ida.post(page, fields(jotting=page)).status_code == 302
    assert queries.jotting(cast.ida, page) is not None and not EvidenceItem.objects.exists()


def test_a_session_that_ended_keeps_nothing_and_leads_to_the_sign_in_page(cast, client):
    answer = keep(client, cast.ida, "/about/")
    assert answer.status_code == 302 and answer["Location"].startswith("/sign-in/")
    assert not Jotting.objects.exists()


def test_somebody_who_signed_in_meanwhile_does_not_get_the_words_of_another(cast, as_):
    inspection = an_inspection(cast, evidence=0)
    assert keep(as_(cast.ivan), cast.ida, at("new_evidence", inspection, KIND)).status_code == 409
    assert not Jotting.objects.exists()


def test_without_a_script_a_link_puts_it_back_into_the_form(cast, as_):
    inspection = an_inspection(cast, evidence=0)
    page, ida = at("new_evidence", inspection, KIND), as_(cast.ida)
    sent = fields(said=WRITTEN, setting="At the window")
    keep(ida, cast.ida, page, fields={name: one if isinstance(one, list) else [one] for name, one in sent.items()})
    first = ida.get(page)
    assert "did not save it" in text(first) and WRITTEN not in text(first)
    assert f'href="{page}?jotting=1"' in first.content.decode()
    back = ida.get(f"{page}?jotting=1").content.decode()
    assert WRITTEN in back and 'value="At the window"' in back and sent["id"] in back
    assert len(re.findall(r'name="criteria"[^>]* checked', back)) == 2 and "It is not saved yet" in back
    assert "There is a problem" not in back, "nothing counts as sent"


def test_without_a_script_everything_unsaved_is_on_one_page_and_can_go(cast, as_):
    inspection = an_inspection(cast, evidence=0)
    page, ida = at("facts", inspection), as_(cast.ida)
    keep(ida, cast.ida, page, title="Facts <b>")
    mine = ida.get(reverse("jottings:mine"))
    assert WRITTEN in text(mine) and "Facts &lt;b&gt;" in mine.content.decode()
    assert ida.post(reverse("jottings:discard"), {"address": page}, follow=True).status_code == 200
    assert "everything you wrote is saved" in text(ida.get(reverse("jottings:mine")))


def test_what_is_restored_is_still_based_on_what_the_writer_saw(cast, as_):
    inspection = an_inspection(cast, evidence=0)
    item, _row = recorded(cast, inspection, said="Two adults came.")
    page, ida = at("amend_evidence", inspection, item.id), as_(cast.ida)
    mine = amended(item, said="Mine is this.")
    keep(ida, cast.ida, page, fields={name: one if isinstance(one, list) else [one] for name, one in mine.items()})
    as_(cast.ivan).post(page, amended(item, said="Theirs came first."))
    back = ida.get(f"{page}?jotting=1").content.decode()
    assert "Mine is this." in unescape(back) and 'name="based_on" value="1"' in back
    response = ida.post(page, {**mine, "jotting": page})
    assert response.status_code == 409 and "Theirs came first." in text(response) and "Mine is this." in text(response)
    assert queries.jotting(cast.ida, page) is not None and EvidenceRevision.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"fields": {"password": ["secret"]}}, 400),
        ({"fields": {"csrfmiddlewaretoken": ["x"]}}, 400),
        ({"fields": {}}, 400),
        ({"fields": []}, 400),
        ({"fields": {"said": "not a list"}}, 400),
        ({"fields": {"said": [1]}}, 400),
        ({"fields": {"said": ["nul \0"]}}, 400),
        ({"fields": {"said": ["half \ud800 a letter"]}}, 400),
        ({"fields": {"n" * 500: ["x"]}}, 400),
        ({"fields": {str(n): ["x"] for n in range(500)}}, 400),
        ({"fields": {"said": ["x"] * 1001}}, 400),
        ({"fields": {"said": ["x" * MAX_BYTES]}}, 413),
        ({"fields": {"said": ["x" * 3_000_000]}}, 413),
        ({"address": "//elsewhere.example/"}, 400),
        ({"address": "https://elsewhere.example/"}, 400),
        ({"address": "/no/such/page/"}, 400),
        ({"address": "/about/?" + "a" * 300}, 400),
        ({"address": "/about/?a=\r\nSet-Cookie: a"}, 400),
        ({"address": None}, 400),
        ({"title": ["no text"]}, 400),
        ({"writer": "ivan.inspector"}, 409),
    ],
)
def test_what_is_too_large_or_no_form_is_refused(cast, as_, changes, status):
    assert keep(as_(cast.ida), cast.ida, "/about/", **changes).status_code == status
    assert not Jotting.objects.exists()


@pytest.mark.parametrize("body", ["no", "[1]", "[" * 100_000, '{"address": NaN}', b"\xff\xfe"])
def test_a_body_that_cannot_be_read_is_refused(cast, as_, body):
    assert as_(cast.ida).post(KEPT, body, content_type="application/json").status_code == 400


def test_a_form_of_another_site_keeps_nothing(cast, as_):
    assert as_(cast.ida).post(KEPT, {"address": "/about/"}).status_code == 415


@pytest.mark.parametrize("address", ["nul \0", "x" * 5000, "//elsewhere.example/", "/about/?a=\r\nb"])
def test_discarding_nonsense_does_nothing_and_leads_nowhere_else(cast, as_, address):
    for back in ("", "form"):
        answer = as_(cast.ida).post(reverse("jottings:discard"), {"address": address, "back": back})
        assert answer["Location"] == reverse("jottings:mine")


def test_a_person_has_so_many_and_no_more(cast, as_):
    for number in range(actions.MOST):
        actions.keep(by=cast.ida, address=f"/about/?n={number}", fields={"said": ["x"]})
    answer = keep(as_(cast.ida), cast.ida, "/about/")
    assert answer.status_code == 409 and "Save or discard some" in answer.json()["error"]
    assert keep(as_(cast.ida), cast.ida, "/about/?n=1").status_code == 200, "those that are there go on"
    assert keep(as_(cast.ivan), cast.ivan, "/about/").status_code == 200


def test_after_thirty_days_it_is_gone(cast):
    actions.keep(by=cast.ida, address="/about/", fields={"said": ["x"]})
    Jotting.objects.update(kept_at=timezone.now() - timedelta(days=31))
    assert queries.jotting(cast.ida, "/about/") is None
    actions.keep(by=cast.ivan, address="/", fields={"said": ["y"]})
    assert [one.address for one in Jotting.objects.all()] == ["/"]


def test_what_belongs_to_something_closed_can_be_let_go_at_once(cast):
    for address in ("/inspections/one/facts/", "/inspections/other/facts/"):
        actions.keep(by=cast.ida, address=address, fields={"said": ["x"]})
    actions.drop_under(prefix="/inspections/one/")
    assert [one.address for one in Jotting.objects.all()] == ["/inspections/other/facts/"]
