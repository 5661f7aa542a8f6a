"""One home as a file: its history, the day from which it is seen, and what is expected to be due."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from evenhand.casework.due.expectation import AlterationKind, Outlook, Standing, Strength
from evenhand.casework.due.history import HomeHistory
from evenhand.framework.parts import Part, Text, Title
from evenhand.framework.reading import SourceMap, read
from evenhand.scale import Identifier


class ExpectedWindow(Part):
    """One inspection that a worked case expects; only what is written is compared, but all windows must be named."""

    types: tuple[Identifier, ...]
    earliest: date
    latest: date
    rules: tuple[Identifier, ...]
    standing: Standing | None = None
    strength: Strength | None = None
    altered: tuple[AlterationKind, ...] | None = None
    verified: bool | None = None


class ExpectedOutlook(Part):
    """What a worked case expects: every window in order, rules that cannot be computed, pieces of what is said."""

    windows: tuple[ExpectedWindow, ...] = ()
    unanswered: tuple[str, ...] = ()
    says: tuple[Text, ...] = ()


class DueCase(Part):
    """A home, a day, and for a worked case what comes out."""

    title: Title
    story: str = ""
    today: date | None = None
    home: HomeHistory
    expect: ExpectedOutlook | None = None


def read_due_case(file: Path) -> tuple[DueCase, SourceMap]:
    """Read a case from YAML; raises BadInput with file and line."""
    return read(file, DueCase)


def everything_said(outlook: Outlook) -> str:
    """All sentences of an outlook in English, one a line."""
    words = [one for expected in outlook.expected for one in expected.why]
    words += [one.words for expected in outlook.expected for one in expected.altered]
    words += [one.reason for one in outlook.unanswered]
    return "\n".join(str(one) for one in (*words, *outlook.notes))


def differences(outlook: Outlook, expect: ExpectedOutlook) -> tuple[str, ...]:
    """Where an outlook departs from what a worked case expects, one sentence each, for people who write policy."""
    found = []
    got = [f"{_window(one.types, one.earliest, one.latest)} by {', '.join(one.rules)}" for one in outlook.expected]
    wanted = [f"{_window(one.types, one.earliest, one.latest)} by {', '.join(one.rules)}" for one in expect.windows]
    found += [f"not expected, but due: {one}" for one in got if one not in wanted]
    found += [f"expected, but not due: {one}" for one in wanted if one not in got]
    if not found:
        for have, want in zip(outlook.expected, expect.windows, strict=True):
            found += _finer(
                want,
                {
                    "standing": have.standing,
                    "strength": have.strength,
                    "altered": tuple(one.kind for one in have.altered),
                    "verified": have.verified,
                },
            )
    open_rules = tuple(one.rule for one in outlook.unanswered)
    if open_rules != expect.unanswered:
        found.append(f"cannot be computed: {list(open_rules)}, expected {list(expect.unanswered)}")
    text = everything_said(outlook)
    found += [f"nothing says: {piece}\n{text}" for piece in expect.says if piece not in text]
    return tuple(found)


def _finer(want: ExpectedWindow, have: dict[str, object]) -> list[str]:
    asked = {name: getattr(want, name) for name in have if getattr(want, name) is not None}
    where = _window(want.types, want.earliest, want.latest)
    return [
        f"{where}: {name} is {have[name]}, expected {value}" for name, value in asked.items() if have[name] != value
    ]


def _window(types: tuple[str, ...], earliest: date, latest: date) -> str:
    return f"{' or '.join(types)} from {earliest:%-d %B %Y} to {latest:%-d %B %Y}"
