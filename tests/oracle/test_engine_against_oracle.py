"""The engine and a plain second implementation say the same, of random frameworks and of the shipped ones."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.oracle.plain_judge import TAKES, plain_judge
from tests.oracle.random_frameworks import cases, frameworks_with_cases

from evenhand.framework.model import Framework
from evenhand.framework.reading import load, shipped_ids
from evenhand.judgement.case import Case
from evenhand.judgement.engine import judge

SLOW_TO_DRAW = [HealthCheck.too_slow, HealthCheck.data_too_large]


def agree(framework: Framework, case: Case) -> None:
    """Both judges give every rule the same state and every judgement the same outcome."""
    outcome = judge(framework, case)
    states, plain, requirements = plain_judge(framework, case)
    assert {one.rule: one.state.value for one in outcome.rules} == states
    assert list(outcome.requirements) == requirements
    for one in outcome.judgements:
        other = plain[one.judgement]
        scale = framework.scale_of(one.judgement)
        assert [TAKES[permission] for permission in one.permissions] == other.takes
        assert one.verdict.value == other.verdict
        expected = None if one.expected_at_most is None else scale.at(one.expected_at_most).id
        assert expected == other.expected
        assert list(one.waits_for) == other.waits_for
        assert list(one.undecided) == other.undecided


@settings(max_examples=50, deadline=None, suppress_health_check=SLOW_TO_DRAW)
@given(frameworks_with_cases())
def test_on_random_frameworks(pair: tuple[Framework, Case]) -> None:
    agree(*pair)


@pytest.mark.parametrize("framework_id", shipped_ids())
@settings(max_examples=25, deadline=None, suppress_health_check=SLOW_TO_DRAW)
@given(data=st.data())
def test_on_shipped_frameworks(framework_id: str, data: st.DataObject) -> None:
    framework = load(framework_id)
    agree(framework, data.draw(cases(framework)))
