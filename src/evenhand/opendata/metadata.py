"""What machines read beside the files: CSV on the Web metadata, a data package, JSON Schemas; from the same columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from evenhand.casework.visibility import Tier
from evenhand.opendata.model import ColumnType, OpenColumn, OpenTable

LICENCE = {
    "name": "OGL-UK-3.0",
    "title": "Open Government Licence v3.0",
    "path": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
}
TITLE = "Inspections of children's homes in England"
DESCRIPTION = (
    "Homes, inspections, judgements, requirements, reports and frameworks as this copy of Evenhand holds them. "
    "Evenhand is an open-source prototype, not a service of Ofsted or of GOV.UK. Contains public sector information "
    "licensed under the Open Government Licence v3.0. Homes marked as fictional do not exist."
)
_CSVW = {
    ColumnType.TEXT: "string",
    ColumnType.WHOLE: "integer",
    ColumnType.NUMBER: "number",
    ColumnType.FLAG: {"base": "boolean", "format": "true|false"},
    ColumnType.DAY: {"base": "date", "format": "yyyy-MM-dd"},
    ColumnType.MOMENT: "dateTimeStamp",
}
_FRICTIONLESS = {
    ColumnType.TEXT: "string",
    ColumnType.WHOLE: "integer",
    ColumnType.NUMBER: "number",
    ColumnType.FLAG: "boolean",
    ColumnType.DAY: "date",
    ColumnType.MOMENT: "datetime",
}
_JSON: dict[ColumnType, dict[str, Any]] = {
    ColumnType.TEXT: {"type": "string", "minLength": 1},
    ColumnType.WHOLE: {"type": "integer"},
    ColumnType.NUMBER: {"type": "number"},
    ColumnType.FLAG: {"type": "boolean"},
    ColumnType.DAY: {"type": "string", "format": "date"},
    ColumnType.MOMENT: {"type": "string", "format": "date-time"},
    ColumnType.OBJECT: {"type": "object"},
}


def told(column: OpenColumn) -> str:
    """What a column means, with its unit and where the value comes from, in one sentence or two."""
    unit = f" (unit: {column.unit})" if column.unit else ""
    source = f" From: {column.source}." if column.source else ""
    return f"{column.description}{unit}.{source}"


def csvw(table: OpenTable, tier: Tier = Tier.PUBLIC) -> dict[str, Any]:
    """CSV on the Web metadata of one file, to stand beside it as `<file>-metadata.json` (W3C, 2015)."""
    columns = [
        {
            "name": one.name,
            "titles": one.name,
            "dc:description": told(one),
            "datatype": _CSVW[one.type],
            "required": one.needed,
        }
        for one in table.seen_from(tier)
    ]
    schema: dict[str, Any] = {"columns": columns}
    if table.key:
        schema["primaryKey"] = list(table.key)
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": f"{table.name}.csv",
        "dc:title": table.title,
        "dc:description": table.description,
        "dc:license": {"@id": LICENCE["path"]},
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
        "tableSchema": schema,
    }


def datapackage(files: Iterable[tuple[OpenTable, Mapping[str, Any]]], tier: Tier = Tier.PUBLIC) -> dict[str, Any]:
    """A `datapackage.json` of CSV files; with each table what is known of its file: `bytes` and `hash`."""
    resources = [
        {
            "name": table.name.replace("_", "-"),
            "title": table.title,
            "description": table.description,
            "path": f"{table.name}.csv",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "dialect": {"delimiter": ",", "lineTerminator": "\r\n"},
            **known,
            "schema": _table_schema(table, tier),
        }
        for table, known in files
    ]
    return {
        "name": "evenhand-open-data",
        "title": TITLE,
        "description": DESCRIPTION,
        "profile": "data-package",
        "licenses": [LICENCE],
        "resources": [{**one, "profile": "tabular-data-resource"} for one in resources],
    }


def _table_schema(table: OpenTable, tier: Tier) -> dict[str, Any]:
    fields = []
    for one in table.seen_from(tier):
        field: dict[str, Any] = {"name": one.name, "type": _FRICTIONLESS[one.type], "description": told(one)}
        if one.type is ColumnType.FLAG:
            field |= {"trueValues": ["true"], "falseValues": ["false"]}
        if one.needed:
            field["constraints"] = {"required": True}
        fields.append(field)
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.links:
        schema["foreignKeys"] = [
            {"fields": column, "reference": {"resource": to.replace("_", "-"), "fields": there}}
            for column, (to, there) in table.links.items()
        ]
    return schema


def json_schema(table: OpenTable, tier: Tier = Tier.PUBLIC, *, alone: bool = False) -> dict[str, Any]:
    """The JSON Schema (2020-12) of one record: every field that the tier sees is there, and no other."""
    columns = table.seen_from(tier, alone=alone)
    properties = {}
    for one in columns:
        shape = dict(_JSON[one.type])
        if not one.needed:
            shape = {"anyOf": [shape, {"type": "null"}]}
        properties[one.name] = {**shape, "description": told(one)}
    return {
        "title": table.title,
        "description": table.description,
        "type": "object",
        "properties": properties,
        "required": [one.name for one in columns],
        "additionalProperties": False,
    }
