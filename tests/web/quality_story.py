"""Stories of a report in quality assurance: a comment, an answer, a checklist."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.builders import STARTS, an_inspection
from tests.people import Cast
from tests.web import reports_story as story

from evenhand.casework.stages import Stage


def a_comment(cast: Cast, inspection: Any, *, slot: str = story.PROTECTED, number: int = 1, **more: Any) -> Any:
    """Quentin comments on the sentence of this number in a text of the report."""
    from evenhand.web.reports.reviewing import comment_on_report

    fields = {"about": "evidence", "text": "What does this rest on?", "anchor": anchor(inspection, slot, number)}
    return comment_on_report(
        by=cast.quentin, inspection=inspection, version=story.version_of(inspection), slot=slot, **{**fields, **more}
    )


def anchor(inspection: Any, slot: str, number: int) -> str:
    """The anchor of a sentence, counted from 1."""
    return texts(inspection)[slot].sentences[number - 1].where.anchor


def texts(inspection: Any) -> dict[str, Any]:
    """Every text of the report with its ties."""
    from evenhand.web.inspections.record import read_record
    from evenhand.web.reports.drafts import open_draft
    from evenhand.web.reports.tying import ties_of

    return {one.key: one for one in ties_of(open_draft(read_record(inspection)))}


def addresses(cast: Cast) -> dict[str, dict[str, Any]]:
    """Real addresses: a report in quality assurance with one comment."""
    inspection = an_inspection(
        cast, at=Stage.IN_QUALITY_ASSURANCE, home=cast.other_home, starts_on=STARTS - timedelta(days=300)
    )
    a_comment(cast, inspection)
    here = {"id": inspection.id}
    return {
        "reports:ties": {**here, "key": story.PROTECTED},
        "reports:best_practice": {**here, "judgement": "helped_protected"},
        "reports:comment": {**here, "number": 1},
        "reports:new_comment": {**here, "key": story.PROTECTED},
        "reports:checklist": here,
    }
