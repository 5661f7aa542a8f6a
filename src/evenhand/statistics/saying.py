"""What has to stand beside figures: the basis, and what the data cannot tell. See data/README.md, “Limits”."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from evenhand.statistics.model import Asked, Basis, By, Inspected
from evenhand.wording import Words, say

GAP = (date(2020, 3, 17), date(2021, 4, 12))
JOINT_REGION = "North East, Yorkshire and The Humber"
_NEW_WORD = date(2015, 4, 1)

INTERVALS = say(
    "Each interval is Wilson’s 95% interval for one share by itself; of twenty such intervals, about one misses. Every "
    "inspection known here is counted, so nothing was sampled: the interval says how far chance alone would move a "
    "share of this size."
)
SOURCE = say(
    "Source: the inspections that the imported files of the public register list, and reports published here. Of an "
    "inspection that is both, the report stands."
)
WHY_HIDDEN = say(
    "The grade of every home is public, so nothing here is secret by itself. Small numbers are hidden all the same, "
    "because shares of a few homes mislead, and because these figures can be joined with others that are not public."
)


def basis_words(asked: Asked) -> Words:
    """What one count is, and of which days."""
    if asked.basis is Basis.PERIOD:
        return say(
            "Basis: inspections that started from {first} to {last}. A home inspected twice counts twice.",
            first=asked.first.isoformat(),
            last=asked.last.isoformat(),
        )
    return say(
        "Basis: the latest graded inspection of each home at {day}, however long before that day it was.",
        day=asked.last.isoformat(),
    )


def notes(asked: Asked, taken: Sequence[Inspected]) -> tuple[Words, ...]:
    """The limits of the data that bear on what was counted."""
    said = []
    earliest = min((one.on for one in taken), default=asked.last)
    if asked.basis is Basis.PERIOD:
        said.append(
            say(
                "The register’s files list the latest inspection at 31 March of some years. Inspections that a later "
                "one replaced between two files are missing, most of all inadequate ones: shares of good are too high."
            )
        )
        if asked.first <= GAP[1] and asked.last >= GAP[0]:
            said.append(say("Full inspections stopped from 17 March 2020 to 12 April 2021."))
    else:
        said.append(
            say(
                "Homes are those that a file of this date or a later one lists; an inspection that was published only "
                "after this date counts too. Homes not yet graded are missing."
            )
        )
    if earliest < _NEW_WORD:
        said.append(
            say(
                "Requires improvement counts the grade below good in the words of its time, too: adequate until "
                "31 March 2015, and satisfactory some years before."
            )
        )
    if asked.by is By.FRAMEWORK or len({one.framework for one in taken}) > 1:
        said.append(say("More than one framework is counted here; their grades are not strictly comparable."))
    return (*said, *_notes_on_lines(asked.by, taken))


def _notes_on_lines(by: By, taken: Sequence[Inspected]) -> Iterator[Words]:
    if by is By.REGION and any(one.region == JOINT_REGION for one in taken):
        yield say("The file of 2015 has one region for the North East and Yorkshire; homes last seen then stay in it.")
    if by is By.AUTHORITY:
        yield say(
            "Authorities are those of the file in which a home was last seen. Some changed in 2019, 2021 and 2023; "
            "one that was split has no place on a map of today."
        )
    if by in (By.REGION, By.SECTOR, By.PROVISION):
        yield say("Region, sector and kind of home are those of the file in which the home was last seen.")
