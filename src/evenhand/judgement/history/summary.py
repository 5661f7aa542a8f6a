"""What a file of real inspections shows, by inspection year and rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from evenhand.findings import Finding, Severity, Where
from evenhand.judgement.history.limits import Limits
from evenhand.judgement.history.verdicts import HistoryVerdict, Line, Trouble
from evenhand.wording import Words, say

CAVEATS = (
    say(
        "Files of providers list the latest full inspection of each home. A home judged inadequate is soon inspected "
        "again, so inadequate grades, and with them the rules that start from one, are under-counted."
    ),
    say("An inspection belongs to the year (1 April to 31 March) of its date, whichever framework was then in force."),
    say("Only what recorded grades can settle is tested. A recorded reason or explanation cannot be seen in history."),
)

_TROUBLE_WORDS: dict[Trouble, tuple[str, Callable[[int], Words]]] = {
    Trouble.DATE: ("HI101", lambda n: say("{n} rows have no inspection date that can be read", n=n)),
    Trouble.WORD: ("HI102", lambda n: say("{n} rows have a grade whose word is not understood", n=n)),
    Trouble.LATE_WORD: (
        "HI103",
        lambda n: say("{n} rows have a grade word that was not in use on the inspection date", n=n),
    ),
    Trouble.CELLS: ("HI104", lambda n: say("{n} rows have more or fewer cells than the heading", n=n)),
    Trouble.NO_GRADE: ("HI105", lambda n: say("{n} inspections lack a grade that the rules speak of", n=n)),
}
_REPEATED = say("the file has more than one column with this heading; the first one is read")


@dataclass
class Summary:
    """Counts of rows by (inspection year, kind of home, line); year '' for rows that belong to none.

    `file` is the file or folder; `repeated` are the headings that a file has more than once; `first_lines` is where
    each kind of trouble is first met; `failed` says of files of a folder why they could not be judged.
    """

    limits: Limits
    file: str
    repeated: tuple[Where, ...] = ()
    counts: Counter[tuple[str, str, Line]] = field(default_factory=Counter)
    first_lines: dict[Trouble, Where] = field(default_factory=dict)
    failed: tuple[Finding, ...] = ()

    def add(self, year: str, kind: str, line: Line, number: int, first: int) -> None:
        """Count `number` rows that are alike; `first` is the line in the file of the first of them."""
        counted_year = "" if line.left_out or Trouble.CELLS in line.troubles else year
        # Without the words of the row, so that a file in which no two rows are alike cannot fill the memory.
        self.counts[counted_year, kind, replace(line, recorded="", note="")] += number
        for trouble in line.troubles:
            known = self.first_lines.get(trouble)
            if known is None or first < (known.line or 0):
                self.first_lines[trouble] = Where(self.file, first)

    def include(self, later: Summary) -> None:
        """Add what a later file of the same folder shows, as if its rows followed in one file."""
        self.counts.update(later.counts)
        self.repeated += later.repeated
        self.first_lines = later.first_lines | self.first_lines
        self.failed += later.failed

    @property
    def rows(self) -> int:
        """Rows of the file."""
        return self.counts.total()

    @property
    def years(self) -> tuple[str, ...]:
        """Inspection years that occur, oldest first."""
        return tuple(sorted({year for year, _, _ in self.counts if year}))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What wants a look: failed files; repeated headings; each kind of trouble, at the first row that has it."""
        found = [*self.failed, *(Finding("HI106", Severity.WARNING, where, _REPEATED) for where in self.repeated)]
        for trouble, (code, words) in _TROUBLE_WORDS.items():
            if number := sum(n for (_, _, line), n in self.counts.items() if trouble in line.troubles):
                found.append(Finding(code, Severity.NOTE, self.first_lines[trouble], words(number)))
        return tuple(found)

    def as_dict(self) -> dict[str, Any]:
        """For `--json`: plain values only."""
        left_out = Counter[str]()
        for (_, _, line), number in self.counts.items():
            if line.left_out:
                left_out[line.left_out] += number
        return {
            "framework": self.limits.framework.id,
            "rows": self.rows,
            "verdicts": verdicts_of((line, n) for (_, _, line), n in self.counts.items()),
            "by_year": [self.year(year) for year in self.years],
            "not_tested": [{"rule": one.rule, "why": str(one.why)} for one in self.limits.not_tested],
            "left_out": [{"why": why, "rows": number} for why, number in left_out.most_common()],
            "findings": [finding.as_dict() for finding in self.findings],
            "caveats": [str(caveat) for caveat in CAVEATS],
        }

    def year(self, year: str) -> dict[str, Any]:
        """One inspection year: its inspections, and for each rule how often it applied, was broken and was not met."""
        chosen = [(kind, line, number) for (at, kind, line), number in self.counts.items() if at == year]
        kinds = sorted({kind for kind, _, _ in chosen})
        return {
            "year": year,
            **self._tally((line, number) for _, line, number in chosen),
            "by_provision": [
                {"provision": one, **self._tally((line, number) for kind, line, number in chosen if kind == one)}
                for one in kinds
            ],
        }

    def _tally(self, lines: Iterable[tuple[Line, int]]) -> dict[str, Any]:
        chosen = list(lines)
        return {
            "n": sum(number for _, number in chosen),
            "verdicts": verdicts_of(chosen),
            "rules": {rule.id: self._rule(rule.id, chosen) for rule in self.limits.framework.rules},
        }

    def _rule(self, rule: str, lines: list[tuple[Line, int]]) -> dict[str, Any]:
        """`recorded` splits the cases in which the rule applies by the overall grade that was given, best first."""
        applying = [(line, number) for line, number in lines if rule in line.applied]
        scale = self.limits.framework.scale_of(self.limits.headline.id)
        return {
            "applies": sum(number for _, number in applying),
            "breaks": sum(number for line, number in applying if rule in line.broken),
            "unexpected": sum(number for line, number in applying if rule in line.unmet),
            "recorded": {
                grade.id: sum(number for line, number in applying if line.grade == grade.id)
                for grade in scale.best_first
            },
        }


def verdicts_of(lines: Iterable[tuple[Line, int]]) -> dict[str, int]:
    """How many rows have each verdict; every verdict is named, also with none."""
    verdicts: Counter[HistoryVerdict] = Counter()
    for line, number in lines:
        verdicts[line.verdict] += number
    return {verdict.value: verdicts[verdict] for verdict in HistoryVerdict}
