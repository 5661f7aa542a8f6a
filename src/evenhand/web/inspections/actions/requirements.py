"""Making a requirement, changing or withdrawing it, and saying later what became of it. Nothing is overwritten."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from evenhand.casework.stages import Act
from evenhand.casework.versions import check_based_on
from evenhand.evidence.requirement import ProposedRequirement, notice_faults, requirement_faults
from evenhand.web.accounts.models import Person
from evenhand.web.audit.actions import Acted, action
from evenhand.web.inspections.actions.permission import bad_input, check_text, permit
from evenhand.web.inspections.models import FollowUp, Inspection, Requirement, RequirementRevision
from evenhand.web.inspections.record import Record, read_record
from evenhand.web.inspections.requirements import NOTICE, STATES, made_before, report_due
from evenhand.wording import Words, say

MAX_TEXT, MAX_REASON, MAX_LINE = 4000, 500, 200


@action("requirement.made")
def make_requirement(
    *, by: Person, inspection: Inspection, proposed: ProposedRequirement, building: str = ""
) -> Acted[RequirementRevision]:
    """A new requirement; raises BadInput with everything that it still lacks, by field."""
    inspection = permit(by, Act.WRITE_REPORT, inspection)
    record = read_record(inspection)
    _must_be_whole(record, proposed, building)
    number = Requirement.objects.filter(inspection=inspection).count() + 1
    row = Requirement.objects.create(inspection=inspection, number=number)
    return _revised(_add(row, 1, by, _columns(proposed, building)))


@action("requirement.amended")
def amend_requirement(
    *,
    by: Person,
    requirement: Requirement,
    proposed: ProposedRequirement,
    building: str = "",
    withdrawn: bool = False,
    reason: str,
    based_on: int,
) -> Acted[RequirementRevision]:
    """A new version of a requirement with the reason, or its withdrawal; raises Stale when somebody else was first."""
    inspection = permit(by, Act.WRITE_REPORT, requirement.inspection)
    newest = RequirementRevision.objects.filter(requirement=requirement).latest("version")
    columns = {**_columns(proposed, building), "withdrawn": withdrawn}
    check_based_on(based_on, newest.version, theirs=newest, yours=columns)
    check_text("reason", reason.strip(), MAX_REASON)
    if not reason.strip():
        raise bad_input("IN008", ("reason", say("Write why you change it.")))
    if not withdrawn:
        _must_be_whole(read_record(inspection), proposed, building)
    elif not (proposed.due_on and proposed.impact):
        columns = {name: getattr(newest, name) for name in columns} | {"withdrawn": True}
    return _revised(_add(requirement, newest.version + 1, by, {**columns, "reason": reason.strip()}))


def _must_be_whole(record: Record, proposed: ProposedRequirement, building: str) -> None:
    wrong: list[tuple[str, Words]] = list(
        requirement_faults(
            proposed,
            (one.item for one in record.evidence),
            feedback_on=record.inspection.ends_on,
            report_on=report_due(record),
        )
    )
    texts = (("to_do", proposed.to_do, MAX_TEXT), ("impact_words", proposed.impact_words, MAX_TEXT))
    for field, text, most in (*texts, ("regulation", proposed.regulation, MAX_LINE), ("building", building, MAX_LINE)):
        if len(text) > most or "\0" in text:
            wrong.append((field, say("Write at most {most} characters.", most=f"{most:,}")))
    if wrong:
        raise bad_input("IN008", *wrong)


def _columns(proposed: ProposedRequirement, building: str) -> dict[str, Any]:
    return {
        "regulation": proposed.regulation.strip(),
        "to_do": proposed.to_do.replace("\r\n", "\n").strip(),
        "due_on": proposed.due_on,
        "building": building.strip(),
        "impact": proposed.impact.value if proposed.impact else "",
        "impact_words": proposed.impact_words.replace("\r\n", "\n").strip(),
        "evidence": [str(one) for one in proposed.evidence],
        "told_at_feedback": proposed.told_at_feedback,
    }


def _add(row: Requirement, version: int, by: Person, columns: dict[str, Any]) -> RequirementRevision:
    return RequirementRevision.objects.create(
        requirement=row, version=version, by=by.actor_id, at=timezone.now(), **columns
    )


def _revised(row: RequirementRevision) -> Acted[RequirementRevision]:
    details = {"number": row.requirement.number, "version": row.version, "regulation": row.regulation}
    return Acted(row, ("inspection", str(row.requirement.inspection_id)), {**details, "withdrawn": row.withdrawn})


@action("requirement.followed_up")
def follow_up(
    *,
    by: Person,
    inspection: Inspection,
    requirement: Requirement,
    state: str,
    words: str,
    evidence: tuple[str, ...] = (),
    notice_due_on: date | None = None,
    based_on: int,
) -> Acted[FollowUp]:
    """Say at a later inspection whether a requirement of an earlier one is met, with what that rests on.

    A compliance notice has a day of its own, by which it has to be met in full.
    """
    inspection = permit(by, Act.WRITE_REPORT, inspection)
    record = read_record(inspection)
    words = words.replace("\r\n", "\n").strip()
    notice_due_on = notice_due_on if state == NOTICE else None
    _must_follow(record, requirement, state, words, evidence, notice_due_on)
    rows = FollowUp.objects.filter(requirement=requirement, inspection=inspection)
    newest = rows.order_by("-version").first()
    fields = {"state": state, "words": words, "evidence": list(evidence), "notice_due_on": notice_due_on}
    check_based_on(based_on, newest.version if newest else 0, theirs=newest, yours=fields)
    row = FollowUp.objects.create(
        requirement=requirement,
        inspection=inspection,
        version=based_on + 1,
        by=by.actor_id,
        at=timezone.now(),
        **fields,
    )
    return Acted(row, ("inspection", str(inspection.pk)), {"state": state, "version": row.version})


def _must_follow(
    record: Record,
    requirement: Requirement,
    state: str,
    words: str,
    evidence: tuple[str, ...],
    notice_due_on: date | None,
) -> None:
    wrong: list[tuple[str, Words]] = []
    if requirement.pk not in {one.id for one in made_before(record.inspection)}:
        wrong.append(("state", say("This is no open requirement of an earlier inspection of the home.")))
    if state not in STATES:
        wrong.append(("state", say("Say whether it is met, not met, or a compliance notice follows.")))
    if not words:
        wrong.append(("words", say("Write what you found.")))
    known = {str(one.id) for one in record.evidence}
    if not evidence:
        wrong.append(("evidence", say("Choose the evidence that it rests on.")))
    elif not known.issuperset(evidence):
        wrong.append(("evidence", say("It rests on something that is not evidence of this inspection.")))
    if state == NOTICE:
        wrong += notice_faults(notice_due_on, given_on=record.inspection.ends_on)
    if wrong:
        raise bad_input("IN009", *wrong)
    check_text("words", words, MAX_TEXT)
