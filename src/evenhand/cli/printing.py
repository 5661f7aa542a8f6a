"""How the command line prints: findings, tables, JSON and progress. Results go to stdout, everything else to stderr."""

from __future__ import annotations

import json
import sys
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from evenhand.findings import Finding, Severity

if TYPE_CHECKING:
    from rich.console import Console

_COLOUR = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
PIPED_WIDTH = 120


def console(*, stderr: bool = False) -> Console:
    """Where to print; a pipe gets wide lines and no colours, so that a table survives it."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() else PIPED_WIDTH
    return Console(file=stream, width=width, highlight=False, emoji=False)


def as_json(value: Any) -> None:
    """Print a value as JSON and nothing else."""
    sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=False, default=str) + "\n")


def heading(text: str) -> None:
    """Print a heading with an empty line above."""
    from rich.text import Text

    console().print(Text(f"\n{text}", style="bold"))


def lines(texts: Iterable[object], indent: int = 0) -> None:
    """Print texts, each wrapped to the width with every line indented; long addresses are left whole."""
    width = console().width
    for text in texts:
        wrapped = textwrap.wrap(str(text), width - indent, break_long_words=False, break_on_hyphens=False)
        sys.stdout.write("".join(f"{' ' * indent}{line}\n" for line in wrapped or [""]))


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> None:
    """Print a table; cells are plain text."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    grid = Table(title=title or None, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        grid.add_column(column, overflow="fold")
    for row in rows:
        grid.add_row(*(Text(str(cell)) for cell in row))
    console().print(grid)


def findings(found: Sequence[Finding]) -> None:
    """Print findings, one a line (`file:line (field): severity CODE: message`), and how many of each kind."""
    for finding in found:
        _print_finding(finding, console())
    counts = Counter(finding.severity for finding in found)
    totals = [f"{counts[one]} {one.value}{'' if counts[one] == 1 else 's'}" for one in Severity if counts[one]]
    lines([", ".join(totals) if totals else "No findings."])


def explain(found: Iterable[Finding]) -> None:
    """Print findings about bad input on stderr."""
    screen = console(stderr=True)
    for finding in found:
        _print_finding(finding, screen)


def _print_finding(finding: Finding, screen: Console) -> None:
    from rich.text import Text

    where = str(finding.where)
    text = Text(f"{where}: " if where else "")
    text.append(f"{finding.severity} {finding.code}", style=_COLOUR[finding.severity])
    text.append(f": {finding.message}")
    # Never wrapped: editors and scripts read file and line from the start of the line.
    screen.print(text, soft_wrap=True)


@contextmanager
def progress(total: int | None, label: str, *, always: bool = False) -> Iterator[Callable[[int], None]]:
    """A progress bar on stderr while the block runs; yields a function that is told how many are done in addition.

    Shown only when stderr is a terminal, or when `always` (the command's --progress). `total=None` means unknown.
    """
    if not (always or sys.stderr.isatty()):
        yield _nothing
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console(stderr=True)) as bar:
        task = bar.add_task(label, total=total)
        yield lambda done: bar.update(task, advance=done)


def _nothing(_: int) -> None:
    """Where nobody watches, nothing is drawn."""
