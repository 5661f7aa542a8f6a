"""The one judgement of an assurance or interim inspection. Where the rules say that none is made, none can be."""

from __future__ import annotations

from django.utils import timezone

from evenhand.casework.policies import NotNow
from evenhand.casework.stages import Act
from evenhand.casework.types import rules_against_any
from evenhand.casework.versions import check_based_on
from evenhand.web.accounts.models import Person
from evenhand.web.audit.actions import Acted, action
from evenhand.web.inspections.actions.discussing import must_be_discussed
from evenhand.web.inspections.actions.permission import bad_input, check_text, permit
from evenhand.web.inspections.models import Inspection, SingleJudgement
from evenhand.web.inspections.record import Record, read_record
from evenhand.wording import say

MAX_TEXT = 4000


@action("single_judgement.made")
def judge_singly(
    *, by: Person, inspection: Inspection, grade: str, reason: str = "", based_on: int
) -> Acted[SingleJudgement]:
    """Make the one judgement with its reason; an empty grade takes it back.

    Raises Refusal (JU002 where a rule says that no judgement is made), BadInput, and Stale when somebody was first.
    """
    inspection = permit(by, Act.PROPOSE_GRADE, inspection)
    record = read_record(inspection)
    reason = reason.replace("\r\n", "\n").strip() if grade else ""
    _must_fit(record, grade, reason)
    before = record.single
    fields = {"grade": grade, "reason": reason}
    if before is not None and before.version == based_on + 1 and before.by == by.actor_id and _same(before, fields):
        return _made(before)
    check_based_on(based_on, before.version if before else 0, theirs=before, yours=fields)
    if record.single_judgement is not None:
        must_be_discussed(inspection, record.single_judgement.id, grade)
    row = SingleJudgement.objects.create(
        inspection=inspection, version=based_on + 1, by=by.actor_id, at=timezone.now(), **fields
    )
    return _made(row)


def _must_fit(record: Record, grade: str, reason: str) -> None:
    judgement = record.single_judgement
    if judgement is None:
        message = say("This type of inspection makes no judgement of its own.")
        raise bad_input("IN007", ("grade", message))
    scale = record.framework.scale_by_id[judgement.scale]
    if grade and not scale.has(grade):
        known = [one.label for one in scale.best_first]
        raise bad_input("IN007", ("grade", say("Choose one of the answers: {known}.", known=known)))
    if grade and not reason:
        raise bad_input("IN007", ("reason", say("Write the reason for the judgement.")))
    check_text("reason", reason, MAX_TEXT)
    against = rules_against_any(record.framework, record.outcome)
    if grade and against:
        rules = [say("Rule {id} – {words}", id=rule.id, words=rule.words) for rule in against]
        raise NotNow("JU002", say("No judgement is made in this inspection. {rules}", rules=rules))


def _same(row: SingleJudgement, fields: dict[str, str]) -> bool:
    return all(getattr(row, name) == value for name, value in fields.items())


def _made(row: SingleJudgement) -> Acted[SingleJudgement]:
    return Acted(row, ("inspection", str(row.inspection_id)), {"grade": row.grade, "version": row.version})
