"""Where crosswalks lie, and how they are read."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from evenhand.findings import BadInput
from evenhand.framework.crosswalk.model import Crosswalk
from evenhand.framework.reading import read
from evenhand.shelf import shipped
from evenhand.wording import say

BETWEEN = "--"
Pair = tuple[str, str]
Shelf = Callable[[], "tuple[Crosswalk, ...]"]


def _folder() -> Path:
    return shipped("frameworks") / "crosswalks"


def pair_of(file: Path) -> Pair | None:
    """The two ids that the name of a file says, or None when it is not named `<old>--<new>.yaml`."""
    old, between, new = file.stem.partition(BETWEEN)
    return (old, new) if between and old and new else None


def shipped_pairs() -> tuple[Pair, ...]:
    """The pairs of versions for which a crosswalk comes with Evenhand, by name."""
    return tuple(pair for file in sorted(_folder().glob("*.yaml")) if (pair := pair_of(file)) is not None)


@lru_cache(maxsize=64)
def load(old: str, new: str) -> Crosswalk:
    """The shipped crosswalk from one version to another; raises BadInput that names those there are."""
    if (old, new) not in shipped_pairs():
        known = [f"{one}{BETWEEN}{other}" for one, other in shipped_pairs()]
        message = say(
            "there is no crosswalk from '{old}' to '{new}'; there are: {known}",
            old=old,
            new=new,
            known=known or [say("none")],
        )
        raise BadInput.at("CW000", message, field="crosswalk")
    return read(_folder() / f"{old}{BETWEEN}{new}.yaml", Crosswalk)[0]


def load_all() -> tuple[Crosswalk, ...]:
    """Every shipped crosswalk, by name."""
    return tuple(load(*pair) for pair in shipped_pairs())
