"""What a pilot came to: pairs by code, why they differ, and the looks that the plan allowed."""

from __future__ import annotations

import csv
import io
import json
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.casework.actors import Actor, Role
from evenhand.casework.piloting import check_read_pilot_pairs
from evenhand.casework.policies import Refusal
from evenhand.findings import BadInput
from evenhand.pilot.keeping import may_look, pairs_csv
from evenhand.web.accounts.access import for_roles, person_of
from evenhand.web.design.jinja import words
from evenhand.web.inspections.views.arriving import UNPROCESSABLE, asking
from evenhand.web.pilots import actions, queries
from evenhand.web.pilots.forms import SHORT, ReasonForm
from evenhand.web.pilots.queries import PilotShown

for_pair_readers = for_roles(Role.FRAMEWORK_AUTHOR, Role.QUALITY_ASSURER)
TYPES = {"svg": "image/svg+xml", "csv": "text/csv; charset=utf-8", "json": "application/json", "html": "text/html"}


def may_read_pairs(who: Actor, one: PilotShown) -> bool:
    """Whether this person may open the list of pairs."""
    try:
        check_read_pilot_pairs(who, closed=one.is_closed)
    except Refusal:
        return False
    return True


@for_pair_readers
@require_http_methods(["GET"])
def pairs(request: HttpRequest, id: str) -> HttpResponse:
    """Every pair by the code of its home, with what differs and why."""
    who = asking(request)
    one = queries.shown(who, queries.pilot(who, id))
    found = queries.pairs(who, one)
    context = {
        "one": one,
        "pairs": found,
        "kinds": SHORT,
        "open": sum(row.differs and row.reason is None for row in found),
        "may_explain": who.is_a(Role.QUALITY_ASSURER),
        "may_take": who.is_a(Role.FRAMEWORK_AUTHOR),
    }
    return render(request, "pilots/pairs.html", context)


@for_roles(Role.FRAMEWORK_AUTHOR)
@require_http_methods(["GET"])
def pairs_file(request: HttpRequest, id: str) -> HttpResponse:
    """The pairs as `evenhand pilot analyse` reads them; what a look may show, not before the plan allows one."""
    who = asking(request)
    one = queries.shown(who, queries.pilot(who, id))
    allowed, why = may_look(one.plan.plan, pairs=len(one.paired), taken=0, closed=one.is_closed)
    if not (allowed or one.looks):
        return render(request, "pilots/not_yet.html", {"one": one, "why": why}, status=409)
    response = HttpResponse(pairs_csv(queries.csv_rows(who, one)), content_type=TYPES["csv"])
    response["Content-Disposition"] = f'attachment; filename="{one.row.pk}-pairs.csv"'
    return response


@for_roles(Role.QUALITY_ASSURER)
@require_http_methods(["GET", "POST"])
def explain(request: HttpRequest, id: UUID, judgement: str) -> HttpResponse:
    """Say why the two grades of a judgement differ."""
    who = asking(request)
    case = queries.case(who, id)
    one = queries.shown(who, queries.pilot(who, case.row.pilot_id))
    pair = next((row for row in queries.pairs(who, one) if (row.case.row.pk, row.judgement) == (id, judgement)), None)
    if pair is None:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.explain_difference(
                by=person_of(request), case=case.row, judgement=judgement, kind=data["kind"], words=data["explained"]
            )
        except BadInput as refused:
            form.add_faults(refused)
        except Refusal as refused:
            form.add_fault("", words(refused.reason))
        else:
            messages.success(request, _("The reason is kept with the pair."))
            return redirect("pilots:pairs", one.row.pk)
    context = {"one": one, "pair": pair, "form": form, "kinds": SHORT}
    return render(request, "pilots/explain.html", context, status=UNPROCESSABLE if form.errors else 200)


@for_roles(Role.FRAMEWORK_AUTHOR)
@require_http_methods(["POST"])
def take_look(request: HttpRequest, id: str) -> HttpResponse:
    """Take the look that the plan allows now; it cannot be taken back."""
    try:
        row = actions.look_at_results(by=person_of(request), pilot=queries.pilot(asking(request), id))
    except BadInput as refused:
        messages.error(request, "; ".join(words(one.message) for one in refused.findings[:3]))
        return redirect("pilots:pilot", id)
    messages.success(request, _("The results are worked out and kept for good."))
    return redirect("pilots:look", id, row.number)


@for_pair_readers
@require_http_methods(["GET"])
def look(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """One look: the verdict first, then pictures with their tables, then every file."""
    who = asking(request)
    row = queries.pilot(who, id)
    found = queries.look(who, row, number)
    files = {one.key: one for one in found.files.all()}
    run = json.loads(bytes(files["run.json"].content))
    figures = json.loads(bytes(files["figures.json"].content))
    pictures = [
        (name.removesuffix(".svg"), _table(bytes(files[f"{name.removesuffix('.svg')}.csv"].content)))
        for name in files
        if name.endswith(".svg")
    ]
    context = {"row": row, "look": found, "files": files, "run": run, "figures": figures, "pictures": pictures}
    return render(request, "pilots/look.html", context)


def _table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode())))


@for_pair_readers
@require_http_methods(["GET"])
def look_file(request: HttpRequest, id: str, number: int, name: str) -> HttpResponse:
    """One file of a look as it was sealed."""
    who = asking(request)
    content, fingerprint = queries.look_file(who, queries.pilot(who, id), number, name)
    kind = name.rsplit(".", 1)[-1]
    response = HttpResponse(content, content_type=TYPES.get(kind, "application/octet-stream"))
    # The page of an analysis has styles of its own, which the service's pages do not allow: it is saved, not shown.
    shown = "inline" if kind == "svg" else "attachment"
    response["Content-Disposition"] = f'{shown}; filename="{id}-{number}-{name}"'
    response["ETag"] = f'"{fingerprint[:32]}"'
    return response
