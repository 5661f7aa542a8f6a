"""Whatever people try, in whatever order: no inspection ends where the table or the policies do not let it."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest
from django.utils import timezone
from tests.builders import PLAIN_FACTS, an_inspection, an_item

from evenhand.casework.policies import Refusal
from evenhand.casework.stages import TRANSITIONS, Act, Stage
from evenhand.findings import BadInput
from evenhand.web.accounts.models import Person
from evenhand.web.inspections import actions
from evenhand.web.inspections.record import read_record

TRIES = 60
REVIEWING = (Act.RETURN, Act.APPROVE, Act.PUBLISH)
JUDGEMENTS = ("helped_protected", "leaders_managers", "overall_experiences_progress")
GRADES = ("outstanding", "good", "requires_improvement_to_be_good", "inadequate", "")


def something(chance: random.Random, by, inspection, *, cancelling: bool = True) -> None:
    """One act of somebody, sensible or not."""
    versions = read_record(inspection).versions
    act = chance.choice([*Act, Act.PROPOSE_GRADE, Act.PROPOSE_GRADE, Act.SUBMIT])
    if act is Act.BEGIN:
        actions.begin(by=by, inspection=inspection)
    elif act is Act.CANCEL and cancelling and chance.random() < 0.1:
        actions.cancel(by=by, inspection=inspection, reason="Why not.")
    elif act is Act.RECORD_EVIDENCE:
        actions.record_evidence(by=by, inspection=inspection, item=an_item())
    elif act is Act.ANSWER_FACTS:
        actions.answer_facts(by=by, inspection=inspection, answers=PLAIN_FACTS, based_on=versions.facts)
    elif act is Act.PROPOSE_GRADE:
        judgement, grade = chance.choice(JUDGEMENTS), chance.choice(GRADES)
        if chance.random() < 0.8:
            _discussed(by, inspection, judgement, grade)
        actions.propose_grade(
            by=by,
            inspection=inspection,
            judgement=judgement,
            grade=grade,
            reason=chance.choice(["", "Why."]),
            based_on=versions.proposals.get(judgement, 0),
        )
    elif act in (*REVIEWING, Act.SUBMIT, Act.SEND_DRAFT, Act.GIVE_FINAL, Act.REVISE):
        actions.move(by=by, inspection=inspection, act=act)


def _discussed(by, inspection, judgement: str, grade: str) -> None:
    """What a change after a return needs; before, and where nothing changes, it is refused."""
    with suppress(Refusal, BadInput):
        actions.record_discussion(
            by=by,
            inspection=inspection,
            judgement=judgement,
            becomes=grade,
            manager=Person.objects.get(username="quentin.quality"),
            held_on=timezone.localdate(),
            reason="New records.",
        )


@pytest.mark.parametrize("seed", range(6))
def test_a_random_walk_stays_on_the_paths_of_the_table(cast, seed):
    chance = random.Random(seed)
    # Quinn inspects with Ida in these stories, and would like to approve the work afterwards.
    inspection = an_inspection(cast, Stage.SCHEDULED)
    inspection.team.create(person=cast.quinn)
    people = [cast.ida, cast.ida, cast.quinn, cast.quentin, cast.iris, cast.petra, cast.ada, cast.fay]
    for _ in range(TRIES):
        before = read_record(inspection)
        try:
            something(chance, chance.choice(people), inspection)
        except (Refusal, BadInput):
            after = read_record(inspection)
            assert (after.stage, after.versions) == (before.stage, before.versions)
    _on_the_paths(read_record(inspection))


def _on_the_paths(record, reviewers=("quentin.quality",)) -> None:
    approver = ""
    for before, after in zip(record.changes, record.changes[1:], strict=False):
        assert TRANSITIONS[Stage(before.stage)][Act(after.act)].value == after.stage
    had_a_hand = {"ida.inspector", "quinn.both"}
    for change in record.changes:
        if change.act in REVIEWING:
            assert change.by in reviewers
            assert change.by not in record.situation.authors
            assert change.act != Act.PUBLISH or change.by != approver
            approver = change.by if change.act == Act.APPROVE else approver
        elif change.act in (Act.BEGIN, Act.SUBMIT):
            assert change.by in had_a_hand
    assert record.situation.authors <= had_a_hand
    if record.stage in (Stage.IN_QUALITY_ASSURANCE, Stage.APPROVED, Stage.WITH_PROVIDER, Stage.PUBLISHED):
        assert record.situation.unsettled == ()


def test_the_same_tries_reach_publication_when_people_take_turns(cast):
    """So the walks above are not walks on the spot."""
    chance = random.Random(3)
    inspection = an_inspection(cast, Stage.SCHEDULED)
    for _ in range(600):
        stage = read_record(inspection).stage
        if stage is Stage.PUBLISHED:
            break
        turn = {
            Stage.IN_QUALITY_ASSURANCE: [cast.quentin],
            Stage.APPROVED: [cast.ida],
            Stage.WITH_PROVIDER: [cast.ida, cast.quinn, cast.quinn, cast.quinn],
        }
        with suppress(Refusal, BadInput):
            something(chance, chance.choice(turn.get(stage, [cast.ida])), inspection, cancelling=False)
    record = read_record(inspection)
    assert record.stage is Stage.PUBLISHED
    _on_the_paths(record, reviewers=("quentin.quality", "quinn.both"))
