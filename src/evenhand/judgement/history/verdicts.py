"""One published inspection under the rules of one framework: consistent, unexpected, breaks, or cannot say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from evenhand.judgement.case import Case
from evenhand.judgement.engine import judge
from evenhand.judgement.explanation import effect_words
from evenhand.judgement.history.limits import Limits, full_inspection
from evenhand.judgement.outcome import JudgementOutcome, Outcome, Permission, RuleState, Step
from evenhand.judgement.published_words import grade_word, says_no_grade
from evenhand.scale import Scale
from evenhand.wording import Words, say


class HistoryVerdict(StrEnum):
    """What can be said of a recorded inspection under the rules that its grades can settle."""

    CONSISTENT = "consistent"
    UNEXPECTED = "unexpected"
    BREAKS = "breaks"
    CANNOT_SAY = "cannot_say"


class Trouble(StrEnum):
    """What in a row wants a reader's attention; counted in the summary."""

    DATE = "date_not_read"
    WORD = "word_not_understood"
    LATE_WORD = "word_not_in_use"
    CELLS = "wrong_number_of_cells"
    NO_GRADE = "grade_missing"


class State(NamedTuple):
    """All that a verdict depends on; rows with the same state share it.

    `grades` are cells as written, in the order of `Limits.graded`; `day` is a day of the same era of grade words,
    or None when the date cannot be read; `left_out` says why the row is not judged at all.
    """

    grades: tuple[str, ...]
    day: date | None
    left_out: str = ""
    note: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """What OUT says about a row, and what the summary counts: rule ids that applied, were broken, were not met."""

    recorded: str
    allowed_min: str
    allowed_max: str
    expected: str
    verdict: HistoryVerdict
    note: str
    applied: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    unmet: tuple[str, ...] = ()
    grade: str = ""
    troubles: frozenset[Trouble] = frozenset()
    left_out: str = ""


