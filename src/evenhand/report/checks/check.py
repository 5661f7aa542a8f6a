"""What a check of a report is: a stable code, a severity, a sentence, and a function that yields places and words."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from evenhand.findings import Severity
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
Function = Callable[[Manuscript], Faults]


@dataclass(frozen=True, slots=True)
class Check:
    """One check. `sentence` is the first line of the function's docstring: what a person reads in the list."""

    code: str
    severity: Severity
    sentence: str
    run: Function


def check(code: str, severity: Severity) -> Callable[[Function], Check]:
    """Make a check out of a function over a manuscript."""

    def made(function: Function) -> Check:
        lines = (inspect.getdoc(function) or "").splitlines()
        return Check(code, severity, lines[0] if lines else "", function)

    return made
