"""Results as numbers ready to draw; each picture stands beside a table that says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from evenhand.consultation.results import QuestionResult, Tally, kind_in_words, point_words
from evenhand.web.design.charts import Shares, grade_shares
from evenhand.web.design.jinja import words

WIDTH, SIDE, TOP, ROW, AXIS = 380, 12, 6, 42, 24
# From strongly agree to strongly disagree: dark at both ends, pale in the middle, told apart without colour by order.
FILLS = ("#0b5a63", "#7fb3ae", "#d8dedd", "#e5b25c", "#9a4a12")


@dataclass(frozen=True, slots=True)
class Whisker:
    """One group: its label, and where its share and the ends of its interval are drawn."""

    label: str
    y: float
    low: float
    middle: float
    high: float
    says: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that one question draws: a bar of points for everybody, and the share agreeing of each group."""

    id: str
    bar: Shares | None
    whiskers: tuple[Whisker, ...]
    ticks: tuple[tuple[float, str], ...]
    height: int


# What templates need to name the columns and rows of a table of answers.
NAMES = {"kind_in_words": kind_in_words, "point_words": point_words}


def picture(result: QuestionResult) -> Picture:
    """The pictures of one question; empty ones where nothing may be shown."""
    drawn = [one for one in (result.everybody, *result.by_kind) if one.share is not None]
    return Picture(
        id=f"chart-{result.question.id}".replace(".", "-"),
        bar=_bar(result.everybody),
        whiskers=tuple(_whisker(one, row) for row, one in enumerate(drawn)),
        ticks=tuple((_x(share / 100), f"{share}%") for share in (0, 25, 50, 75, 100)),
        height=TOP + ROW * len(drawn) + AXIS,
    )


def _bar(everybody: Tally) -> Shares | None:
    if everybody.points is None:
        return None
    counts: Sequence[dict[str, object]] = [
        {"ordinal": place, "label": words(label), "n": n}
        for place, (label, n) in enumerate(zip(point_words(), everybody.points, strict=True))
    ]
    return grade_shares(counts)


def _whisker(one: Tally, row: int) -> Whisker:
    share = one.share
    if share is None:
        raise ValueError("a group without a share has no interval to draw")
    middle, low, high = share.percents
    label = words(kind_in_words(one.kind))
    says = _("%(label)s: %(agreeing)s of %(n)s agree, %(middle)s%% (%(low)s%% to %(high)s%%).") % {
        "label": label,
        "agreeing": share.agreeing,
        "n": share.of,
        "middle": middle,
        "low": low,
        "high": high,
    }
    return Whisker(f"{label} ({share.of})", TOP + ROW * row + 28, _x(share.low), _x(share.value), _x(share.high), says)


def _x(share: float) -> float:
    return round(SIDE + (WIDTH - 2 * SIDE) * share, 1)
