"""What a shadow judge does: begin, answer what the new rules ask, grade, hand in. It touches no inspection."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from evenhand.casework.grades import why_not
from evenhand.casework.piloting import check_hand_in, check_pilot_is_open, check_shadow_judge, check_shadow_work
from evenhand.casework.policies import NotNow
from evenhand.framework.rule import FactValue
from evenhand.judgement.outcome import Verdict
from evenhand.web.accounts.models import Person
from evenhand.web.audit.actions import Acted, action
from evenhand.web.inspections.actions.permission import bad_input, check_text
from evenhand.web.inspections.record import Record, read_record
from evenhand.web.pilots.models import (
    Pilot,
    PilotCase,
    ShadowBeginning,
    ShadowFact,
    ShadowGrade,
    ShadowHandedIn,
    ShadowNaming,
)
from evenhand.web.pilots.plans import Opened, opened
from evenhand.web.pilots.shadows import Shadow, outcome_with, record_under, shadow_of
from evenhand.web.register.queries import with_homes
from evenhand.wording import Words, say

MAX_TEXT = 4000
MOST_MINUTES = 60 * 24 * 14


@action("pilot.shadow_begun")
def begin_shadow(*, by: Person, case: PilotCase, had_seen: bool) -> Acted[ShadowBeginning]:
    """Begin, and say whether one knows the first grades; a blind plan takes nobody who does (PO190)."""
    shadow, plan = _open(by, case)
    record = read_record(case.inspection)
    check_shadow_judge(
        with_homes(by),
        record.situation,
        urn=case.inspection.home.urn,
        has_interest=False,
        has_seen=had_seen,
        blind=plan.plan.blind,
    )
    if shadow.has_begun:
        return Acted(shadow.naming.beginning, *_about(case))
    row = ShadowBeginning.objects.create(naming=shadow.naming, had_seen=had_seen, by=by.actor_id, at=timezone.now())
    return Acted(row, *_about(case))


@action("pilot.shadow_answered")
def answer_shadow(
    *, by: Person, case: PilotCase, answers: Mapping[str, FactValue | None], opened_at: datetime
) -> Acted[list[ShadowFact]]:
    """Answers by fact id of the new framework; None takes one back, what is there already is left alone."""
    shadow, plan = _begun(by, case)
    faults: list[tuple[str, Words]] = []
    for name, value in answers.items():
        fact = plan.new.fact_by_id.get(name)
        if fact is None:
            faults.append((name[:80], say("“{name}” is not a fact that this framework asks about.", name=name[:80])))
        elif value is not None and (problem := fact.refuses(value)) is not None:
            faults.append((name, say("{question} – {problem}.", question=fact.question, problem=problem)))
    if faults:
        raise bad_input("PI044", *faults)
    now = timezone.now()
    rows = []
    for name, value in answers.items():
        before = shadow.facts.get(name)
        # In Python True equals 1; as answers they are two things.
        if (before.value if before else None) is value or (
            before and before.value == value and type(before.value) is type(value)
        ):
            continue
        version = before.version + 1 if before else 1
        rows.append(
            ShadowFact.objects.create(
                naming=shadow.naming,
                fact=name,
                version=version,
                value=value,
                opened_at=opened_at,
                by=by.actor_id,
                at=now,
            )
        )
    return Acted(rows, *_about(case))


@action("pilot.shadow_graded")
def grade_shadow(
    *, by: Person, case: PilotCase, judgement: str, grade: str, reason: str, explanation: str, opened_at: datetime
) -> Acted[ShadowGrade]:
    """A grade under the new framework with its reason; raises NotNow (JU001) when the new rules refuse it."""
    shadow, plan = _begun(by, case)
    record = record_under(read_record(case.inspection), plan, shadow)
    _must_exist(plan, judgement, grade)
    reason, explanation = (text.replace("\r\n", "\n").strip() for text in (reason, explanation))
    check_text("reason", reason, MAX_TEXT)
    check_text("explanation", explanation, MAX_TEXT)
    if not reason:
        raise bad_input("PI045", ("reason", say("Write the reason for the grade.")))
    before = shadow.grades.get(judgement)
    row = ShadowGrade(
        naming=shadow.naming,
        judgement=judgement,
        version=before.version + 1 if before else 1,
        grade=grade,
        reason=reason,
        explanation=explanation,
        opened_at=opened_at,
        by=by.actor_id,
        at=timezone.now(),
    )
    outcome = outcome_with(record, judgement, row)
    if outcome.of(judgement).verdict is not Verdict.ACCEPTED:
        raise NotNow("JU001", why_not(plan.new, outcome, judgement))
    row.save(force_insert=True)
    return Acted(row, *_about(case))


def _must_exist(plan: Opened, judgement: str, grade: str) -> None:
    if judgement not in plan.new.judgement_by_id:
        message = say("“{name}” is not a judgement of this framework.", name=judgement[:80])
        raise bad_input("PI045", ("judgement", message))
    scale = plan.new.scale_of(judgement)
    if not scale.has(grade):
        known = [one.label for one in scale.best_first]
        raise bad_input("PI045", ("grade", say("Choose one of the grades of this judgement: {known}.", known=known)))


@action("pilot.shadow_handed_in")
def hand_in_shadow(*, by: Person, case: PilotCase, minutes: int) -> Acted[ShadowHandedIn]:
    """Give the whole shadow judgement, once and for good. Raises NotNow for what is missing (PO193) or not allowed."""
    shadow, plan = _begun(by, case)
    if not 1 <= minutes <= MOST_MINUTES:
        message = say("Enter the minutes it took in all, from 1 to {most}.", most=f"{MOST_MINUTES:,}")
        raise bad_input("PI046", ("minutes", message))
    record = record_under(read_record(case.inspection), plan, shadow)
    check_hand_in(missing=missing(record))
    for name, given in shadow.grades.items():
        # A fact answered later may have made a rule bite.
        outcome = outcome_with(record, name, given)
        if outcome.of(name).verdict is not Verdict.ACCEPTED:
            raise NotNow("JU001", why_not(plan.new, outcome, name))
    row = ShadowHandedIn.objects.create(naming=shadow.naming, minutes=minutes, by=by.actor_id, at=timezone.now())
    return Acted(row, *_about(case))


def missing(record: Record) -> list[str]:
    """Titles of the judgements of the new framework that are not made."""
    return [one.title for one in record.framework.judgements if one.id not in record.proposals]


def _open(by: Person, case: PilotCase) -> tuple[Shadow, Opened]:
    pilot = Pilot.objects.select_for_update(of=("self",)).get(pk=case.pilot_id)
    naming = ShadowNaming.objects.filter(case=case).order_by("-number").first()
    judge = naming.judge if naming else ""
    check_shadow_work(with_homes(by), judge=judge, handed_in=naming is not None and hasattr(naming, "handed_in"))
    check_pilot_is_open(closed=hasattr(pilot, "closing"))
    assert naming is not None  # noqa: S101  # the policy refused otherwise
    return shadow_of(naming), opened(pilot)


def _begun(by: Person, case: PilotCase) -> tuple[Shadow, Opened]:
    shadow, plan = _open(by, case)
    if not shadow.has_begun:
        raise NotNow("PO192", say("Begin first, and say whether you know what the team judged."))
    return shadow, plan


def _about(case: PilotCase) -> tuple[tuple[str, str], dict[str, str]]:
    # No grade and no reason: the log is read by more people than may see them.
    return ("pilot", case.pilot_id), {"code": case.code}
