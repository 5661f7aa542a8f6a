"""The letter to the children in easy read: short lines, large letters, a picture beside each part. Never published."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from evenhand.report.rendering.engine import HERE, Rendered, fill, made_with, pdf

# Which picture stands beside which part of the letter; they are our own, drawn for this.
PICTURES: Mapping[str, str] = {
    "we_came": "house",
    "you_told_us": "speech",
    "is_good": "sun",
    "has_to_change": "change",
    "what_next": "calendar",
}
CLOSING_PICTURE = "shield"
# Guides to easy read ask for ten to fifteen words a sentence.
LONG_LINE = 15
_SENTENCE_ENDS = re.compile(r"(?<=[.!?])(?<!Mr\.)(?<!Ms\.)(?<!Dr\.)(?<!Mrs\.)[”’\"')]*\s+(?=[“‘\"'(]*[A-Z0-9])")


@dataclass(frozen=True, slots=True)
class EasyPart:
    """A part of the letter: its title, the name of its picture, and one idea a line."""

    title: str
    picture: str
    lines: tuple[str, ...]

    @property
    def source(self) -> str:
        """The picture as an address that needs no other file."""
        return picture_source(self.picture)


def easy_lines(text: str) -> tuple[str, ...]:
    """A text as lines with one sentence each; a line that a person broke stays broken."""
    lines = (re.sub(r"^[-•*]\s+", "", line.strip()) for line in text.splitlines())
    return tuple(one.strip() for line in lines for one in _sentences(line) if one.strip())


def _sentences(line: str) -> Iterator[str]:
    start = 0
    for end in _SENTENCE_ENDS.finditer(line):
        yield line[start : end.end()]
        start = end.end()
    yield line[start:]


def long_lines(lines: Iterable[str]) -> tuple[str, ...]:
    """Lines with more words than easy read allows (15)."""
    return tuple(line for line in lines if len(line.split()) > LONG_LINE)


def easy_parts(texts: Iterable[tuple[str, str, str]]) -> tuple[EasyPart, ...]:
    """Parts of the letter from (name, title, text), without those that say nothing; unknown names get the shield."""
    return tuple(
        EasyPart(title, PICTURES.get(name, CLOSING_PICTURE), lines)
        for name, title, text in texts
        if (lines := easy_lines(text))
    )


@lru_cache(maxsize=16)
def picture_source(name: str) -> str:
    """One of our pictures as a `data:` address; raises OSError for a name that is none."""
    content = (HERE / "pictures" / f"{name}.svg").read_bytes()
    return f"data:image/svg+xml;base64,{b64encode(content).decode()}"


def letter_pdf(parts: tuple[EasyPart, ...]) -> Rendered:
    """The letter as a PDF/UA-1 in large letters; the same words give the same bytes.

    Raises CannotRender where no PDF can be made.
    """
    closing = picture_source(CLOSING_PICTURE)
    html = fill("report/letter_document.html", parts=parts, closing=closing, made_with=made_with())
    return pdf(html, ("letter.css",))
