"""Open a pilot and close it, add inspections, name shadow judges, and look at the results when the plan allows it."""

from __future__ import annotations

import json

from django.utils import timezone

from evenhand.casework.piloting import (
    check_join_pilot,
    check_keep_pilot,
    check_pilot_is_open,
    check_read_pilot_pairs,
    check_shadow_judge,
)
from evenhand.casework.policies import NotNow
from evenhand.pilot.keeping import analysis_files, may_look, pairs_csv, sealed_plan
from evenhand.pilot.plan import plan_fingerprint
from evenhand.provenance import fingerprint
from evenhand.web.accounts.models import Person
from evenhand.web.audit.actions import Acted, action
from evenhand.web.inspections.actions.permission import bad_input, check_text, locked
from evenhand.web.inspections.models import Inspection
from evenhand.web.inspections.record import Record, read_record
from evenhand.web.pilots import queries
from evenhand.web.pilots.models import TAKEN, LookFile, Pilot, PilotCase, PilotClosing, PilotLook, ShadowNaming
from evenhand.web.pilots.plans import Opened, opened
from evenhand.web.pilots.shadows import can_be_shadowed
from evenhand.web.planning.interests import objections
from evenhand.web.register.queries import with_homes
from evenhand.wording import say

MAX_TEXT = 2000


@action("pilot.opened")
def open_pilot(*, by: Person, plan: bytes, seal: bytes | None) -> Acted[Pilot]:
    """Open a pilot from a sealed plan; nothing of the plan can be changed afterwards.

    Raises Refusal, and BadInput for a plan that is not sealed, was changed, has no shadow judges, or is open already.
    """
    check_keep_pilot(by.as_actor())
    found, _sealed = sealed_plan(plan, seal)
    if found.design == "two_groups":
        message = say("This plan compares two groups of homes, so nobody judges twice; bring its ratings as a file.")
        raise bad_input("PI040", ("plan", message))
    if found.id in TAKEN or Pilot.objects.filter(pk=found.id).exists():
        message = say("The pilot {id} is open already; a change of mind is a new study with another id.", id=found.id)
        raise bad_input("PI041", ("plan", message))
    row = Pilot.objects.create(
        id=found.id,
        title=found.title,
        plan=plan,
        seal=seal or b"",
        fingerprint=plan_fingerprint(found),
        by=by.actor_id,
        at=timezone.now(),
    )
    opened(row)
    return Acted(row, ("pilot", row.pk), {"fingerprint": row.fingerprint})


@action("pilot.closed")
def close_pilot(*, by: Person, pilot: Pilot, reason: str) -> Acted[PilotClosing]:
    """End a pilot for good, with the reason."""
    check_keep_pilot(by.as_actor())
    pilot = _locked(pilot)
    check_pilot_is_open(closed=hasattr(pilot, "closing"))
    reason = _text("reason", reason, "PI042")
    row = PilotClosing.objects.create(pilot=pilot, reason=reason, by=by.actor_id, at=timezone.now())
    return Acted(row, ("pilot", pilot.pk), {"reason": reason})


@action("pilot.inspection_added")
def add_inspection(*, by: Person, pilot: Pilot, inspection: Inspection, judge: Person) -> Acted[PilotCase]:
    """Add a live inspection to a pilot and name who judges it under the new framework.

    The inspection itself does not change, and nothing of its own record says that it was added.
    """
    pilot = _locked(pilot)
    check_pilot_is_open(closed=hasattr(pilot, "closing"))
    inspection = locked(inspection)
    record, plan, urn = read_record(inspection), opened(pilot), inspection.home.urn
    check_join_pilot(
        with_homes(by),
        record.situation,
        framework=record.framework.id,
        old=plan.old.id,
        in_sample=queries.fits(plan, inspection),
        joined=PilotCase.objects.filter(pilot=pilot, inspection=inspection).exists(),
        urn=urn,
    )
    if not can_be_shadowed(plan.new, inspection.kind):
        message = say("The new framework makes no graded judgements in this type of inspection; choose another.")
        raise bad_input("PI043", ("inspection", message))
    code = _code(plan, pilot, urn)
    if PilotCase.objects.filter(pilot=pilot, code=code).exists():
        raise NotNow("PO186", say("This home is in the pilot already, with an earlier inspection."))
    row = PilotCase.objects.create(pilot=pilot, inspection=inspection, code=code, by=by.actor_id, at=timezone.now())
    _name(by, row, plan, record, judge)
    return Acted(row, ("pilot", pilot.pk), {"code": code, "judge": judge.username})


