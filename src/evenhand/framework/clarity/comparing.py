"""Two versions side by side: sentence lengths, reading ages and vague words, with the numbers behind each figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

from evenhand.framework.clarity.figures import LONG, Figures
from evenhand.framework.clarity.passages import PARTS, Pair, pairs
from evenhand.framework.clarity.reading import Clarity, clarity
from evenhand.framework.model import Framework
from evenhand.framework.reading import SourceMap
from evenhand.wording import Words, say

# Years. One school grade is the unit of the formula; less than that is not worth a word.
AGES_ALIKE = 1.0


@dataclass(frozen=True, slots=True)
class PartComparison:
    """One part, or the whole, in two versions; None where a version has no text there."""

    part: str
    one: Figures | None
    other: Figures | None
    pairs: tuple[Pair, ...]

    @property
    def median_change(self) -> float | None:
        """Words that a reworded text gained (or lost) in the middle; None when no text was reworded."""
        changes = [pair.words[0] - pair.words[1] for pair in self.pairs if not pair.is_unchanged]
        return float(median(changes)) if changes else None

    def sentences(self) -> Iterator[Words]:
        """What was counted, in words; nothing about why."""
        if self.one is None or self.other is None:
            return
        yield _lengths(self.one, self.other)
        yield _ages(self.one, self.other)
        yield from _vague(self.one, self.other)
        if self.pairs:
            yield self._paired()

    def _paired(self) -> Words:
        same = sum(pair.is_unchanged for pair in self.pairs)
        change = self.median_change
        if change is None:
            return say("Texts with the same id in both: {pairs}, all word for word the same.", pairs=len(self.pairs))
        return say(
            "Texts with the same id in both: {pairs}. Word for word the same: {same}. Reworded: {changed}; in the "
            "middle they changed by {change} words.",
            pairs=len(self.pairs),
            same=same,
            changed=len(self.pairs) - same,
            change=f"{change:+g}",
        )

    def as_dict(self) -> dict[str, Any]:
        """For `--json`: plain values only."""
        return {
            "part": self.part,
            "this": self.one.as_dict() if self.one else None,
            "other": self.other.as_dict() if self.other else None,
            "same_id": len(self.pairs),
            "same_words": sum(pair.is_unchanged for pair in self.pairs),
            "median_change_in_words": self.median_change,
            "in_words": [str(one) for one in self.sentences()],
        }


@dataclass(frozen=True, slots=True)
class ClarityComparison:
    """How the wording of one version compares with another's; `parts` begins with the whole."""

    one: Clarity
    other: Clarity
    parts: tuple[PartComparison, ...]

    @property
    def conclusion(self) -> Words:
        """What may be concluded, which is little."""
        if self.one.is_paraphrase or self.other.is_paraphrase:
            return say(
                "These are lengths and counts. They do not show that one version is clearer than the other, and where "
                "a text is our paraphrase they show nothing about the published wording. Ask readers."
            )
        return say(
            "These are lengths and counts. They do not show that one version is clearer than the other. Ask readers."
        )

    def as_dict(self) -> dict[str, Any]:
        """For `--json`: plain values only."""
        return {
            "against": self.other.framework,
            "notices": [str(one) for one in self.other.notices],
            "parts": [one.as_dict() for one in self.parts],
            "conclusion": str(self.conclusion),
        }


def compare(
    one: Framework, other: Framework, places: SourceMap | None = None, part: str | None = None
) -> ClarityComparison:
    """Compare the wording of a version with another's, as a whole and part by part; texts are paired by equal ids.

    Raises KeyError for a part that does not exist.
    """
    read, read_other = clarity(one, places, part), clarity(other, None, part)
    paired = pairs(one, other)
    names = [name for name in PARTS if name in read.parts or name in read_other.parts]
    parts = [
        PartComparison(
            name,
            read.parts.get(name),
            read_other.parts.get(name),
            tuple(pair for pair in paired if pair.key[0] == name),
        )
        for name in names
    ]
    if part is None:
        parts.insert(0, PartComparison("whole", read.whole, read_other.whole, paired))
    return ClarityComparison(read, read_other, tuple(parts))


def _lengths(one: Figures, other: Figures) -> Words:
    return say(
        "Its middle sentence has {middle} words ({span}, n = {number}), against {other} ({other_span}, "
        "n = {other_number}). Sentences of more than {limit} words: {long}, against {other_long}.",
        middle=_plain(one.median_length),
        span=_span(one),
        number=one.sentences,
        other=_plain(other.median_length),
        other_span=_span(other),
        other_number=other.sentences,
        limit=LONG,
        long=one.long,
        other_long=other.long,
    )


def _ages(one: Figures, other: Figures) -> Words:
    values: dict[str, float] = {"words": one.words, "other_words": other.words}
    if one.reading_age is None or other.reading_age is None:
        return say("Too few words to compare reading ages ({words} against {other_words}).", **values)
    values |= {"age": one.reading_age, "other": other.reading_age}
    if abs(one.reading_age - other.reading_age) < AGES_ALIKE:
        return say(
            "The formula gives about the same age: {age}, against {other} ({words} and {other_words} words).", **values
        )
    if one.reading_age < other.reading_age:
        return say("The formula gives a lower age: {age}, against {other} ({words} and {other_words} words).", **values)
    return say("The formula gives a higher age: {age}, against {other} ({words} and {other_words} words).", **values)


def _vague(one: Figures, other: Figures) -> Iterator[Words]:
    rate, other_rate = one.vague_per_100_words, other.vague_per_100_words
    if rate is not None and other_rate is not None:
        yield say(
            "Words on our list of vague ones: {rate} in 100 words ({vague} in all), against {other} ({other_vague}).",
            rate=f"{rate:.1f}",
            vague=one.vague,
            other=f"{other_rate:.1f}",
            other_vague=other.vague,
        )


def _plain(number: float | None) -> str:
    return "no" if number is None else f"{number:g}"


def _span(figures: Figures) -> Words:
    low, high = figures.range or (0, 0)
    return say("{low} to {high}", low=low, high=high)
