"""The answer of one day in one sentence: how many comparisons say what, never put together into one figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from evenhand.trend.compared import COLLAPSE

Plain = Mapping[str, Any]


def of_good_or_better(comparisons: Sequence[Plain]) -> list[Plain]:
    """The comparisons that the question is about."""
    return [one for one in comparisons if one["measure"] == "good_or_better"]


def answer(comparisons: Sequence[Plain]) -> str:
    """What the comparisons of the share good or outstanding say together."""
    made = [one for one in of_good_or_better(comparisons) if one["low"] is not None]
    if not made:
        return _("Cannot tell: for one side of the day or for both no figure was published, or none is in the data.")
    higher, lower = sum(one["low"] > 0 for one in made), sum(one["high"] < 0 for one in made)
    large = sum(one["high"] < -COLLAPSE * 100 for one in made)
    values = {
        "n": len(made), "higher": higher, "lower": lower, "neither": len(made) - higher - lower, "large": large,
        "low": signed(min(one["low"] for one in made)), "high": signed(max(one["high"] for one in made)),
        "points": round(COLLAPSE * 100),
    }  # fmt: skip
    if higher == len(made):
        return _(
            "The share good or outstanding was higher afterwards in every comparison that the data allow (%(n)s): "
            "their ranges reach from %(low)s to %(high)s percentage points."
        ) % values  # fmt: skip
    if lower == len(made):
        return _(
            "The share good or outstanding was lower afterwards in every comparison that the data allow (%(n)s): "
            "their ranges reach from %(low)s to %(high)s percentage points. Ranges that leave no room for a fall of "
            "%(points)s points or less: %(large)s."
        ) % values  # fmt: skip
    return _(
        "There is more than one answer: of the comparisons that the data allow (%(n)s), %(higher)s show a higher share "
        "good or outstanding afterwards, %(lower)s a lower one and %(neither)s neither; their ranges reach from "
        "%(low)s to %(high)s percentage points."
    ) % values  # fmt: skip


def blanks(comparisons: Sequence[Plain]) -> int:
    """How many comparisons cannot be made, because a figure was not published."""
    return sum(one["low"] is None for one in of_good_or_better(comparisons))


def is_verified(comparisons: Sequence[Plain]) -> bool:
    """Whether every figure behind the answer was read in the release itself."""
    return all(one["verified"] for one in of_good_or_better(comparisons))


def signed(points: float | None) -> str:
    """A change in points with its sign, so that nobody has to guess: +7.0, −2.6."""
    if points is None:
        return _("not known")
    return f"{points:+.1f}".replace("-", "−") if round(points, 1) else "0.0"
