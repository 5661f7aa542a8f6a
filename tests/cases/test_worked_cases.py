"""Every worked case of every framework comes out as its author wrote; how to read one: frameworks/README.md."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from evenhand.framework.model import Framework
from evenhand.framework.reading import load
from evenhand.judgement.case import Case, must_fit, read_case
from evenhand.judgement.engine import judge
from evenhand.judgement.explanation import explain
from evenhand.judgement.outcome import JudgementOutcome, Outcome
from evenhand.shelf import shipped

FILES = sorted(shipped("frameworks").glob("*/cases/*.yaml"))


def differences(framework: Framework, case: Case) -> Iterator[str]:
    """What the case expects and does not get, one sentence each; a key that means nothing is a difference too."""
    outcome = judge(framework, case)
    for key, wanted in case.expect.items():
        if key in framework.judgement_by_id:
            yield from _judgement(framework, outcome.of(key), wanted)
        elif key == "rules":
            yield from _rules(outcome, wanted)
        elif key in ("requirements", "settled"):
            got = getattr(outcome, key)
            yield from _compare(key, list(got) if isinstance(got, tuple) else got, wanted)
        elif key == "says":
            text = "\n".join(str(sentence) for sentence in explain(framework, case, outcome))
            yield from (f"the explanation does not say: {piece}\n{text}" for piece in wanted if piece not in text)
        else:
            yield f"'{key}' means nothing in expect"


def _judgement(framework: Framework, one: JudgementOutcome, wanted: dict[str, Any]) -> Iterator[str]:
    scale = framework.scale_of(one.judgement)
    got = {
        "verdict": one.verdict.value,
        "allowed": [scale.at(ordinal).id for ordinal in one.allowed],
        "free": [scale.at(ordinal).id for ordinal in one.free],
        "expected_at_most": None if one.expected_at_most is None else scale.at(one.expected_at_most).id,
        "rules": list(dict.fromkeys(step.rule for step in one.steps)),
    }
    for key, value in wanted.items():
        if key in got:
            yield from _compare(f"{one.judgement}.{key}", got[key], value)
        else:
            yield f"'{key}' means nothing in expect.{one.judgement}"


def _rules(outcome: Outcome, wanted: dict[str, str]) -> Iterator[str]:
    states = {rule.rule: rule.state.value for rule in outcome.rules}
    for rule, state in wanted.items():
        yield from _compare(f"rules.{rule}", states.get(rule, "no such rule"), state)


def _compare(what: str, got: object, wanted: object) -> Iterator[str]:
    if got != wanted:
        yield f"{what} is {got}, expected {wanted}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.parent.name}/{file.stem}")
def test_a_worked_case_comes_out_as_written(file: Path) -> None:
    case, places = read_case(file)
    framework = load(case.framework)
    must_fit(framework, case, places)
    assert case.framework == file.parent.parent.name, "a case lies in the folder of its framework"
    assert case.title, "a case has a title"
    assert case.story, "a case tells a story"
    assert case.expect, "a case expects something"
    assert list(differences(framework, case)) == []


def test_every_framework_has_worked_cases() -> None:
    assert {file.parent.parent.name for file in FILES} == {
        file.parent.name for file in shipped("frameworks").glob("*/framework.yaml")
    }


def test_every_rule_that_does_something_is_seen_to_apply_in_a_case() -> None:
    # Frameworks before the current one repeat its rules; each needs its cases only where it is first written.
    framework = load("sccif-2025")
    applied = {
        rule
        for file in FILES
        if file.parent.parent.name == framework.id
        for rule in _applying(framework, read_case(file)[0])
    }
    assert {rule.id for rule in framework.rules if not rule.is_note} - applied == set()


def _applying(framework: Framework, case: Case) -> set[str]:
    return {rule.rule for rule in judge(framework, case).rules if rule.state.value == "applies"}


@pytest.mark.parametrize(
    ("expect", "sentence"),
    [
        ({"verdict": "accepted"}, "'verdict' means nothing in expect"),
        ({"helped_protected": {"verdikt": "accepted"}}, "'verdikt' means nothing in expect.helped_protected"),
        ({"helped_protected": {"verdict": "refused"}}, "helped_protected.verdict is not_proposed, expected refused"),
        ({"rules": {"R99": "applies"}}, "rules.R99 is no such rule, expected applies"),
        ({"settled": True}, "settled is False, expected True"),
    ],
)
def test_an_expectation_that_means_nothing_or_fails_is_a_difference(expect: dict[str, Any], sentence: str) -> None:
    case = Case(framework="sccif-2025", expect=expect)
    assert list(differences(load("sccif-2025"), case)) == [sentence]
