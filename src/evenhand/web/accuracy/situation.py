"""Who had a hand in an inspection, the report's writers among them, as the policies see it."""

from __future__ import annotations

from dataclasses import replace

from evenhand.casework.policies import Situation
from evenhand.web.inspections.models import Inspection
from evenhand.web.inspections.record import Record, read_record
from evenhand.web.reports.models import ReportRevision


def situation_of(inspection: Inspection, record: Record | None = None) -> Situation:
    """Stage, team, authors and approver of an inspection; `record` when it was read already."""
    known = (record or read_record(inspection)).situation
    wrote = ReportRevision.objects.filter(inspection=inspection).values_list("by", flat=True)
    return replace(known, authors=known.authors | set(wrote))
