"""The words of published inspection data: grades of every generation, dates, kinds of home, inspection years."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from evenhand.scale import Scale


@dataclass(frozen=True, slots=True)
class GradeWord:
    """A published grade: its ordinal never changed, the word for ordinal 2 did. `first` and `last` bound its use."""

    text: str
    ordinal: int
    first: date | None = None
    last: date | None = None

    def in_use(self, day: date) -> bool:
        """Whether a report of this day could have used the word."""
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)


# The day on which "satisfactory" gave way to "adequate" is not verified (it lies between the year 2011-12 and the
# statistics of 2013-14), and tidied files write "adequate" for both: so neither word is held to that day.
GRADE_WORDS = (
    GradeWord("outstanding", 4),
    GradeWord("good", 3),
    GradeWord("satisfactory", 2, last=date(2013, 3, 31)),
    GradeWord("adequate", 2, last=date(2015, 3, 31)),
    GradeWord("requires improvement", 2, first=date(2015, 4, 1)),
    GradeWord("requires improvement to be good", 2, first=date(2017, 4, 1)),
    GradeWord("inadequate", 1),
)
_BY_TEXT = {word.text: word for word in GRADE_WORDS}

# Words that stand in a grade's cell and say that there is no grade.
NO_GRADE = frozenset(
    {"", "-", "n/a", "na", "not applicable", "not judged", "null", "none", "redacted", "not inspected"}
)

HOME_KINDS = (
    "Children's home",
    "Residential special school (registered as a children's home)",
    "Secure children's home",
)


def plain(text: str) -> str:
    """Lower case, one space between words, straight apostrophes: two people's spelling of one word agree."""
    return " ".join(text.replace("’", "'").replace("\u00a0", " ").split()).casefold()


_HOMES_BY_PLAIN_WORDS = {re.sub(r"[^a-z' ]", "", plain(kind)): kind for kind in HOME_KINDS}


@lru_cache(maxsize=4096)
def grade_word(text: str) -> GradeWord | None:
    """The grade that a cell means; None when the word is not a grade."""
    return _BY_TEXT.get(plain(text).rstrip("."))


@lru_cache(maxsize=4096)
def says_no_grade(text: str) -> bool:
    """Whether a cell says in one of the known ways that no grade was given."""
    return plain(text).rstrip(".") in NO_GRADE


@lru_cache(maxsize=4096)
def home_kind(text: str) -> str | None:
    """The kind of children's home that a provision type means; None for other provision."""
    return _HOMES_BY_PLAIN_WORDS.get(re.sub(r"[^a-z' ]", "", plain(text)))


_DATE_FORMATS = (
    "%Y-%m-%d",
    "%d/%m/%Y",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%d/%m/%y",
    "%d %B %Y",
    "%d %b %Y",
    "%d-%b-%Y",
    "%d-%b-%y",
)
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?=$|[T ][0-9]{2}:[0-9]{2}:[0-9]{2}$)")  # as databases write it
_TIME_OF_DAY = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$")


@lru_cache(maxsize=65536)
def day(text: str) -> date | None:
    """The day that a cell means, day before month as in England; None when it cannot be read."""
    if (iso := _ISO.match(text)) is not None and (found := _iso_day(iso[0])) is not None:
        return found
    return _day_in_words(_TIME_OF_DAY.sub("", " ".join(text.split())))


@lru_cache(maxsize=65536)
def _iso_day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 1990 <= found.year <= 2100 else None


@lru_cache(maxsize=65536)
def _day_in_words(words: str) -> date | None:
    for pattern in _DATE_FORMATS:
        try:
            found = datetime.strptime(words, pattern).date()
        except ValueError:
            continue
        return found if 1990 <= found.year <= 2100 else None
    return None


def inspection_year(moment: date) -> str:
    """The inspection period, 1 April to 31 March, as people write it: 2024-25."""
    start = moment.year if moment.month >= 4 else moment.year - 1
    return f"{start}-{(start + 1) % 100:02d}"


# Days on which the words in use change; between two of them every day is alike.
_CHANGES = sorted(
    {word.first for word in GRADE_WORDS if word.first}
    | {date.fromordinal(word.last.toordinal() + 1) for word in GRADE_WORDS if word.last}
)


def era(moment: date) -> date:
    """One day that stands for all days on which the same grade words were in use."""
    passed = [change for change in _CHANGES if change <= moment]
    return passed[-1] if passed else date(1990, 1, 1)


def fits(scale: Scale) -> bool:
    """Whether published grades, which are four, can be told on this scale by their ordinals."""
    return len(scale.grades) == 4
