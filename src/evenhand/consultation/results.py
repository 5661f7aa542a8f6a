"""Results by question and kind of respondent: counts, shares with intervals, and what they cannot tell.

Who takes part in a consultation chose to, so nothing here is an estimate about people at large, and there are no tests
of significance. The interval says only how far chance would move a share if those who answered were drawn at random.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from evenhand.consultation.model import Consultation, Question
from evenhand.consultation.responses import Response
from evenhand.consultation.suppression import hidden_groups
from evenhand.consultation.words import AGREEING, AGREEMENT_WORDS, KIND_WORDS, POINTS, Agreement, Respondent
from evenhand.shares import percent, wilson
from evenhand.wording import Words, say

NOT_A_SAMPLE = say(
    "Those who answered chose to answer: this is not a sample. The intervals show only how far chance would move a "
    "share if they were a random sample, which they are not. Nothing follows about anybody who did not answer."
)
BASIS = say(
    "Shares are of those who chose one of the five points; “don’t know” and no answer are counted apart. 95% intervals "
    "are Wilson’s."
)
INVENTED = say("These responses are invented. Nobody was asked, and nobody answered.")


@dataclass(frozen=True, slots=True)
class Share:
    """`agreeing` of `of` people, as a share from 0 to 1 with its 95% interval by Wilson's method."""

    agreeing: int
    of: int
    value: float
    low: float
    high: float

    @property
    def percents(self) -> tuple[int, int, int]:
        """The share and both ends of its interval in whole per cent, halves rounded up."""
        return percent(self.agreeing, self.of), int(self.low * 100 + 0.5), int(self.high * 100 + 0.5)


