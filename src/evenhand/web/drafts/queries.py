"""Reading drafts. Only framework authors may; every query that a page uses asks who is asking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from evenhand.casework.actors import Actor
from evenhand.casework.drafts import DraftAct, DraftSituation, DraftStage, after, check_read_drafts, may_draft
from evenhand.casework.policies import Refusal
from evenhand.web.drafts.models import Draft, DraftStep, DraftText
from evenhand.web.drafts.reading import DraftRead, read_draft


@dataclass(frozen=True)
class DraftShown:
    """A draft as its page shows it: its texts and steps, what the latest text says, and what the reader may do."""

    draft: Draft
    texts: tuple[DraftText, ...]
    steps: tuple[DraftStep, ...]
    latest: DraftText
    read: DraftRead
    situation: DraftSituation
    refusals: dict[str, Refusal | None]


def latest(draft: Draft) -> DraftText:
    """The newest text of a draft; every draft has one."""
    return draft.texts.order_by("-number")[:1].get()


def situation_of(draft: Draft) -> DraftSituation:
    """What the policies need to know of a draft now."""
    text = latest(draft)
    authors = frozenset(draft.texts.values_list("by", flat=True)) | {draft.begun_by}
    steps = draft.steps.order_by("id").values_list("act", flat=True)
    return DraftSituation(_stage(steps), authors, read_draft(text.source, text.crosswalk).errors)


def drafts(who: Actor) -> list[tuple[Draft, DraftStage, DraftText]]:
    """Every draft, newest first, with its stage and latest text."""
    check_read_drafts(who)
    return [
        (one, _stage(step.act for step in one.steps.all()), max(one.texts.all(), key=lambda text: text.number))
        for one in Draft.objects.prefetch_related("steps", "texts").order_by("-begun_at", "-id")
    ]


def draft(who: Actor, number: int) -> Draft:
    """One draft by its number; raises Draft.DoesNotExist."""
    check_read_drafts(who)
    return Draft.objects.get(pk=number)


def text(who: Actor, draft: Draft, number: int) -> DraftText:
    """One text of a draft; raises DraftText.DoesNotExist."""
    check_read_drafts(who)
    return draft.texts.get(number=number)


def shown(who: Actor, draft: Draft) -> DraftShown:
    """A draft with everything that its page shows."""
    check_read_drafts(who)
    texts = tuple(draft.texts.order_by("-number"))
    situation = situation_of(draft)
    return DraftShown(
        draft=draft,
        texts=texts,
        steps=tuple(draft.steps.select_related("text").order_by("id")),
        latest=texts[0],
        read=read_draft(texts[0].source, texts[0].crosswalk),
        situation=situation,
        refusals={act.value: may_draft(who, act, situation) for act in DraftAct},
    )


def _stage(acts: Iterable[str]) -> DraftStage:
    stage = DraftStage.WRITING
    for act in acts:
        stage = after(stage, DraftAct(act)) or stage
    return stage
