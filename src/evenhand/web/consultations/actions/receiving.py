"""Responses come in: from a form that asks for no name, or from a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from evenhand.casework.policies import NotNow, check_keep_consultation, check_respond
from evenhand.consultation.model import Consultation as Content
from evenhand.consultation.phases import Phase
from evenhand.consultation.responses import MAX_COMMENT, Given, Imported, Response, import_responses
from evenhand.consultation.words import Respondent
from evenhand.findings import BadInput, Finding, Severity, Where
from evenhand.provenance import canonical, fingerprint
from evenhand.web.accounts.actions import Visitor, must_be_allowed
from evenhand.web.audit.actions import Acted, HasActorId, action
from evenhand.web.audit.models import Event
from evenhand.web.consultations.actions.keeping import locked
from evenhand.web.consultations.models import AnswerGiven, Consultation, ResponseGiven, ResponsesFile
from evenhand.web.consultations.queries import Shown, content_of, phase_of
from evenhand.wording import Words, say

# More than a class that fills it in together; fewer than a machine that means harm.
MOST_AT_ONCE, AT_ONCE = 40, timedelta(minutes=1)
_KEPT = 1000


@action("consultation.responded")
def respond(
    *, by: Visitor, row: Consultation, form: UUID, kind: Respondent, answers: Mapping[str, Given]
) -> Acted[ResponseGiven]:
    """Keep one response from the web. `form` names the form that was shown, so that sending it twice counts once.

    Whoever responds is a visitor, signed in or not: who it was is not written down anywhere. Raises Refusal while the
    consultation is not open or too much arrives at once, and BadInput for an answer to a question that is not asked.
    """
    row = locked(row)
    shown = Shown(row, content_of(row), phase_of(row))
    check_respond(is_open=shown.is_open)
    subject = ("consultation", row.pk)
    before = ResponseGiven.objects.filter(pk=form).first()
    if before is not None and before.consultation_id != row.pk:
        raise BadInput.at("CS004", say("This form was sent to another consultation. Load the page again and send it."))
    if before is not None:
        return Acted(before, subject, {"again": True})
    _not_too_many(row)
    _must_be_asked(shown.content, kind, answers)
    response = ResponseGiven(id=form, consultation=row, kind=kind.value, received_on=timezone.localdate())
    response.save(force_insert=True)
    AnswerGiven.objects.bulk_create(_rows(response, answers.values()))
    return Acted(response, subject)


def _not_too_many(row: Consultation) -> None:
    recent = Event.objects.filter(subject_kind="consultation", subject_id=row.pk, action="consultation.responded")
    moments = list(recent.order_by("-number").values_list("at", flat=True)[:MOST_AT_ONCE])
    if len(moments) == MOST_AT_ONCE and timezone.now() - moments[-1] < AT_ONCE:
        raise NotNow(
            "CS003", say("Very many responses arrive just now. Nothing was kept: wait a minute, and send yours again.")
        )


def _must_be_asked(content: Content, kind: Respondent, answers: Mapping[str, Given]) -> None:
    faults: list[tuple[str, Words]] = []
    if kind not in content.respondents:
        faults.append(("kind", say("Choose who you are from the list.")))
    for question, given in answers.items():
        if question not in content.question_by_id or given.question != question:
            faults.append((question[:80], say("“{id}” is not a question of this consultation.", id=question[:80])))
        if len(given.comment) > MAX_COMMENT or "\0" in given.comment:
            message = say("A comment has {most} characters at most.", most=f"{MAX_COMMENT:,}")
            faults.append((question[:80], message))
    if not any(given.agreement or given.comment for given in answers.values()):
        faults.append(("", say("Answer at least one question, or write a comment.")))
    if faults:
        raise BadInput(Finding("CS004", Severity.ERROR, Where(field=field), words) for field, words in faults)


def _rows(response: ResponseGiven, given: Any) -> list[AnswerGiven]:
    return [
        AnswerGiven(
            response=response,
            question=one.question,
            agreement=one.agreement.value if one.agreement else "",
            comment=one.comment,
            # From a random number that is never shown, so that two comments of one person do not look related.
            reference=fingerprint(canonical([str(response.pk), one.question]))[:10],
        )
        for one in given
        if one.agreement or one.comment
    ]


@action("consultation.responses_imported")
def import_file(*, by: HasActorId, row: Consultation, name: str, content: bytes) -> Acted[ResponsesFile]:
    """Bring in a file of responses: good rows are kept, bad ones named by line, a respondent already here is left out.

    Raises BadInput when the file as a whole cannot be used or was brought in before, NotNow before it opens and after
    it is answered.
    """
    must_be_allowed(by, check_keep_consultation)
    row = locked(row)
    if phase_of(row) not in (Phase.OPEN, Phase.CLOSED):
        raise NotNow("CS005", say("Responses can be brought in while the consultation is open or closed, and not now."))
    mark = fingerprint(content)
    if ResponsesFile.objects.filter(consultation=row, fingerprint=mark).exists():
        raise BadInput.at("CS006", say("this very file was brought in before; nothing was changed"), file=name)
    imported = import_responses(content_of(row), content, name)
    fresh, known = _sorted_out(row, imported, name)
    findings = sorted((*imported.findings, *known), key=lambda finding: finding.where.line or 0)
    counts = {
        "rows": imported.read,
        "bad_rows": len(imported.bad),
        "responses": len(fresh),
        "already_here": len(known),
        "findings": len(findings),
    }
    file = ResponsesFile.objects.create(
        consultation=row,
        name=name[:200],
        fingerprint=mark,
        counts=counts,
        findings=[_as_kept(finding) for finding in findings][:_KEPT],
        by=by.actor_id,
        at=timezone.now(),
    )
    _keep(row, file, fresh)
    return Acted(file, ("consultation", row.pk), {"file": file.name, "fingerprint": mark, "counts": counts})


def _sorted_out(row: Consultation, imported: Imported, name: str) -> tuple[list[Response], list[Finding]]:
    here = set(ResponseGiven.objects.filter(consultation=row).exclude(code="").values_list("code", flat=True))
    fresh, known = [], []
    for one in imported.responses:
        if _digest(row, one.respondent) in here:
            line = one.given[0].line if one.given else None
            message = say("this respondent came with an earlier file; nothing of theirs was changed")
            known.append(Finding("CS007", Severity.ERROR, Where(name, line, "respondent"), message))
        else:
            fresh.append(one)
    return fresh, known


def _keep(row: Consultation, file: ResponsesFile, fresh: list[Response]) -> None:
    today = timezone.localdate()
    made = [
        ResponseGiven(
            id=uuid4(),
            consultation=row,
            file=file,
            kind=one.kind.value,
            code=_digest(row, one.respondent),
            received_on=today,
        )
        for one in fresh
    ]
    ResponseGiven.objects.bulk_create(made, batch_size=500)
    answers = [answer for response, one in zip(made, fresh, strict=True) for answer in _rows(response, one.given)]
    AnswerGiven.objects.bulk_create(answers, batch_size=500)


def _digest(row: Consultation, respondent: str) -> str:
    return fingerprint(canonical([row.pk, respondent]))


def _as_kept(finding: Finding) -> dict[str, Any]:
    """A finding as it is stored: its words apart from its values, so that it can still be translated when shown."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "line": finding.where.line,
        "field": finding.where.field,
        "template": finding.message.template,
        "values": {name: _plain(value) for name, value in finding.message.values.items()},
    }


def _plain(value: Any) -> Any:
    return value if isinstance(value, int) else str(Words("{value}", {"value": value}))
