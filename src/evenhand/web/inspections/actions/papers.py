"""Writing the papers beside the report: the feedback sheet and the letter to the children. Every version is kept."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from evenhand.casework.stages import Act
from evenhand.casework.versions import check_based_on
from evenhand.web.accounts.models import Person
from evenhand.web.audit.actions import Acted, action
from evenhand.web.inspections.actions.permission import bad_input, check_text, permit
from evenhand.web.inspections.models import Inspection, Paper
from evenhand.web.inspections.papers import PAPERS
from evenhand.wording import say

MAX_TEXT = 10_000


@action("paper.written")
def write_paper(
    *, by: Person, inspection: Inspection, kind: str, texts: Mapping[str, str], based_on: int
) -> Acted[Paper]:
    """A new version of a paper; raises Stale, with the one that is there, when somebody else was first."""
    inspection = permit(by, Act.WRITE_REPORT, inspection)
    fields = PAPERS.get(kind)
    if fields is None or set(texts) != set(fields):
        raise bad_input("IN010", ("", say("This is not a paper that is written here.")))
    kept = {name: texts[name].replace("\r\n", "\n").strip() for name in fields}
    for name, text in kept.items():
        check_text(name, text, MAX_TEXT)
    newest = Paper.objects.filter(inspection=inspection, kind=kind).order_by("-version").first()
    if newest is not None and newest.texts == kept and newest.by == by.actor_id:
        return _written(newest)
    check_based_on(based_on, newest.version if newest else 0, theirs=newest, yours=kept)
    row = Paper.objects.create(
        inspection=inspection, kind=kind, version=based_on + 1, texts=kept, by=by.actor_id, at=timezone.now()
    )
    return _written(row)


def _written(row: Paper) -> Acted[Paper]:
    return Acted(row, ("inspection", str(row.inspection_id)), {"paper": row.kind, "version": row.version})