def _code(plan: Opened, pilot: Pilot, urn: str) -> str:
    # The homes of an invented plan are in no register, so they are numbered as they come.
    return plan.codes.get(urn) or f"H{pilot.cases.count() + 1:03}"


@action("pilot.judge_named")
def name_judge(*, by: Person, case: PilotCase, judge: Person) -> Acted[ShadowNaming]:
    """Name another shadow judge while nobody has handed in; what the one before wrote is kept and not compared."""
    pilot = _locked(case.pilot)
    check_pilot_is_open(closed=hasattr(pilot, "closing"))
    inspection = locked(case.inspection)
    record, plan = read_record(inspection), opened(pilot)
    check_join_pilot(
        with_homes(by),
        record.situation,
        framework=record.framework.id,
        old=plan.old.id,
        in_sample=True,
        joined=ShadowNaming.objects.filter(case=case, handed_in__isnull=False).exists(),
        urn=inspection.home.urn,
    )
    row = _name(by, case, plan, record, judge)
    return Acted(row, ("pilot", pilot.pk), {"code": case.code, "judge": judge.username})


def _name(by: Person, case: PilotCase, plan: Opened, record: Record, judge: Person) -> ShadowNaming:
    home = record.inspection.home
    check_shadow_judge(
        with_homes(judge),
        record.situation,
        urn=home.urn,
        has_interest=judge.username in objections(home, [judge], timezone.localdate()),
        has_seen=case.namings.filter(judge=judge.username).exists(),
        blind=plan.plan.blind,
    )
    return ShadowNaming.objects.create(
        case=case, number=case.namings.count() + 1, judge=judge.username, by=by.actor_id, at=timezone.now()
    )


@action("pilot.looked")
def look_at_results(*, by: Person, pilot: Pilot) -> Acted[PilotLook]:
    """Analyse the pairs against the sealed plan, when its stopping rule allows a look; the files are kept for good.

    Raises Refusal and NotNow (PO198 to PO200), and BadInput for pairs that cannot be analysed.
    """
    pilot = _locked(pilot)
    who = with_homes(by)
    check_keep_pilot(who)
    one = queries.shown(who, pilot)
    check_read_pilot_pairs(who, closed=one.is_closed)
    allowed, why = may_look(one.plan.plan, pairs=len(one.paired), taken=len(one.looks), closed=one.is_closed)
    if not allowed:
        raise NotNow("PO200", why)
    if not one.paired:
        raise NotNow(
            "PO200", say("No inspection was judged finally under both frameworks, so there is nothing to see.")
        )
    files = analysis_files(bytes(pilot.plan), bytes(pilot.seal), pairs_csv(queries.csv_rows(who, one)))
    standing = str(json.loads(files["run.json"])["verdict"])
    row = PilotLook.objects.create(
        pilot=pilot,
        number=len(one.looks) + 1,
        pairs=len(one.paired),
        standing=standing,
        by=by.actor_id,
        at=timezone.now(),
    )
    LookFile.objects.bulk_create(
        LookFile(look=row, key=name, content=content, fingerprint=fingerprint(content))
        for name, content in files.items()
    )
    return Acted(row, ("pilot", pilot.pk), {"look": row.number, "pairs": row.pairs, "standing": standing})


def _locked(pilot: Pilot) -> Pilot:
    return Pilot.objects.select_for_update(of=("self",)).get(pk=pilot.pk)


def _text(field: str, text: str, code: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    check_text(field, text, MAX_TEXT)
    if not text:
        raise bad_input(code, (field, say("Write why; it is kept with the pilot.")))
    return text
