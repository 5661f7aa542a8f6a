"""`evenhand consultation`: check a consultation before it is put to people, and count the responses afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from evenhand.cli import printing
from evenhand.cli.errors import FINDINGS

if TYPE_CHECKING:
    from evenhand.consultation.responses import Imported
    from evenhand.consultation.results import Results, Tally
    from evenhand.framework.model import Framework

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
TheConsultation = Annotated[Path, typer.Argument(metavar="CONSULTATION.yaml", help="The consultation as a file.")]


def register(app: typer.Typer) -> None:
    """Add the group to the command."""
    commands = typer.Typer(
        no_args_is_help=True, help="Consultations on a draft framework: check them, count responses."
    )
    commands.command("check")(check_consultation)
    commands.command("results")(print_results)
    commands.command("published")(print_published)
    app.add_typer(commands, name="consultation")


def check_consultation(
    consultation: TheConsultation,
    draft: Annotated[
        Path | None, typer.Option("--draft", help="The draft: its framework.yaml or folder. Default: the shipped one.")
    ] = None,
    json: AsJson = False,
) -> None:
    """Check a consultation: clauses, ids, dates, questions that lead; exit code 1 when there are errors or warnings."""
    from evenhand.consultation.checks import findings, read_consultation
    from evenhand.findings import Severity
    from evenhand.framework.model import Framework
    from evenhand.framework.reading import framework_file, load, read, shipped_ids

    one, places = read_consultation(consultation)
    about: Framework | None = None
    if draft is not None:
        about = read(framework_file(draft), Framework)[0]
    elif one.about in shipped_ids():
        about = load(one.about)
    found = findings(one, places, about)
    if json:
        printing.as_json({"consultation": one.id, "findings": [finding.as_dict() for finding in found]})
    else:
        printing.findings(found)
    if any(finding.severity is not Severity.NOTE for finding in found):
        raise typer.Exit(FINDINGS)


def print_results(
    consultation: TheConsultation,
    responses: Annotated[Path, typer.Argument(metavar="RESPONSES.csv", help="One row for each answer or respondent.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="OUT.csv", help="Write the table of results to a CSV file as well.")
    ] = None,
    json: AsJson = False,
) -> None:
    """Count responses by question and kind of respondent; exit code 1 when rows had to be left out.

    Groups that are too small are kept back, in the file as on the screen.
    """
    from evenhand.consultation.checks import must_be_sound, read_consultation
    from evenhand.consultation.responses import read_responses
    from evenhand.consultation.results import as_dict, tally

    one, places = read_consultation(consultation)
    must_be_sound(one, places)
    imported = read_responses(one, responses)
    results = tally(one, imported.responses)
    if out is not None:
        _write(results, out)
    if json:
        rows = {"read": imported.read, "used": imported.used, "left_out": len(imported.bad)}
        found = [finding.as_dict() for finding in imported.findings]
        printing.as_json({**as_dict(results), "rows": rows, "comments": _comments(imported), "findings": found})
    else:
        _print(results, imported)
    printing.explain(imported.findings)
    if imported.bad:
        raise typer.Exit(FINDINGS)


def _comments(imported: Imported) -> dict[str, int]:
    from evenhand.consultation.personal import clues

    texts = [given.comment for response in imported.responses for given in response.given if given.comment]
    return {"given": len(texts), "may_name_somebody": sum(1 for text in texts if clues(text))}


def _print(results: Results, imported: Imported) -> None:
    from evenhand.consultation.results import kind_in_words, point_words

    printing.heading(results.consultation.title)
    comments = _comments(imported)
    printing.lines(
        [
            *results.caveats,
            f"{imported.read} rows: {imported.used} used, {len(imported.bad)} left out.",
            f"{comments['given']} comments; {comments['may_name_somebody']} of them seem to give somebody away. "
            "Read them before anybody else does.",
        ]
    )
    sizes = [(kind_in_words(kind), "kept back" if size is None else size) for kind, size in results.sizes]
    total = "kept back" if results.respondents is None else results.respondents
    printing.table(("respondents", "n"), [("Everybody", total), *sizes])
    head = ("", *map(str, point_words()), "n", "agree", "95% interval", "don't know", "no answer")
    for result in results.questions:
        printing.heading(f"{result.question.id}: {result.question.text}")
        rows = [result.everybody, *(tally for tally in result.by_kind)]
        printing.table(head, [(kind_in_words(one.kind), *_cells(one)) for one in rows])


def _cells(one: Tally) -> tuple[object, ...]:
    if one.points is None:
        return ("kept back", *[""] * 9)
    told: tuple[str, str] = ("-", "-")
    if one.share is not None:
        middle, low, high = one.share.percents
        told = (f"{middle}%", f"{low}–{high}%")
    return (*one.points, one.answered, *told, one.dont_know, one.not_answered)


def _write(results: Results, out: Path) -> None:
    import csv

    from evenhand.consultation.results import table

    head, rows = table(results)
    with out.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(head)
        writer.writerows(rows)


def print_published(json: AsJson = False) -> None:
    """What is published today about consultations and pilots of this inspection, which is little."""
    from dataclasses import asdict

    from evenhand.consultation.published import published_figures

    figures = published_figures()
    if json:
        plain: list[dict[str, Any]] = [asdict(one) for one in figures]
        printing.as_json(plain)
        return
    rows = [
        (
            one.exercise,
            one.item,
            f"{one.value} {one.unit}".strip() or "no figure",
            f"{one.source_title} ({one.source_date})",
            "yes" if one.verified else "unverified",
            one.note,
        )
        for one in figures
    ]
    printing.table(("exercise", "what", "figure", "source", "verified", "note"), rows)
