"""An inspection that was drawn, and that somebody apart from the team judges a second time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.builders import STARTS, an_inspection
from tests.people import Cast

from evenhand.casework.stages import Stage

JUDGEMENTS = ("helped_protected", "leaders_managers", "overall_experiences_progress")


def a_drawn(cast: Cast, **more: Any) -> Any:
    """An inspection in quality assurance that a manager's draw picked."""
    from evenhand.web.inspections import actions

    inspection = an_inspection(cast, Stage.IN_QUALITY_ASSURANCE, **{"starts_on": STARTS - timedelta(days=30), **more})
    actions.draw_sample(by=cast.ada, size=10)
    return inspection


def a_second_judging(cast: Cast, *, by: Any, had_seen: bool = False, **more: Any) -> Any:
    """A drawn inspection whose second judging has begun."""
    from evenhand.web.inspections import actions

    inspection = a_drawn(cast, **more)
    actions.begin_second(by=by, inspection=inspection, had_seen=had_seen)
    return inspection


def judged_twice(cast: Cast, inspection: Any, *, by: Any, grade: str = "good") -> None:
    """The second judge gives every judgement this grade."""
    from evenhand.web.inspections import actions

    for name in JUDGEMENTS:
        actions.judge_second(
            by=by, inspection=inspection, judgement=name, grade=grade, reason="Best fit, apart.", seconds=90
        )
