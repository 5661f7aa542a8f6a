"""“You said, we did”: every proposal gets an answer, and the account names what it stands on."""

from __future__ import annotations

from datetime import date

import pytest
from tests.core.consultation.stories import consultation

from evenhand.consultation.account import Account, Answer, Decision, Heard, check_answers, seal_account, unseal_account
from evenhand.consultation.published import published_figures
from evenhand.framework.reading import load

KEPT = Answer(proposal="leaving", decision=Decision.KEPT, said="Most agreed.", did="It stays.", clauses=("full",))
DROPPED = Answer(
    proposal="manager", decision=Decision.DROPPED, said="Most disagreed.", did="It goes.", comments=("17",)
)


def codes(*answers: Answer, **around) -> list[str]:
    return [one.code for one in check_answers(consultation(), answers, **around)]


def test_answers_to_every_proposal_may_be_published() -> None:
    assert codes(KEPT, DROPPED, published=load("sccif-2025"), comments=frozenset({"17"})) == []


def test_what_stands_in_the_way_is_named() -> None:
    version = load("sccif-2025")
    assert codes(KEPT, published=version) == ["CA001"]
    assert codes(KEPT, KEPT, DROPPED, published=version, comments=frozenset({"17"})) == ["CA001"]
    stray = KEPT.model_copy(update={"proposal": "pay"})
    assert codes(KEPT, DROPPED, stray, published=version, comments=frozenset({"17"})) == ["CA002"]
    wrong = KEPT.model_copy(update={"clauses": ("R99",)})
    assert codes(wrong, DROPPED, published=version) == ["CA003", "CA004"]
    assert codes(KEPT, DROPPED, comments=frozenset({"17"})) == ["CA003"], "no version, no clause"


def an_account() -> Account:
    return Account(
        consultation="leaving-2026",
        consultation_fingerprint="a" * 64,
        framework="sccif-2025",
        framework_fingerprint="b" * 64,
        made_on=date(2026, 5, 4),
        respondents=13,
        heard=(Heard(question="q1", answered=11, agreeing=4), Heard(question="q2", answered=None, agreeing=None)),
        answers=(KEPT, DROPPED),
    )


def test_an_account_is_sealed_with_the_version_it_speaks_of() -> None:
    content, mark = seal_account(an_account())
    assert unseal_account(content, mark) == an_account()
    assert b'"framework_fingerprint":"' + b"b" * 64 in content
    with pytest.raises(ValueError, match="was changed"):
        unseal_account(content.replace(b"It stays", b"It moves"), mark)


def test_what_is_published_today_is_little_and_every_figure_has_its_source() -> None:
    figures = published_figures()
    assert [(one.exercise, one.value) for one in figures] == [
        ("2011 framework", ""),
        ("2015 framework", "9"),
        ("2015 framework", "85"),
        ("Supported accommodation 2023", "13"),
    ]
    assert all(one.source_title and one.source_date for one in figures)
    assert not any(one.verified for one in figures), "second-hand, or not read by us"
