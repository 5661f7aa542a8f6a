"""Every possible case, ready for a page: of one version, and of two side by side, with what really happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evenhand.findings import Finding
from evenhand.framework.model import Framework
from evenhand.judgement.reach import FrameworkReach, History, Shift
from evenhand.judgement.reach.past import PastYear
from evenhand.judgement.reach.results import CaseCount, Lowered, RuleReach
from evenhand.judgement.reach.shifts import Example, Treated, TreatedCounts
from evenhand.judgement.reach.words import (
    TOO_FEW,
    WHAT_IS_A_CASE,
    YEAR_COLUMNS,
    counted,
    history_summary,
    reach_summary,
    reach_verdict,
    row,
    shift_summary,
    shift_verdict,
    year_row,
)
from evenhand.web.frameworks.pictures import Bars, Kind, bars
from evenhand.wording import Words, say

TREATED = {
    Treated.SAME: Kind("same", say("treated alike")),
    Treated.HARSHER: Kind("harsher", say("harsher")),
    Treated.MORE_LENIENT: Kind("more-lenient", say("more lenient")),
    Treated.NOT_COMPARABLE: Kind("not-comparable", say("not comparable")),
}
COLOURS = {"same": "grey", "harsher": "orange", "more-lenient": "teal", "not-comparable": "purple"}
FITS = Kind("same", say("would stand"))
NEEDS = Kind("needs", say("would need a reason or an explanation"))
FORCED = Kind("harsher", say("would be forced down"))
UNSAID = Kind("not-known", say("cannot be said"))
CAN_BE_GIVEN = Kind("same", say("can be given"))
CANNOT_BE_GIVEN = Kind("harsher", say("a rule refuses it"))
NEEDS_MORE = Kind("needs", say("needs a reason or an explanation"))

NOT_TO_BE_SAID = say("This cannot be said")
ONLY_THE_RULES = say("This is about the rules alone; descriptors and inspectors are the rest of a benchmark.")

Rows = tuple[tuple[Words | str, ...], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A smallest example: how the case is treated, its story, and whether every rule in it could be read."""

    kind: Kind
    colour: str
    story: Words
    verified: bool


@dataclass(frozen=True, slots=True)
class HistoryShown:
    """Real inspections: sentences, a picture of those made under the old version, and the years as rows."""

    said: tuple[Words, ...]
    picture: Bars | None
    columns: tuple[Words, ...]
    years: Rows
    not_tested: Rows


