"""Figures about texts: how many sentences, how long they are, and for which age a formula thinks they are written."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import median
from typing import Any

from evenhand.framework.clarity.sentences import sentences, words

LONG = 25  # words; the advice on GOV.UK is to look at every sentence above it
FEW_WORDS = 100  # below this the formula swings with every word, and no age is given
# Lower ends of the lengths that are counted together; the last is open.
STEPS = (1, 6, 11, 16, 21, 26, 31, 41)
AGE_AT_GRADE_0 = 5  # an American school grade plus five is about a reader's age


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted in some texts: every sentence of them, so there is no sample and no interval.

    `lengths` are the words of each sentence in order; `reading_age` is in years, None below `FEW_WORDS` words.
    """

    texts: int
    not_verified: int
    words: int
    lengths: tuple[int, ...]
    reading_age: float | None
    vague: int
    double_negatives: int

    @property
    def sentences(self) -> int:
        """How many sentences there are."""
        return len(self.lengths)

    @property
    def median_length(self) -> float | None:
        """Words in the middle sentence; None when there is none."""
        return float(median(self.lengths)) if self.lengths else None

    @property
    def range(self) -> tuple[int, int] | None:
        """Words of the shortest and of the longest sentence."""
        return (min(self.lengths), max(self.lengths)) if self.lengths else None

    @property
    def long(self) -> int:
        """How many sentences have more than `LONG` words."""
        return sum(length > LONG for length in self.lengths)

    @property
    def histogram(self) -> tuple[tuple[int, int | None, int], ...]:
        """(shortest, longest, sentences) for each step of length; the last step has no longest."""
        ends = (*(start - 1 for start in STEPS[1:]), None)
        return tuple(
            (low, high, sum(low <= length and (high is None or length <= high) for length in self.lengths))
            for low, high in zip(STEPS, ends, strict=True)
        )

    @property
    def vague_per_100_words(self) -> float | None:
        """Vague words in every hundred; None below `FEW_WORDS` words."""
        return None if self.words < FEW_WORDS else 100 * self.vague / self.words

    def as_dict(self) -> dict[str, Any]:
        """For `--json`: plain values only."""
        low, high = self.range or (None, None)
        rate = self.vague_per_100_words
        return {
            "texts": self.texts,
            "texts_not_verified": self.not_verified,
            "words": self.words,
            "sentences": self.sentences,
            "words_per_sentence": {"median": self.median_length, "shortest": low, "longest": high},
            "sentences_by_words": [{"from": a, "to": b, "sentences": n} for a, b, n in self.histogram],
            "long_sentences": self.long,
            "reading_age": self.reading_age,
            "vague_words": self.vague,
            "vague_words_per_100": None if rate is None else round(rate, 2),
            "double_negatives": self.double_negatives,
        }


def lengths(texts: Sequence[str]) -> tuple[int, ...]:
    """The words of each sentence, in order."""
    return tuple(len(words(sentence)) for text in texts for sentence in sentences(text))


def reading_age(texts: Sequence[str]) -> float | None:
    """Years of age for which the Flesch-Kincaid formula thinks the texts, taken together, are written.

    The grade is 0.39 x words per sentence + 11.8 x syllables per word - 15.59, and the age is the grade plus five. None
    below `FEW_WORDS` words. Syllables are counted by the library textstat, where a word can be hyphenated.
    """
    if sum(lengths(texts)) < FEW_WORDS:
        return None
    # The library would take the stop of an abbreviation or a figure for the end of a sentence; it is given ours.
    plain = (" ".join(words(one)).replace(".", "") for text in texts for one in sentences(text))
    prepared = " ".join(f"{one}." for one in plain)
    return round(float(_reader().flesch_kincaid_grade(prepared)) + AGE_AT_GRADE_0, 1)


@lru_cache(maxsize=1)
def _reader() -> Any:
    # Imported here, because it pulls in a packaging library that takes longer to load than most commands take to run.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of that library's age at every start
        from textstat.textstat import textstatistics
    return textstatistics()
