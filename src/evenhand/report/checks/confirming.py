"""A person looks at a warning and says that it is harmless; the warning is then shown among what was confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from evenhand.findings import Finding, Severity
from evenhand.provenance import canonical, fingerprint
from evenhand.report.checks.clues import SELECTS, clues_of, passage_around
from evenhand.report.checks.manuscript import Manuscript


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Somebody looked at a warning and found it harmless.

    `fingerprint` is that of the passage and of what was found in it (`Question.fingerprint`): once either changes, the
    warning comes back. `by` is who confirmed, `reason` why nobody can be recognised.
    """

    code: str
    fingerprint: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Question:
    """A warning with the passage it is about, '' for the report as a whole, and what was found there."""

    finding: Finding
    passage: str
    found: str

    @property
    def fingerprint(self) -> str:
        """64 hexadecimal digits over code, passage and what was found."""
        return fingerprint(canonical([self.finding.code, self.passage, self.found]))


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks found: `findings` still stand, `open` are the warnings among them that somebody may confirm,
    `confirmed` are settled, and `lapsed` are confirmations of words that are no longer there.
    """

    findings: tuple[Finding, ...]
    open: tuple[Question, ...]
    confirmed: tuple[tuple[Question, Confirmation], ...]
    lapsed: tuple[Confirmation, ...]


def settle(found: Iterable[Finding], manuscript: Manuscript, confirmations: Iterable[Confirmation]) -> Checked:
    """What the checks found in a draft, without the warnings that were confirmed."""
    return settled(_questions(found, manuscript), confirmations)


def settled(questions: Iterable[Question], confirmations: Iterable[Confirmation]) -> Checked:
    """Sort questions by what was confirmed. An error cannot be confirmed away, and nothing can without a reason."""
    good = {(one.code, one.fingerprint): one for one in confirmations if one.by.strip() and one.reason.strip()}
    standing: dict[str, Finding] = {}
    waiting, confirmed = [], []
    for question in questions:
        warned = question.finding.severity is Severity.WARNING
        confirmation = good.get((question.finding.code, question.fingerprint)) if warned else None
        if confirmation is not None:
            confirmed.append((question, confirmation))
            continue
        standing.setdefault(str(question.finding), question.finding)
        if warned:
            waiting.append(question)
    used = {(one.code, one.fingerprint) for _, one in confirmed}
    lapsed = tuple(one for key, one in good.items() if key not in used)
    return Checked(tuple(standing.values()), tuple(waiting), tuple(confirmed), lapsed)


def _questions(found: Iterable[Finding], manuscript: Manuscript) -> Iterator[Question]:
    clues = [(key, text, clue, str(clue.why).casefold()) for key, text, clue in clues_of(manuscript)]
    for finding in found:
        wanted = SELECTS.get(finding.code)
        if wanted is None:
            passage = " ".join(manuscript.texts.get(finding.where.field, "").split())
            yield Question(finding, passage, str(finding.message))
            continue
        said = str(finding.message).casefold()
        # One sentence tells of a word once, however often it stands there; each place is a question of its own.
        told = dict.fromkeys(
            (passage_around(text, clue), " ".join(clue.found.split()))
            for key, text, clue, sentence in clues
            if key == finding.where.field and wanted(clue) and sentence == said
        )
        for passage, words in told:
            yield Question(finding, passage, words)
