"""What a check is: a stable code, a severity, a sentence, and one function that yields places and words."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from evenhand.findings import Severity
from evenhand.framework import reading
from evenhand.framework.model import Framework, StandardSet
from evenhand.framework.reading import Place
from evenhand.wording import Words

Faults = Iterator[tuple[Place, Words]]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What lies around a framework: the name of its folder ('' for none) and the other files that it names.

    `framework` and `standards` find a file by id and raise BadInput when there is none, as the shipped shelf does.
    """

    folder: str = ""
    framework: Callable[[str], Framework] = reading.load
    standards: Callable[[str], StandardSet] = reading.load_standards


Function = Callable[[Framework, Surroundings], Faults]


@dataclass(frozen=True, slots=True)
class Check:
    """One check. `sentence` is the first line of the function's docstring: what a person reads in the list."""

    code: str
    severity: Severity
    sentence: str
    run: Function


def check(code: str, severity: Severity) -> Callable[[Function], Check]:
    """Make a check out of a function over (framework, surroundings)."""

    def made(function: Function) -> Check:
        lines = (inspect.getdoc(function) or "").splitlines()
        return Check(code, severity, lines[0] if lines else "", function)

    return made
