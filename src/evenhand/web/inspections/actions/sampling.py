"""Drawing the case sample: every change is a new version of the whole sample, and nothing is overwritten."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from evenhand.casework.stages import Act
from evenhand.casework.versions import check_based_on
from evenhand.evidence.sample import Child, whom_it_stands_for
from evenhand.web.accounts.models import Person
from evenhand.web.audit.actions import Acted, action
from evenhand.web.inspections.actions.permission import bad_input, check_text, permit
from evenhand.web.inspections.models import CaseSample, Inspection
from evenhand.web.inspections.sampling import Sample, check_of, last_full_inspection, sample_of, to_store
from evenhand.wording import Words, say

MAX_LINE, MAX_WHY = 60, 500
MOST_CHILDREN, MOST_BUILDINGS = 200, 30


@action("case_sample.drawn")
def draw_case_sample(
    *,
    by: Person,
    inspection: Inspection,
    children: tuple[Child, ...],
    chosen: Mapping[str, str],
    buildings: tuple[str, ...] = (),
    reason: str = "",
    based_on: int,
) -> Acted[CaseSample]:
    """A new version of the whole sample: the children of the home without names, and who of them is tracked, with why.

    `reason` is needed once a chosen child is chosen no longer. Raises Stale, with the version that is there, when
    somebody else was first, and BadInput for what cannot be kept.
    """
    inspection = permit(by, Act.RECORD_EVIDENCE, inspection)
    before = sample_of(inspection)
    wanted = Sample(based_on, children, {code: why.strip() for code, why in chosen.items()}, _tidy(buildings))
    row = CaseSample.objects.filter(inspection=inspection).order_by("-version").first()
    if row is not None and row.by == by.actor_id and row.version == based_on + 1 and _same(before, wanted):
        return _drawn(row)
    check_based_on(based_on, before.version, theirs=before, yours=wanted)
    _must_be_keepable(inspection, before, wanted, reason.strip())
    row = CaseSample.objects.create(
        inspection=inspection,
        version=based_on + 1,
        children=[to_store(one) for one in wanted.children],
        chosen=dict(wanted.chosen),
        buildings=list(wanted.buildings),
        reason=reason.strip(),
        by=by.actor_id,
        at=timezone.now(),
    )
    return _drawn(row)


def _drawn(row: CaseSample) -> Acted[CaseSample]:
    details = {"version": row.version, "children": len(row.children), "chosen": len(row.chosen)}
    return Acted(row, ("inspection", str(row.inspection_id)), details)


def _tidy(buildings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.strip() for one in buildings if one.strip()))


def _same(one: Sample, other: Sample) -> bool:
    return (one.children, dict(one.chosen), one.buildings) == (other.children, dict(other.chosen), other.buildings)


def _must_be_keepable(inspection: Inspection, before: Sample, wanted: Sample, reason: str) -> None:
    check_text("reason", reason, MAX_WHY)
    for text in (*wanted.buildings, *(one.building for one in wanted.children)):
        check_text("buildings", text, MAX_LINE)
    for why in wanted.chosen.values():
        check_text("why", why, MAX_WHY)
    wrong: list[tuple[str, Words]] = []
    if len(wanted.children) > MOST_CHILDREN:
        wrong.append(("code", say("At most {most} children fit into a sample.", most=MOST_CHILDREN)))
    if len(wanted.buildings) > MOST_BUILDINGS:
        wrong.append(("buildings", say("At most {most} buildings can be named.", most=MOST_BUILDINGS)))
    # Raises for codes that are none: after this, every chosen code has a row.
    check = check_of(wanted, inspection, last_full_inspection(inspection))
    for code, why in wanted.chosen.items():
        if not why and not whom_it_stands_for(check, code):
            wrong.append(
                ("why", say("{code} stands for none of the nine things: write why the child is chosen.", code=code))
            )
    gone = [code for code in before.chosen if code not in wanted.chosen]
    if gone and not reason:
        wrong.append(("reason", say("Write why {gone} is tracked no longer.", gone=gone)))
    if wrong:
        raise bad_input("IN015", *wrong)
