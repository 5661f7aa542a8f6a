"""The table of stages is sound, and no walk along the policies ends where it should not."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from evenhand.casework.actors import Actor, Role
from evenhand.casework.policies import Refusal, Situation, check
from evenhand.casework.stages import TRANSITIONS, Act, Stage, diagram, next_stage, possible_acts
from evenhand.wording import say

WRITING = (Act.RECORD_EVIDENCE, Act.ANSWER_FACTS, Act.PROPOSE_GRADE, Act.WRITE_REPORT, Act.SUBMIT)
CLOSED = {Stage.PUBLISHED, Stage.CANCELLED}


def test_every_stage_can_be_reached_from_the_beginning() -> None:
    reached, border = {Stage.SCHEDULED}, [Stage.SCHEDULED]
    while border:
        for to in TRANSITIONS.get(border.pop(), {}).values():
            if to not in reached:
                reached.add(to)
                border.append(to)
    assert reached == set(Stage)


def test_the_closed_stages_have_no_way_out_and_every_other_has_one() -> None:
    assert {stage for stage in Stage if not possible_acts(stage)} == CLOSED
    for stage in set(Stage) - CLOSED:
        assert any(to is not stage for to in TRANSITIONS[stage].values())


def test_every_act_is_possible_somewhere() -> None:
    assert {act for acts in TRANSITIONS.values() for act in acts} == set(Act)


def test_publication_comes_after_approval_and_nowhere_else() -> None:
    assert [stage for stage in Stage if next_stage(stage, Act.PUBLISH)] == [Stage.APPROVED, Stage.WITH_PROVIDER]
    assert [stage for stage in Stage if next_stage(stage, Act.APPROVE)] == [Stage.IN_QUALITY_ASSURANCE]
    assert {next_stage(stage, Act.SUBMIT) for stage in Stage} == {Stage.IN_QUALITY_ASSURANCE, None}


def test_only_an_approved_report_goes_to_the_provider_and_it_comes_back_through_quality_assurance() -> None:
    assert [stage for stage in Stage if next_stage(stage, Act.SEND_DRAFT)] == [Stage.APPROVED]
    assert {act for acts in TRANSITIONS.values() for act, to in acts.items() if to is Stage.WITH_PROVIDER} == {
        Act.SEND_DRAFT,
        Act.GIVE_FINAL,
        Act.ANSWER_COMMENT,
    }
    assert next_stage(Stage.WITH_PROVIDER, Act.REVISE) is Stage.RETURNED


def test_the_record_is_open_only_while_the_team_works() -> None:
    for act in (Act.RECORD_EVIDENCE, Act.ANSWER_FACTS, Act.PROPOSE_GRADE, Act.WRITE_REPORT):
        assert {stage for stage in Stage if next_stage(stage, act)} == {Stage.UNDER_WAY, Stage.RETURNED}
        assert all(next_stage(stage, act) in (stage, None) for stage in Stage)


def test_the_diagram_names_every_stage_and_every_act() -> None:
    picture = diagram()
    assert all(stage.value in picture for stage in Stage)
    assert all(act.value in picture for act in Act)
    assert picture.count("--> [*]") == len(CLOSED)


PEOPLE = (
    Actor("lead", frozenset({Role.INSPECTOR})),
    Actor("both", frozenset({Role.INSPECTOR, Role.QUALITY_ASSURER})),
    Actor("stranger", frozenset({Role.INSPECTOR})),
    Actor("quality", frozenset({Role.QUALITY_ASSURER})),
    Actor("provider", frozenset({Role.PROVIDER}), frozenset({"FICTION1"})),
    Actor("admin", frozenset({Role.ADMINISTRATOR})),
    Actor("all", frozenset(Role)),
)


@settings(max_examples=150)
@given(st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(list(Act)), st.booleans()), max_size=40))
def test_no_sequence_of_acts_gets_round_the_table_or_lets_somebody_approve_their_own_work(
    tries: list[tuple[Actor, Act, bool]],
) -> None:
    situation = Situation(Stage.SCHEDULED, team=frozenset({"lead", "both"}))
    for who, act, settled in tries:
        situation = replace(situation, unsettled=() if settled else (say("a grade is missing"),))
        before = situation
        try:
            check(who, act, situation)
        except Refusal:
            continue
        to = next_stage(before.stage, act)
        assert to is TRANSITIONS[before.stage][act]
        approver = who.id if act is Act.APPROVE else before.approver
        authors = before.authors | {who.id} if act in WRITING else before.authors
        situation = replace(before, stage=to, authors=authors, approver=approver)
        if act is Act.SUBMIT:
            assert settled
        if act in (Act.APPROVE, Act.RETURN, Act.PUBLISH):
            assert Role.QUALITY_ASSURER in who.roles
            assert who.id not in before.authors | before.team
        if act is Act.PUBLISH:
            assert who.id != before.approver
    if situation.stage is Stage.PUBLISHED:
        assert situation.approver
        assert situation.approver not in situation.authors | situation.team
