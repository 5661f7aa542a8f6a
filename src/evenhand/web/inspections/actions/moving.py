"""Moving an inspection from stage to stage: a move is a row with the next number, and only one row can be next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.db import IntegrityError, transaction
from django.utils import timezone

from evenhand.casework.policies import NotNow, Situation, check, check_pinned
from evenhand.casework.stages import Act, Stage, next_stage, possible_acts
from evenhand.web.accounts.models import Person
from evenhand.web.audit.actions import Acted, action
from evenhand.web.frameworks.queries import in_force_on
from evenhand.web.inspections.actions.permission import bad_input, check_text, locked, newest_change
from evenhand.web.inspections.models import Inspection, StageChange
from evenhand.web.inspections.record import read_record
from evenhand.web.jottings.actions import drop_under
from evenhand.wording import Words, say

MAX_NOTE = 4000


@action("inspection.begun")
def begin(*, by: Person, inspection: Inspection) -> Acted[StageChange]:
    """The first day: from now on evidence can be recorded."""
    current = in_force_on(inspection.starts_on)
    check_pinned(inspection.framework_id, current.pk if current else None)
    return _move(by, inspection, Act.BEGIN, "")


@action("inspection.cancelled")
def cancel(*, by: Person, inspection: Inspection, reason: str) -> Acted[StageChange]:
    """Stop for good; nothing that was recorded is lost. Needs a reason."""
    if not reason.strip():
        raise bad_input("IN003", ("reason", say("Write why the inspection is cancelled.")))
    return _move(by, inspection, Act.CANCEL, reason.strip())


def move(
    *,
    by: Person,
    inspection: Inspection,
    act: Act,
    note: str = "",
    authors: frozenset[str] = frozenset(),
    unsettled: tuple[Words, ...] = (),
) -> StageChange:
    """Submit, return, approve, send, take back or publish: checks the policies, adds the row and its audit event.

    What the reports app knows and this one does not: `authors` who wrote the report, and what in the report is still
    `unsettled`. Raises Refusal. KeyError for an act that is not a move.
    """
    return _MOVES[act](by=by, inspection=inspection, note=note, authors=authors, unsettled=unsettled)


def _moved(act: Act, name: str) -> Callable[..., StageChange]:
    @action(name)
    def moved(
        *, by: Person, inspection: Inspection, note: str, authors: frozenset[str], unsettled: tuple[Words, ...]
    ) -> Acted[StageChange]:
        return _move(by, inspection, act, note, authors, unsettled)

    return moved


_MOVES = {
    Act.SUBMIT: _moved(Act.SUBMIT, "inspection.submitted"),
    Act.RETURN: _moved(Act.RETURN, "inspection.returned"),
    Act.APPROVE: _moved(Act.APPROVE, "inspection.approved"),
    Act.SEND_DRAFT: _moved(Act.SEND_DRAFT, "inspection.draft_sent"),
    Act.GIVE_FINAL: _moved(Act.GIVE_FINAL, "inspection.final_given"),
    Act.REVISE: _moved(Act.REVISE, "inspection.taken_back"),
    Act.PUBLISH: _moved(Act.PUBLISH, "inspection.published"),
}


def _move(
    by: Person,
    inspection: Inspection,
    act: Act,
    note: str,
    authors: frozenset[str] = frozenset(),
    unsettled: tuple[Words, ...] = (),
) -> Acted[StageChange]:
    check_text("note", note, MAX_NOTE)
    inspection = locked(inspection)
    situation = read_record(inspection).situation
    situation = replace(situation, authors=situation.authors | authors, unsettled=(*situation.unsettled, *unsettled))
    check(by.as_actor(), act, situation)
    change = _next_row(by, inspection, act, note, situation)
    details = {"number": change.number, "from": situation.stage.value, "to": change.stage}
    return Acted(change, ("inspection", str(inspection.pk)), details)


def _next_row(by: Person, inspection: Inspection, act: Act, note: str, situation: Situation) -> StageChange:
    to = next_stage(situation.stage, act)
    try:
        with transaction.atomic():
            change = StageChange.objects.create(
                inspection=inspection,
                number=newest_change(inspection).number + 1,
                act=act.value,
                stage=str(to),
                by=by.actor_id,
                at=timezone.now(),
                note=note,
            )
    except IntegrityError:
        # The lock should make this impossible; the constraint is there in case somebody writes around the lock.
        raise NotNow("PO003", say("Somebody else moved this inspection at the same moment. Look again.")) from None
    if not possible_acts(Stage(change.stage)):
        drop_under(prefix=f"/inspections/{inspection.pk}/")
    return change
