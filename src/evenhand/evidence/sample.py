"""Which children are tracked: the nine things a sample has to include, checked while it is drawn.

The list is that of the inspectorate's guidance (frameworks.md 4.2). It says “all” of unplanned endings and “at least
one” of buildings; that one child is enough for each of the other things is our reading of it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from evenhand.findings import BadInput, Finding, Severity, Where
from evenhand.wording import Words, say

ENDINGS_MONTHS = 6
MOST_LETTERS = 4
_CODE = re.compile(r"[A-Z0-9][A-Z0-9.-]{0,9}")


class SampleReason(StrEnum):
    """Why a child belongs in the sample: the nine things, in the guidance's order."""

    RECENT_ARRIVAL = "recent_arrival"
    RECENT_LEAVER = "recent_leaver"
    MISSING = "missing"
    EXPLOITATION = "exploitation"
    FAR_AWAY = "far_away"
    NOT_ACCOMMODATED = "not_accommodated"
    UNPLANNED_ENDING = "unplanned_ending"
    BUILDING = "building"
    SERIOUS_INCIDENT = "serious_incident"

    @property
    def words(self) -> Words:
        """What people call it."""
        return _REASONS[self]


_REASONS = {
    SampleReason.RECENT_ARRIVAL: say("Moved in recently"),
    SampleReason.RECENT_LEAVER: say("Moved out recently"),
    SampleReason.MISSING: say("Went missing since the last inspection"),
    SampleReason.EXPLOITATION: say("At risk of exploitation"),
    SampleReason.FAR_AWAY: say("Lives far from the placing authority"),
    SampleReason.NOT_ACCOMMODATED: say("The home decided not to take the child"),
    SampleReason.UNPLANNED_ENDING: say("Left in a way that was not planned"),
    SampleReason.BUILDING: say("Lives in a building that has to be represented"),
    SampleReason.SERIOUS_INCIDENT: say("A recent serious incident"),
}


@dataclass(frozen=True, slots=True)
class Child:
    """A child as a row without a name: up to four capitals, or a code of up to ten capitals and digits with a digit.

    None is “not known”, which is never taken for a no. `ended_unplanned_on` is the day of an unplanned ending.
    With `not_accommodated` the child never moved in, and nothing else in the row counts.
    """

    code: str
    building: str = ""
    recent_arrival: bool | None = None
    recent_leaver: bool | None = None
    missing: bool | None = None
    exploitation: bool | None = None
    far_away: bool | None = None
    serious_incident: bool | None = None
    ended_unplanned: bool | None = None
    ended_unplanned_on: date | None = None
    not_accommodated: bool = False

    @property
    def lives_here(self) -> bool:
        """Whether the child is one of those who live in the home now, as far as is known."""
        left = self.recent_leaver or self.ended_unplanned or self.ended_unplanned_on is not None
        return not (left or self.not_accommodated)


class SampleStanding(StrEnum):
    """Whether the sample includes a thing; that nobody fits it; or that it is not known whom it fits."""

    COVERED = "covered"
    LACKING = "lacking"
    NOT_KNOWN = "not_known"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Inclusion:
    """One of the nine things in a sample, for `building` one for each building.

    Codes in the order of the rows: whom it fits, who of them is chosen, and of whom it is not known. `all_of_them`:
    everybody it fits has to be chosen; otherwise one is enough. `why` says where it stands.
    """

    reason: SampleReason
    standing: SampleStanding
    fits: tuple[str, ...]
    chosen: tuple[str, ...]
    not_known: tuple[str, ...]
    all_of_them: bool
    why: Words
    building: str = ""

    @property
    def has_to_be_asked(self) -> bool:
        """Whether what is not known could still change where it stands once nothing is lacking."""
        return self.standing is SampleStanding.NOT_KNOWN or (self.all_of_them and bool(self.not_known))

    @property
    def to_choose_from(self) -> tuple[str, ...]:
        """While it is lacking: everybody to add if all are wanted, otherwise those of whom one has to be added."""
        if self.standing is not SampleStanding.LACKING:
            return ()
        return tuple(code for code in self.fits if code not in self.chosen)


