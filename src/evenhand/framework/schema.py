"""A JSON Schema of the framework file, so that an editor completes and checks while an author writes."""

from __future__ import annotations

from typing import Any

from evenhand.framework.model import Framework


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of framework.yaml."""
    schema = Framework.model_json_schema(by_alias=True)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Evenhand inspection framework"
    return schema
