"""What a check of a framework sees and yields; a check itself is a function with a code (`evenhand.findings`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from evenhand.findings import Check
from evenhand.framework import reading
from evenhand.framework.model import Framework, StandardSet
from evenhand.framework.reading import Place
from evenhand.wording import Words

Faults = Iterator[tuple[Place, Words]]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What lies around a framework: the name of its folder ('' for none), the files that it names, and the shelf.

    `framework` and `standards` find a file by id and raise BadInput when there is none, as the shipped shelf does;
    `shelf` gives every version beside which this one would stand.
    """

    folder: str = ""
    framework: Callable[[str], Framework] = reading.load
    standards: Callable[[str], StandardSet] = reading.load_standards
    shelf: Callable[[], tuple[Framework, ...]] = reading.load_all


FrameworkCheck = Check[[Framework, Surroundings], Faults]