@dataclass(frozen=True, slots=True)
class SampleCheck:
    """What a sample includes and lacks. Unplanned endings count from `endings_since`, that day included."""

    inclusions: tuple[Inclusion, ...]
    endings_since: date

    @property
    def lacking(self) -> tuple[Inclusion, ...]:
        """What has to be added."""
        return tuple(one for one in self.inclusions if one.standing is SampleStanding.LACKING)

    @property
    def to_find_out(self) -> tuple[Inclusion, ...]:
        """What the home has to be asked before anybody can say that the sample is complete."""
        return tuple(one for one in self.inclusions if one.has_to_be_asked)

    @property
    def is_complete(self) -> bool:
        """Whether nothing is lacking and nothing is left to find out."""
        return not self.lacking and not self.to_find_out


def is_code(text: str) -> bool:
    """Whether a text is initials or a code. More than four letters without a digit may be a name, so they are not."""
    letters = sum(sign.isalpha() for sign in text)
    return bool(_CODE.fullmatch(text)) and (letters <= MOST_LETTERS or any(sign.isdigit() for sign in text))


def whom_it_stands_for(check: SampleCheck, code: str) -> tuple[Inclusion, ...]:
    """What of the nine things a child stands for, whether chosen or not; its building only where nothing else does."""
    fits = tuple(one for one in check.inclusions if code in one.fits)
    special = tuple(one for one in fits if one.reason is not SampleReason.BUILDING)
    return special or fits


def endings_since(on: date, last_inspection: date | None) -> date:
    """From which day every unplanned ending counts: six months back or the last inspection, whichever is later."""
    months = on.year * 12 + on.month - 1 - ENDINGS_MONTHS
    year, month = months // 12, months % 12 + 1
    six_months_ago = date(year, month, min(on.day, monthrange(year, month)[1]))
    return six_months_ago if last_inspection is None else max(six_months_ago, last_inspection)


def check_sample(
    children: Sequence[Child],
    chosen: Iterable[str],
    *,
    on: date,
    last_inspection: date | None = None,
    buildings: Iterable[str] = (),
) -> SampleCheck:
    """What the chosen children cover of the nine things on the day `on`, what is missing, and why.

    `chosen` are codes; `buildings` those of the registration (buildings that only rows name count too). Raises BadInput
    for a code that is not initials or a code, that stands twice, or that is chosen and not in the rows.
    """
    picked = frozenset(chosen)
    _must_be_codes(children, picked)
    since = endings_since(on, last_inspection)
    found = []
    for reason, asks in _asks(since, on).items():
        rows = [row for row in children if row.not_accommodated is (reason is SampleReason.NOT_ACCOMMODATED)]
        if reason is SampleReason.BUILDING:
            found += [_inclusion(reason, _living(rows, one), picked, one) for one in _buildings(rows, buildings)]
        else:
            found.append(_inclusion(reason, [(row.code, asks(row)) for row in rows], picked))
    return SampleCheck(tuple(found), since)


Asks = Callable[[Child], bool | None]


def _asks(since: date, on: date) -> dict[SampleReason, Asks]:
    return {
        SampleReason.RECENT_ARRIVAL: lambda row: row.recent_arrival,
        SampleReason.RECENT_LEAVER: lambda row: row.recent_leaver,
        SampleReason.MISSING: lambda row: row.missing,
        SampleReason.EXPLOITATION: lambda row: row.exploitation,
        SampleReason.FAR_AWAY: lambda row: row.far_away,
        SampleReason.NOT_ACCOMMODATED: lambda row: True,
        SampleReason.UNPLANNED_ENDING: lambda row: _ended_within(row, since, on),
        SampleReason.BUILDING: lambda row: row.lives_here,
        SampleReason.SERIOUS_INCIDENT: lambda row: row.serious_incident,
    }


def _ended_within(row: Child, since: date, on: date) -> bool | None:
    if row.ended_unplanned_on is not None:
        return since <= row.ended_unplanned_on <= on
    # Without a day nobody can say whether it counts; an ending that is not known of at all has to be asked about.
    return None if row.ended_unplanned is not False else False


