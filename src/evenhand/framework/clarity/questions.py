"""The questions that clarity asks an author, CY001 and on: each with its place, none of them a verdict."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from evenhand.findings import Check, Severity, check
from evenhand.framework.clarity.figures import LONG
from evenhand.framework.clarity.passages import TextPiece
from evenhand.framework.clarity.sentences import sentences, words
from evenhand.framework.clarity.words import (
    DENIAL_REACH,
    DENIES,
    DENIES_TOO,
    KNOWN_ABBREVIATIONS,
    OBSERVABLE,
    VAGUE,
    phrase,
)
from evenhand.framework.model import Framework
from evenhand.wording import Words, say

Raised = Iterator[tuple[TextPiece, Words]]

_ASK = {one: ask for ask, group in VAGUE for one in group}
_VAGUE = phrase(*_ASK)
_STRETCHES = re.compile(r"[,;:()–—]|\b(?:and|or|but|nor)\b", re.IGNORECASE)
_ABBREVIATION = re.compile(r"(?<![\w-])(?=\w*[A-Z]\w*[A-Z])[A-Z][A-Z0-9]+s?(?![\w-])")
_SECOND = DENIES | DENIES_TOO
_SHOWN = 12  # words of a long sentence that are enough to find it


@dataclass(frozen=True, slots=True)
class Texts:
    """What the questions look at: the texts, words that are names here, and the texts that may explain an abbreviation.

    `named` are labels of grades and titles of judgements: where the framework calls a grade adequate, the word is a
    name and not vague.
    """

    passages: tuple[TextPiece, ...]
    named: tuple[str, ...]
    explained_in: str
    own_ids: frozenset[str]

    @classmethod
    def of(cls, framework: Framework, passages: tuple[TextPiece, ...]) -> Texts:
        """What there is to look at in a framework."""
        labels = [grade.label for scale in framework.scales for grade in scale.grades]
        titles = [one.title for one in framework.judgements] + [one.title for one in framework.inspection_types]
        elsewhere = [framework.title, *(one.title for one in framework.documents)]
        return cls(
            passages,
            (*labels, *titles),
            "\n".join([*elsewhere, *(one.text for one in passages)]),
            frozenset(one.id.casefold() for one in framework.rules),
        )


Question = Check[[Texts], Raised]


@check("CY001", Severity.NOTE)
def sentences_are_short(asked: Texts) -> Raised:
    """A sentence is longer than 25 words."""
    for one in asked.passages:
        for sentence in sentences(one.text):
            if (length := len(words(sentence))) > LONG:
                message = say(
                    "a sentence of {length} words, “{start} …”; could it be two?",
                    length=length,
                    start=" ".join(sentence.split()[:_SHOWN]),
                )
                yield one, message


@check("CY002", Severity.NOTE)
def words_say_something(asked: Texts) -> Raised:
    """A word leaves it to the reader to guess what is meant, such as "appropriate" or "where necessary"."""
    for one in asked.passages:
        for word, ask in vague_words(one.text, asked.named):
            yield one, say("“{word}”: {ask}? Can the text say it?", word=word, ask=ask)


def vague_words(text: str, named: tuple[str, ...] = ()) -> tuple[tuple[str, Words], ...]:
    """Each vague word of a text with what to ask instead, in the order of the text; names of things are passed over."""
    found = list(_VAGUE.finditer(text))
    names = [match.span() for match in phrase(*named).finditer(text)] if found and named else []
    meant = [
        " ".join(match.group().casefold().split())
        for match in found
        if not any(start <= match.start() and match.end() <= end for start, end in names)
    ]
    return tuple((word, _ASK[word]) for word in meant)


@check("CY003", Severity.NOTE)
def nothing_is_denied_twice(asked: Texts) -> Raised:
    """A sentence denies something twice, so that the reader has to work out what is left."""
    for one in asked.passages:
        for first, second in denied_twice(one.text):
            message = say(
                "“{first}” and “{second}” close together; can it be said straight?", first=first, second=second
            )
            yield one, message


def denied_twice(text: str) -> tuple[tuple[str, str], ...]:
    """Pairs of words that both deny, at most four words apart, with no comma, colon or "and" between them."""
    found = []
    for sentence in sentences(text):
        for stretch in _STRETCHES.split(sentence):
            said = [word.replace("’", "'") for word in words(stretch)]
            for index, word in enumerate(said):
                close = said[index + 1 : index + 1 + DENIAL_REACH]
                second = next((other for other in close if other.casefold() in _SECOND), None)
                if word.casefold() in DENIES and second is not None:
                    found.append((word, second))
    return tuple(found)


@check("CY004", Severity.NOTE)
def criteria_name_what_can_be_seen(asked: Texts) -> Raised:
    """A criterion uses no word of our list for what one could see, hear or read."""
    for one in asked.passages:
        if one.part == "criteria" and not observable_words(f"{one.title} {one.text}"):
            message = say(
                "“{title}” names nothing on our list of what one sees, hears or reads; what would show it?",
                title=one.title,
            )
            yield one, message


def observable_words(text: str) -> tuple[str, ...]:
    """The words of a text for what can be seen, heard or read, in order."""
    return tuple(word for word in words(text) if _plain(word) in OBSERVABLE)


def _plain(word: str) -> str:
    return re.sub(r"['’]s?$", "", word.casefold())


@check("CY005", Severity.NOTE)
def abbreviations_are_explained(asked: Texts) -> Raised:
    """An abbreviation is not written out anywhere in the framework."""
    first: dict[str, tuple[TextPiece, int]] = {}
    for one in asked.passages:
        for match in _ABBREVIATION.finditer(one.text):
            name = match.group().removesuffix("s")
            passage, times = first.get(name, (one, 0))
            first[name] = (passage, times + 1)
    for name, (passage, times) in first.items():
        if not _is_known(name, asked):
            message = say(
                "“{name}” is written out nowhere ({times} in all); write it out the first time", name=name, times=times
            )
            yield passage, message


def _is_known(name: str, asked: Texts) -> bool:
    if name in KNOWN_ABBREVIATIONS or name.casefold() in asked.own_ids:
        return True
    # "Special educational needs (SEN)" explains it, and so does "SEN (special educational needs)".
    brackets = rf"\w[^\n(]*\({re.escape(name)}s?\)|\b{re.escape(name)}s? \([a-z]"
    return re.search(brackets, asked.explained_in) is not None


QUESTIONS: tuple[Question, ...] = (
    sentences_are_short,
    words_say_something,
    nothing_is_denied_twice,
    criteria_name_what_can_be_seen,
    abbreviations_are_explained,
)
