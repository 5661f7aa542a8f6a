"""What the interface says of itself: to machines (OpenAPI), to people on a page of our own without foreign scripts."""

from __future__ import annotations

from functools import cache
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from evenhand.casework.visibility import Tier
from evenhand.opendata.metadata import told
from evenhand.opendata.tables import EXPORTED
from evenhand.web.accounts.access import open_to_everybody
from evenhand.web.api import bulk, schema
from evenhand.web.api.slowing import a_minute
from evenhand.web.api.views.files import api


@cache
def described() -> dict[str, Any]:
    """The description of the interface, once for each process."""
    said = dict(api.get_openapi_schema(path_prefix="/api/v1/"))
    said["components"] = {"schemas": schema.components()}
    said["info"]["license"] = {"name": "Open Government Licence v3.0", "identifier": "OGL-UK-3.0"}
    made: dict[str, Any] = orjson.loads(orjson.dumps(said, option=orjson.OPT_NON_STR_KEYS))
    return made


@open_to_everybody
@require_http_methods(["GET"])
def openapi(request: HttpRequest) -> HttpResponse:
    """The description as OpenAPI 3.1."""
    response = HttpResponse(orjson.dumps(described()), content_type="application/json")
    response["Cache-Control"] = "public, max-age=300"
    return response


@open_to_everybody
@require_http_methods(["GET"])
def guide(request: HttpRequest) -> HttpResponse:
    """The page for people: every question with its parameters, every table with its columns."""
    said = described()
    questions = [
        {
            "path": path,
            "title": one["get"].get("summary", ""),
            "words": one["get"].get("description", ""),
            "parameters": [(p["name"], p["in"], p["schema"].get("description", "")) for p in one["get"]["parameters"]],
        }
        for path, one in said["paths"].items()
        if not path.endswith(".csv")
    ]
    tables = [
        {
            "table": one,
            "rows": [(column.name, column.type.value, told(column)) for column in one.seen_from(Tier.PUBLIC)],
        }
        for one in EXPORTED
    ]
    context = {"questions": questions, "tables": tables, "files": bulk.names(), "a_minute": a_minute()}
    return render(request, "api/guide.html", context)