@dataclass(frozen=True, slots=True)
class Answer:
    """The short answer to "is it harsher?": words with the colour of a tag, and the sentences behind them."""

    words: Words
    colour: str
    said: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class ShiftShown:
    """Every possible case under two versions; `rows` are the cases as a whole and judgement by judgement."""

    shift: Shift
    answer: Answer
    summary: tuple[Words, ...]
    verdict: tuple[Words, ...]
    picture: Bars | None
    rows: Rows
    examples: tuple[Told, ...]
    history: HistoryShown | None


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule over every case: whether it is live, and the counts behind that."""

    rule: str
    title: str
    verified: bool
    live: Words
    is_fine: bool
    holds: Words
    changes: Words
    undecided: Words


@dataclass(frozen=True, slots=True)
class LoweredShown:
    """A better grade that lowers what is allowed elsewhere: in how many pairs of cases, and the smallest pair."""

    better: str
    judgement: str
    forbids: Words
    asks: Words
    story: Words


@dataclass(frozen=True, slots=True)
class ReachShown:
    """Every possible case of one version, ready for its page."""

    reach: FrameworkReach
    summary: tuple[Words, ...]
    verdict: tuple[Words, ...]
    findings: tuple[Finding, ...]
    pictures: tuple[tuple[str, Bars], ...]
    grades: Rows
    rules: tuple[RuleRow, ...]
    lowered: tuple[LoweredShown, ...]


# ---------------------------------------------------------------------------------------------------- two versions


def show_shift(shift: Shift) -> ShiftShown:
    """Everything that is shown of two versions side by side."""
    new = shift.new
    counts: list[tuple[Words | str, TreatedCounts]] = [(say("The case as a whole"), shift.overall)]
    counts += [(new.judgement_by_id[one.new].title, one.counts) for one in shift.judgements]
    if shift.firm:
        counts.append((say("As a whole, without the rules that are not certain"), shift.firm))
    if not shift.judgements:
        counts = []
    return ShiftShown(
        shift,
        _answer(shift),
        (*shift_summary(shift), WHAT_IS_A_CASE),
        shift_verdict(shift),
        bars("treated", ((words, _treated(one)) for words, one in counts)),
        tuple((words, *row(one)) for words, one in counts),
        tuple(_told(shift, one) for one in shift.examples),
        _history(shift.history) if shift.history else None,
    )


def _answer(shift: Shift) -> Answer:
    if not shift.judgements:
        return Answer(NOT_TO_BE_SAID, "purple", (ONLY_THE_RULES,))
    words, colour = _in_a_word(shift.overall)
    said = [say("Of the possible cases: {counts}.", counts=_by_cases(shift.overall))]
    if shift.firm:
        said.append(say("Without the rules that are not certain: {counts}.", counts=_by_cases(shift.firm)))
    return Answer(words, colour, (*said, ONLY_THE_RULES))


def _in_a_word(counts: TreatedCounts) -> tuple[Words, str]:
    harsher, lenient = counts.harsher.cases, counts.more_lenient.cases
    if harsher and lenient:
        return say("Harsher in some cases, more lenient in others"), COLOURS["harsher"]
    if harsher:
        return say("Harsher in some cases"), COLOURS["harsher"]
    if lenient:
        return say("More lenient in some cases"), COLOURS["more-lenient"]
    if counts.not_comparable.cases:
        return NOT_TO_BE_SAID, COLOURS["not-comparable"]
    return say("Alike, as the rules are written down here"), COLOURS["same"]


def _by_cases(counts: TreatedCounts) -> list[Words]:
    found = [(getattr(counts, treated.value), kind) for treated, kind in TREATED.items()]
    return [say("{n} {treated}", n=counted(count), treated=kind.words) for count, kind in found if count.cases]


def _treated(counts: TreatedCounts) -> tuple[tuple[Kind, int], ...]:
    return tuple((kind, getattr(counts, treated.value).cases) for treated, kind in TREATED.items())


def _told(shift: Shift, one: Example) -> Told:
    rules = [(shift.old, shift.new)[side].rule_by_id[rule] for side, rule in one.rules]
    kind = TREATED[one.treated]
    return Told(kind, COLOURS[kind.look], one.story, all(rule.verified for rule in rules))


def _history(history: History) -> HistoryShown:
    past = history.while_old
    shares = ((FITS, past.fits), (NEEDS, past.needs_more), (FORCED, past.forced_down), (UNSAID, past.cannot_say))
    words = say("Full inspections while {old} was in force", old=history.old)
    return HistoryShown(
        history_summary(history),
        bars("history", [(words, shares)]) if past.n >= TOO_FEW else None,
        YEAR_COLUMNS,
        tuple(_year(history, one) for one in history.years if one.counts.n >= TOO_FEW),
        tuple(history.not_tested),
    )


def _year(history: History, one: PastYear) -> tuple[Words | str, ...]:
    cells = year_row(history, one)
    return tuple(
        cell if isinstance(cell, Words) else f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in cells
    )


# ----------------------------------------------------------------------------------------------------- one version


def show_reach(found: FrameworkReach) -> ReachShown:
    """Everything that is shown of one version."""
    framework = found.framework
    grades = [(_grade(framework, one.judgement, one.ordinal), one) for one in found.grades]
    return ReachShown(
        found,
        (*reach_summary(found), WHAT_IS_A_CASE),
        reach_verdict(found),
        found.findings,
        tuple(_pictures(found)),
        tuple(
            (words, _yes(one.is_reachable), counted(one.allowed), counted(one.free), counted(one.given))
            for words, one in grades
        ),
        tuple(_rule(framework, one) for one in found.rules),
        tuple(_lowered(framework, one) for one in found.lowered),
    )


def _pictures(found: FrameworkReach) -> Iterator[tuple[str, Bars]]:
    """For each judgement its title, and what it takes to give each of its grades, best first."""
    framework = found.framework
    for number, judgement in enumerate(framework.judgements):
        scale = framework.scale_of(judgement.id)
        rows = [
            (scale.at(one.ordinal).label, _permitted(one.free, one.allowed, found.made))
            for one in sorted(found.grades, key=lambda grade: -grade.ordinal)
            if one.judgement == judgement.id
        ]
        if drawn := bars(f"reach-{number}", rows):
            yield judgement.title, drawn


def _grade(framework: Framework, judgement: str, ordinal: int) -> Words:
    return say(
        "{judgement}: {grade}",
        judgement=framework.judgement_by_id[judgement].title,
        grade=framework.scale_of(judgement).at(ordinal).label,
    )


def _permitted(free: CaseCount, allowed: CaseCount, made: CaseCount) -> tuple[tuple[Kind, int], ...]:
    refused = max(0, made.cases - allowed.cases)
    return (CAN_BE_GIVEN, free.cases), (NEEDS_MORE, allowed.cases - free.cases), (CANNOT_BE_GIVEN, refused)


def _yes(holds: bool) -> Words:
    return say("yes") if holds else say("no")


def _rule(framework: Framework, one: RuleReach) -> RuleRow:
    rule = framework.rule_by_id[one.rule]
    live, fine = _live(one)
    changes = counted(one.changes) if one.changes is not None else say("nothing, as a note should")
    return RuleRow(one.rule, rule.title, rule.verified, live, fine, counted(one.holds), changes, counted(one.undecided))


def _live(one: RuleReach) -> tuple[Words, bool]:
    if not one.holds.cases:
        return say("never applies"), False
    if one.is_note:
        return say("a note"), True
    if one.changes is not None and not one.changes.cases:
        if one.overtaken_by:
            return say("overtaken by {rules}", rules=list(one.overtaken_by)), False
        return say("changes nothing"), False
    return say("live"), True


def _lowered(framework: Framework, one: Lowered) -> LoweredShown:
    return LoweredShown(
        framework.judgement_by_id[one.better].title,
        framework.judgement_by_id[one.judgement].title,
        counted(one.forbids),
        counted(one.asks),
        one.story,
    )
