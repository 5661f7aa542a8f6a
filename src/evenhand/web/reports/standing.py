"""Who had a hand in an inspection and in the words of its report."""

from __future__ import annotations

from dataclasses import replace

from evenhand.casework.policies import Situation
from evenhand.web.inspections.record import Record
from evenhand.web.reports.models import ReportRevision


def situation_with_writers(record: Record) -> Situation:
    """What the policies need to know, the report's writers among the authors."""
    wrote = ReportRevision.objects.filter(inspection=record.inspection).values_list("by", flat=True)
    return replace(record.situation, authors=record.situation.authors | set(wrote))
