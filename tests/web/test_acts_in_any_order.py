"""Whatever people try, in whatever order, through the real acts: the table of stages holds, nobody skips quality
assurance or approves their own work, a refusal changes nothing, and what is published stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from tests.builders import ALL_WELL, PLAIN_FACTS, an_inspection, an_item
from tests.people import Cast
from tests.web.reports_story import a_written_report, previewed, version_of

from evenhand.casework.policies import Refusal
from evenhand.casework.stages import TRANSITIONS, Act, Stage, possible_acts
from evenhand.findings import BadInput
from evenhand.web.inspections import actions
from evenhand.web.inspections.actions.moving import _MOVES
from evenhand.web.inspections.models import EvidenceRevision, FactAnswer, Proposal, StageChange, TeamMember
from evenhand.web.inspections.record import read_record
from evenhand.web.reports import actions as reporting
from evenhand.web.reports.models import PublishedReport, ReportRevision

PEOPLE = ("ida", "ivan", "iris", "quentin", "quinn", "petra", "ada", "fay")
REVIEWING = {Act.APPROVE, Act.RETURN, Act.PUBLISH}
JUDGEMENTS = ("helped_protected", "leaders_managers", "overall_experiences_progress")


def _evidence(by: Any, inspection: Any, n: int) -> None:
    actions.record_evidence(by=by, inspection=inspection, item=an_item(said=f"Number {n}."))


def _facts(by: Any, inspection: Any, n: int) -> None:
    versions = read_record(inspection).versions.facts
    facts = {**PLAIN_FACTS, "few_staff_qualified": bool(n % 2)}
    actions.answer_facts(by=by, inspection=inspection, answers=facts, based_on=versions)


def _grade(by: Any, inspection: Any, n: int) -> None:
    name, grade = JUDGEMENTS[n % 3], ("good", "good", "inadequate", "")[n % 4]
    versions = read_record(inspection).versions.proposals
    actions.propose_grade(
        by=by, inspection=inspection, judgement=name, grade=grade, reason="Why.", based_on=versions.get(name, 0)
    )


def _report(by: Any, inspection: Any, n: int) -> None:
    text = {"information_about_this_service": f"The home cares for children who have lived through loss. {n}"}
    reporting.save_draft(by=by, inspection=inspection, sections=text, based_on=version_of(inspection))


def _submit(by: Any, inspection: Any, n: int) -> None:
    reporting.submit(by=by, inspection=inspection, based_on=version_of(inspection))


def _return(by: Any, inspection: Any, n: int) -> None:
    version = version_of(inspection)
    reporting.return_with_comments(by=by, inspection=inspection, version=version, comments="Say more.")


def _approve(by: Any, inspection: Any, n: int) -> None:
    reporting.approve(by=by, inspection=inspection, version=version_of(inspection), checklist=ALL_WELL)


def _publish(by: Any, inspection: Any, n: int) -> None:
    reporting.publish(by=by, inspection=inspection, expected=previewed(inspection))


def _cancel(by: Any, inspection: Any, n: int) -> None:
    if n % 5 == 0:  # otherwise every story would end like this
        actions.cancel(by=by, inspection=inspection, reason="Why not.")


DOING: dict[Act, Callable[[Any, Any, int], None]] = {
    Act.BEGIN: lambda by, inspection, n: actions.begin(by=by, inspection=inspection),
    Act.RECORD_EVIDENCE: _evidence,
    Act.ANSWER_FACTS: _facts,
    Act.PROPOSE_GRADE: _grade,
    Act.WRITE_REPORT: _report,
    Act.SUBMIT: _submit,
    Act.RETURN: _return,
    Act.APPROVE: _approve,
    Act.PUBLISH: _publish,
    Act.CANCEL: _cancel,
}


def do(act: Act, by: Any, inspection: Any, n: int) -> None:
    """The act as the service does it; an act that only moves is done as a move, and one that no app has is not."""
    if act in DOING:
        DOING[act](by, inspection, n)
    elif act in _MOVES:
        actions.move(by=by, inspection=inspection, act=act)


def state(inspection: Any) -> tuple[Any, ...]:
    """Everything that a refused act must leave alone."""
    record = read_record(inspection)
    published = PublishedReport.objects.filter(inspection=inspection).values_list("content", "fingerprint")
    counts = (StageChange.objects.count(), ReportRevision.objects.count(), EvidenceRevision.objects.count())
    return record.stage, record.versions, list(published), counts


def must_hold(inspection: Any) -> None:
    """What is true of every inspection, however it came here."""
    changes = list(StageChange.objects.filter(inspection=inspection).order_by("number"))
    assert [one.number for one in changes] == list(range(1, len(changes) + 1))
    assert changes[0].stage == Stage.SCHEDULED
    for before, after in pairwise(changes):
        assert TRANSITIONS[Stage(before.stage)][Act(after.act)] == after.stage
    team = set(TeamMember.objects.filter(inspection=inspection).values_list("person__username", flat=True))
    for number, one in enumerate(changes):
        if one.act in REVIEWING:
            assert one.by not in team | _wrote(inspection, one.at), f"{one.by} did {one.act} on their own work"
        if one.act == Act.PUBLISH:
            since = [change.act for change in changes[:number]]
            sent = len(since) - since[::-1].index(Act.SUBMIT)
            assert Act.APPROVE in since[sent:], "published without the approval of what was submitted last"
    report = PublishedReport.objects.filter(inspection=inspection)
    assert report.exists() == (changes[-1].stage == Stage.PUBLISHED)


def _wrote(inspection: Any, until: Any) -> set[str]:
    return {
        *EvidenceRevision.objects.filter(item__inspection=inspection, received_at__lte=until).values_list(
            "by", flat=True
        ),
        *Proposal.objects.filter(inspection=inspection, at__lte=until).values_list("by", flat=True),
        *FactAnswer.objects.filter(inspection=inspection, at__lte=until).values_list("by", flat=True),
        *ReportRevision.objects.filter(inspection=inspection, at__lte=until).values_list("by", flat=True),
    }


# Most tries are sensible, so that stories get somewhere: an act that is possible, by somebody who might.
TRY = st.tuples(st.integers(0, 9), st.integers(0, 99), st.sampled_from(PEOPLE), st.sampled_from(list(Act)))


def chosen(cast: Cast, inspection: Any, one: tuple[int, int, str, Act]) -> tuple[Act, Any]:
    sense, n, who, act = one
    if sense >= 3:
        possible = possible_acts(read_record(inspection).stage) or tuple(Act)
        moving = [act for act in possible if act in (Act.SUBMIT, Act.APPROVE, Act.PUBLISH)]
        act = (moving or list(possible))[0] if n < 40 and moving else possible[n % len(possible)]
        who = ("quentin", "quinn")[n % 2] if act in REVIEWING else ("ida", "ivan")[n % 2]
    return act, getattr(cast, who)


@pytest.mark.django_db
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(tries=st.lists(TRY, min_size=8, max_size=30))
def test_no_sequence_of_acts_reaches_what_the_table_forbids(cast, tries) -> None:
    with transaction.atomic():
        inspection = a_written_report(cast)
        for one in tries:
            act, by = chosen(cast, inspection, one)
            before = state(inspection)
            try:
                with transaction.atomic():
                    do(act, by, inspection, one[1])
            except (Refusal, BadInput):
                assert state(inspection) == before, f"{act} was refused and changed something"
            else:
                stage = read_record(inspection).stage
                assert stage in (before[0], TRANSITIONS.get(before[0], {}).get(act))
                assert not before[2] or state(inspection) == before, "what is published changed"
            must_hold(inspection)
        event(f"ended {read_record(inspection).stage}")
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("who", PEOPLE)
def test_after_publication_nobody_does_anything(cast, who) -> None:
    inspection = an_inspection(cast, Stage.PUBLISHED)
    before = state(inspection)
    for act in Act:
        for n in (0, 1):
            with suppress(Refusal, BadInput), transaction.atomic():
                do(act, getattr(cast, who), inspection, n)
            assert state(inspection) == before, f"{who} did {act} to a published inspection"
    must_hold(inspection)


def test_every_act_of_the_table_is_tried() -> None:
    """So that an act that is added is tried too; an answer to a comment moves nothing and has tests of its own."""
    assert {act.value for act in Act} - {*DOING, *_MOVES} <= {"answer_comment"}
