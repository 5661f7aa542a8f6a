"""What the software knows when a report is composed: the record, and facts of the register that anybody may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from evenhand.framework.model import Framework
from evenhand.framework.rule import Rule
from evenhand.judgement.case import Case
from evenhand.judgement.outcome import Outcome, Permission, RuleState


@dataclass(frozen=True, slots=True)
class PastInspection:
    """An earlier inspection as the register lists it; `overall` is the grade in the words of its time, '' for none."""

    on: date
    kind: str
    overall: str = ""


@dataclass(frozen=True, slots=True)
class Material:
    """Everything a report is composed from. There is no place in it for a name, an address or an authority.

    `evidence` counts the pieces of evidence by kind, `children_heard` those with a child's own voice. `past` may come
    in any order. `fingerprint` is the framework's, `regulations` the title of the regulations that it rests on, '' when
    unknown.
    """

    framework: Framework
    fingerprint: str
    case: Case
    outcome: Outcome
    urn: str
    provision_type: str
    sector: str
    starts_on: date
    ends_on: date
    places: int | None = None
    fictional: bool = False
    evidence: Mapping[str, int] = field(default_factory=dict)
    children_heard: int = 0
    past: tuple[PastInspection, ...] = ()
    regulations: str = ""

    @property
    def newest_first(self) -> tuple[PastInspection, ...]:
        """Inspections before this one, the newest first."""
        earlier = (one for one in self.past if one.on < self.starts_on)
        return tuple(sorted(earlier, key=lambda one: one.on, reverse=True))


def rules_that_bore(framework: Framework, outcome: Outcome) -> tuple[tuple[Rule, tuple[str, ...]], ...]:
    """Rules that had a say in this case, each with the ids of the judgements it touched.

    A rule that always holds (such as the extra condition of the best grade) is left out unless it touched the grade
    that was given.
    """
    given = {one.judgement: one.proposed for one in outcome.judgements}
    bore = []
    for state in outcome.rules:
        rule = framework.rule_by_id[state.rule]
        if state.state is not RuleState.APPLIES:
            continue
        steps = [(one.judgement, step) for one in outcome.judgements for step in one.steps if step.rule == rule.id]
        touched = tuple(dict.fromkeys(judgement for judgement, _ in steps))
        hit = any(given[judgement] == ordinal for judgement, step in steps for ordinal, _ in step.sets)
        if rule.when is not None or hit:
            bore.append((rule, touched))
    return tuple(bore)


def permission_used(outcome: Outcome, judgement_id: str) -> Permission:
    """What the given grade took: nothing, a recorded reason, or an explanation in the report."""
    one = outcome.of(judgement_id)
    return Permission.ALLOWED if one.proposed is None else one.permissions[one.proposed - 1]