@dataclass(frozen=True, slots=True)
class Tally:
    """Answers of one kind of respondent to one question (`kind` None: everybody). Hidden: every figure is None.

    `points` are in the order of the scale; `answered` counts the five points only.
    """

    kind: Respondent | None
    points: tuple[int, ...] | None
    dont_know: int | None
    not_answered: int | None

    @property
    def hidden(self) -> bool:
        """Whether the figures are kept back."""
        return self.points is None

    @property
    def answered(self) -> int | None:
        """How many chose one of the five points."""
        return None if self.points is None else sum(self.points)

    @property
    def share(self) -> Share | None:
        """The share that agrees or strongly agrees; None when hidden or when nobody chose a point."""
        if self.points is None or not sum(self.points):
            return None
        agreeing = sum(n for point, n in zip(POINTS, self.points, strict=True) if point in AGREEING)
        low, high = wilson(agreeing, sum(self.points))
        return Share(agreeing, sum(self.points), agreeing / sum(self.points), low, high)

    @property
    def percents(self) -> tuple[int, ...] | None:
        """Each point in per cent, rounded by itself; they may add up to 99 or 101, and are left that way."""
        if self.points is None or not sum(self.points):
            return None
        return tuple(percent(n, sum(self.points)) for n in self.points)


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """The answers to one question: everybody first, then each kind of respondent in the order of the list."""

    question: Question
    everybody: Tally
    by_kind: tuple[Tally, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that may be shown of the answers to a consultation. A size of None is kept back."""

    consultation: Consultation
    respondents: int | None
    sizes: tuple[tuple[Respondent, int | None], ...]
    questions: tuple[QuestionResult, ...]

    @property
    def caveats(self) -> tuple[Words, ...]:
        """What has to stand beside every figure."""
        least = say(
            "Groups of fewer than {n} are not shown, nor is a group from which a smaller one could be worked out.",
            n=self.consultation.minimum_group,
        )
        return (*((INVENTED,) if self.consultation.invented else ()), NOT_A_SAMPLE, BASIS, least)


def tally(consultation: Consultation, responses: Iterable[Response]) -> Results:
    """Count the responses of a consultation, and keep back what would give a small group away."""
    sizes: Counter[Respondent] = Counter()
    answers: Counter[tuple[str, Respondent, Agreement]] = Counter()
    for one in responses:
        sizes[one.kind] += 1
        answers.update((given.question, one.kind, given.agreement) for given in one.given if given.agreement)
    return from_counts(consultation, sizes, answers)


def from_counts(
    consultation: Consultation,
    sizes: Mapping[Respondent, int],
    answers: Mapping[tuple[str, Respondent, Agreement], int],
) -> Results:
    """The same from counts that were made elsewhere: respondents by kind; answers by question, kind and agreement."""
    kinds = consultation.respondents
    people = sum(sizes.get(kind, 0) for kind in kinds)
    # The same partner is hidden everywhere, so that two tables cannot be set against each other.
    order = sorted(kinds, key=lambda kind: (sizes.get(kind, 0), kinds.index(kind)))
    known = {kind: sizes.get(kind, 0) for kind in kinds}
    never = hidden_groups(known, consultation.minimum_group, order)
    if 0 < people < consultation.minimum_group:
        never = frozenset(kinds)
    counts = _Counts(consultation, known, answers, tuple(order), never)
    return Results(
        consultation=consultation,
        respondents=None if 0 < people < consultation.minimum_group else people,
        sizes=tuple((kind, None if kind in never else known[kind]) for kind in kinds),
        questions=tuple(_question(counts, one) for one in consultation.questions),
    )


@dataclass(frozen=True, slots=True)
class _Counts:
    """What is counted, in which order groups are hidden, and which are hidden everywhere."""

    consultation: Consultation
    sizes: Mapping[Respondent, int]
    answers: Mapping[tuple[str, Respondent, Agreement], int]
    order: tuple[Respondent, ...]
    never: frozenset[Respondent]

    def of(self, kind: Respondent | None, question: Question) -> Tally:
        kinds = self.order if kind is None else (kind,)

        def given(agreement: Agreement) -> int:
            return sum(self.answers.get((question.id, one, agreement), 0) for one in kinds)

        points, dont_know = tuple(given(point) for point in POINTS), given(Agreement.DONT_KNOW)
        return Tally(kind, points, dont_know, sum(self.sizes[one] for one in kinds) - sum(points) - dont_know)


def _question(counts: _Counts, question: Question) -> QuestionResult:
    consultation = counts.consultation
    counted = {kind: counts.of(kind, question) for kind in consultation.respondents}
    everybody = counts.of(None, question)
    spoke = {kind: _spoke(one) for kind, one in counted.items()}
    hidden = hidden_groups(spoke, consultation.minimum_group, counts.order, already=counts.never)
    least = consultation.minimum_group
    if 0 < _spoke(everybody) < least or 0 < sum(counts.sizes.values()) < least:
        everybody, hidden = _kept_back(None), frozenset(counted)
    rows = (_kept_back(kind) if kind in hidden else counted[kind] for kind in consultation.respondents)
    return QuestionResult(question, everybody, tuple(rows))


def _spoke(one: Tally) -> int:
    return sum(one.points or ()) + (one.dont_know or 0)


def _kept_back(kind: Respondent | None) -> Tally:
    return Tally(kind, None, None, None)


def hidden_kinds(results: Results) -> frozenset[Respondent]:
    """Kinds of respondent so few that even their number is kept back; their comments must not name the kind either."""
    return frozenset(kind for kind, size in results.sizes if size is None)


def as_dict(results: Results) -> dict[str, Any]:
    """The results as plain values, for `--json`; what is kept back is null."""
    one = results.consultation
    return {
        "consultation": one.id,
        "about": one.about,
        "invented": one.invented,
        "minimum_group": one.minimum_group,
        "caveats": [str(sentence) for sentence in results.caveats],
        "respondents": results.respondents,
        "by_kind": {kind.value: size for kind, size in results.sizes},
        "questions": [
            {
                "id": result.question.id,
                "proposal": result.question.proposal,
                "text": result.question.text,
                "everybody": _plain(result.everybody),
                "by_kind": {tally.kind.value: _plain(tally) for tally in result.by_kind if tally.kind is not None},
            }
            for result in results.questions
        ],
    }


def table(results: Results) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """The results as one flat table: headings, and a row for each question and kind of respondent (`all` is everybody).

    What is kept back is empty with `hidden` "yes"; `note` says on every row what the figures cannot tell.
    """
    rows: list[tuple[object, ...]] = []
    note = " ".join(str(sentence) for sentence in results.caveats)
    head: tuple[str, ...] = ()
    for result in results.questions:
        for one in (result.everybody, *result.by_kind):
            plain = _plain(one) | {"hidden": "yes" if one.hidden else "no"}
            head = ("consultation", "question", "kind", *plain, "note")
            kind = "all" if one.kind is None else one.kind.value
            cells = ("" if value is None else value for value in plain.values())
            rows.append((results.consultation.id, result.question.id, kind, *cells, note))
    return head, rows


def _plain(one: Tally) -> dict[str, Any]:
    share = one.share
    points: Mapping[str, int | None] = {
        point.value: None if one.points is None else one.points[place] for place, point in enumerate(POINTS)
    }
    return {
        "hidden": one.hidden,
        "answered": one.answered,
        **points,
        "dont_know": one.dont_know,
        "not_answered": one.not_answered,
        "agreeing": None if share is None else share.agreeing,
        "share_agreeing": None if share is None else round(share.value, 4),
        "low": None if share is None else round(share.low, 4),
        "high": None if share is None else round(share.high, 4),
    }


def kind_in_words(kind: Respondent | None) -> Words:
    """A kind of respondent for people; None is everybody."""
    return say("Everybody") if kind is None else KIND_WORDS[kind]


def point_words() -> tuple[Words, ...]:
    """The five points in words, in the order of the scale."""
    return tuple(AGREEMENT_WORDS[point] for point in POINTS)
