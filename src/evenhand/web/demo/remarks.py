"""What a provider says of a draft that it was sent, and a reviewer of a report that it reads. All of it made up."""

from __future__ import annotations

from evenhand.casework.quality import About
from evenhand.report.ties import tied_text
from evenhand.web.accounts.models import Person
from evenhand.web.accuracy import actions as accuracy
from evenhand.web.accuracy.models import DraftSent
from evenhand.web.accuracy.showing import anchors_of
from evenhand.web.demo.stories import PROTECTED
from evenhand.web.inspections.models import Inspection
from evenhand.web.inspections.record import read_record
from evenhand.web.reports.drafts import open_draft
from evenhand.web.reports.models import ReviewComment
from evenhand.web.reports.reviewing import comment_on_report


def comment_on_draft(inspection: Inspection, petra: Person) -> None:
    """One comment on a fact and one on a judgement, unless there are some."""
    draft = DraftSent.objects.filter(inspection=inspection).first()
    if draft is None or draft.comments.exists():
        return
    anchor = next(one for one, words in anchors_of(draft).items() if "within ten minutes" in words)
    accuracy.comment(
        by=petra,
        draft=draft,
        kind="factual",
        anchor=anchor,
        wrong="It was twenty minutes: the first call was at ten past nine, and the car left at half past.",
        should_say="Staff went out within twenty minutes.",
        offered="The missing record of that evening, page 2.",
    )
    accuracy.comment(
        by=petra,
        draft=draft,
        kind="judgement",
        anchor="",
        wrong="What is described here reads like more than good to us.",
    )


def comment_as_reviewer(inspection: Inspection, quentin: Person) -> None:
    """One question about a sentence that rests on nothing yet, unless there are comments."""
    if ReviewComment.objects.filter(inspection=inspection).exists():
        return
    draft = open_draft(read_record(inspection))
    sentence = next(
        one.where
        for one in tied_text(PROTECTED, draft.texts[PROTECTED], ()).sentences
        if "within ten minutes" in one.where.text
    )
    comment_on_report(
        by=quentin,
        inspection=inspection,
        version=draft.version,
        slot=PROTECTED,
        anchor=sentence.anchor,
        about=About.EVIDENCE,
        text="Which record says so? I found no item that tells of this evening.",
    )
