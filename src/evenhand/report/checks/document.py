"""The whole document, field by field, before it is published: what the sections are checked for holds for all of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from evenhand.findings import Finding, Where
from evenhand.report.checks.clues import CHECKS, SELECTS, clues_in, passage_around
from evenhand.report.checks.confirming import Checked, Confirmation, Question, settled
from evenhand.report.checks.manuscript import Guarded
from evenhand.report.document import ReportDocument

# Fingerprints and days: they have a shape of their own, and hold no words.
_NO_WORDS = re.compile(r"[0-9a-f]{64}|\d{4}-\d{2}-\d{2}")


def check_document(
    document: ReportDocument,
    guarded: Guarded,
    *,
    places: int | None = None,
    confirmations: Iterable[Confirmation] = (),
) -> Checked:
    """What may give somebody or some place away in any field of a document; `where.field` is the path of the field.

    The home's own reference number is public and may stand. Confirmations given for sections count here too.
    """
    questions = tuple(_questions(document, guarded, places))
    return settled(questions, confirmations)


def _questions(document: ReportDocument, guarded: Guarded, places: int | None) -> Iterator[Question]:
    context = guarded.context(places)
    for path, text in _texts(document.model_dump(mode="json"), ""):
        for clue in clues_in(text, context, document.urn):
            for check in CHECKS:
                if SELECTS[check.code](clue):
                    finding = Finding(check.code, check.severity, Where(field=path), clue.why)
                    yield Question(finding, passage_around(text, clue), " ".join(clue.found.split()))


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inside in value.items():
            yield from _texts(inside, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for number, inside in enumerate(value):
            yield from _texts(inside, f"{path}[{number}]")
    elif isinstance(value, str) and not _NO_WORDS.fullmatch(value):
        # Ids join their words with underlines.
        yield path, value.replace("_", " ") if re.fullmatch(r"[a-z0-9_-]+", value) else value
