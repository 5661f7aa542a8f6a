"""Drafts on the web: uploaded, checked, compared, put before somebody else, published for good."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.people import Cast
from tests.web.drafting_story import NEXT, a_draft, a_text, as_read, tomorrow

from evenhand.casework.drafts import DraftAct, DraftStage
from evenhand.casework.policies import NotNow, Refusal
from evenhand.findings import BadInput
from evenhand.framework.model import Framework
from evenhand.framework.reading import read_text
from evenhand.framework.sealing import seal
from evenhand.web.audit.models import Event
from evenhand.web.drafts import actions, queries
from evenhand.web.drafts.models import Draft, DraftText
from evenhand.web.frameworks.models import FrameworkVersion
from evenhand.web.frameworks.queries import crosswalks, framework_of, in_force_on

pytestmark = pytest.mark.django_db

BROKEN = ("grade: helped_protected, is: inadequate", "grade: helped_protektion, is: inadequate")


def file(text: str, name: str = "framework.yaml") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), content_type="application/yaml")


def stage_of(draft: Draft) -> DraftStage:
    return queries.situation_of(draft).stage


def test_an_author_uploads_a_text_and_sees_what_the_checks_find(cast: Cast, as_) -> None:
    browser = as_(cast.fay)
    response = browser.post("/drafts/new/", {"framework": file(a_text()), "remark": "The first text."}, follow=True)
    draft = Draft.objects.get()
    assert response.redirect_chain == [(f"/drafts/{draft.pk}/", 302)]
    page = response.content.decode()
    assert NEXT in page and "The first text." in page
    assert DraftText.objects.get().source == a_text()
    assert DraftText.objects.get().fingerprint == seal(read_text(a_text(), "x", Framework)[0])[1]


def test_a_text_that_is_no_framework_is_refused_with_its_lines(cast: Cast, as_) -> None:
    text = a_text().replace("\ntitle:", "\ncolour: red\ntitle:", 1)
    response = as_(cast.fay).post("/drafts/new/", {"framework": file(text), "remark": "x"})
    assert response.status_code == 422
    page = response.content.decode()
    assert "YM011" in page and "colour" in page
    assert not Draft.objects.exists()


@pytest.mark.parametrize("bad", [b"\xff\xfe\x00", b"id: \x00"])
def test_a_file_that_is_not_text_is_refused(cast: Cast, as_, bad: bytes) -> None:
    upload = SimpleUploadedFile("framework.yaml", bad)
    response = as_(cast.fay).post("/drafts/new/", {"framework": upload, "remark": "x"})
    assert response.status_code == 422 and "is not text" in response.content.decode()


def test_an_id_that_is_published_or_being_drafted_cannot_be_drafted_again(cast: Cast) -> None:
    with pytest.raises(BadInput, match="never changes"):
        actions.begin(by=cast.fay, source=a_text("sccif-2022"), crosswalk="", remark="x")
    a_draft(cast)
    with pytest.raises(BadInput, match="being written already"):
        a_draft(cast)


def test_a_draft_that_was_given_up_frees_its_id(cast: Cast) -> None:
    draft = a_draft(cast)
    actions.give_up(by=cast.fay, draft=draft, why="Another way was found.")
    assert stage_of(draft) is DraftStage.GIVEN_UP
    assert a_draft(cast).pk != draft.pk


def test_errors_are_shown_with_their_lines_and_stop_approval(cast: Cast, as_) -> None:
    draft = a_draft(cast, source=a_text(NEXT, BROKEN))
    page = as_(cast.fay).get(f"/drafts/{draft.pk}/").content.decode()
    line = a_text(NEXT, BROKEN).split("helped_protektion")[0].count("\n") + 1
    assert f"/drafts/{draft.pk}/texts/1/#L{line}" in page and "Must be put right" in page
    with pytest.raises(NotNow):
        actions.ask_approval(by=cast.fay, draft=draft, why="x")
    actions.upload(by=cast.fay, draft=draft, source=a_text(), crosswalk="", remark="Spelling.")
    actions.ask_approval(by=cast.fay, draft=draft, why="x")
    assert stage_of(draft) is DraftStage.APPROVAL_ASKED


def test_a_text_about_another_version_does_not_belong_to_the_draft(cast: Cast) -> None:
    draft = a_draft(cast)
    with pytest.raises(BadInput, match="begin another draft"):
        actions.upload(by=cast.fay, draft=draft, source=a_text("sccif-2098"), crosswalk="", remark="x")


def test_who_wrote_it_does_not_publish_it_and_somebody_else_does(cast: Cast, as_) -> None:
    draft = a_draft(cast, DraftAct.ASK_APPROVAL)
    with pytest.raises(Refusal):
        actions.publish_draft(by=cast.fay, draft=draft, **as_read(draft), in_force_from=tomorrow(), why="Mine.")
    day = tomorrow() + timedelta(days=100)
    form = {**as_read(draft), "in_force_from": day.isoformat(), "why": "Read and found right."}
    response = as_(cast.fred).post(f"/drafts/{draft.pk}/publish/", form)
    assert response.status_code == 302 and response["Location"] == f"/frameworks/{NEXT}/"
    version = FrameworkVersion.objects.get(pk=NEXT)
    assert framework_of(version).in_force.start == day == version.in_force_from
    assert stage_of(draft) is DraftStage.PUBLISHED
    found = [in_force_on(one).pk for one in (day - timedelta(days=1), day)]
    assert found == ["sccif-2025", NEXT], "the version before is in force until the day before"


def test_the_published_bytes_are_those_with_the_fingerprint(cast: Cast, client) -> None:
    draft = a_draft(cast, DraftAct.ASK_APPROVAL)
    version = actions.publish_draft(by=cast.fred, draft=draft, **as_read(draft), in_force_from=tomorrow(), why="x")
    content = client.get(f"/frameworks/{NEXT}.json").content
    assert content == bytes(version.sealed)
    assert seal(Framework.model_validate_json(content)) == (content, version.fingerprint)
    last = Event.objects.order_by("-number").values_list("action", flat=True)[:2]
    assert set(last) == {"draft.published", "framework.published"}


@pytest.mark.parametrize("days", [-1, -4000])
def test_no_version_comes_into_force_in_the_past_or_before_the_newest_one(cast: Cast, days: int) -> None:
    draft = a_draft(cast, DraftAct.ASK_APPROVAL)
    day = timezone.localdate() + timedelta(days=days)
    with pytest.raises(BadInput):
        actions.publish_draft(by=cast.fred, draft=draft, **as_read(draft), in_force_from=day, why="x")
    assert not FrameworkVersion.objects.filter(pk=NEXT).exists() and stage_of(draft) is DraftStage.APPROVAL_ASKED


def test_publishing_needs_the_text_that_was_read(cast: Cast) -> None:
    draft = a_draft(cast, DraftAct.RETURN)
    read = as_read(draft)
    changed = a_text(NEXT, ("\nprovision: ", "\nprovision: All "))
    actions.upload(by=cast.fay, draft=draft, source=changed, crosswalk="", remark="Another title.")
    actions.ask_approval(by=cast.fay, draft=draft, why="Again.")
    with pytest.raises(NotNow, match="Another text"):
        actions.publish_draft(by=cast.fred, draft=draft, **read, in_force_from=tomorrow(), why="x")


def test_a_crosswalk_is_checked_with_the_draft_and_kept_when_it_is_published(cast: Cast) -> None:
    good = f"format: 1\nold: sccif-2025\nnew: {NEXT}\nsummary: Nothing changed but the day.\n"
    draft = actions.begin(by=cast.fay, source=a_text(), crosswalk=good.replace(NEXT, "sccif-2022"), remark="x")
    assert queries.situation_of(draft).errors == 1
    actions.upload(by=cast.fay, draft=draft, source=a_text(), crosswalk=good, remark="Right version.")
    actions.ask_approval(by=cast.fay, draft=draft, why="x")
    actions.publish_draft(by=cast.fred, draft=draft, **as_read(draft), in_force_from=tomorrow(), why="x")
    assert ("sccif-2025", NEXT) in {(one.old, one.new) for one in crosswalks()}


def test_every_text_can_be_read_again_as_it_was_uploaded(cast: Cast, as_) -> None:
    draft = a_draft(cast)
    actions.upload(by=cast.fay, draft=draft, source=a_text() + "# The end.\n", crosswalk="", remark="A comment.")
    browser = as_(cast.fred)
    assert browser.get(f"/drafts/{draft.pk}/texts/1/framework.yaml").content.decode() == a_text()
    assert "# The end." in browser.get(f"/drafts/{draft.pk}/texts/2/").content.decode()
    assert browser.get(f"/drafts/{draft.pk}/texts/3/").status_code == 404


@pytest.mark.parametrize("step", ["ask", "return", "give-up"])
def test_a_step_needs_a_reason(cast: Cast, as_, step: str) -> None:
    draft = a_draft(cast, DraftAct.ASK_APPROVAL if step == "return" else None)
    before = draft.steps.count()
    response = as_(cast.fay).post(f"/drafts/{draft.pk}/{step}/", {"why": "  "})
    assert response.status_code == 422 and "Enter a reason" in response.content.decode()
    response = as_(cast.fay).post(f"/drafts/{draft.pk}/{step}/", {"why": "Because."})
    assert response.status_code == 302 and draft.steps.count() == before + 1


def test_an_inspection_scheduled_before_the_new_version_begins_on_its_own_day_only_on_that_version(cast: Cast) -> None:
    from evenhand.web.inspections import actions as inspections

    day = tomorrow() + timedelta(days=10)
    booked = inspections.schedule(
        by=cast.ida, home=cast.other_home, kind="full", starts_on=day, ends_on=day, lead=cast.ida
    )
    draft = a_draft(cast, DraftAct.ASK_APPROVAL)
    actions.publish_draft(by=cast.fred, draft=draft, **as_read(draft), in_force_from=day, why="x")
    with pytest.raises(NotNow, match="schedule it again"):
        inspections.begin(by=cast.ida, inspection=booked)