class Judging:
    """Verdicts on states, each worked out once."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.framework = limits.framework
        self._titles = {one.id: one.title for one in self.framework.judgements}
        self.line = lru_cache(maxsize=100_000)(self._line)
        self._outcome = lru_cache(maxsize=100_000)(self._judged)

    def _line(self, state: State) -> Line:
        recorded = " ".join(state.grades[0].split())
        if state.fault:
            return _silent(recorded, [_fault_words(state.fault)], Trouble.CELLS)
        if state.left_out:
            return _silent(recorded, [state.left_out], left_out=state.left_out)
        if says_no_grade(state.grades[0]):
            told = [f"the file says “{recorded}”"] if recorded else []
            return _silent(recorded, ["no full inspection listed", *told])
        grades, notes, troubles = self._read(state)
        if state.day is None:
            return _silent(
                recorded, ["the inspection date is missing or cannot be read", *notes], *troubles, Trouble.DATE
            )
        if self.limits.graded[0] not in grades:
            return _silent(recorded, notes, *troubles)
        return self._decided(state, recorded, grades, notes, troubles)

    def _read(self, state: State) -> tuple[dict[str, str], list[str], set[Trouble]]:
        """Grade ids by judgement, and what there is to say about the words."""
        grades: dict[str, str] = {}
        notes: list[str] = []
        troubles: set[Trouble] = set()
        for judgement, text in zip(self.limits.graded, state.grades, strict=True):
            word = grade_word(text)
            shown = " ".join(text.split())[:60]
            if word is not None:
                grades[judgement] = self._scale(judgement).at(word.ordinal).id
                if state.day is not None and not word.in_use(state.day):
                    troubles.add(Trouble.LATE_WORD)
                    notes.append(f"“{shown}” was not a grade on this date; it is read as grade {word.ordinal} of 4")
            elif says_no_grade(text):
                troubles.add(Trouble.NO_GRADE)
                notes.append(f"no grade for “{self._titles[judgement]}”" + (f" (“{shown}”)" if shown else ""))
            else:
                troubles.add(Trouble.WORD)
                notes.append(f"“{shown}” is not a grade that is understood, for “{self._titles[judgement]}”")
        return grades, list(dict.fromkeys(notes)), troubles

    def _decided(
        self, state: State, recorded: str, grades: dict[str, str], notes: list[str], troubles: set[Trouble]
    ) -> Line:
        outcome = self._outcome(tuple(sorted(grades.items())))
        applied = tuple(one.rule for one in outcome.rules if one.state is RuleState.APPLIES)
        broken = tuple(dict.fromkeys(rule for rule, _ in _against(outcome, refused=True)))
        unmet = tuple(rule for rule in dict.fromkeys(r for r, _ in _against(outcome)) if rule not in broken)
        open_rules = [*self._undecided(outcome, grades), *self._unmeasured(outcome, grades)]
        verdict = (
            HistoryVerdict.BREAKS
            if broken
            else HistoryVerdict.CANNOT_SAY
            if open_rules
            else HistoryVerdict.UNEXPECTED
            if unmet
            else HistoryVerdict.CONSISTENT
        )
        said = [*self._reasons(outcome), *([f"cannot be decided: {', '.join(open_rules)}"] if open_rules else [])]
        headline = outcome.of(self.limits.headline.id)
        scale = self._scale(headline.judgement)
        known = verdict is not HistoryVerdict.CANNOT_SAY
        return Line(
            recorded=recorded,
            allowed_min=scale.at(min(headline.allowed)).label if known and headline.allowed else "",
            allowed_max=scale.at(max(headline.allowed)).label if known and headline.allowed else "",
            expected=_expected(headline, scale) if known else "",
            verdict=verdict,
            note="; ".join([*said, *notes, *([state.note] if state.note else [])]),
            applied=applied,
            broken=broken,
            unmet=unmet,
            grade=grades[headline.judgement],
            troubles=frozenset(troubles),
        )

    def _judged(self, grades: tuple[tuple[str, str], ...]) -> Outcome:
        inspection = full_inspection(self.framework)
        return judge(self.framework, Case(framework=self.framework.id, inspection=inspection, grades=dict(grades)))

    def _undecided(self, outcome: Outcome, grades: dict[str, str]) -> Iterator[str]:
        """Rules that wait for a grade which the row lacks; a rule that waits only for facts is simply not tested."""
        for one in outcome.rules:
            if one.state is RuleState.CANNOT_SAY and any(name in self._titles for name in one.missing):
                yield one.rule

    def _unmeasured(self, outcome: Outcome, grades: dict[str, str]) -> Iterator[str]:
        """Rules that apply to a judgement whose grade the row lacks."""
        for one in outcome.judgements:
            if one.judgement not in grades:
                yield from dict.fromkeys(step.rule for step in one.steps)

    def _reasons(self, outcome: Outcome) -> Iterator[str]:
        """Which rule is broken or not met, and what it says."""
        for refused, word in ((True, "breaks"), (False, "not as expected by")):
            for rule, step in _against(outcome, refused=refused):
                if not refused and any(rule == other for other, _ in _against(outcome, refused=True)):
                    continue
                what = str(effect_words(self.framework, step)).rstrip(".")
                yield f"{word} {rule} ({self.framework.rule_by_id[rule].title}): {what}"

    def _scale(self, judgement: str) -> Scale:
        return self.framework.scale_of(judgement)


def _against(outcome: Outcome, refused: bool = False) -> Iterator[tuple[str, Step]]:
    """Steps that speak against a recorded grade: absolutely (`refused`), or unless there is a reason for it."""
    for one in outcome.judgements:
        for step in one.steps:
            permission = dict(step.sets).get(one.proposed or 0, Permission.ALLOWED)
            if permission is not Permission.ALLOWED and (permission is Permission.REFUSED) == refused:
                yield step.rule, step


def _expected(headline: JudgementOutcome, scale: Scale) -> str:
    if headline.expected_at_most is None:
        return ""
    label = scale.at(headline.expected_at_most).label
    return label if headline.expected_at_most == 1 else str(say("{grade} or below", grade=label))


def _silent(recorded: str, notes: list[str], *troubles: Trouble, left_out: str = "") -> Line:
    verdict = HistoryVerdict.CANNOT_SAY
    return Line(recorded, "", "", "", verdict, "; ".join(notes), troubles=frozenset(troubles), left_out=left_out)


def _fault_words(fault: str) -> str:
    words: dict[str, Words] = {
        "short": say("the row breaks off: it has fewer cells than the heading"),
        "long": say("the row has more cells than the heading, so its columns cannot be trusted"),
    }
    return str(words[fault])
