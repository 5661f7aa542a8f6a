"""What docs/pilots-and-trends.md shows of commands is what the commands print, and its table is what the watch says."""

from __future__ import annotations

import re
import shlex
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evenhand.cli import app
from evenhand.trend.alerts import look
from evenhand.trend.rows import listed

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "pilots-and-trends.md").read_text(encoding="utf-8")
SHOWN = [
    (lines.partition("\n")[0], lines.partition("\n")[2])
    for block in re.findall(r"^```\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    for lines in block.split("$ ")[1:]
]
WINDOWS = re.findall(r"^\| 1 April (\d{4}).*? \| ([\d,]+) \| ([\d,]+) \| (.*?) \|", PAGE, re.MULTILINE)


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(("command", "lines"), SHOWN, ids=[one[0] for one in SHOWN])
def test_a_command_prints_what_the_page_shows(command, lines, monkeypatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "120")
    said = plain(CliRunner().invoke(app, shlex.split(command)[1:]).output)
    wanted = [plain(one) for one in lines.splitlines() if one.strip()]
    assert len(SHOWN) == 5 and wanted
    for one in wanted:
        assert one in said, one


@pytest.mark.parametrize(("year", "before", "after", "alarms"), WINDOWS)
def test_the_watch_says_what_the_table_shows(year, before, after, alarms) -> None:
    day, end = date(int(year), 4, 1), date(int(year) + 1, 4, 1)
    found = look([one for one in listed() if one.on < end], day)
    assert len(WINDOWS) == 3 and found is not None and found.last is not None
    said = "; ".join(f"{one.kind} at inspection {one.number:,}" for one in found.alarms) or "none"
    assert (f"{found.baseline_n:,}", f"{found.last.number:,}", said) == (before, after, alarms)
