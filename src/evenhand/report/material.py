"""What the software knows when a report is composed: the record, and facts of the register that anybody may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from evenhand.casework.types import must_grade, single_judgement
from evenhand.framework.model import Framework, Judgement
from evenhand.framework.rule import Rule
from evenhand.judgement.case import Case
from evenhand.judgement.outcome import Outcome, Permission, RuleState
from evenhand.report.layout import Slot, slots
from evenhand.scale import Grade
from evenhand.wording import Words


@dataclass(frozen=True, slots=True)
class PastInspection:
    """An earlier inspection as the register lists it, with its overall grade in the words of its time, '' for none.

    `single` is what an inspection of a type with one judgement of its own came to.
    """

    on: date
    kind: str
    overall: str = ""
    single: str = ""


@dataclass(frozen=True, slots=True)
class Material:
    """Everything a report is composed from. There is no place in it for a name, an address or an authority.

    `evidence` counts the pieces of evidence by kind, `children_heard` those with a child's own voice. `past` may come
    in any order. `fingerprint` is the framework's, `regulations` the title of the regulations that it rests on, '' when
    unknown. `single` and `single_reason` are the grade and the reason of a type's one judgement. `requirements` are the
    statutory requirements of the record, each with its regulation and in a sentence that
    names the `day`, `followed_up` what became of
    earlier ones.
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
    single: str = ""
    single_reason: str = ""
    requirements: tuple[tuple[str, Words], ...] = ()
    followed_up: tuple[Words, ...] = ()

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Where the texts of this report go, in order."""
        return slots(self.framework, self.case.inspection, graded=bool(self.case.grades))

    @property
    def asks_for_grades(self) -> bool:
        """Whether this type of inspection ends in graded judgements unless a rule says otherwise."""
        return must_grade(self.framework, self.case.inspection)

    @property
    def single_judgement(self) -> Judgement | None:
        """The one judgement of this type of inspection, None for other types."""
        return single_judgement(self.framework, self.case.inspection)

    @property
    def single_grade(self) -> Grade | None:
        """The grade of the one judgement; None when none is made."""
        judgement = self.single_judgement
        if judgement is None or not self.single:
            return None
        scale = self.framework.scale_by_id[judgement.scale]
        return scale.at(scale.ordinal(self.single))

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
