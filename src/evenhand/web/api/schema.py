"""The description of the interface (OpenAPI 3.1), its records made from the declared tables."""

from __future__ import annotations

from typing import Any

from evenhand.casework.visibility import Tier
from evenhand.opendata.metadata import json_schema
from evenhand.opendata.model import OpenTable
from evenhand.opendata.tables import BY_RECORD, CHANGES
from evenhand.web.api.door import PROBLEM

_TEXT = {"schema": {"type": "string"}}
PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "Problem details (RFC 9457): what was wrong, and what to write instead.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"parameter": {"type": "string"}, "message": {"type": "string"}},
                "required": ["parameter", "message"],
            },
        },
    },
    "required": ["type", "title", "status", "detail"],
}
DESCRIPTION = """Homes, inspections, judgements, reports, statutory requirements and frameworks, as JSON and CSV.

Anybody may ask, without a key, as often as a few hundred times a minute from one address (429 says when to go on).
Homes are never located: no public record holds a name, an address or a postcode, and none can be searched for.
Fields that only councils or the inspectorate see are in the answers to people who are signed in on this site.
Every answer has an ETag; ask with If-None-Match and get 304 while nothing changed. For everything at once take the
bulk files. Listed inspections are a chain with gaps; fictional homes are marked. Not a service of Ofsted or GOV.UK."""


def _refused(description: str) -> dict[str, Any]:
    return {"description": description, "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}}


REFUSALS = {
    400: _refused("The request cannot be read, for instance because of a NUL in the address."),
    405: _refused("Only GET, HEAD and OPTIONS are answered."),
    422: _refused("A parameter is not known or out of bounds; the answer names it."),
    429: {**_refused("Too many requests."), "headers": {"Retry-After": {"schema": {"type": "integer"}}}},
}
_UNCHANGED = {304: {"description": "Nothing changed since the ETag that you named."}}
_HEADERS = {"ETag": _TEXT, "Last-Modified": _TEXT, "Cache-Control": _TEXT}


def name_of(record: str) -> str:
    """The name of a record's schema."""
    return record.title().replace("_", "")


def components() -> dict[str, Any]:
    """Every record, every slice, and the problem."""
    made: dict[str, Any] = {"Problem": PROBLEM_SCHEMA}
    for record, table in BY_RECORD.items():
        made[name_of(record)] = _for_everybody(table, alone=False)
        if table.seen_from(Tier.PUBLIC) != table.seen_from(Tier.PUBLIC, alone=True):
            made[f"{name_of(record)}Alone"] = _for_everybody(table, alone=True)
    return made


def _for_everybody(table: OpenTable, *, alone: bool) -> dict[str, Any]:
    """What the public gets is required; what other tiers get may be there for whoever is signed in."""
    shape = json_schema(table, Tier.INSPECTORATE, alone=alone)
    shape["required"] = [one.name for one in table.seen_from(Tier.PUBLIC, alone=alone)]
    return shape


def list_of(record: str) -> dict[str, Any]:
    """The responses of a list: JSON or CSV, unchanged, refused."""
    items = {"type": "array", "items": {"$ref": f"#/components/schemas/{name_of(record)}"}}
    link = {"type": ["string", "null"]}
    page = {
        "type": "object",
        "properties": {"count": {"type": "integer"}, "next": link, "previous": link, "items": items},
        "required": ["count", "next", "previous", "items"],
    }
    headers = {**_HEADERS, "X-Total-Count": {"schema": {"type": "integer"}}, "Link": _TEXT}
    content = {"application/json": {"schema": page}, "text/csv": _TEXT}
    return _responses({"description": "Records, in order.", "headers": headers, "content": content})


def csv_of() -> dict[str, Any]:
    """The responses of a list whose address ends in .csv."""
    return _responses({"description": "Records, in order.", "headers": _HEADERS, "content": {"text/csv": _TEXT}})


def one_of(record: str, *, alone: bool = False) -> dict[str, Any]:
    """The responses about one record."""
    schema = {"$ref": f"#/components/schemas/{name_of(record)}{'Alone' if alone else ''}"}
    found = {"description": "The record.", "headers": _HEADERS, "content": {"application/json": {"schema": schema}}}
    return _responses(found, {404: _refused("There is none.")})


def report_of() -> dict[str, Any]:
    """The responses about one report."""
    made = one_of("report", alone=True)
    made["responses"][409] = _refused("What is stored is not what was published, so it is not shown.")
    return made


def feed() -> dict[str, Any]:
    """The responses of the feed of changes."""
    page = {
        "type": "object",
        "properties": {
            "items": {"type": "array", "items": {"$ref": f"#/components/schemas/{name_of(CHANGES.record)}"}},
            "since": {"type": "integer", "description": "Ask for this next."},
            "more": {"type": "boolean", "description": "Whether there is more to ask for already."},
        },
        "required": ["items", "since", "more"],
    }
    return _responses(
        {"description": "What changed.", "headers": _HEADERS, "content": {"application/json": {"schema": page}}}
    )


def file() -> dict[str, Any]:
    """The responses of a bulk file."""
    binary = {"schema": {"type": "string", "format": "binary"}}
    json = {"schema": {}}
    content = {"text/csv": _TEXT, "application/json": json, "application/vnd.apache.parquet": binary}
    return _responses(
        {"description": "The file.", "headers": _HEADERS, "content": content}, {404: _refused("There is none.")}
    )


def _responses(found: dict[str, Any], more: dict[int, Any] | None = None) -> dict[str, Any]:
    return {"responses": {200: found, **_UNCHANGED, **REFUSALS, **(more or {})}}
