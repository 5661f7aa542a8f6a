"""Responses from a CSV file. A bad row is left out, named by line, and counted: nothing disappears.

Two shapes are read. One row for each respondent and question, with the columns `respondent, kind, question, answer,
comment`; or one row for each respondent, with the columns `respondent, kind`, one column for each question (its id)
and, where wanted, one for its comment (its id with `_comment`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from evenhand.consultation.model import Consultation
from evenhand.consultation.table import Row, Sheet, read_sheet
from evenhand.consultation.words import Agreement, Respondent, agreement_written, kind_written, says_nothing
from evenhand.findings import BadInput, Finding, Severity, Where
from evenhand.wording import Words, say

LONG = ("respondent", "kind", "question", "answer", "comment")
MAX_COMMENT = 4000
# A number or a code. Whoever is behind it does not belong into the file.
_CODE = re.compile(r"^[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*$")
_ANSWERS = "Strongly agree, Agree, Neither agree nor disagree, Disagree, Strongly disagree, Don't know, or nothing"


@dataclass(frozen=True, slots=True)
class Given:
    """What one respondent gave to one question: a point of the scale, a comment, both or neither (None and '')."""

    question: str
    agreement: Agreement | None
    comment: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Response:
    """Everything that one respondent gave; `respondent` is a code that is never shown."""

    respondent: str
    kind: Respondent
    given: tuple[Given, ...]

    def to(self, question: str) -> Given | None:
        """What was given to a question; None when nothing was."""
        return next((one for one in self.given if one.question == question), None)


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was left out: its line, its cells as they stood, and why."""

    line: int
    cells: dict[str, str]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file held: responses, rows that were left out, and remarks about the file. `read` = `used` + bad rows."""

    responses: tuple[Response, ...]
    bad: tuple[BadRow, ...]
    remarks: tuple[Finding, ...]
    read: int

    @property
    def used(self) -> int:
        """How many rows could be used."""
        return self.read - len(self.bad)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that was found, in the order of the lines."""
        return (*self.remarks, *(one for row in self.bad for one in row.findings))


def read_responses(consultation: Consultation, path: Path) -> Imported:
    """Responses from a file; raises BadInput when the file as a whole cannot be used."""
    try:
        content = path.read_bytes()
    except OSError as error:
        message = say("cannot be read: {problem}; check the path", problem=error.strerror or str(error))
        raise BadInput.at("CR000", message, file=path) from None
    return import_responses(consultation, content, str(path))


def import_responses(consultation: Consultation, content: bytes, file: str) -> Imported:
    """Responses from the bytes of a CSV file; raises BadInput when the file as a whole cannot be used."""
    questions = {one.id.casefold(): one.id for one in consultation.questions}
    sheet = read_sheet(content, file, {*LONG, *questions})
    is_long = "question" in sheet.columns
    _must_have_columns(sheet, is_long, questions, file)
    reader = _Reader(consultation, file, questions, is_long)
    for row in sheet.rows:
        reader.take(row)
    responses = tuple(Response(code, reader.kinds[code], tuple(reader.given[code].values())) for code in reader.kinds)
    remarks = tuple(_remarks(sheet, is_long, questions, file))
    return Imported(responses, tuple(reader.bad), remarks, len(sheet.rows))


def _must_have_columns(sheet: Sheet, is_long: bool, questions: dict[str, str], file: str) -> None:
    needed = ("respondent", "kind", "question", "answer") if is_long else ("respondent", "kind")
    missing = [one for one in needed if one not in sheet.columns]
    if missing or not (is_long or set(questions) & set(sheet.columns)):
        message = say(
            "the first line must name the columns {long}, or respondent, kind and one column for each question "
            "({ids}); it has {found}",
            long=list(LONG),
            ids=", ".join(questions.values()),
            found=[one[:40] for one in sheet.columns if one][:40] or say("no column names"),
        )
        raise BadInput.at("CR004", message, file=file, line=1)


def _remarks(sheet: Sheet, is_long: bool, questions: dict[str, str], file: str) -> Iterator[Finding]:
    known = set(LONG) if is_long else {"respondent", "kind", *questions, *(f"{one}_comment" for one in questions)}
    for name in sheet.columns:
        if name and name not in known:
            message = say("the column “{name}” was not read; nothing here has that name", name=name[:60])
            yield Finding("CR006", Severity.WARNING, Where(file, 1, name[:60]), message)
    for plain_id, question in questions.items():
        if not is_long and plain_id not in sheet.columns:
            message = say("no column answers '{question}'; nobody counts as having answered it", question=question)
            yield Finding("CR007", Severity.WARNING, Where(file, 1, question), message)


