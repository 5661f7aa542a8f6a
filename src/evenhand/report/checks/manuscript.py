"""What a check of a report sees and yields; a check itself is a function with a code (`evenhand.findings`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from evenhand.findings import Check
from evenhand.report.compose import CLOSE, OPEN
from evenhand.report.material import Material
from evenhand.wording import Words


@dataclass(frozen=True, slots=True)
class Guarded:
    """What may not stand in a report: the checks look for it, the report never holds it.

    `here` are names of the home's authority and region, `elsewhere` those of all others. `initials` are those of people
    in the evidence.
    """

    name: str = ""
    address: str = ""
    here: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    initials: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A draft as the checks see it: the words by slot key in the order in which they stand, and what lies behind."""

    material: Material
    texts: Mapping[str, str]
    guarded: Guarded = field(default_factory=Guarded)

    def prose(self) -> Iterator[tuple[str, str]]:
        """Slot keys and texts without the requests to the writer, whose words are ours."""
        for key, text in self.texts.items():
            yield key, _REQUEST.sub(" ", text)


_REQUEST = re.compile(re.escape(OPEN) + r".*?" + re.escape(CLOSE), re.DOTALL)

# A place is the key of a slot; '' means the report as a whole.
Faults = Iterator[tuple[str, Words]]
ReportCheck = Check[[Manuscript], Faults]
