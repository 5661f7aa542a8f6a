"""Answering facts and proposing grades. The rules are enforced here, on the server, whatever a page had shown."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from evenhand.casework.grades import why_not
from evenhand.casework.policies import NotNow
from evenhand.casework.stages import Act
from evenhand.casework.versions import Stale, check_based_on
from evenhand.framework.model import Framework
from evenhand.framework.rule import FactValue
from evenhand.judgement.engine import judge
from evenhand.judgement.outcome import Outcome, Verdict
from evenhand.web.accounts.models import Person
from evenhand.web.audit.actions import Acted, action
from evenhand.web.frameworks.queries import framework_of
from evenhand.web.inspections.actions.discussing import must_be_discussed
from evenhand.web.inspections.actions.permission import bad_input, check_text, permit
from evenhand.web.inspections.models import FactAnswer, Inspection, Proposal
from evenhand.web.inspections.record import case_of
from evenhand.wording import Words, say

MAX_TEXT = 4000


class GradeRefused(NotNow):
    """The rules do not let this grade be given, or not like this: `verdict` says which, the reason names the rules."""

    def __init__(self, framework: Framework, outcome: Outcome, judgement: str) -> None:
        self.verdict = outcome.of(judgement).verdict
        super().__init__("JU001", why_not(framework, outcome, judgement))


@action("facts.answered")
def answer_facts(
    *, by: Person, inspection: Inspection, answers: Mapping[str, FactValue | None], based_on: Mapping[str, int]
) -> Acted[list[FactAnswer]]:
    """Answers by fact id; None takes an answer back, an answer that is there already is left alone.

    `based_on` gives the version of each answer that the person saw (0 for none). Raises Stale when somebody else
    answered one of them differently meanwhile; then none of the answers is saved.
    """
    inspection = permit(by, Act.ANSWER_FACTS, inspection)
    framework = framework_of(inspection.framework)
    _must_answer(framework, answers)
    standing = {one.fact: one for one in FactAnswer.objects.filter(inspection=inspection)}
    changed = {name: value for name, value in answers.items() if not _says(standing.get(name), value)}
    old = {name for name in changed if based_on.get(name, 0) != (standing[name].version if name in standing else 0)}
    if old:
        raise Stale(
            current=max(standing[name].version if name in standing else 0 for name in old),
            based_on=min(based_on.get(name, 0) for name in old),
            theirs={name: standing.get(name) for name in sorted(old)},
            yours={name: changed[name] for name in sorted(old)},
            reason=say(
                "Somebody else answered while you were writing: {questions}. Compare the answers and save again.",
                questions=[framework.fact_by_id[name].question for name in framework.fact_by_id if name in old],
            ),
        )
    now = timezone.now()
    rows = [
        FactAnswer.objects.create(
            inspection=inspection,
            fact=name,
            version=standing[name].version + 1 if name in standing else 1,
            value=value,
            by=by.actor_id,
            at=now,
        )
        for name, value in changed.items()
    ]
    return Acted(rows, ("inspection", str(inspection.pk)), {"facts": sorted(changed)})


def _must_answer(framework: Framework, answers: Mapping[str, FactValue | None]) -> None:
    faults: list[tuple[str, Words]] = []
    for name, value in answers.items():
        fact = framework.fact_by_id.get(name)
        if fact is None:
            faults.append((name[:80], say("“{name}” is not a fact that this framework asks about.", name=name[:80])))
        elif value is not None and (problem := fact.refuses(value)) is not None:
            faults.append((name, say("{question} – {problem}.", question=fact.question, problem=problem)))
    if faults:
        raise bad_input("IN006", *faults)


def _says(answer: FactAnswer | None, value: FactValue | None) -> bool:
    if answer is None:
        return value is None
    # In Python True equals 1; as answers they are two things.
    return type(answer.value) is type(value) and answer.value == value


@action("grade.proposed")
def propose_grade(
    *,
    by: Person,
    inspection: Inspection,
    judgement: str,
    grade: str,
    reason: str = "",
    explanation: str = "",
    based_on: int = 0,
) -> Acted[Proposal]:
    """Propose a grade with its reason and explanation; an empty grade takes a proposal back.

    Raises GradeRefused when the rules refuse it, or want a reason, an explanation or another judgement first; Stale
    when somebody else was first; NotNow (PO050) when feedback was given and no manager was spoken to; BadInput for a
    judgement or grade that the framework does not have.
    """
    inspection = permit(by, Act.PROPOSE_GRADE, inspection)
    framework = framework_of(inspection.framework)
    _must_exist(framework, judgement, grade)
    reason, explanation = (text.replace("\r\n", "\n").strip() for text in (reason, explanation))
    check_text("reason", reason, MAX_TEXT)
    check_text("explanation", explanation, MAX_TEXT)
    standing = {one.judgement: one for one in Proposal.objects.filter(inspection=inspection)}
    before = standing.get(judgement)
    fields = {"grade": grade, "reason": reason, "explanation": explanation}
    if before is not None and before.version == based_on + 1 and before.by == by.actor_id and _same(before, fields):
        return _proposed(before)
    check_based_on(based_on, before.version if before else 0, theirs=before, yours=fields)
    row = Proposal(
        inspection=inspection, judgement=judgement, version=based_on + 1, by=by.actor_id, at=timezone.now(), **fields
    )
    if grade:
        _must_be_allowed(inspection, framework, {**standing, judgement: row}, judgement)
        must_be_discussed(inspection, judgement, grade)
    row.save(force_insert=True)
    return _proposed(row)


def _must_exist(framework: Framework, judgement: str, grade: str) -> None:
    if judgement not in framework.judgement_by_id:
        message = say("“{name}” is not a judgement of this framework.", name=judgement[:80])
        raise bad_input("IN007", ("judgement", message))
    scale = framework.scale_of(judgement)
    if grade and not scale.has(grade):
        known = [one.label for one in scale.best_first]
        raise bad_input("IN007", ("grade", say("Choose one of the grades of this judgement: {known}.", known=known)))


def _must_be_allowed(
    inspection: Inspection, framework: Framework, proposals: dict[str, Proposal], judgement: str
) -> None:
    answers = {one.fact: one for one in FactAnswer.objects.filter(inspection=inspection)}
    facts = {name: one.value for name, one in answers.items() if one.value is not None}
    outcome = judge(framework, case_of(inspection, framework, facts, proposals))
    if outcome.of(judgement).verdict is not Verdict.ACCEPTED:
        raise GradeRefused(framework, outcome, judgement)


def _same(row: Proposal, fields: dict[str, str]) -> bool:
    return all(getattr(row, name) == value for name, value in fields.items())


def _proposed(row: Proposal) -> Acted[Proposal]:
    details = {"judgement": row.judgement, "grade": row.grade, "version": row.version}
    return Acted(row, ("inspection", str(row.inspection_id)), details)
