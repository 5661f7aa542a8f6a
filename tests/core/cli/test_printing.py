"""What is drawn on the screen goes to stderr, and only to somebody who watches."""

from __future__ import annotations

import pytest

from evenhand.cli import printing


def test_nobody_watching_sees_no_progress(capsys: pytest.CaptureFixture[str]) -> None:
    with printing.progress(3, "Judging") as advance:
        advance(3)
    assert capsys.readouterr() == ("", "")


def test_progress_can_be_asked_for_and_goes_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    with printing.progress(3, "Judging", always=True) as advance:
        advance(3)
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "Judging" in printed.err
    assert "3/3" in printed.err


def test_square_brackets_in_a_text_are_text(capsys: pytest.CaptureFixture[str]) -> None:
    printing.lines(["[bold]not a style[/bold]"])
    printing.table(("name",), [("[red]x[/red]",)])
    printed = capsys.readouterr().out
    assert "[bold]not a style[/bold]" in printed
    assert "[red]x[/red]" in printed
