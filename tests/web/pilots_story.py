"""A pilot of the invented study: inspections by sccif-2025, shadow judgements by Iris under sccif-2022."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Any

from django.utils import timezone
from tests.builders import PLAIN_FACTS, STARTS, an_inspection
from tests.people import Cast

from evenhand.casework.stages import Stage

STUDY = "demo-live"
JUDGEMENTS = ("helped_protected", "leaders_managers", "overall_experiences_progress")
MAIN = "overall_experiences_progress"
LOWER = "requires_improvement_to_be_good"
FALLS = {"helped_protected": LOWER, MAIN: LOWER}
SECRET = "Children wait for an answer, thought the shadow."


def a_pilot(cast: Cast) -> Any:
    """Fay opens it."""
    from evenhand.web.pilots import actions, plans

    plan, seal = plans.shipped_study(STUDY)
    return actions.open_pilot(by=cast.fay, plan=plan, seal=seal)


def a_case(cast: Cast, pilot: Any, inspection: Any, judge: Any = None) -> Any:
    """Quentin adds an inspection and names Iris."""
    from evenhand.web.pilots import actions

    return actions.add_inspection(by=cast.quentin, pilot=pilot, inspection=inspection, judge=judge or cast.iris)


def begun(cast: Cast, case: Any) -> Any:
    """Iris begins, and answers what the rules of the new framework need to know."""
    from evenhand.web.pilots import actions, plans

    actions.begin_shadow(by=cast.iris, case=case, had_seen=False)
    new = plans.opened(case.pilot).new
    answers = {name: value for name, value in PLAIN_FACTS.items() if name in new.fact_by_id}
    actions.answer_shadow(by=cast.iris, case=case, answers=answers, opened_at=timezone.now())
    return case


def judged(cast: Cast, case: Any, grades: Mapping[str, str] | None = None) -> Any:
    """Iris grades everything, good unless told otherwise."""
    from evenhand.web.pilots import actions

    for name in JUDGEMENTS:
        actions.grade_shadow(
            by=cast.iris,
            case=case,
            judgement=name,
            grade=(grades or {}).get(name, "good"),
            reason=SECRET,
            explanation="",
            opened_at=timezone.now(),
        )
    return case


def handed_in(cast: Cast, case: Any, grades: Mapping[str, str] | None = None) -> Any:
    """Iris does all of it."""
    from evenhand.web.pilots import actions

    judged(cast, begun(cast, case), grades)
    actions.hand_in_shadow(by=cast.iris, case=case, minutes=95)
    return case


def addresses(cast: Cast) -> dict[str, dict[str, Any]]:
    """Arguments for every address of pilots: one with a pair that differs, closed, and looked at."""
    from evenhand.web.pilots import actions
    from evenhand.web.pilots.models import LookFile, PilotLook

    pilot = a_pilot(cast)
    before = STARTS - timedelta(days=200)
    first = an_inspection(cast, at=Stage.APPROVED, evidence=1, home=cast.other_home, starts_on=before)
    case = handed_in(cast, a_case(cast, pilot, first), FALLS)
    actions.close_pilot(by=cast.fay, pilot=pilot, reason="The demonstration ends.")
    look = PilotLook.objects.create(
        pilot=pilot, number=1, pairs=2, standing="cannot tell", by=cast.fay.actor_id, at=timezone.now()
    )
    files = _analysed()
    LookFile.objects.bulk_create(
        LookFile(look=look, key=name, content=content, fingerprint="a" * 64) for name, content in files.items()
    )
    one, of = {"id": case.pk}, {"id": pilot.pk}
    found = {
        f"pilots:{name}": of for name in ("pilot", "plan_file", "close", "add", "pairs", "pairs_file", "take_look")
    }
    found |= {f"pilots:{name}": one for name in ("shadow", "shadow_facts", "hand_in", "judge")}
    return found | {
        "pilots:shadow_judgement": {**one, "judgement_id": MAIN},
        "pilots:explain": {**one, "judgement": MAIN},
        "pilots:look": {**of, "number": 1},
        "pilots:look_file": {**of, "number": 1, "name": "run.json"},
    }


@cache
def _analysed() -> dict[str, bytes]:
    # The analysis itself has a test of its own; here it is worked out once for all tests of a process.
    from evenhand.pilot.keeping import analysis_files, pairs_csv
    from evenhand.web.pilots.plans import shipped_study

    pairs = [{"home": "H001", "old": "Good", "new": "Good"}, {"home": "H002", "old": "Good", "new": "Inadequate"}]
    return analysis_files(*shipped_study(STUDY), pairs_csv(pairs))
