"""A pilot that is kept by a service: its sealed plan as bytes, its pairs as CSV, and the files of an analysis."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from evenhand.findings import BadInput, Finding, Where
from evenhand.pilot.plan import (
    PLAN_FILE,
    SEAL_FILE,
    Plan,
    Seal,
    must_be_sealed,
    read_plan,
)
from evenhand.wording import Words, say

if TYPE_CHECKING:
    from evenhand.pilot.analysis import Analysis
    from evenhand.pilot.figures import Picture

MAX_PLAN_BYTES = 100_000
RATINGS_FILE = "ratings.csv"
_COLUMNS = ("home", "old", "new", "inspector_old", "inspector_new", "judged_on", "blind", "reason")


def sealed_plan(plan: bytes, seal: bytes | None) -> tuple[Plan, Seal]:
    """The plan and its seal from the bytes of both files.

    Raises BadInput with line for a plan with a fault, one that is not sealed, or one that was changed since (PI001 to
    PI014), and PI016 for a file over 100,000 bytes.
    """
    with TemporaryDirectory(prefix="evenhand-plan-") as place:
        folder = _laid_out(Path(place), plan, seal)
        try:
            read = read_plan(folder)
            return read, must_be_sealed(folder, read)
        except BadInput as refused:
            raise _named(refused, folder) from None


def may_look(plan: Plan, *, pairs: int, taken: int, closed: bool) -> tuple[bool, Words]:
    """Whether the plan allows a look at the results now, and why.

    `pairs`: homes judged finally under both frameworks; `taken`: looks taken before. Each look that the plan names is
    taken once. While the pilot goes on a look waits for its number of homes; when it is closed nobody can be moved by
    what is seen, so the last look is open whatever the number, and the verdict says if it is too few.
    """
    looks = plan.stopping.looks
    if taken >= len(looks):
        return False, say("Every look that the plan allows was taken ({looks}).", looks=len(looks))
    wanted = looks[taken]
    if pairs >= wanted:
        return True, say("Homes judged twice: {pairs}. The plan allows a look at {wanted}.", pairs=pairs,
                         wanted=wanted)  # fmt: skip
    if closed:
        least = ceil(looks[0] * (1 - plan.stopping.may_be_lost))
        if pairs >= least:
            return True, say(
                "The pilot is closed. Homes judged twice: {pairs} of {wanted}.", pairs=pairs, wanted=wanted
            )
        return True, say(
            "The pilot is closed. Judged twice: {pairs}. The plan asks for at least {least}: no verdict can hold.",
            pairs=pairs,
            least=least,
        )
    return False, say(
        "Homes judged twice: {pairs}. The plan allows no look before {wanted}: whoever looks earlier and stops "
        "when the picture pleases finds what they hope for.",
        pairs=pairs,
        wanted=wanted,
    )


def pairs_csv(rows: Iterable[Mapping[str, str]]) -> str:
    """The pairs as the CSV that `evenhand pilot analyse` reads, by home code, with inspectors as I01, I02, …

    `rows` has `home`, `old` and `new`, and where known `inspector_old`, `inspector_new` (who they are, never written
    out), `judged_on`, `blind`, `reason`, and a pair of columns for each other judgement of both frameworks.
    """
    ordered = sorted(rows, key=lambda row: row["home"])
    more = sorted({name for row in ordered for name in row} - set(_COLUMNS))
    people: dict[str, str] = {}
    stream = io.StringIO()
    writer = csv.DictWriter(stream, (*_COLUMNS, *more), restval="", lineterminator="\n")
    writer.writeheader()
    for row in ordered:
        writer.writerow({name: _coded(people, value) if name.startswith("inspector_") else value
                         for name, value in row.items()})  # fmt: skip
    return stream.getvalue()


def analysis_files(plan: bytes, seal: bytes, ratings: str) -> dict[str, bytes]:
    """Everything that an analysis leaves behind, by file name: page, pictures with tables, figures and `run.json`.

    The same bytes give the same files. Raises BadInput for whatever cannot be used.
    """
    from evenhand.pilot.analysis import analyse_study
    from evenhand.pilot.page import analysis_page
    from evenhand.pilot.record import as_dict, run_record

    with TemporaryDirectory(prefix="evenhand-pilot-") as place:
        folder = _laid_out(Path(place), plan, seal)
        (folder / RATINGS_FILE).write_text(ratings, encoding="utf-8")
        try:
            analysis = analyse_study(folder, folder / RATINGS_FILE)
        except BadInput as refused:
            raise _named(refused, folder) from None
    pictures = analysis_pictures(analysis)
    record = run_record(analysis)
    files = {
        "analysis.html": analysis_page(analysis, pictures, record).encode(),
        "run.json": _json(record),
        "figures.json": _json(as_dict(analysis)),
        RATINGS_FILE: ratings.encode(),
    }
    for one in pictures:
        files[f"{one.name}.svg"] = one.svg.encode()
        stream = io.StringIO()
        csv.writer(stream, lineterminator="\n").writerows([[str(cell) for cell in one.head], *one.rows])
        files[f"{one.name}.csv"] = stream.getvalue().encode()
    return files


def analysis_pictures(analysis: Analysis) -> list[Picture]:
    """The pictures of an analysis: intervals against the margin, grades under both frameworks, and power."""
    from evenhand.pilot.figures import interval_picture, power_picture, shift_picture
    from evenhand.pilot.power import curves

    claim = next((one for one in analysis.plan.claims if one.margin_points is not None), None)
    lines = () if claim is None else curves(analysis.plan, claim)
    interval = interval_picture(analysis)
    pictures = [] if interval is None else [interval]
    pictures += [shift_picture(analysis)] if analysis.plan.design != "two_groups" else []
    return pictures + ([power_picture(analysis.plan, claim, lines)] if claim is not None and lines else [])


def _laid_out(folder: Path, plan: bytes, seal: bytes | None) -> Path:
    for name, content in ((PLAN_FILE, plan), (SEAL_FILE, seal)):
        if content is None:
            continue
        if len(content) > MAX_PLAN_BYTES:
            message = say("is larger than {most} bytes; a plan and its seal are small files", most=MAX_PLAN_BYTES)
            raise BadInput.at("PI016", message, file=name)
        (folder / name).write_bytes(content)
    return folder


def _named(refused: BadInput, folder: Path) -> BadInput:
    # Whoever sent the file knows it by its name; where it lay for a moment is nobody's business.
    def short(one: Finding) -> Finding:
        where = Where(Path(one.where.file).name, one.where.line, one.where.field)
        values = {name: _without(value, folder) for name, value in one.message.values.items()}
        return Finding(one.code, one.severity, where, Words(one.message.template, values))

    return BadInput(short(one) for one in refused.findings)


def _without(value: Any, folder: Path) -> Any:
    return value.replace(str(folder), "FOLDER") if isinstance(value, str) else value


def _coded(people: dict[str, str], who: str) -> str:
    return people.setdefault(who, f"I{len(people) + 1:02d}") if who else ""


def _json(value: Any) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()
