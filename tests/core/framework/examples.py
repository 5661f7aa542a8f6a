"""A tiny framework that is right in every way, and a way to break it in exactly one place."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from evenhand.findings import BadInput
from evenhand.framework.checks import Surroundings
from evenhand.framework.model import Framework, StandardSet
from evenhand.framework.reading import read_text
from evenhand.wording import say

TINY = """\
format: 1
id: tiny
title: A tiny framework
summary: Two judgements, a few rules, nothing that is not needed.
provision: Homes in an example
in_force: {from: 2020-04-01, to: 2030-03-31}
suspended:
  - {from: 2020-06-01, to: 2020-08-31}
  - {from: 2021-01-01, to: 2021-02-28}
predecessor: older
standards: good-things
regulations: law
sources: [paper]

scales:
  - id: grades
    grades:
      - {ordinal: 1, id: poor, label: Poor}
      - {ordinal: 2, id: fair, label: Fair}
      - {ordinal: 3, id: fine, label: Fine}
  - id: worries
    grades:
      - {ordinal: 1, id: worried, label: Worried}
      - {ordinal: 2, id: calm, label: Calm}

judgements:
  - id: safety
    title: Safety
    role: limiting
    scale: grades
    key: safety
  - id: leaders
    title: Leaders
    role: graded
    scale: grades
    key: leaders
  - id: care
    title: Care
    role: headline
    scale: grades
    key: care

facts:
  - id: manager
    type: boolean
    question: Does the home have a manager?
    help: Only a registered one counts.
  - id: weeks_without
    type: integer
    question: For how many weeks has it had none?
    help: Whole weeks.
    unit: weeks
    minimum: 0
    maximum: 100
    ask_when: {not: {fact: manager}}
  - id: diploma
    type: choice
    question: Where does the manager stand with the diploma?
    help: Ask to see it.
    choices:
      - {id: held, label: Held}
      - {id: late, label: Late}
    ask_when: {fact: manager}

rules:
  - id: FIRST
    title: Safety and leaders come first
    words: Safety and leaders are decided before care.
    then:
      - {order: care, after: [safety, leaders]}
    sources: [paper]
  - id: CAP
    title: Safety limits care
    words: Poor safety means poor care.
    when: {grade: safety, is: poor}
    then:
      - {cap: care, at_most: poor}
    sources: [paper]
  - id: EMPTY
    title: Nobody in charge
    words: Without a manager for 20 weeks leaders are usually poor and never better than fair.
    when: {all: [{not: {fact: manager}}, {fact: weeks_without, more_than: 20}]}
    then:
      - {explained_cap: leaders, at_most: fair, unless_explained: fine}
      - {expect: leaders, at_most: poor}
    sources: [paper]
  - id: LATE
    title: No diploma
    words: A late diploma brings a requirement.
    when: {all: [{fact: manager}, {fact: diploma, is: late}]}
    then:
      - {requirement: law.2}
    sources: [paper]
  - id: BEST
    title: More than fair
    words: Fine needs more.
    then:
      - precondition: care
        for: fine
        needs: children do better than anybody thought
    sources: [paper]
  - id: LOOK
    title: A look gives no grades
    words: A short look makes no judgement.
    when: {inspection: look}
    then:
      - {scope: no_judgements}
    sources: [paper]

evidence_areas:
  - id: t.leaders.staff
    judgement: leaders
    text: Staff are supported.
    standards: [good.2]
  - id: t.safety.risks
    judgement: safety
    text: Risks are known, and children feel secure.
    standards: [good.1]
  - id: t.care.days
    judgement: care
    text: Days are good.
    standards: [good.1]

criteria:
  - id: t.safety.safe
    judgement: safety
    title: Being safe and feeling safe
    text: Children are safe and feel safe.
    standards: [good.1]
  - id: t.care.daily
    judgement: care
    title: Daily life
    text: The home is properly resourced.
    standards: [good.1, law.1]

descriptors:
  - {judgement: safety, grade: poor, text: Children are harmed.}
  - {judgement: safety, grade: fair, text: Children are mostly safe.}
  - {judgement: safety, grade: fine, text: Children are safe.}
  - {judgement: leaders, grade: poor, text: Nobody leads.}
  - {judgement: leaders, grade: fair, text: Somebody leads.}
  - {judgement: leaders, grade: fine, text: Somebody leads well.}
  - {judgement: care, grade: poor, text: Children do badly.}
  - {judgement: care, grade: fair, text: Children do all right.}
  - {judgement: care, grade: fine, text: Children do well.}

inspection_types:
  - {id: full, title: Full inspection, outcome: graded_judgements, notice: None}
  - {id: look, title: A look, outcome: single_judgement, scale: worries, notice: None}

frequency:
  - {id: yearly, words: Once a year.}

timeline:
  - {id: draft, title: Draft, after: inspection_end, max_working_days: 18}
  - {id: comments, title: Comments, after: draft, max_working_days: 5}

out_of_scope:
  - id: value_for_money
    title: Value for money
    words: Money is not judged.
    wording: [bang for the buck]

report_sections:
  - {id: judgements, title: Judgements, content: The grades.}
  - {id: inspection_judgements, title: Text, content: The text.}

unverified: []
bibliography:
  paper: https://example.org/paper
"""

STANDARDS = {
    "good-things": """\
format: 1
id: good-things
title: Good things
kind: standards
in_force: {from: 2000-01-01}
standards:
  - {id: good.1, number: 1, title: Kindness}
  - {id: good.2, number: 2, title: Patience}
""",
    "law": """\
format: 1
id: law
title: The law
kind: regulations
in_force: {from: 2000-01-01}
standards:
  - {id: law.1, number: 1, title: Homes}
  - {id: law.2, number: 2, title: Managers}
""",
}

OLDER = TINY.replace("id: tiny\n", "id: older\n").replace(
    "in_force: {from: 2020-04-01, to: 2030-03-31}", "in_force: {from: 2011-04-01, to: 2020-03-31}"
)


@lru_cache
def tiny() -> Framework:
    """The tiny framework as a value."""
    return read_text(TINY, "tiny.yaml", Framework)[0]


@lru_cache
def framework_called(name: str) -> Framework:
    """The only other framework there is, as a shelf would find it."""
    if name != "older":
        raise BadInput.at("FW000", say("there is no framework '{id}'", id=name))
    return read_text(OLDER, "older.yaml", Framework)[0]


@lru_cache
def standards_called(name: str) -> StandardSet:
    """One of the two sets of standards there are, as a shelf would find it."""
    if name not in STANDARDS:
        raise BadInput.at("FW000", say("there is no set of standards '{id}'", id=name))
    return read_text(STANDARDS[name], f"{name}.yaml", StandardSet)[0]


AROUND = Surroundings(
    framework=framework_called, standards=standards_called, shelf=lambda: (framework_called("older"),)
)


def broken(*changes: tuple[str, str]) -> str:
    """The tiny framework with each piece of text replaced by another; each piece has to be there exactly once."""
    text = TINY
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
        text = text.replace(old, new)
    return text


def line_of(text: str, piece: str) -> int:
    """The line, counted from 1, on which a piece of text stands; it has to be there exactly once."""
    assert text.count(piece) == 1, f"{piece!r} is there {text.count(piece)} times"
    return text[: text.index(piece)].count("\n") + 1


def written(folder: Path, text: str) -> Path:
    """A framework.yaml in a folder called like the tiny framework."""
    file = folder / "tiny" / "framework.yaml"
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")
    return file
