"""What stands beside the words of a report, read in one question: best practice, confirmed warnings, ties."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, QuerySet, TextField, Value
from django.db.models.functions import Cast

from evenhand.report.checks import BestPractice, Confirmation
from evenhand.report.ties import Tie
from evenhand.web.inspections.models import Inspection
from evenhand.web.reports.models import BestPracticeMarked, SectionTies, WarningConfirmed


@dataclass(frozen=True, slots=True)
class BesideTheWords:
    """The newest mark of best practice under each judgement (none that was taken back), every warning that was
    confirmed, and the newest ties of each text by slot key.
    """

    practice: tuple[BestPractice, ...]
    confirmations: tuple[Confirmation, ...]
    ties: Mapping[str, tuple[Tie, ...]]


def beside_the_words(inspection: Inspection) -> BesideTheWords:
    """Everything that was said about the words of a report, whatever version it was said of."""
    practice = _columns(
        BestPracticeMarked.objects.filter(inspection=inspection),
        "practice",
        "version",
        "judgement",
        "text",
        "conditions",
        "consent_by",
        "consent_on",
        "evidence",
    )
    warnings = _columns(
        WarningConfirmed.objects.filter(inspection=inspection), "warning", "id", "code", "fingerprint", "by", "reason"
    )
    ties = _columns(SectionTies.objects.filter(inspection=inspection), "ties", "version", "slot", "ties")
    rows = sorted(practice.union(warnings, ties, all=True), key=lambda row: row[1])
    marked = {row[2]: _practice(row) for row in rows if row[0] == "practice"}
    return BesideTheWords(
        practice=tuple(one for one in marked.values() if one.text),
        confirmations=tuple(Confirmation(row[2], row[3], row[4], row[5]) for row in rows if row[0] == "warning"),
        ties={row[2]: ties_in(json.loads(row[3])) for row in rows if row[0] == "ties"},
    )


def _columns(rows: QuerySet[Any], kind: str, number: str, *names: str) -> QuerySet[Any, Any]:
    # Eight columns of the same types in all three, as a union wants them.
    texts = [Cast(name, TextField()) for name in names]
    texts += [Value("", output_field=TextField()) for _missing in range(6 - len(names))]
    return rows.order_by().values_list(Value(kind, output_field=CharField()), number, *texts)


def _practice(row: tuple[Any, ...]) -> BestPractice:
    _kind, _version, judgement, text, conditions, consent_by, consent_on, evidence = row
    day = date.fromisoformat(consent_on) if consent_on else None
    return BestPractice(judgement, text, conditions, consent_by, day, tuple(json.loads(evidence)))


def ties_in(stored: list[dict[str, Any]]) -> tuple[Tie, ...]:
    """Ties as they are stored, as core values."""
    return tuple(Tie(one["sentence"], tuple(one["evidence"]), tuple(one["criteria"])) for one in stored)
