"""`evenhand framework clarity`: how long sentences are, which words are vague, what nobody could see; compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from evenhand.cli import printing

if TYPE_CHECKING:
    from evenhand.framework.clarity import Clarity, ClarityComparison, Figures

_BAR = 40  # characters of the longest bar


def register(commands: typer.Typer) -> None:
    """Add this module's commands to the group."""
    commands.command("clarity")(show_clarity)


def show_clarity(
    framework: Annotated[str, typer.Argument(metavar="ID", help="Id of a framework, or the path of a draft.")],
    against: Annotated[str, typer.Option(metavar="ID", help="Compare with this version (id or path).")] = "",
    part: Annotated[str, typer.Option(help="Only this part; a wrong name lists the parts.")] = "",
    json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """Ask how clearly a framework is written: sentence lengths, reading age, vague words, what nobody could see.

    Every finding is a question to the author and no fault, so the exit code is 0 with findings and without.
    """
    from evenhand.cli.framework.versions import version
    from evenhand.framework.clarity import PARTS, clarity, compare

    if part and part not in PARTS:
        raise typer.BadParameter(f"there is no part '{part}'; write one of: {', '.join(PARTS)}")
    shown = version(framework)
    if not against:
        read = clarity(shown.framework, shown.places, part or None)
        printing.as_json(read.as_dict()) if json else _print(read)
        return
    comparison = compare(shown.framework, version(against).framework, shown.places, part or None)
    if json:
        printing.as_json({**comparison.one.as_dict(), "comparison": comparison.as_dict()})
        return
    _print(comparison.one)
    _print_comparison(comparison)


def _print(read: Clarity) -> None:
    from evenhand.framework.clarity import LONG
    from evenhand.framework.clarity.reading import LIMITS

    printing.heading(f"Clarity: {read.title}")
    printing.lines(read.notices)
    columns = ("part", "texts", "sentences", "words", "a sentence has", f"over {LONG}", "reading age", "vague in 100")
    rows = [(_words(name), *_row(figures)) for name, figures in read.parts.items()]
    printing.table(columns, [*rows, ("together", *_row(read.whole))] if len(rows) > 1 else rows)
    printing.heading("Sentences by their number of words")
    printing.lines(_histogram(read.whole))
    printing.heading("Questions to the author")
    seen, criteria = read.criteria_seen
    if criteria:
        printing.lines([f"{seen} of {criteria} criteria name something on our list of what one sees, hears or reads."])
    printing.findings(read.findings)
    printing.heading("What this cannot show")
    printing.lines(f"- {one}" for one in LIMITS)


def _row(figures: Figures) -> tuple[Any, ...]:
    low, high = figures.range or (0, 0)
    rate = figures.vague_per_100_words
    return (
        figures.texts,
        figures.sentences,
        figures.words,
        f"{figures.median_length or 0:g} words ({low} to {high})",
        figures.long,
        "too few words" if figures.reading_age is None else f"{figures.reading_age:.1f}",
        "too few words" if rate is None else f"{rate:.1f}",
    )


def _histogram(figures: Figures) -> list[str]:
    most = max((count for _low, _high, count in figures.histogram), default=0) or 1
    return [
        f"{low:>2}{f' to {high}' if high else ' or more':<8} {'█' * -(-count * _BAR // most)} {count}"
        for low, high, count in figures.histogram
    ]


def _print_comparison(comparison: ClarityComparison) -> None:
    printing.heading(f"Against: {comparison.other.title}")
    printing.lines(comparison.other.notices)
    for part in comparison.parts:
        printing.lines(["", f"{'Together' if part.part == 'whole' else _words(part.part).capitalize()}:"])
        if part.one is None or part.other is None:
            missing = comparison.one if part.one is None else comparison.other
            printing.lines([f"'{missing.framework}' has no text here; nothing can be compared."], indent=4)
        printing.lines(part.sentences(), indent=4)
    printing.lines(["", comparison.conclusion])


def _words(part: str) -> str:
    return part.replace("_", " ")
