"""What the engine itself finds in a case, in the shape that diagrams have it."""

from __future__ import annotations

from evenhand.framework.rule import Scope
from evenhand.judgement.outcome import Outcome
from evenhand.judgement.reach.permissions import Treatment


def treatments(outcome: Outcome) -> dict[str, Treatment]:
    """What it takes to give each grade of each judgement, as the engine found it."""
    return {
        one.judgement: (
            *(int(permission) for permission in one.permissions),
            int(any(isinstance(step.effect, Scope) for step in one.steps)),
        )
        for one in outcome.judgements
    }
