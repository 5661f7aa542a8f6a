"""One version read for clarity: figures for each part, questions to the author, and what none of it can show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from evenhand.findings import Finding, Where
from evenhand.framework.clarity.figures import FEW_WORDS, Figures, lengths, reading_age
from evenhand.framework.clarity.passages import PARTS, TextPiece, pairs, passages
from evenhand.framework.clarity.questions import QUESTIONS, Texts, denied_twice, observable_words, vague_words
from evenhand.framework.clarity.sentences import words
from evenhand.framework.model import Framework
from evenhand.framework.reading import SourceMap, before, dotted, shipped_ids
from evenhand.wording import Words, say

FORMULA = say(
    "Reading age is the Flesch-Kincaid grade plus five: 0.39 x words per sentence + 11.8 x syllables per word - 15.59 "
    "+ 5. Syllables are counted by the library textstat at the places where a word can be hyphenated, which finds too "
    "few: 118 of 133 in fifty words that we counted by hand. Ages come out young for that."
)
LIMITS = (
    FORMULA,
    say(
        "A readability formula measures the length of sentences and words, not whether a text is clear. Short texts "
        "make it unreliable: the texts of a part are taken together, and under {words} words no age is given.",
        words=FEW_WORDS,
    ),
    say(
        "The lists of vague words and of what can be seen, heard or read are our own. A finding is a question to the "
        "author; a text without one may still be unclear."
    ),
    say("The passive voice is not counted: a list of words cannot tell it from a description, such as “is settled”."),
)


@dataclass(frozen=True, slots=True)
class Clarity:
    """What can be said about the wording of one version.

    `parts` has the figures of each of `PARTS` that holds a text; `whole` of all texts together. `is_paraphrase`: the
    words are Evenhand's own, because no text of the inspectorate is shipped. `carried` is the shipped version that this
    one follows and how many texts it took over from it word for word. `criteria_seen` counts the criteria that name
    something on the list of what can be seen, and all criteria.
    """

    framework: str
    title: str
    is_paraphrase: bool
    carried: tuple[str, int] | None
    parts: dict[str, Figures]
    whole: Figures
    criteria_seen: tuple[int, int]
    findings: tuple[Finding, ...]

    @property
    def notices(self) -> tuple[Words, ...]:
        """What must be read before the figures."""
        found = []
        if self.is_paraphrase:
            found.append(
                say(
                    "The text of '{id}' in Evenhand is our own paraphrase of the published framework. Nothing follows "
                    "from these figures about the wording of the original.",
                    id=self.framework,
                )
            )
        if self.carried is not None:
            source, texts = self.carried
            found.append(
                say(
                    "{texts} of its texts are word for word those of '{id}', which are Evenhand's own paraphrase of "
                    "the published framework.",
                    texts=texts,
                    id=source,
                )
            )
        if self.whole.not_verified:
            found.append(
                say(
                    "{count} of its {texts} texts belong to pieces that are marked as not verified.",
                    count=self.whole.not_verified,
                    texts=self.whole.texts,
                )
            )
        return tuple(found)

    def as_dict(self) -> dict[str, Any]:
        """For `--json`: plain values only."""
        seen, criteria = self.criteria_seen
        return {
            "framework": self.framework,
            "title": self.title,
            "text_is_our_paraphrase": self.is_paraphrase,
            "texts_carried_over": None if self.carried is None else {"from": self.carried[0], "texts": self.carried[1]},
            "notices": [str(one) for one in self.notices],
            "whole": self.whole.as_dict(),
            "parts": {name: figures.as_dict() for name, figures in self.parts.items()},
            "criteria": {"number": criteria, "name_something_on_the_list": seen},
            "findings": [one.as_dict() for one in self.findings],
            "limits": [str(one) for one in LIMITS],
        }


def clarity(framework: Framework, places: SourceMap | None = None, part: str | None = None) -> Clarity:
    """Read a version for clarity, or one of its `PARTS`; with `places` every finding names file and line.

    Raises KeyError for a part that does not exist.
    """
    if part is not None and part not in PARTS:
        raise KeyError(part)
    texts = passages(framework)
    asked = Texts.of(framework, texts)
    chosen = tuple(one for one in texts if part in (None, one.part))
    criteria = [one for one in chosen if one.part == "criteria"]
    return Clarity(
        framework.id,
        framework.title,
        framework.id in shipped_ids(),
        _carried(framework),
        {name: _figures(of, asked) for name in PARTS if (of := [one for one in chosen if one.part == name])},
        _figures(chosen, asked),
        (sum(bool(observable_words(f"{one.title} {one.text}")) for one in criteria), len(criteria)),
        tuple(one for name, one in _findings(asked, places) if part in (None, name)),
    )


def _carried(framework: Framework) -> tuple[str, int] | None:
    old = None if framework.id in shipped_ids() else before(framework)
    same = sum(pair.is_unchanged for pair in pairs(framework, old)) if old else 0
    return (old.id, same) if old and same else None


def _figures(texts: Iterable[TextPiece], asked: Texts) -> Figures:
    chosen = tuple(texts)
    plain = [one.text for one in chosen]
    return Figures(
        texts=len(chosen),
        not_verified=sum(not one.verified for one in chosen),
        words=sum(len(words(text)) for text in plain),
        lengths=lengths(plain),
        reading_age=reading_age(plain),
        vague=sum(len(vague_words(text, asked.named)) for text in plain),
        double_negatives=sum(len(denied_twice(text)) for text in plain),
    )


def _findings(asked: Texts, places: SourceMap | None) -> tuple[tuple[str, Finding], ...]:
    found = []
    for question in QUESTIONS:
        for passage, message in question.run(asked):
            where = places.where(passage.place) if places else Where(field=dotted(passage.place))
            told = message if passage.verified else say("{question} [not verified]", question=message)
            found.append((passage.part, Finding(question.code, question.severity, where, told)))
    return tuple(sorted(found, key=lambda one: (one[1].where.line or 0, PARTS.index(one[0]), one[1].code)))
