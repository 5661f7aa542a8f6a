"""A small consultation that every test can change, and responses to it in a line or two."""

from __future__ import annotations

from typing import Any

from evenhand.consultation.model import Consultation
from evenhand.consultation.responses import Given, Response
from evenhand.consultation.words import Agreement, Respondent

YAML = """\
format: 1
id: leaving-2026
title: What inspectors say before they leave
summary: One change to the draft.
about: sccif-2025
in_force: sccif-2022
opens: 2026-01-05
closes: 2026-03-31
proposals:
  - id: leaving
    title: Children hear first
    text: Before they leave, inspectors tell the children what they found.
    why: Children wait for weeks.
    clauses: [full, R1]
  - id: manager
    title: A shorter time without a manager
    text: Leadership is limited after 20 weeks.
    why: Children notice.
    clauses: [R3, helped_protected.good]
questions:
  - id: q1
    proposal: leaving
    text: How far do you agree or disagree that children should hear first?
  - id: q2
    proposal: manager
    text: How far do you agree or disagree that 20 weeks is the right limit?
"""


def consultation(**changes: Any) -> Consultation:
    """The consultation of the stories, changed at will."""
    from evenhand.consultation.checks import read_consultation_text

    return read_consultation_text(YAML, "consultation.yaml")[0].model_copy(update=changes)


def people(kind: Respondent, answers: list[Agreement | None], question: str = "q1", code: str = "") -> list[Response]:
    """One respondent of a kind for each answer to one question."""
    return [
        Response(f"{code or kind.value}-{number}", kind, (Given(question, answer),))
        for number, answer in enumerate(answers)
    ]
