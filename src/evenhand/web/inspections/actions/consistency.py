"""Consistency: draw inspections at random, and judge the same evidence a second time. It changes no grade."""

from __future__ import annotations

import secrets

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from evenhand.casework.consistency import check_hand_on, check_not_before
from evenhand.casework.policies import NotNow, Refusal, check_draw, check_second_judge, may_be_drawn
from evenhand.casework.stages import Stage
from evenhand.web.accounts.models import Person
from evenhand.web.audit.actions import Acted, action
from evenhand.web.inspections.actions.permission import bad_input, check_text, locked
from evenhand.web.inspections.models import (
    Draw,
    Drawn,
    Inspection,
    SecondHandedOn,
    SecondJudgement,
    SecondJudging,
    StageChange,
)
from evenhand.web.inspections.record import Record, read_record
from evenhand.web.inspections.seconds import Second, first_apart, judged, limits_apart, pick, second_of, standing
from evenhand.web.register.queries import with_homes
from evenhand.wording import Words, say

MAX_TEXT = 4000
DAY = 24 * 60 * 60


@action("consistency.drawn")
def draw_sample(*, by: Person, size: int) -> Acted[Draw]:
    """Draw so many of the inspections that can be judged twice and were not drawn before.

    The service makes the seed, so that nobody chooses whom it hits; seed and list are kept, so anybody can draw again.
    """
    check_draw(by.as_actor())
    stage = StageChange.objects.filter(inspection=OuterRef("pk")).order_by("-number").values("stage")[:1]
    rows = Inspection.objects.filter(judged(), drawn__isnull=True).annotate(stage_now=Subquery(stage))
    open_now = [one.value for one in Stage if may_be_drawn(one)]
    ids = sorted({str(pk) for pk in rows.filter(stage_now__in=open_now).values_list("pk", flat=True)})
    if size < 1:
        raise bad_input("IN012", ("size", say("Draw at least one.")))
    if not ids:
        raise bad_input("IN012", ("size", say("There is no inspection to draw from now; try again when one is sent.")))
    newest = Draw.objects.order_by("-number").values_list("number", flat=True).first() or 0
    seed = secrets.token_hex(8)
    row = Draw.objects.create(
        number=newest + 1, seed=seed, drawn_from=ids, size=size, by=by.actor_id, at=timezone.now()
    )
    picked = pick(seed, ids, size)
    Drawn.objects.bulk_create(Drawn(draw=row, inspection_id=one) for one in picked)
    return Acted(row, ("draw", str(row.number)), {"seed": seed, "of": len(ids), "drawn": list(picked)})


@action("second_judgement.begun")
def begin_second(*, by: Person, inspection: Inspection, had_seen: bool) -> Acted[SecondJudging]:
    """Begin to judge the same evidence; from now on the team's grades are closed to this person until they are done."""
    inspection, record = _open(by, inspection)
    rows = SecondJudging.objects.filter(inspection=inspection)
    before = standing(rows).first()
    if before is not None and before.by != by.actor_id:
        raise NotNow("PO066", say("Somebody else judges this inspection a second time."))
    if before is None:
        check_not_before(by.as_actor(), frozenset(rows.values_list("by", flat=True)))
    row = before or SecondJudging.objects.create(
        inspection=inspection, number=rows.count() + 1, had_seen=had_seen, by=by.actor_id, at=timezone.now()
    )
    return Acted(row, ("inspection", str(inspection.pk)), {"had_seen": row.had_seen, "items": len(record.evidence)})


def _open(by: Person, inspection: Inspection) -> tuple[Inspection, Record]:
    inspection = locked(inspection)
    record = read_record(inspection)
    drawn = Drawn.objects.filter(inspection=inspection).exists()
    check_second_judge(with_homes(by), record.situation, urn=inspection.home.urn, drawn=drawn)
    return inspection, record


@action("second_judgement.made")
def judge_second(
    *, by: Person, inspection: Inspection, judgement: str, grade: str, reason: str, seconds: int
) -> Acted[SecondJudgement]:
    """A second grade with its reason and the seconds it took; it is given once, and changes no grade.

    Raises Refusal for anybody but who began it, NotNow for one given already, and BadInput.
    """
    inspection, record = _open(by, inspection)
    second = second_of(inspection)
    if second is None or second.row.by != by.actor_id:
        raise Refusal("PO067", say("Begin the second judgement first; only who began it makes it."))
    if judgement not in second.team:
        raise bad_input("IN013", ("grade", say("This judgement is not made a second time.")))
    reason = reason.replace("\r\n", "\n").strip()
    before = second.own.get(judgement)
    if before is None:
        _must_fit(record, second, judgement, grade, reason)
        before = SecondJudgement.objects.create(
            judging=second.row,
            judgement=judgement,
            grade=grade,
            reason=reason,
            seconds=min(max(seconds, 0), DAY),
            by=by.actor_id,
            at=timezone.now(),
        )
    elif (before.grade, before.reason) != (grade, reason):
        raise NotNow("PO068", say("You have judged this already. It is given once, so that it stays independent."))
    details = {"judgement": judgement, "seconds": before.seconds}
    return Acted(before, ("inspection", str(inspection.pk)), details)


def _must_fit(record: Record, second: Second, judgement: str, grade: str, reason: str) -> None:
    faults: list[tuple[str, Words]] = []
    possible = {one.grade.id for one in limits_apart(record, second.own, judgement) if one.possible}
    first = first_apart(record, second.own, judgement)
    if first:
        faults.append(("grade", say("Judge first: {first}.", first=[one.title for one in first])))
    elif grade not in possible:
        faults.append(("grade", say("Choose one of the grades that the rules leave possible.")))
    if not reason:
        faults.append(("reason", say("Write the reason for the grade.")))
    if faults:
        raise bad_input("IN013", *faults)
    check_text("reason", reason, MAX_TEXT)


@action("second_judgement.handed_on")
def hand_on_second(*, by: Person, inspection: Inspection, reason: str) -> Acted[SecondHandedOn]:
    """Free a second judgement that was left unfinished for somebody else, with the reason.

    What the first one judged is kept and compared with nothing. Raises Refusal, NotNow and BadInput.
    """
    inspection = locked(inspection)
    second = second_of(inspection)
    check_hand_on(
        with_homes(by),
        read_record(inspection).situation,
        second=second.row.by if second else "",
        complete=bool(second and second.complete),
        urn=inspection.home.urn,
    )
    assert second is not None  # noqa: S101  # the policy refused otherwise
    reason = reason.replace("\r\n", "\n").strip()
    check_text("reason", reason, MAX_TEXT)
    if not reason:
        raise bad_input("IN014", ("reason", say("Write why it is handed on.")))
    row = SecondHandedOn.objects.create(
        judging=second.row, made=len(second.own), reason=reason, by=by.actor_id, at=timezone.now()
    )
    return Acted(row, ("inspection", str(inspection.pk)), {"from": second.row.by, "made": row.made})
