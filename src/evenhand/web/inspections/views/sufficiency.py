"""Is there enough evidence? A page that informs and computes no grade."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from evenhand.web.inspections.sufficiency import enough
from evenhand.web.inspections.views.arriving import about, for_casework, record_for


@for_casework
@require_http_methods(["GET"])
def sufficiency(request: HttpRequest, id: UUID) -> HttpResponse:
    """How far the evidence reaches under each judgement and criterion."""
    _who, record = record_for(request, id)
    return render(request, "inspections/sufficiency.html", about(record, page=enough(record)))
