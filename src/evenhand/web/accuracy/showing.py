"""A report that was sent, sentence by sentence, with what was said about each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from evenhand.casework.accuracy import AnchoredLine, AnchoredSentence, anchored
from evenhand.report.document import GradeGiven, Passage, ReportDocument, Section
from evenhand.web.accuracy.models import DraftSent, FinalGiven
from evenhand.web.accuracy.reading import CommentRead, Dossier, document_of, on_one_line


@dataclass(frozen=True, slots=True)
class ShownText:
    """A text with its title ('' for none), the grade it gives reasons for, its lines, each with what was said of it."""

    key: str
    title: str
    grade: GradeGiven | None
    own_scale: bool
    lines: tuple[AnchoredLine, ...]
    comments: tuple[CommentRead, ...]


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A section of a report that was sent."""

    id: str
    title: str
    texts: tuple[ShownText, ...]


def parts_of(document: ReportDocument, comments: Iterable[CommentRead] = ()) -> tuple[ShownPart, ...]:
    """The sections of a report in their order, every sentence with its anchor."""
    said = tuple(comments)
    return tuple(ShownPart(one.id, one.title, tuple(_texts(document, one, said))) for one in document.sections)


def _texts(document: ReportDocument, section: Section, said: tuple[CommentRead, ...]) -> Iterator[ShownText]:
    given = {one.judgement: one for one in document.judgements}
    if document.single is not None:
        given[document.single.judgement] = document.single
    for place, passage in enumerate(section.passages, start=1):
        lines = anchored(_key(section, passage, place), passage.paragraphs)
        here = {one.anchor for one in sentences_in(lines)}
        grade = given.get(passage.judgement)
        yield ShownText(
            key=_key(section, passage, place),
            title=passage.title,
            grade=grade,
            own_scale=grade is not None and grade == document.single,
            lines=lines,
            comments=tuple(one for one in said if one.row.anchor in here),
        )


def _key(section: Section, passage: Passage, place: int) -> str:
    return f"{section.id}.{passage.judgement or place}"


def sentences_in(lines: Iterable[AnchoredLine]) -> Iterator[AnchoredSentence]:
    """Every sentence of some lines, in order."""
    for line in lines:
        yield from line.sentences


def anchors_of(row: DraftSent | FinalGiven) -> dict[str, str]:
    """Every sentence of a report that was sent, by its anchor."""
    texts = (text for part in parts_of(document_of(row)) for text in part.texts)
    return {one.anchor: one.text for text in texts for one in sentences_in(text.lines)}


def still_there(dossier: Dossier, comment: CommentRead) -> bool:
    """Whether the sentence that a comment points at stands word for word in the version said to hold the change."""
    if not comment.changed or not comment.row.anchor:
        return False
    sentence = on_one_line(anchors_of(comment.row.draft).get(comment.row.anchor, ""))
    return bool(sentence) and sentence in dossier.words_by_version.get(comment.changed, "")