def _living(rows: Iterable[Child], building: str) -> list[tuple[str, bool | None]]:
    return [(row.code, _lives_in(row, building)) for row in rows]


def _lives_in(row: Child, building: str) -> bool | None:
    return row.lives_here if row.building == building else None if row.lives_here and not row.building else False


def _buildings(rows: Iterable[Child], registered: Iterable[str]) -> tuple[str, ...]:
    named = dict.fromkeys([*registered, *(row.building for row in rows if row.lives_here)])
    # A home whose buildings nobody names is one building.
    return tuple(one for one in named if one) or ("",)


def _inclusion(
    reason: SampleReason, rows: Sequence[tuple[str, bool | None]], picked: frozenset[str], building: str = ""
) -> Inclusion:
    fits = tuple(code for code, fit in rows if fit)
    not_known = tuple(code for code, fit in rows if fit is None)
    taken = tuple(code for code in fits if code in picked)
    everybody = reason is SampleReason.UNPLANNED_ENDING
    standing = _standing(len(fits), len(taken), bool(not_known), everybody)
    why = _why(reason, standing, fits, taken, not_known, building)
    return Inclusion(reason, standing, fits, taken, not_known, everybody, why, building)


def _standing(fits: int, taken: int, not_known: bool, everybody: bool) -> SampleStanding:
    if taken < (fits if everybody else min(fits, 1)):
        return SampleStanding.LACKING
    # One child is enough, so it does not matter of whom else it is not known; of endings every one counts.
    if fits and (not everybody or not not_known):
        return SampleStanding.COVERED
    return SampleStanding.NOT_KNOWN if not_known else SampleStanding.NOBODY


def _why(
    reason: SampleReason,
    standing: SampleStanding,
    fits: tuple[str, ...],
    taken: tuple[str, ...],
    not_known: tuple[str, ...],
    building: str,
) -> Words:
    what = say("{reason} ({building})", reason=reason.words, building=building) if building else reason.words
    values = {"what": what, "taken": len(taken), "fits": len(fits)}
    match standing:
        case SampleStanding.COVERED:
            return say("{what}: {taken} of {fits} chosen.", **values)
        case SampleStanding.LACKING if reason is SampleReason.UNPLANNED_ENDING:
            rest = [code for code in fits if code not in taken]
            return say("{what}: all {fits} have to be chosen, so add {rest}.", **values, rest=rest)
        case SampleStanding.LACKING:
            return say("{what}: none of {fits} is chosen; add one of {rest}.", **values, rest=list(fits))
        case SampleStanding.NOT_KNOWN:
            return say("{what}: it is not known of {whom}; ask the home.", **values, whom=list(not_known))
        case _ if reason is SampleReason.NOT_ACCOMMODATED:
            return say("{what}: the rows have no such decision; ask whether there was one.", **values)
        case _:
            return say("{what}: this fits nobody.", **values)


def _must_be_codes(children: Iterable[Child], picked: frozenset[str]) -> None:
    findings = list(_code_findings([row.code for row in children], picked))
    if findings:
        raise BadInput(findings)


def _code_findings(codes: Sequence[str], picked: frozenset[str]) -> Iterator[Finding]:
    for code in dict.fromkeys(codes):
        if not is_code(code):
            yield Finding(
                "SM001",
                Severity.ERROR,
                Where(field="code"),
                say(
                    "“{code}” is not initials or a code. Write up to four capitals, for example AB, or a code with a "
                    "digit, for example C3.",
                    code=code[:40],
                ),
            )
        if codes.count(code) > 1:
            yield Finding(
                "SM002",
                Severity.ERROR,
                Where(field="code"),
                say(
                    "“{code}” stands in more than one row. Give each child a code of its own, for example AB2.",
                    code=code[:40],
                ),
            )
    for code in sorted(picked - set(codes)):
        yield Finding(
            "SM003",
            Severity.ERROR,
            Where(field="chosen"),
            say(
                "“{code}” is chosen and is not in the rows. Choose from the rows, or add the child to them.",
                code=code[:40],
            ),
        )
