#!/usr/bin/env python3
"""Print the worked cases of all frameworks as docs/worked-cases.md.

    .venv/bin/python tools/print_cases.py            write the file
    .venv/bin/python tools/print_cases.py --check    say whether it is up to date (exit code 1 if not)

The chapters are what the software says today, so the document cannot differ from the software: a test compares them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from evenhand.framework.model import Fact, Framework
from evenhand.framework.reading import load_all
from evenhand.judgement.case import Case, read_case
from evenhand.judgement.engine import judge
from evenhand.judgement.explanation import explain
from evenhand.shelf import shipped

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "worked-cases.md"
OPENING = """\
# Worked cases

<!-- Written by tools/print_cases.py from frameworks/*/cases/*.yaml. Change the cases, not this file. -->

Each case is an inspection that we made up: no home, child or member of staff in it exists. It gives what the inspector
found and the grades that were proposed, and then, word for word, what Evenhand says about them. Evenhand never picks a
grade. The same cases are run as tests.
"""


def document() -> str:
    """The whole document, newest framework first."""
    return "\n".join([OPENING, *(line for framework in reversed(load_all()) for line in _chapter(framework))])


def _chapter(framework: Framework) -> Iterator[str]:
    yield f"## {framework.title}\n"
    for file in sorted((shipped("frameworks") / framework.id / "cases").glob("*.yaml")):
        yield from _case(framework, read_case(file)[0])


def _case(framework: Framework, case: Case) -> Iterator[str]:
    kind = framework.inspection_type_by_id[case.inspection]
    yield f"### {case.title}\n"
    yield f"{case.story.strip()}\n"
    yield f"{kind.title}.\n"
    if case.facts:
        yield "| Asked | Answered |\n|---|---|"
        for fact_id, value in case.facts.items():
            fact = framework.fact_by_id[fact_id]
            yield f"| {fact.question} | {_answer(fact, value)} |"
        yield ""
    yield "| Judgement | Proposed | Verdict |\n|---|---|---|"
    outcome = judge(framework, case)
    for one in outcome.judgements:
        scale = framework.scale_of(one.judgement)
        proposed = "–" if one.proposed is None else scale.at(one.proposed).label
        title = framework.judgement_by_id[one.judgement].title
        yield f"| {title} | {proposed} | {one.verdict.value.replace('_', ' ')} |"
    yield ""
    for heading, recorded in (("Reason recorded", case.reasons), ("The report explains", case.explained)):
        for judgement_id, text in recorded.items():
            yield f"{heading} ({framework.judgement_by_id[judgement_id].title}): {text.strip()}\n"
    yield "Evenhand says:\n"
    yield "\n>\n".join(f"> {sentence}" for sentence in explain(framework, case, outcome))
    yield ""


def _answer(fact: Fact, value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if fact.type == "choice":
        return next(choice.label for choice in fact.choices if choice.id == value)
    return f"{value} {fact.unit}"


def main() -> int:
    """Write the document, or compare it with --check."""
    text = document()
    if "--check" in sys.argv[1:]:
        is_current = DOCUMENT.is_file() and DOCUMENT.read_text(encoding="utf-8") == text
        print(f"{DOCUMENT.name} is {'up to date' if is_current else 'out of date: run tools/print_cases.py'}")
        return 0 if is_current else 1
    DOCUMENT.parent.mkdir(exist_ok=True)
    DOCUMENT.write_text(text, encoding="utf-8")
    print(f"wrote {DOCUMENT}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
