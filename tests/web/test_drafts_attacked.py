"""Drafts and what is published from them, under odd files, odd days, odd names and two people at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.utils import timezone
from tests.people import Cast
from tests.web.drafting_story import NEXT, a_draft, a_text, as_read, tomorrow

from evenhand.casework.drafts import DraftAct
from evenhand.casework.policies import NotNow
from evenhand.findings import BadInput
from evenhand.web.drafts import actions, queries
from evenhand.web.drafts.models import Draft, DraftText
from evenhand.web.frameworks.models import TAKEN, FrameworkVersion, HeldCrosswalk
from evenhand.web.frameworks.queries import framework_of, in_force_on

pytestmark = pytest.mark.django_db
IN_FORCE = f"in_force: {{from: {tomorrow()}, to: null}}"
CROSSWALK = f"format: 1\nold: sccif-2025\nnew: {NEXT}\nsummary: Nothing changed but the day.\n"


def publish(cast: Cast, draft: Draft, **changes: object) -> FrameworkVersion:
    values = {**as_read(draft), "in_force_from": tomorrow(), "why": "Read.", **changes}
    return actions.publish_draft(by=cast.fred, draft=draft, **values)


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
@pytest.mark.parametrize("address, field", [("/drafts/new/", "framework"), ("/consultations/new/", "file")])
def test_a_file_of_nothing_but_brackets_is_refused_and_does_not_end_the_service(
    cast: Cast, as_, opening: str, address: str, field: str
) -> None:
    upload = SimpleUploadedFile("deep.yaml", (opening * 100_000).encode())
    response = as_(cast.fay).post(address, {field: upload, "remark": "x"})
    assert response.status_code == 422 and "nested deeper than 40 levels" in response.content.decode()


@pytest.mark.parametrize("name", ["framework", "crosswalk"])
def test_the_crosswalk_is_read_as_carefully_as_the_framework(cast: Cast, as_, name: str) -> None:
    files = {"framework": a_text().encode(), "crosswalk": CROSSWALK.encode(), name: b"[" * 50_000}
    data = {key: SimpleUploadedFile(f"{key}.yaml", content) for key, content in files.items()}
    assert as_(cast.fay).post("/drafts/new/", {**data, "remark": "x"}).status_code == 422
    assert not Draft.objects.exists()


def test_every_address_beside_the_versions_is_no_id(cast: Cast) -> None:
    frameworks = next(one for one in get_resolver().url_patterns if getattr(one, "namespace", "") == "frameworks")
    fixed = {str(one.pattern).lstrip("^").split("/")[0] for one in frameworks.url_patterns}
    assert {one for one in fixed if one.isalpha()} == TAKEN
    for name in TAKEN:
        with pytest.raises(BadInput, match="address of another page"):
            actions.begin(by=cast.fay, source=a_text(name), crosswalk="", remark="x")


def test_a_day_after_the_last_one_in_the_text_is_refused_in_words(cast: Cast, as_) -> None:
    last = tomorrow() + timedelta(days=10)
    draft = a_draft(cast, DraftAct.ASK_APPROVAL, a_text(NEXT, (IN_FORCE, IN_FORCE.replace("null", str(last)))))
    form = {**as_read(draft), "in_force_from": last + timedelta(days=1), "why": "Read."}
    response = as_(cast.fred).post(f"/drafts/{draft.pk}/publish/", form)
    assert response.status_code == 422 and f"it ends on {last}" in response.content.decode()
    assert publish(cast, draft, in_force_from=last).in_force_to == last


def test_another_day_keeps_the_mark_and_the_note_of_the_period(cast: Cast) -> None:
    marked = IN_FORCE.replace("to: null", "to: null, verified: false, note: Nobody has said so.")
    draft = a_draft(cast, DraftAct.ASK_APPROVAL, a_text(NEXT, (IN_FORCE, marked)))
    period = framework_of(publish(cast, draft, in_force_from=tomorrow() + timedelta(days=5))).in_force
    assert (period.verified, period.note) == (False, "Nobody has said so.")


def test_the_same_framework_with_another_crosswalk_is_another_text(cast: Cast) -> None:
    draft = a_draft(cast, DraftAct.RETURN)
    read = as_read(draft)
    actions.upload(by=cast.fay, draft=draft, source=a_text(), crosswalk=CROSSWALK, remark="Only the crosswalk.")
    actions.ask_approval(by=cast.fay, draft=draft, why="Again.")
    assert as_read(draft)["fingerprint"] == read["fingerprint"]
    with pytest.raises(NotNow, match="Another text"):
        publish(cast, draft, **read)


def test_an_id_that_was_published_meanwhile_is_refused_and_not_an_accident(cast: Cast, as_) -> None:
    first = a_draft(cast, DraftAct.ASK_APPROVAL)
    # As if both had been begun at the same moment, before there was a lock.
    second = Draft.objects.create(framework_id=NEXT, begun_at=timezone.now(), begun_by=cast.fay.actor_id)
    copy = {**DraftText.objects.filter(draft=first).values().get(), "id": None, "draft_id": second.pk}
    DraftText.objects.create(**copy)
    actions.ask_approval(by=cast.fay, draft=second, why="x")
    publish(cast, first)
    form = {**as_read(second), "in_force_from": tomorrow() + timedelta(days=9), "why": "x"}
    response = as_(cast.fred).post(f"/drafts/{second.pk}/publish/", form)
    assert response.status_code == 422 and "never changes" in response.content.decode()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time anyway")
def test_beginning_and_publishing_hold_the_same_token(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as asked:
        draft = a_draft(cast, DraftAct.ASK_APPROVAL)
        publish(cast, draft)
    tokens = [one for one in asked if "FOR UPDATE" in one["sql"] and "frameworkversion" in one["sql"]]
    assert len(tokens) == 2


def test_a_version_that_ended_does_not_bring_the_one_before_back(cast: Cast) -> None:
    last = tomorrow() + timedelta(days=10)
    publish(cast, a_draft(cast, DraftAct.ASK_APPROVAL, a_text(NEXT, (IN_FORCE, IN_FORCE.replace("null", str(last))))))
    days = (tomorrow() - timedelta(days=1), tomorrow(), last, last + timedelta(days=1))
    found = [in_force_on(day) for day in days]
    assert [one and one.pk for one in found] == ["sccif-2025", NEXT, NEXT, None]


def test_a_crosswalk_that_a_later_reader_refuses_breaks_no_public_page(cast: Cast, client: Client) -> None:
    publish(cast, a_draft(cast, DraftAct.ASK_APPROVAL))
    HeldCrosswalk.objects.create(
        old="sccif-2025", new=NEXT, source=CROSSWALK + "colour: red\n", at=timezone.now(), by="fay.framework"
    )
    for address in ("", f"{NEXT}/", f"{NEXT}/against/sccif-2025/"):
        assert client.get(f"/frameworks/{address}").status_code == 200


@pytest.mark.parametrize("act", ["upload", "ask", "return", "give-up", "publish"])
def test_only_authors_may_send_anything_and_only_from_our_own_pages(cast: Cast, as_, act: str) -> None:
    draft = a_draft(cast, DraftAct.ASK_APPROVAL)
    for person in (cast.ida, cast.quentin, cast.petra, cast.ada, cast.nobody):
        assert as_(person).post(f"/drafts/{draft.pk}/{act}/", {"why": "x"}).status_code == 403
    assert Client().post(f"/drafts/{draft.pk}/{act}/", {"why": "x"})["Location"].startswith("/sign-in/")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.fred)
    assert strict.post(f"/drafts/{draft.pk}/{act}/", {"why": "x"}).status_code == 403
    assert queries.situation_of(draft).stage.value == "approval_asked"


def test_nothing_of_a_draft_is_public_before_it_is_published(cast: Cast, client: Client) -> None:
    draft = a_draft(cast, DraftAct.ASK_APPROVAL, a_text(NEXT, ("\nprovision: ", "\nprovision: Unheard-of ")))
    for address in ("/", "/frameworks/", "/frameworks/compare/", "/frameworks/standards/", "/consultations/"):
        assert NEXT not in client.get(address).content.decode()
    for address in (f"{NEXT}/", f"{NEXT}.json", f"{NEXT}/against/sccif-2025/", f"sccif-2025/against/{NEXT}/"):
        response = client.get(f"/frameworks/{address}")
        assert response.status_code == 404 and "Unheard-of" not in response.content.decode()
    assert client.get(f"/drafts/{draft.pk}/texts/1/framework.yaml").status_code == 302


def test_markup_in_an_uploaded_text_is_shown_as_text_everywhere(cast: Cast, as_) -> None:
    bad = "<script>alert(1)</script> {x} %(y)s {{ 7*7 }}"
    source = a_text(NEXT, ("\ntitle: ", f"\ntitle: '{bad}' # "))
    browser = as_(cast.fay)
    response = browser.post(
        "/drafts/new/", {"framework": SimpleUploadedFile(f"{bad}.yaml", source.encode()), "remark": bad}
    )
    draft = Draft.objects.get()
    assert response.status_code == 302
    actions.ask_approval(by=cast.fay, draft=draft, why=bad)
    for address in ("", "compare/", "texts/1/"):
        assert "<script>alert" not in browser.get(f"/drafts/{draft.pk}/{address}").content.decode()
    publish(cast, draft)
    for address in ("", f"{NEXT}/", f"{NEXT}/reach/", f"{NEXT}/clarity/", f"{NEXT}/against/sccif-2025/changes.html"):
        page = Client().get(f"/frameworks/{address}")
        assert page.status_code == 200 and "<script>alert" not in page.content.decode()
