"""Whether a condition can hold is decided as the rules themselves would decide it, case by case."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from tests.core.framework.examples import tiny

from evenhand.framework.checks import situations
from evenhand.framework.rule import Condition
from evenhand.judgement.case import Case
from evenhand.judgement.rules import holds

TINY = tiny()
CONDITION: TypeAdapter[Any] = TypeAdapter(Condition)

GRADES = st.builds(
    lambda judgement, word, grade: {"grade": judgement, word: grade},
    st.sampled_from(["safety", "care"]),
    st.sampled_from(["is", "at_least", "at_most"]),
    st.sampled_from(["poor", "fair", "fine"]),
)
FACTS = st.one_of(
    st.just({"fact": "manager"}),
    st.sampled_from(["held", "late"]).map(lambda choice: {"fact": "diploma", "is": choice}),
    st.builds(
        lambda word, limit: {"fact": "weeks_without", word: limit},
        st.sampled_from(["is", "at_least", "at_most", "more_than", "less_than"]),
        st.sampled_from([0, 1, 50, 99, 100]),
    ),
)
CONDITIONS = st.recursive(
    GRADES | FACTS | st.sampled_from(["full", "look"]).map(lambda kind: {"inspection": kind}),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
        inner.map(lambda part: {"not": part}),
    ),
    max_leaves=6,
).map(CONDITION.validate_python)


def every_case() -> Iterator[Case]:
    """Every case that the conditions above can tell apart, with only those facts that are asked in it."""
    grades = ("poor", "fair", "fine")
    weeks = (0, 1, 2, 49, 50, 51, 98, 99, 100)
    answers = [{"manager": True, "diploma": one} for one in ("held", "late")]
    answers += [{"manager": False, "weeks_without": one} for one in weeks]
    for safety, care, facts, kind in itertools.product(grades, grades, answers, ("full", "look")):
        yield Case(framework="tiny", inspection=kind, facts=facts, grades={"safety": safety, "care": care})


CASES = tuple(every_case())


@settings(max_examples=80, deadline=None)
@given(CONDITIONS, st.sampled_from([True, None]))
def test_a_situation_is_found_exactly_when_some_case_has_it(condition: Any, wanted: bool | None) -> None:
    expected = any(holds(condition, TINY, case) is wanted for case in CASES)
    assert (situations.find(TINY, condition, wanted) is not None) == expected


def test_a_condition_too_tangled_to_search_is_never_called_impossible(monkeypatch: pytest.MonkeyPatch) -> None:
    impossible = CONDITION.validate_python({"all": [{"fact": "manager"}, {"not": {"fact": "manager"}}]})
    assert situations.find(TINY, impossible) is None
    monkeypatch.setattr(situations, "MOST_TRIED", 0)
    assert situations.find(TINY, impossible) == {}
    assert situations.find(TINY, impossible, wanted=None) is None
