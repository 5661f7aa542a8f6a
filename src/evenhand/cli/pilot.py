"""`evenhand pilot`: plan a pilot, seal the plan, analyse the judgements. Thresholds stand in the plan alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from evenhand.cli import printing
from evenhand.cli.errors import FINDINGS

if TYPE_CHECKING:
    from evenhand.pilot.analysis import Analysis
    from evenhand.pilot.figures import Picture
    from evenhand.pilot.plan import Claim, Plan, Seal
    from evenhand.pilot.power import PowerCurve, SmallPilot
    from evenhand.pilot.sampling import PilotSample

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
Study = Annotated[str, typer.Argument(metavar="STUDY", help="The folder with a plan.yaml, or a study's id.")]
AsHtml = Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write a page of its own.")]
AsPdf = Annotated[Path | None, typer.Option("--pdf", metavar="FILE", help="Write a PDF for everybody (PDF/UA-1).")]
Out = Annotated[Path | None, typer.Option("--out", metavar="FOLDER", help="Write tables as CSV and pictures as SVG.")]


def register(app: typer.Typer) -> None:
    """Add the group to the command."""
    commands = typer.Typer(no_args_is_help=True, help="Pilots of a framework: plan, seal, analyse, verdict.")
    commands.command("plan")(print_plan)
    commands.command("seal")(seal_plan)
    commands.command("analyse")(analyse_ratings)
    app.add_typer(commands, name="pilot")


def print_plan(study: Study, json: AsJson = False, html: AsHtml = None, pdf: AsPdf = None, out: Out = None) -> None:
    """Draw the sample, and say how many inspections are needed and what a small pilot could have seen."""
    from evenhand.pilot.analysis import must_know_statistics, sample_of
    from evenhand.pilot.plan import must_be_sealed, read_plan, seal_of, study_folder
    from evenhand.pilot.power import REAL_PILOTS, curves, small_pilot

    folder = study_folder(study)
    plan = read_plan(folder)
    must_know_statistics(plan, folder)
    seal = must_be_sealed(folder, plan) if seal_of(folder) is not None else None
    sample, _ = sample_of(plan)
    claim = next((one for one in plan.claims if one.margin_points is not None), None)
    lines = () if claim is None else curves(plan, claim)
    small = () if claim is None else tuple(small_pilot(n, plan, claim) for n in REAL_PILOTS)
    if html is not None or pdf is not None or out is not None:
        from evenhand.pilot.page import plan_page

        pictures = _power_pictures(plan, claim, lines)
        _write_page(plan_page(plan, seal, sample, pictures, lines, small), html, pdf)
        if out is not None:
            _write_pictures(out, pictures)
            _write_sample(out, sample)
    if json:
        printing.as_json(_plan_as_dict(plan, seal, sample, lines, small))
    else:
        _print_plan(plan, seal, sample, lines, small)


def seal_plan(study: Study, json: AsJson = False) -> None:
    """Seal a plan: bind its text, both frameworks, the register and the sample, once and for good."""
    from evenhand.pilot.analysis import must_know_statistics, sample_of
    from evenhand.pilot.plan import Seal, framework_fingerprints, plan_fingerprint, read_plan, study_folder, write_seal

    folder = study_folder(study)
    plan = read_plan(folder)
    must_know_statistics(plan, folder)
    sample, register_bytes = sample_of(plan)
    seal = Seal(
        sealed_on=date.today(),
        plan=plan_fingerprint(plan),
        frameworks=framework_fingerprints(plan),
        register_file=register_bytes,
        sample=sample.fingerprint,
    )
    file = write_seal(folder, seal)
    if json:
        printing.as_json({"file": str(file), **seal.model_dump(mode="json")})
        return
    printing.lines(
        [
            f"Sealed: {file}",
            f"Fingerprint of the plan: {seal.plan}",
            "Publish this fingerprint now: it is what proves later that the plan was there first.",
        ]
    )


def analyse_ratings(
    study: Study,
    ratings: Annotated[Path, typer.Argument(metavar="RATINGS.csv", help="The judgements, a row for each home.")],
    json: AsJson = False,
    html: AsHtml = None,
    pdf: AsPdf = None,
    out: Out = None,
) -> None:
    """Analyse judgements against the sealed plan; exit code 1 unless every claim holds.

    Margins, level, statistics and seeds are those of the plan and cannot be given here.
    """
    from evenhand.pilot.analysis import analyse_study
    from evenhand.pilot.plan import study_folder
    from evenhand.pilot.record import as_dict, run_record
    from evenhand.pilot.statistics.paired_difference import Standing

    analysis = analyse_study(study_folder(study), ratings)
    record = run_record(analysis)
    if html is not None or pdf is not None or out is not None:
        from evenhand.pilot.keeping import analysis_pictures
        from evenhand.pilot.page import analysis_page

        pictures = analysis_pictures(analysis)
        _write_page(analysis_page(analysis, pictures, record), html, pdf)
        if out is not None:
            _write_pictures(out, pictures)
            _write_json(out / "run.json", record)
            _write_json(out / "figures.json", as_dict(analysis))
    if json:
        printing.as_json({**as_dict(analysis), "run": record})
    else:
        _print_analysis(analysis)
    if analysis.verdict.standing is not Standing.HOLDS:
        raise typer.Exit(FINDINGS)


def _power_pictures(plan: Plan, claim: Claim | None, lines: tuple[PowerCurve, ...]) -> list[Picture]:
    from evenhand.pilot.figures import power_picture

    return [] if claim is None or not lines else [power_picture(plan, claim, lines)]


def _write_page(page: str, html: Path | None, pdf: Path | None) -> None:
    if html is not None:
        html.write_text(page, encoding="utf-8")
    if pdf is not None:
        from evenhand.provenance import fingerprint
        from evenhand.report.rendering.engine import pdf as render

        rendered = render(page, (), identifier=fingerprint(page.encode()))
        for complaint in rendered.complaints:
            typer.echo(complaint, err=True)
        pdf.write_bytes(rendered.content)


def _write_pictures(out: Path, pictures: list[Picture]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for one in pictures:
        (out / f"{one.name}.svg").write_text(one.svg, encoding="utf-8")
        _write_csv(out / f"{one.name}.csv", [str(cell) for cell in one.head], one.rows)


def _write_sample(out: Path, sample: PilotSample) -> None:
    from evenhand.pilot.ratings import codes

    rows = [
        (code, home.urn, home.region, home.sector, home.size, home.last_grade) for code, home in codes(sample).items()
    ]
    _write_csv(out / "sample.csv", ("code", "urn", "region", "sector", "size", "last_grade"), rows)


def _write_csv(file: Path, head: Any, rows: Any) -> None:
    import csv

    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(head)
        writer.writerows(rows)


def _write_json(file: Path, value: Any) -> None:
    import json

    file.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _plan_as_dict(
    plan: Plan,
    seal: Seal | None,
    sample: PilotSample,
    lines: tuple[PowerCurve, ...],
    small: tuple[SmallPilot, ...],
) -> dict[str, Any]:
    from dataclasses import asdict

    from evenhand.pilot.plan import plan_fingerprint

    return {
        "study": plan.id,
        "title": plan.title,
        "invented": plan.invented,
        "fingerprint": plan_fingerprint(plan),
        "sealed_on": None if seal is None else seal.sealed_on.isoformat(),
        "planned": plan.sample.homes,
        "power": plan.power,
        "needed": [{"same_grade": one.same_grade, "homes": one.needed} for one in lines],
        "curves": [asdict(one) for one in lines],
        "small_pilots": [asdict(one) for one in small],
        "sample": {
            "register_homes": sample.register_homes,
            "strata": list(sample.strata),
            "counts": [asdict(one) for one in sample.counts],
            "homes": [one.urn for one in sample.homes],
            "fingerprint": sample.fingerprint,
        },
    }


def _print_plan(
    plan: Plan,
    seal: Seal | None,
    sample: PilotSample,
    lines: tuple[PowerCurve, ...],
    small: tuple[SmallPilot, ...],
) -> None:
    from evenhand.pilot.page import SMALL_HEAD, needed_words, small_row
    from evenhand.pilot.verdict import claimed_in_words

    printing.heading(plan.title)
    if plan.invented:
        printing.lines(["This is an invented example."])
    printing.lines([f"Sealed on {seal.sealed_on}: {seal.plan}" if seal else "Not sealed yet: no verdict can be given."])
    printing.lines([claimed_in_words(one) for one in plan.claims])
    if lines:
        printing.lines([needed_words(plan, lines)])
        printing.heading("What a pilot of 8 or 9 homes could have seen")
        printing.table([str(one) for one in SMALL_HEAD], [small_row(one) for one in small])
    printing.heading(f"The sample: {len(sample.homes)} of {sample.register_homes} homes")
    rows = [(*one.values, one.homes, one.drawn) for one in sample.counts if one.drawn]
    printing.table((*(one.replace("_", " ") for one in sample.strata), "register", "sample"), rows)
    printing.lines(["The homes themselves, by code: --out FOLDER writes sample.csv."])


def _print_analysis(analysis: Analysis) -> None:
    from evenhand.pilot.page import figure_row, intervals_in_words

    told = analysis.verdict
    printing.heading(analysis.plan.title)
    if analysis.plan.invented:
        printing.lines(["This is an invented example: no home was given these grades."])
    printing.lines([f"VERDICT: {told.standing.value.upper()}. {told.reason}"])
    for one in told.claims:
        printing.lines([f"{one.standing.value}: {one.claimed}"])
        printing.lines(
            [one.figures, *([] if one.settle is None else [f"What would settle it: {one.settle}"])], indent=4
        )
    printing.heading("Figures")
    printing.table(
        ("what", "value", "interval", "n", "source"),
        [figure_row(one) for one in (*analysis.figures, *analysis.several, *analysis.beside)],
    )
    printing.lines([intervals_in_words(analysis)])
    printing.heading("What this does not show")
    printing.lines(told.does_not_show, indent=2)
