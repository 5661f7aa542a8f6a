"""The feedback sheet and the letter to the children: written, kept in every version, printed. Never public."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from evenhand.casework.actors import Actor
from evenhand.casework.policies import check
from evenhand.casework.stages import Act, Stage
from evenhand.casework.versions import Stale
from evenhand.evidence.names import possible_names
from evenhand.evidence.spec import Tells
from evenhand.evidence.telling import told
from evenhand.report.rendering.engine import CannotRender
from evenhand.report.rendering.letter import (
    CLOSING_PICTURE,
    EasyPart,
    easy_parts,
    letter_pdf,
    long_lines,
    picture_source,
)
from evenhand.web.accounts.access import person_of
from evenhand.web.design.papers import no_pdf, pdf_file
from evenhand.web.inspections import actions
from evenhand.web.inspections.beside import law_named
from evenhand.web.inspections.papers import FEEDBACK, LETTER, PAPERS, newest_paper
from evenhand.web.inspections.quoting import quotable
from evenhand.web.inspections.record import Record
from evenhand.web.inspections.requirement_forms import PAPER_LABELS, PaperForm
from evenhand.web.inspections.requirements import report_due, standing
from evenhand.web.inspections.sufficiency import label_of
from evenhand.web.inspections.tasks import status_of, why_not_yet
from evenhand.web.inspections.views.arriving import CONFLICT, UNPROCESSABLE, about, for_casework, record_for

# Why nothing is written any more, where no act of the inspection leads back to writing from this stage.
CLOSED = {
    Stage.IN_QUALITY_ASSURANCE: gettext_lazy(
        "Quality assurance reads the report now. You can write here again if it is returned."
    ),
    Stage.APPROVED: gettext_lazy("The report is approved. You can write here again if it is returned."),
    Stage.WITH_PROVIDER: gettext_lazy(
        "The report is with the provider. You can write here again if the report is taken back."
    ),
    Stage.PUBLISHED: gettext_lazy("The report is published, so this stays as it is."),
    Stage.CANCELLED: gettext_lazy("The inspection is cancelled, so this stays as it is."),
}
TEMPLATES = {FEEDBACK: "inspections/feedback_sheet.html", LETTER: "inspections/letter_to_children.html"}


@for_casework
@require_http_methods(["GET", "POST"])
def feedback(request: HttpRequest, id: UUID) -> HttpResponse:
    """What is said on the last day: strengths, weaknesses, provisional judgements, requirements with their law."""
    who, record = record_for(request, id)
    more = {
        "grades": [
            (one.title, status_of(record, one)) for one in record.framework.judgements if _shown(record, one.id)
        ],
        "requirements": standing(record.inspection),
        "law": partial(law_named, record.framework),
        "draft_on": report_due(record),
        "pointers": {
            "strengths": _telling(record, Tells.STRENGTH),
            "weaknesses": _telling(record, Tells.CONCERN),
        },
    }
    return _paper(request, who, record, FEEDBACK, more)


@for_casework
@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest, id: UUID) -> HttpResponse:
    """A letter to the children in easy words."""
    who, record = record_for(request, id)
    parts = _easy(record)
    long = [line for part in parts for line in long_lines(part.lines)]
    return _paper(
        request, who, record, LETTER, {"easy": parts, "closing": picture_source(CLOSING_PICTURE), "long": long}
    )


@for_casework
@require_http_methods(["GET"])
def letter_file(request: HttpRequest, id: UUID) -> HttpResponse:
    """The letter to the children as a PDF in easy read, to print and hand over."""
    _who, record = record_for(request, id)
    parts = _easy(record)
    if not parts:
        messages.info(request, _("Nothing is written yet, so there is nothing to print."))
        return redirect("inspections:letter", id)
    try:
        return pdf_file(letter_pdf(parts).content, "letter-to-the-children.pdf")
    except CannotRender as refusal:
        return no_pdf(request, refusal)


def _easy(record: Record) -> tuple[EasyPart, ...]:
    row = newest_paper(record.inspection, LETTER)
    texts = row.texts if row else {}
    return easy_parts((name, str(PAPER_LABELS[name]), texts.get(name, "")) for name in PAPERS[LETTER])


def _shown(record: Record, judgement: str) -> bool:
    return judgement in record.case.grades


def _telling(record: Record, what: Tells) -> list[tuple[UUID, str]]:
    return [(one.id, label_of(one)) for one in record.evidence if what in told(one.item)]


def _paper(request: HttpRequest, who: Actor, record: Record, kind: str, more: dict[str, Any]) -> HttpResponse:
    names, row = PAPERS[kind], newest_paper(record.inspection, kind)
    refused = why_not_yet(who, Act.WRITE_REPORT, record)
    texts = row.texts if row else dict.fromkeys(names, "")
    context = about(
        record,
        kind=kind,
        row=row,
        refused=CLOSED.get(record.stage, refused) if refused else "",
        like_names=possible_names(texts.values()),
        shown=[(PAPER_LABELS[name], texts[name].split("\n\n") if texts[name] else []) for name in names],
        quotes=quotable(record.evidence) if not refused else (),
        stale=None,
        **more,
    )
    template = TEMPLATES[kind]
    if request.method == "GET":
        form = PaperForm(names=names, initial={**texts, "based_on": row.version if row else 0})
        return render(request, template, {**context, "form": form})
    check(who, Act.WRITE_REPORT, record.situation)
    form = PaperForm(request.POST, names=names)
    if not form.is_valid():
        return render(request, template, {**context, "form": form}, status=UNPROCESSABLE)
    try:
        actions.write_paper(
            by=person_of(request),
            inspection=record.inspection,
            kind=kind,
            texts=form.texts,
            based_on=form.cleaned_data["based_on"],
        )
    except Stale as stale:
        form.data = request.POST.copy()
        form.data["based_on"] = str(stale.current)
        return render(request, template, {**context, "form": form, "stale": stale}, status=CONFLICT)
    messages.success(request, _("It is saved as a new version."))
    return redirect(request.path)
