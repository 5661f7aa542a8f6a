"""`evenhand report rerender`: the PDFs of every published report made anew, by workers, with a progress bar."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated

import typer

from evenhand.cli import printing
from evenhand.cli.errors import FINDINGS
from evenhand.findings import BadInput
from evenhand.wording import say

if TYPE_CHECKING:
    from evenhand.web.jobs.queries import ShownJob

LOOK = 0.5
KIND = "reports.rerender"


def register(commands: typer.Typer) -> None:
    """Add this module's command to the group."""
    commands.command("rerender")(rerender)


def rerender(
    processes: Annotated[int, typer.Option(min=1, max=64, help="How many workers to start for it.")] = 2,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
    always: Annotated[bool, typer.Option("--progress", help="Draw the progress bar even into a file.")] = False,
) -> None:
    """Render every published report anew. Stopped, it goes on with the next worker. Exit 1: something went wrong."""
    from evenhand.web import environment, serving

    try:
        serving.must_have_tables()
    except environment.Refused as refusal:
        raise BadInput.at("CL003", say("{problem}", problem=refusal.paragraph)) from None
    from evenhand.web.jobs import following

    job_id = following.begun(KIND)
    shown = following.shown(job_id)
    with (
        following.workers(processes) as workers,
        printing.progress(shown.job.total, "reports", always=always) as advance,
    ):
        advance(shown.done)
        while not shown.is_over:
            if workers.tend() is not None:
                break
            time.sleep(LOOK)
            before, shown = shown.done, following.shown(job_id)
            advance(shown.done - before)
    _print(shown, following.wrong(job_id), as_json)
    if shown.failed or shown.done < shown.job.total:
        raise typer.Exit(FINDINGS)


def _print(shown: ShownJob, wrong: list[tuple[str, str]], as_json: bool) -> None:
    if as_json:
        counts = {"job": str(shown.job.pk), "state": shown.state.value, "total": shown.job.total, "done": shown.done}
        troubles = [{"item": item, "words": words} for item, words in wrong]
        printing.as_json({**counts, "failed": shown.failed, "troubles": troubles})
        return
    printing.lines([f"{shown.done:,} of {shown.job.total:,} reports rendered, {shown.failed:,} went wrong."])
    printing.lines((f"{item[:12]}…: {words}" for item, words in wrong), indent=2)
