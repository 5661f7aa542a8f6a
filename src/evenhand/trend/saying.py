"""What may be said of a difference, what has to stand beside it, and what would settle it."""

from __future__ import annotations

from datetime import date

from evenhand.trend.bounds import Between
from evenhand.trend.published import SeriesBasis
from evenhand.wording import Words, say

NO_CAUSE = say(
    "These figures say whether shares differed, not why: who was inspected, how often, and what else changed at the "
    "time cannot be told apart from the framework."
)
MEASURE_WORDS = {
    "good_or_better": say("The share good or outstanding"),
    "outstanding": say("The share outstanding"),
    "inadequate": say("The share inadequate"),
}
_BASIS = {
    SeriesBasis.PERIOD: (
        say(
            "Basis: inspections in the period. A home inspected twice counts twice. Not comparable with the "
            "latest inspection at a date."
        ),
    ),
    SeriesBasis.LATEST: (
        say(
            "Basis: the latest inspection of each home at a date, so inspections from before the change are in "
            "the later figure."
        ),
        say("The two figures share most of their homes; without the rows no interval for chance can be given."),
    ),
    SeriesBasis.SNAPSHOT: (
        say(
            "Basis: the latest inspection of each home in a register file. Homes that closed are gone, and grades "
            "from before the change remain until the next inspection."
        ),
        say(
            "The files list every graded home, so nothing was sampled: the interval says how far chance alone "
            "would move such shares."
        ),
    ),
    SeriesBasis.LISTED: (
        say(
            "Basis: inspections of the year before a register file that the file still lists. Inspections "
            "replaced within the year are missing, most of all inadequate ones, so shares are too high on both "
            "sides."
        ),
        say("Homes of both sides overlap; the interval takes each home as one."),
    ),
}


def basis_caveats(basis: SeriesBasis) -> tuple[Words, ...]:
    """What has to stand beside every figure of this basis."""
    return (*_BASIS.get(basis, ()), NO_CAUSE)


def grade_caveats(at: date) -> tuple[Words, ...]:
    """What the words of the grades changed at the time."""
    if at == date(2015, 4, 1):
        return (say("The grade below good was called adequate before and requires improvement after."),)
    if at == date(2012, 4, 1):
        return (say("The grade below good was called satisfactory before and adequate after (day unverified)."),)
    return ()


def claim_of(span: Between | None, chance: bool, collapse: float, measure: str) -> Words:
    """What the range allows one to claim: a difference or none, and whether a large fall is ruled out."""
    if span is None:
        return say("Cannot tell: a figure on one side was not published or is not in the data.")
    what, low, high = MEASURE_WORDS[measure], round(span.low * 100, 1), round(span.high * 100, 1)
    kind = say("rounding and chance at 95%") if chance else say("rounding alone; chance is not counted, because n is unknown")  # noqa: E501  # fmt: skip
    values = {"what": what, "low": low, "high": high, "kind": kind, "large": round(collapse * 100)}
    if span.low > 0:
        return say("{what} was higher after, by {low} to {high} percentage points ({kind}).", **values)
    if span.high < -collapse:
        return say(
            "{what} was lower after, by more than {large} percentage points: {low} to {high} ({kind}).", **values
        )
    if span.high < 0:
        return say("{what} was lower after: {low} to {high} percentage points ({kind}).", **values)
    if measure != "inadequate" and span.low > -collapse:
        return say(
            "{what}: no difference was shown, {low} to {high} percentage points ({kind}); a fall of more than "
            "{large} points is outside this range.",
            **values,
        )
    return say("{what}: cannot tell, it moved by {low} to {high} percentage points ({kind}).", **values)


def settling(rounding: Between | None, chance: Between | None, n: int | None, labels: tuple[str, str]) -> Words:
    """What would have to be known."""
    if rounding is None:
        return say(
            "The counts by grade for {before} and {after}, from the inspectorate.", before=labels[0], after=labels[1]
        )
    if chance is None and n is not None:
        return say(
            "The numbers of inspections for {before} and {after}: with at least {n} independent inspections on each "
            "side the 95% interval would leave zero out even at the ends that rounding allows.",
            before=labels[0], after=labels[1], n=n,
        )  # fmt: skip
    if chance is not None and (chance.low > 0 or chance.high < 0):
        return say(
            "That the shares differed is settled on this basis. Why they did would take the same homes judged under "
            "both frameworks."
        )
    if n is None:
        return say("The counts themselves: rounding to whole per cent alone leaves the direction open.")
    return say(
        "A difference of the size seen would take about {n} independent inspections on each side to tell from none.",
        n=n,
    )
