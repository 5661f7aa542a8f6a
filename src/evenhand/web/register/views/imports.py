"""Pages of imports: what was brought in, when, by whom, what it changed, and a form for another file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evenhand.casework.actors import Role
from evenhand.findings import BadInput
from evenhand.web.accounts.access import actor_of, for_roles, person_of
from evenhand.web.register import actions, queries
from evenhand.web.register.csvfile import MAX_BYTES
from evenhand.web.register.forms import UploadForm
from evenhand.web.register.importing import HISTORY_COLUMNS, REGISTER_COLUMNS
from evenhand.wording import Words

SHOWN = 200


@for_roles(Role.ADMINISTRATOR)
@require_http_methods(["GET"])
def imports(request: HttpRequest) -> HttpResponse:
    """What was imported, when, by whom, and what it changed."""
    return render(
        request, "register/imports.html", {"page": queries.imports(actor_of(request), request.GET.get("page"))}
    )


@for_roles(Role.ADMINISTRATOR)
@require_http_methods(["GET"])
def one_import(request: HttpRequest, number: int) -> HttpResponse:
    """One import: counts, changes from old to new, and what was wrong with the file."""
    made = queries.one_import(actor_of(request), number)
    if made is None:
        raise Http404
    context = {
        "made": made,
        "counts": [
            *((words, made.counts[name], None, None) for name, words in _counts() if name in made.counts),
            (_("Fingerprint of the file"), made.fingerprint, None, None),
        ],
        "changes": _changes(made.changes),
        "added": made.changes.get("added", [])[:SHOWN],
        "missing": made.changes.get("no_longer_listed", [])[:SHOWN],
        "findings": [_finding(one) for one in made.findings[:SHOWN]],
        "more_findings": max(made.counts.get("findings", 0) - min(len(made.findings), SHOWN), 0),
        "most": SHOWN,
    }
    return render(request, "register/import.html", context)


def _counts() -> tuple[tuple[str, str], ...]:
    return (
        ("rows", _("Rows in the file")),
        ("added", _("Homes added")),
        ("changed", _("Homes changed")),
        ("unchanged", _("Homes unchanged")),
        ("no_longer_listed", _("Homes in the register that the file does not list")),
        ("other_provision", _("Rows about other provision, left out")),
        ("inspections_added", _("Inspections added")),
        ("inspections_changed", _("Inspections changed")),
        ("inspections_unchanged", _("Inspections unchanged")),
        ("not_in_register", _("Inspections of homes that are not in the register, left out")),
        ("bad_rows", _("Bad rows, left out")),
    )


def _changes(changes: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    nothing = _("nothing")
    return [
        (one["key"], name.replace("_", " "), old or nothing, new or nothing)
        for one in (*changes.get("changed", []), *changes.get("inspections_changed", []))
        for name, (old, new) in one["fields"].items()
    ][:SHOWN]


def _finding(one: dict[str, Any]) -> dict[str, Any]:
    return {**one, "message": Words(one["template"], one["values"])}


@for_roles(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Import a file. What cannot be used is explained on this page, and nothing is changed."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    findings: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        act = actions.import_register if form.cleaned_data["kind"] == "register" else actions.import_history
        try:
            made = act(by=person_of(request), file=form.cleaned_data["file"])
        except BadInput as refusal:
            form.add_error("file", _("This file cannot be used; nothing was changed"))
            findings = [{**one.as_dict(), "message": one.message} for one in refusal.findings]
        else:
            messages.success(request, _("The file was imported. This is what it changed."))
            return redirect("register:import", number=made.pk)
    context = {
        "form": form,
        "findings": findings,
        "register_columns": REGISTER_COLUMNS,
        "history_columns": HISTORY_COLUMNS,
        "most": MAX_BYTES // 1_000_000,
    }
    return render(request, "register/upload.html", context, status=422 if form.errors else 200)
