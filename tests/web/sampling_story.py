"""A case sample of the fictional home: children without names, some of them chosen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.people import Cast

from evenhand.evidence.sample import Child

# Nothing is true of this child, and nothing is left open.
PLAIN = Child("AB", "", False, False, False, False, False, False, False)
MISSING = replace(PLAIN, code="CD", missing=True)
FAR = replace(PLAIN, code="EF", far_away=True)


def a_case_sample(
    cast: Cast,
    inspection: Any,
    *children: Child,
    chosen: dict[str, str] | None = None,
    based_on: int = 0,
    by: Any = None,
    **more: Any,
) -> Any:
    """Ida draws a sample of three children, CD among the chosen ones."""
    from evenhand.web.inspections import actions

    return actions.draw_case_sample(
        by=by or cast.ida,
        inspection=inspection,
        children=children or (PLAIN, MISSING, FAR),
        chosen={"CD": ""} if chosen is None else chosen,
        based_on=based_on,
        **more,
    )
