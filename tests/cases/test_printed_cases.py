"""The worked cases in the documentation are what the software says today."""

from __future__ import annotations

from tools.print_cases import DOCUMENT, document

from evenhand.shelf import shipped


def test_the_printed_cases_are_up_to_date() -> None:
    assert DOCUMENT.is_file(), "run tools/print_cases.py"
    assert DOCUMENT.read_text(encoding="utf-8") == document(), "run tools/print_cases.py"


def test_every_case_is_printed() -> None:
    cases = list(shipped("frameworks").glob("*/cases/*.yaml"))
    assert document().count("\n### ") == len(cases)
