"""The schema that editors use agrees with what the reader accepts."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from tests.core.framework.examples import TINY, broken

from evenhand.framework.reading import parse, shipped_ids
from evenhand.framework.schema import json_schema
from evenhand.shelf import shipped

SCHEMA = json_schema()


def problems(text: str) -> list[str]:
    """What the schema, as an editor applies it, says against a file."""
    value: Any = parse(text, "draft.yaml")[0]
    return [error.message for error in jsonschema.Draft202012Validator(SCHEMA).iter_errors(value)]


def test_the_schema_is_a_valid_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("framework_id", shipped_ids())
def test_a_shipped_framework_fits_the_schema(framework_id: str) -> None:
    text = (shipped("frameworks") / framework_id / "framework.yaml").read_text(encoding="utf-8")
    assert problems(text) == []


def test_the_tiny_framework_fits_the_schema() -> None:
    assert problems(TINY) == []


@pytest.mark.parametrize(
    "change",
    [
        ("provision: Homes", "provison: Homes"),
        ("max_working_days: 18", "max_working_days: soon"),
        ("{cap: care, at_most: poor}", "{ceiling: care, at_most: poor}"),
        ("role: headline", "role: boss"),
        ("id: tiny\n", "id: Not An Id\n"),
    ],
)
def test_what_the_reader_refuses_the_schema_refuses_too(change: tuple[str, str]) -> None:
    assert problems(broken(change))


def test_the_schema_beside_the_frameworks_is_the_one_the_command_prints() -> None:
    """Editors read the file; `evenhand framework schema > frameworks/framework.schema.json` writes it again."""
    assert json.loads((shipped("frameworks") / "framework.schema.json").read_text()) == SCHEMA