class _Faults(list[tuple[str, str, Words]]):
    """What is wrong with a row: code, column, and what to write instead."""

    def add(self, code: str, column: str, message: Words) -> None:
        self.append((code, column, message))


@dataclass(slots=True)
class _Reader:
    """Takes one row after the other; what it refuses, it keeps with the reasons."""

    consultation: Consultation
    file: str
    questions: dict[str, str]
    is_long: bool
    kinds: dict[str, Respondent] = field(default_factory=dict)
    given: dict[str, dict[str, Given]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    bad: list[BadRow] = field(default_factory=list)

    def take(self, row: Row) -> None:
        faults = _Faults()
        if row.surplus:
            message = say("{n} filled cells have no column; put quotation marks round text with commas", n=row.surplus)
            faults.add("CR017", "", message)
        code, kind = self._who(row, faults)
        given = list(self._long(row, code, faults) if self.is_long else self._wide(row, code, faults))
        if faults or kind is None:
            found = tuple(
                Finding(one, Severity.ERROR, Where(self.file, row.line, column), message)
                for one, column, message in faults
            )
            self.bad.append(BadRow(row.line, row.cells, found))
            return
        self.kinds.setdefault(code, kind)
        self.lines.setdefault(code, row.line)
        self.given.setdefault(code, {}).update({one.question: one for one in given})

    def _who(self, row: Row, faults: _Faults) -> tuple[str, Respondent | None]:
        code, written = row.cells["respondent"], row.cells["kind"]
        if not _CODE.match(code) or len(code) > 40:
            # What stands there may be a name, so it is not repeated.
            message = say("this is not a code for a respondent; write a number, or letters and digits, never a name")
            faults.add("CR013", "respondent", message)
        kind = kind_written(written)
        if kind is None or kind not in self.consultation.respondents:
            known = ", ".join(one.value for one in self.consultation.respondents)
            message = say(
                "“{kind}” is not a kind of respondent of this consultation; write one of: {known}",
                kind=written[:40],
                known=known,
            )
            faults.add("CR010", "kind", message)
            return code, None
        self._one_kind(code, kind, faults)
        return code, kind

    def _one_kind(self, code: str, kind: Respondent, faults: _Faults) -> None:
        before = self.kinds.get(code, kind)
        if before is not kind:
            values = {"before": before.value, "line": self.lines[code], "kind": kind.value}
            message = say(
                "this respondent is “{before}” on line {line} and “{kind}” here; one person is of one kind", **values
            )
            faults.add("CR015", "kind", message)

    def _long(self, row: Row, code: str, faults: _Faults) -> Iterator[Given]:
        written = row.cells["question"]
        answer, comment = row.cells["answer"], row.cells.get("comment", "")
        question = self.questions.get(written.casefold())
        if question is None:
            # Somebody who took part and answered nothing may have a row without a question.
            if written or comment or not says_nothing(answer):
                known = ", ".join(self.questions.values())
                message = say(
                    "“{question}” is not a question of this consultation; write one of: {known}",
                    question=written[:40],
                    known=known,
                )
                faults.add("CR011", "question", message)
            return
        before = self.given.get(code, {}).get(question)
        if before is not None:
            message = say(
                "this respondent answered {question} already on line {line}; keep one of the two rows",
                question=question,
                line=before.line,
            )
            faults.add("CR014", "respondent", message)
        yield self._one(row, question, "answer", answer, "comment", comment, faults)

    def _wide(self, row: Row, code: str, faults: _Faults) -> Iterator[Given]:
        if code in self.lines:
            message = say("this respondent is already on line {line}; keep one of the two rows", line=self.lines[code])
            faults.add("CR014", "respondent", message)
        for column, question in self.questions.items():
            answer, comment = row.cells.get(column, ""), row.cells.get(f"{column}_comment", "")
            if answer or comment:
                yield self._one(row, question, column, answer, f"{column}_comment", comment, faults)

    def _one(
        self,
        row: Row,
        question: str,
        answer_column: str,
        answer: str,
        comment_column: str,
        comment: str,
        faults: _Faults,
    ) -> Given:
        agreement = agreement_written(answer)
        if agreement is None and not says_nothing(answer):
            faults.add(
                "CR012",
                answer_column,
                say("“{answer}” is not an answer; write {known}", answer=answer[:40], known=_ANSWERS),
            )
        if len(comment) > MAX_COMMENT:
            message = say(
                "the comment has {length} characters; {most} is the most", length=len(comment), most=MAX_COMMENT
            )
            faults.add("CR016", comment_column, message)
        return Given(question, agreement, comment, row.line)
