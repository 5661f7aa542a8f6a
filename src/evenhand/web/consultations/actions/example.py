"""Two consultations that never took place, for demonstrations; pages say so wherever they show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from evenhand.consultation.account import Answer
from evenhand.consultation.checks import read_consultation_text
from evenhand.consultation.personal import clues
from evenhand.framework.reading import parse
from evenhand.shelf import shipped
from evenhand.web.audit.actions import HasActorId
from evenhand.web.consultations.actions.answering import publish_account, write_answer
from evenhand.web.consultations.actions.keeping import close, open_, write
from evenhand.web.consultations.actions.receiving import import_file
from evenhand.web.consultations.actions.screening import Decided, decide
from evenhand.web.consultations.models import AnswerGiven, Consultation


@dataclass(frozen=True, slots=True)
class Examples:
    """The two: one that was answered, one that is open to try."""

    answered: Consultation
    still_open: Consultation


@transaction.atomic
def load_example(*, by: HasActorId) -> Examples:
    """Make what is missing of the examples, by the real acts; `by` is an author or System. Safe to run again."""
    folder = shipped("data") / "consultations" / "example"
    return Examples(_answered(by, folder), _still_open(by, folder))


def _answered(by: HasActorId, folder: Path) -> Consultation:
    source = (folder / "consultation.yaml").read_text(encoding="utf-8")
    content = read_consultation_text(source, "consultation.yaml")[0]
    row = Consultation.objects.filter(pk=content.id).first()
    if row is not None:
        return row
    row = write(by=by, source=source, name="consultation.yaml")
    open_(by=by, row=row, today=content.opens)
    file = folder / "invented_responses.csv"
    import_file(by=by, row=row, name=file.name, content=file.read_bytes())
    close(by=by, row=row)
    comments = AnswerGiven.objects.filter(response__consultation=row).exclude(comment="").order_by("reference")
    decisions: dict[int, Decided] = {one.pk: "held" if clues(one.comment) else "cleared" for one in comments}
    decide(by=by, row=row, decisions=decisions)
    shown = [one for one in comments if decisions[one.pk] == "cleared"]
    for answer in _answers(folder / "answers.yaml"):
        asked = {one.id for one in content.questions_of(answer.proposal)}
        named = tuple(one.reference for one in shown if one.question in asked)[:3]
        write_answer(by=by, row=row, answer=answer.model_copy(update={"comments": named}))
    publish_account(by=by, row=row)
    return row


def _answers(file: Path) -> list[Answer]:
    values, _ = parse(file.read_bytes(), str(file))
    return [Answer.model_validate(one) for one in values]


def _still_open(by: HasActorId, folder: Path) -> Consultation:
    source = (folder / "still_open.yaml").read_text(encoding="utf-8")
    content = read_consultation_text(source, "still_open.yaml")[0]
    row = Consultation.objects.filter(pk=content.id).first()
    if row is not None:
        return row
    today = timezone.localdate()
    row = write(by=by, source=_moved(source, content.opens, content.closes, today), name="still_open.yaml")
    open_(by=by, row=row)
    return row


def _moved(source: str, opens: date, closes: date, today: date) -> str:
    """The same text with days that begin today and last as long as a demonstration may."""
    return source.replace(opens.isoformat(), today.isoformat()).replace(
        closes.isoformat(), (today + timedelta(days=365)).isoformat()
    )
