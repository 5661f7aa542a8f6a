"""Drafts of framework versions: written by authors, published by somebody else, and never while errors stand."""

from __future__ import annotations

import pytest

from evenhand.casework.actors import Actor, Role
from evenhand.casework.drafts import DraftAct, DraftSituation, DraftStage, after, check_draft, may_draft
from evenhand.casework.policies import NotNow, Refusal, check_pinned

FAY = Actor("fay", frozenset({Role.FRAMEWORK_AUTHOR}))
FRED = Actor("fred", frozenset({Role.FRAMEWORK_AUTHOR}))
ADA = Actor("ada", frozenset({Role.ADMINISTRATOR}))


def at(stage: DraftStage, errors: int = 0) -> DraftSituation:
    return DraftSituation(stage, frozenset({"fay"}), errors)


@pytest.mark.parametrize("act", DraftAct)
@pytest.mark.parametrize("stage", DraftStage)
def test_nobody_but_a_framework_author_touches_a_draft(stage: DraftStage, act: DraftAct) -> None:
    for actor in (ADA, Actor("x", frozenset(Role) - {Role.FRAMEWORK_AUTHOR}), Actor("")):
        with pytest.raises(Refusal) as refused:
            check_draft(actor, act, at(stage))
        assert refused.value.code == "PO080"


def test_the_way_of_a_draft() -> None:
    assert after(DraftStage.WRITING, DraftAct.ASK_APPROVAL) is DraftStage.APPROVAL_ASKED
    assert after(DraftStage.APPROVAL_ASKED, DraftAct.RETURN) is DraftStage.WRITING
    assert after(DraftStage.APPROVAL_ASKED, DraftAct.PUBLISH) is DraftStage.PUBLISHED
    assert after(DraftStage.APPROVAL_ASKED, DraftAct.UPLOAD) is None, "the text stands still while somebody reads it"
    for ended in (DraftStage.PUBLISHED, DraftStage.GIVEN_UP):
        assert all(after(ended, act) is None for act in DraftAct)


def test_who_wrote_in_a_draft_does_not_publish_it() -> None:
    refusal = may_draft(FAY, DraftAct.PUBLISH, at(DraftStage.APPROVAL_ASKED))
    assert refusal is not None and refusal.code == "PO083"
    assert may_draft(FRED, DraftAct.PUBLISH, at(DraftStage.APPROVAL_ASKED)) is None


def test_nothing_is_published_that_nobody_asked_for() -> None:
    refusal = may_draft(FRED, DraftAct.PUBLISH, at(DraftStage.WRITING))
    assert isinstance(refusal, NotNow) and refusal.code == "PO081"


@pytest.mark.parametrize(
    ("act", "stage"),
    [(DraftAct.ASK_APPROVAL, DraftStage.WRITING), (DraftAct.PUBLISH, DraftStage.APPROVAL_ASKED)],
)
def test_an_error_stops_approval_and_publication(act: DraftAct, stage: DraftStage) -> None:
    refusal = may_draft(FRED, act, at(stage, errors=1))
    assert isinstance(refusal, NotNow) and refusal.code == "PO082"
    assert may_draft(FAY, DraftAct.UPLOAD, at(DraftStage.WRITING, errors=1)) is None


def test_an_inspection_begins_on_the_version_of_its_first_day_or_not_at_all() -> None:
    check_pinned("sccif-2025", "sccif-2025")
    check_pinned("sccif-2025", None)
    with pytest.raises(NotNow) as refused:
        check_pinned("sccif-2025", "sccif-2027")
    assert "sccif-2027" in str(refused.value.reason)
