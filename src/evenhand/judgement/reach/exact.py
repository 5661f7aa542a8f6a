"""Every question about one version, answered for all cases at once."""

from __future__ import annotations

from evenhand.framework.model import Framework
from evenhand.judgement.reach.diagrams import LIMIT
from evenhand.judgement.reach.limits import ASKS, NOT_MADE, REFUSES, best, fares, grades
from evenhand.judgement.reach.liveness import Liveness
from evenhand.judgement.reach.monotony import lowered
from evenhand.judgement.reach.ordinary import Ordinary
from evenhand.judgement.reach.permissions import Permissions
from evenhand.judgement.reach.results import CaseCount, FrameworkReach
from evenhand.judgement.reach.space import Space, every_type


def exact_reach(framework: Framework, inspections: tuple[str, ...], limit: int = LIMIT) -> FrameworkReach:
    """The whole answer, exact; raises TooLargeError when the rules are too tangled for `limit` steps."""
    space = Space([framework], [(kind,) for kind in inspections], limit=limit)
    everywhere = Space([framework], every_type(framework), limit=limit)
    permissions = Permissions(space)
    cases = space.cases
    kinds = fares(space, permissions)
    judgements_made = cases - kinds[NOT_MADE]
    live = Liveness(everywhere, inspections)
    return FrameworkReach(
        framework=framework,
        inspections=inspections,
        method="exact",
        sample=None,
        facts=space.asked_facts(0),
        cases=cases,
        made=CaseCount(judgements_made, cases),
        refused=CaseCount(kinds[REFUSES], judgements_made),
        asked=CaseCount(kinds[ASKS], judgements_made),
        grades=grades(space, permissions, cases),
        best=best(space, permissions, judgements_made),
        rules=live.rules(),
        lowered=tuple(lowered(space, permissions, Ordinary(space))),
        cycles=live.cycles(),
    )
