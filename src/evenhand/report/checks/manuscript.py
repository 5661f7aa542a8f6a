"""What a check of a report sees and yields; a check itself is a function with a code (`evenhand.findings`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from evenhand.findings import Check
from evenhand.report.checks.best_practice import BestPractice
from evenhand.report.compose import CLOSE, OPEN
from evenhand.report.identity import Context
from evenhand.report.material import Material
from evenhand.wording import Words


@dataclass(frozen=True, slots=True)
class Guarded:
    """What may not stand in a report: the checks look for it, the report never holds it.

    `here` are names of the home's authority and region, `elsewhere` those of all others. `initials` are those of people
    in the evidence. `neighbours` are names of homes of the same authority or provider, `organisations` of providers.
    """

    name: str = ""
    address: str = ""
    here: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    initials: frozenset[str] = frozenset()
    neighbours: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()

    def context(self, places: int | None = None) -> Context:
        """The same for the detector, with how many children the home may care for."""
        return Context(
            name=self.name,
            address=self.address,
            here=self.here,
            elsewhere=self.elsewhere,
            neighbours=self.neighbours,
            organisations=self.organisations,
            initials=self.initials,
            places=places,
        )


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A draft as the checks see it: the words by slot key in the order in which they stand, and what lies behind.

    `behind` counts, for each judgement by id, the pieces of evidence under its criteria; None when nobody counted.
    `best_practice` are the passages that are marked as such.
    """

    material: Material
    texts: Mapping[str, str]
    guarded: Guarded = field(default_factory=Guarded)
    behind: Mapping[str, int] | None = None
    best_practice: tuple[BestPractice, ...] = ()

    def prose(self) -> Iterator[tuple[str, str]]:
        """Slot keys and texts without the requests to the writer, whose words are ours."""
        for key, text in self.texts.items():
            yield key, without_requests(text)


_REQUEST = re.compile(re.escape(OPEN) + r".*?" + re.escape(CLOSE), re.DOTALL)


def without_requests(text: str) -> str:
    """The text without what the software asks its writer for."""
    return _REQUEST.sub(" ", text)


# A place is the key of a slot; '' means the report as a whole.
Faults = Iterator[tuple[str, Words]]
ReportCheck = Check[[Manuscript], Faults]
