"""The question of the statistics: one table on one stated basis, with what has to stand beside its figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Literal

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import Field

from evenhand.casework.actors import Actor
from evenhand.statistics.model import Basis, By, Table
from evenhand.web.api import schema
from evenhand.web.api.answering import Answer, answer, listed, wants_csv
from evenhand.web.api.asking import told
from evenhand.web.api.door import problem
from evenhand.web.api.queries import Slice
from evenhand.web.api.views.records import api, unknown_parameters
from evenhand.web.api.wanted import Id, Slicing, Word
from evenhand.web.statistics import queries
from evenhand.web.statistics.forms import AskForm
from evenhand.web.statistics.telling import as_dict, as_rows

__all__ = ["api"]

Year = Annotated[int, Field(ge=2000, le=2100)]
_BESIDE = ("basis_in_words", "minimum", "hidden_by", "left_out", "notes")


class WantedStatistics(Slicing):
    """Which table. Years run from April to March and are named by the year in which they begin."""

    by: By = Field(By.PERIOD, description="What the lines of the table are.")
    basis: Basis | None = Field(
        None, description="Inspections in a period, or the latest inspection of each home at a day."
    )
    since: Year | None = Field(None, description="Of inspections in a period: the first year that has any.")
    until: Year | None = Field(None, description="Of inspections in a period: the last year.")
    at: date | None = Field(
        None, description="Of the latest inspections: the day of a register file; newest if left out."
    )
    judgement: Literal["overall", "helped_protected", "leaders_managers", "outcomes", "quality_of_care"] = Field(
        "overall", description="The judgement by its id."
    )
    region: Word | None = Field(None, description="Only homes of this region.")
    sector: Word | None = Field(None, description="Only homes of this sector.")
    provision_type: Word | None = Field(None, description="Only this type of service.")
    kind: Id | None = Field(None, description="Only this type of inspection.")
    fictional: bool = Field(False, description="Only homes that are made up (true) or only others (false).")


class NothingToCount(ValueError):
    """A year or a day for which nothing can be counted: by parameter, what may be written instead."""

    def __init__(self, instead: dict[str, list[str]]) -> None:
        self.instead = instead
        super().__init__(str(instead))


@api.exception_handler(NothingToCount)
def refused(request: HttpRequest, missing: NothingToCount) -> HttpResponse:
    """422 that names what may be written."""
    errors = [
        {"parameter": name, "message": _("nothing is known of it; write one of: %s") % (", ".join(known) or "–")}
        for name, known in missing.instead.items()
    ]
    return problem(422, _("Nothing can be counted for this year or this day."), errors)


def _table(who: Actor, what: WantedStatistics) -> Table:
    at = queries.state()
    given = {name: getattr(what, name) for name in ("basis", "since", "until", "at")}
    written = {name: str(value) for name, value in given.items() if value is not None}
    homes = "fictional" if what.fictional else ""
    form = AskForm({**written, "judgement": what.judgement, "homes": homes}, queries.counted(who, at), what.by)
    # The page leaves out what makes no sense; a program would take the figures for what it asked.
    instead = {
        name: [one for one, _words in form.fields[name].choices]
        for name, value in written.items()
        if form.data.get(name) != value
    }
    if what.basis is Basis.LATEST and form.asked.basis is not Basis.LATEST:
        instead["basis"] = [Basis.PERIOD.value]
    if instead:
        raise NothingToCount(instead)
    facts = {"region": what.region, "sector": what.sector, "provision": what.provision_type, "kind": what.kind}
    narrowed: dict[str, Any] = {name: value for name, value in facts.items() if value}
    return queries.table(who, replace(form.asked, **narrowed), at)


def _answered(request: HttpRequest, who: Actor, what: WantedStatistics) -> Answer:
    table = _table(who, what)
    rows = as_rows(table)
    end = what.offset + what.limit
    found = Slice(told(who, "statistic", rows[what.offset : end]), len(rows))
    body, kind, headers = listed(request, who, "statistic", found, what.limit, what.offset)
    if wants_csv(request):
        return body, kind, headers
    plain = as_dict(table)
    return orjson.dumps({**orjson.loads(body), "about": {name: plain[name] for name in _BESIDE}}), kind, headers


def _described() -> dict[str, Any]:
    """A list of figures, and what has to stand beside them."""
    made = schema.list_of("statistic")
    page = made["responses"][200]["content"]["application/json"]["schema"]
    text = {"type": "string"}
    left_out = {
        "type": "object",
        "properties": {"what": text, "n": {"type": "integer"}},
        "required": ["what", "n"],
    }
    page["properties"]["about"] = {
        "type": "object",
        "description": "What has to stand beside the figures wherever they are shown.",
        "properties": {
            "basis_in_words": text,
            "minimum": {"type": "integer", "description": "The smallest number that is shown; a zero always is."},
            "hidden_by": {"type": "string", "enum": ["counts", "lines"]},
            "left_out": {"type": "array", "items": left_out},
            "notes": {"type": "array", "items": text},
        },
        "required": list(_BESIDE),
    }
    page["required"] = [*page["required"], "about"]
    return made


def _operation(request: HttpRequest, what: Annotated[WantedStatistics, Query()]) -> HttpResponse:
    if unknown := unknown_parameters(request, WantedStatistics):
        return unknown
    return answer(request, lambda who: _answered(request, who, what))


for _ending, _responses in (("", _described()), (".csv", schema.csv_of())):
    api.get(
        f"/statistics{_ending}",
        url_name=f"statistics{_ending.replace('.', '_')}",
        operation_id=f"statistics{_ending.replace('.', '_')}",
        summary="Grades counted, on one stated basis" + (" as CSV" if _ending else ""),
        tags=["statistics"],
        openapi_extra=_responses,
    )(_operation)
