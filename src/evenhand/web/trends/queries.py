"""Reading the sealed accounts, each once in a process; what was sealed from other data is worked out anew.

There is nobody to ask for here: the accounts are made of published figures alone, and are the same for everybody.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from evenhand.wording import Words

log = logging.getLogger(__name__)
_SEALED = Path(__file__).parent / "sealed"
_ONE_AT_A_TIME = Lock()
_KEPT: dict[str, Told] = {}


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its table; `title` and `alt` in English, to be said by `Told.say`."""

    id: str
    title: str
    alt: str
    svg: str
    csv: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Told:
    """A sealed file: its plain values, the sentences in them, the charts, and a name that changes with any of them."""

    values: Mapping[str, Any]
    spoken: Mapping[str, Words]
    figures: Mapping[str, Figure]
    edition: str

    def say(self, sentence: str) -> Words | str:
        """A sentence of the account, as one that can be translated."""
        return self.spoken.get(sentence, sentence)


def days() -> tuple[date, ...]:
    """The days that have an account, oldest first."""
    return tuple(date.fromisoformat(one) for one in overview().values["days"])


def overview() -> Told:
    """The changes and first comparisons of every day."""
    return _told("days")


def account_of(day: str) -> Told | None:
    """The account of a day written as 2011-04-01; None for a day that has none."""
    return _told(day) if day in overview().values["days"] else None


def _told(name: str) -> Told:
    found = _KEPT.get(name)
    if found is None:
        # Whoever comes second waits and finds it done, instead of doing it again.
        with _ONE_AT_A_TIME:
            found = _KEPT.get(name) or _opened(_sealed(name) or _made(name))
            _KEPT[name] = found
    return found


def _sealed(name: str) -> dict[str, Any] | None:
    file = _SEALED / f"{name}.json"
    try:
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return found if found["data"] == _data() else None


@cache
def _data() -> str:
    from evenhand.web.trends.fingerprints import data_fingerprint

    return data_fingerprint()


def _made(name: str) -> dict[str, Any]:
    # numpy, scipy and the drawing of charts are loaded only where the sealed account does not belong to the data.
    from evenhand.web.trends import sealing

    log.warning("the account %s was not sealed from the data that are here; it is worked out now", name)
    return sealing.index() if name == "days" else sealing.told(date.fromisoformat(name))


def _opened(found: dict[str, Any]) -> Told:
    drawn = {one["id"]: Figure(**one) for one in found.get("figures", ())}
    spoken = {sentence: _words(one) for sentence, one in found["spoken"].items()}
    edition = hashlib.blake2s(json.dumps(found, sort_keys=True).encode(), digest_size=16).hexdigest()
    return Told(found, spoken, drawn, edition)


def _words(one: Mapping[str, Any]) -> Words:
    """A sentence as it was sealed, ready to be said in any language."""
    return Words(one["say"], {name: _words(v) if isinstance(v, dict) else v for name, v in one["values"].items()})
