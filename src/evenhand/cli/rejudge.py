"""`evenhand rejudge`: real inspections put through another version's rules."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evenhand.cli import printing
from evenhand.cli.errors import FINDINGS
from evenhand.findings import BadInput
from evenhand.wording import say

if TYPE_CHECKING:
    from evenhand.framework.model import Framework
    from evenhand.judgement.history import Engine, Summary


Kinds = Annotated[
    list[str] | None,
    typer.Option("--provision", metavar="KIND", help="A kind of children's home; repeat it. Default: all three."),
]
Where = Annotated[
    str, typer.Option("--engine", metavar="ENGINE", help="Who judges the files of a folder: local, processes or dask.")
]
Workers = Annotated[
    int | None, typer.Option("--workers", metavar="N", help="Processes to start. Default: one a processor.")
]
Scheduler = Annotated[
    str, typer.Option("--scheduler", metavar="ADDRESS", help="A Dask scheduler that is running already.")
]


def register(app: typer.Typer) -> None:
    """Add this module's command to the command."""
    app.command("rejudge")(rejudge_file)


def rejudge_file(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Published inspections: CSV, Parquet, or a folder of them.")
    ],
    framework: Annotated[str, typer.Option("--framework", metavar="ID", help="The version whose rules are applied.")],
    out: Annotated[
        Path, typer.Option("--out", metavar="OUT", help="Where verdicts go: .csv or .parquet; for a folder, a new one.")
    ],
    provision: Kinds = None,
    engine: Where = "local",
    workers: Workers = None,
    scheduler: Scheduler = "",
    json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
    progress: Annotated[
        bool, typer.Option("--progress", help="Show progress also when stderr is no terminal.")
    ] = False,
) -> None:
    """Say of every recorded inspection whether it fits the rules of a framework version; a summary by inspection year.

    A rule that was broken in the past is a finding about the past, not a fault of the file: the exit code stays 0.

    It is 1 when a file of a folder could not be judged; the others are.
    """
    from evenhand.framework.reading import load
    from evenhand.judgement.history import HOME_KINDS

    chosen, kinds = load(framework), provision or HOME_KINDS
    if file.is_dir():
        summary = _folder(file, chosen, out, kinds, (_engine(engine), workers, scheduler), progress)
    else:
        _no_engine(engine, workers, scheduler)
        summary = _file(file, chosen, out, kinds, progress)
    if json:
        printing.as_json(summary.as_dict())
    else:
        _print(summary, out)
    if summary.failed:
        raise typer.Exit(FINDINGS)


def _file(file: Path, framework: Framework, out: Path, kinds: Sequence[str], progress: bool) -> Summary:
    from evenhand.judgement.history import rejudge

    with printing.progress(100, "judging", always=progress) as advance:
        percent = 0

        def hear(share: float) -> None:
            nonlocal percent
            advance(int(share * 100) - percent)
            percent = int(share * 100)

        return rejudge(file, framework, out, kinds=kinds, on_progress=hear)


def _folder(
    folder: Path,
    framework: Framework,
    out: Path,
    kinds: Sequence[str],
    where: tuple[Engine, int | None, str],
    progress: bool,
) -> Summary:
    from evenhand.judgement.history import files_in, rejudge_folder, started

    engine, workers, scheduler = where
    with (
        printing.progress(len(files_in(folder)), "judging files", always=progress) as advance,
        started(engine, workers=workers, scheduler=scheduler) as executor,
    ):
        return rejudge_folder(folder, framework, out, executor=executor, kinds=kinds, on_progress=advance)


def _engine(name: str) -> Engine:
    from evenhand.judgement.history import Engine

    if name not in list(Engine):
        message = say("there is no engine “{name}”; write one of: {known}", name=name, known=[str(e) for e in Engine])
        raise BadInput.at("HI009", message, field="--engine")
    return Engine(name)


def _no_engine(engine: str, workers: int | None, scheduler: str) -> None:
    if engine != "local" or workers is not None or scheduler:
        message = say("one file is judged here; --engine, --workers and --scheduler are for a folder of files")
        raise BadInput.at("HI009", message, field="--engine")


def _print(summary: Summary, out: Path) -> None:
    told = summary.as_dict()
    verdicts = {name.replace("_", " "): number for name, number in told["verdicts"].items()}
    printing.heading(f"{summary.file} under {told['framework']}")
    printing.lines([f"{told['rows']} rows, written to {out}: {_listed(verdicts)}."])
    rules = [rule.id for rule in summary.limits.framework.rules]
    if rules and told["by_year"]:
        printing.table(
            ("year", "inspections", *(f"{rule}: applies / breaks / unexpected" for rule in rules)),
            [(year["year"], year["n"], *(_counts(year["rules"][rule]) for rule in rules)) for year in told["by_year"]],
        )
    printing.lines(_meaning(summary))
    if told["left_out"]:
        printing.heading("Left out of the table")
        printing.lines([f"{one['rows']} rows: {one['why']}" for one in told["left_out"][:12]], indent=2)
    if told["not_tested"]:
        printing.heading("Not tested")
        printing.lines([f"{one['rule']}: {one['why']}." for one in told["not_tested"]], indent=2)
    if summary.findings:
        printing.heading("Findings")
        printing.findings(summary.findings)
    printing.heading("Mind")
    printing.lines(told["caveats"], indent=2)


def _listed(numbers: dict[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in numbers.items())


def _counts(rule: dict[str, int]) -> str:
    return f"{rule['applies']} / {rule['breaks']} / {rule['unexpected']}"


def _meaning(summary: Summary) -> list[str]:
    rules = summary.limits.framework.rules
    if not rules:
        return ["No rule of this version limits a recorded grade, so every recorded grade is consistent with it."]
    return [
        "“Breaks”: a grade that the rule forbids. “Unexpected”: a grade that the rule allows only with a recorded "
        "reason or an explanation in the report.",
        *(f"{rule.id}: {rule.words}" for rule in rules),
    ]
