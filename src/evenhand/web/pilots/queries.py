"""Reading pilots. The first argument is who asks; who may see a shadow judgement, the core's policies say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import Http404

from evenhand.casework.actors import Actor, Role
from evenhand.casework.piloting import check_read_pilot_pairs, check_shadow_work, first_is_final, may_see_shadow
from evenhand.casework.stages import Stage
from evenhand.casework.visibility import may_see_casework
from evenhand.web.accounts.models import Person
from evenhand.web.inspections.models import Inspection, Proposal, StageChange, TeamMember
from evenhand.web.inspections.record import Record, read_record
from evenhand.web.pilots.models import DifferenceReason, Pilot, PilotCase, PilotLook, ShadowNaming
from evenhand.web.pilots.plans import Opened, opened
from evenhand.web.pilots.shadows import Shadow, shadow_of

KEEPERS = frozenset({Role.FRAMEWORK_AUTHOR, Role.QUALITY_ASSURER, Role.ADMINISTRATOR})


@dataclass(frozen=True)
class CaseShown:
    """A case as lists show it: where it is, and no grade."""

    row: PilotCase
    team: frozenset[str]
    stage: Stage
    shadow: Shadow | None

    @property
    def is_paired(self) -> bool:
        """Whether both have judged for good."""
        return self.shadow is not None and self.shadow.is_handed_in and first_is_final(self.stage)


@dataclass(frozen=True)
class PilotShown:
    """A pilot with its plan and its cases. `hidden`: cases that this person may not know of while it goes on."""

    row: Pilot
    plan: Opened
    cases: tuple[CaseShown, ...]
    looks: tuple[PilotLook, ...]
    hidden: int

    @property
    def is_closed(self) -> bool:
        """Whether it is over."""
        return hasattr(self.row, "closing")

    @cached_property
    def paired(self) -> tuple[CaseShown, ...]:
        """The cases that both have judged for good."""
        return tuple(one for one in self.cases if one.is_paired)


@dataclass(frozen=True)
class PairShown:
    """One judgement of one case under both frameworks; labels in words."""

    case: CaseShown
    judgement: str
    title: str
    old: str
    new: str
    differs: bool
    reason: DifferenceReason | None


def pilots(who: Actor) -> tuple[Pilot, ...]:
    """Every pilot, the newest first; none for somebody who keeps none."""
    if not who.roles & KEEPERS:
        return ()
    return tuple(Pilot.objects.select_related("closing").defer("plan", "seal"))


def pilot(who: Actor, id: str) -> Pilot:
    """One pilot; Http404 when there is none or this person keeps none."""
    found = Pilot.objects.select_related("closing").filter(pk=id).first() if who.roles & KEEPERS else None
    if found is None:
        raise Http404
    return found


def shown(who: Actor, row: Pilot) -> PilotShown:
    """A pilot with its cases. Whoever is of a case's team does not learn of it before the pilot is closed."""
    closed = hasattr(row, "closing")
    cases = _cases(PilotCase.objects.filter(pilot=row))
    seen = tuple(
        one for one in cases if one.row.inspection.home.urn not in who.homes and (closed or who.id not in one.team)
    )
    return PilotShown(row, opened(row), seen, tuple(row.looks.all()), len(cases) - len(seen))


def _cases(rows: QuerySet[PilotCase]) -> tuple[CaseShown, ...]:
    namings = ShadowNaming.objects.select_related("beginning", "handed_in").prefetch_related("facts", "grades")
    found = list(
        rows.select_related("inspection__home", "inspection__framework")
        .defer("inspection__framework__sealed")
        .prefetch_related(Prefetch("namings", namings), "reasons")
    )
    of = [one.inspection_id for one in found]
    stages = dict(StageChange.objects.filter(inspection__in=of).order_by("number").values_list("inspection", "stage"))
    teams: dict[UUID, set[str]] = {}
    for inspection, name in TeamMember.objects.filter(inspection__in=of).values_list("inspection", "person__username"):
        teams.setdefault(inspection, set()).add(name)
    return tuple(
        CaseShown(
            row=one,
            team=frozenset(teams.get(one.inspection_id, ())),
            stage=Stage(stages[one.inspection_id]),
            shadow=_standing(one),
        )
        for one in found
    )


def _standing(case: PilotCase) -> Shadow | None:
    namings = list(case.namings.all())
    return shadow_of(namings[-1]) if namings else None


def pairs(who: Actor, one: PilotShown) -> tuple[PairShown, ...]:
    """Every judgement that both frameworks make, of every pair; raises Refusal and NotNow for those who may not."""
    check_read_pilot_pairs(who, closed=one.is_closed)
    seen = [case for case in one.paired if _may_see(who, one, case)]
    firsts = _firsts(case.row.inspection_id for case in seen)
    return tuple(pair for case in seen for pair in _pairs_of(one.plan, case, firsts[case.row.inspection_id]))


def pairs_of_case(one: PilotShown, case: CaseShown) -> tuple[PairShown, ...]:
    """The judgements of one case under both frameworks; none before both have judged for good."""
    if not case.is_paired:
        return ()
    return _pairs_of(one.plan, case, _firsts([case.row.inspection_id])[case.row.inspection_id])


def _may_see(who: Actor, one: PilotShown, case: CaseShown) -> bool:
    assert case.shadow is not None  # noqa: S101  # a pair has one
    urn = case.row.inspection.home.urn
    return may_see_shadow(
        who, judge=case.shadow.naming.judge, team=case.team, handed_in=True, closed=one.is_closed, urn=urn
    )


def _firsts(inspections: Iterable[UUID]) -> dict[UUID, dict[str, str]]:
    ids = list(inspections)
    found: dict[UUID, dict[str, str]] = {one: {} for one in ids}
    for row in Proposal.objects.filter(inspection__in=ids).order_by("version"):
        found[row.inspection_id][row.judgement] = row.grade
    return found


def _pairs_of(plan: Opened, case: CaseShown, first: dict[str, str]) -> tuple[PairShown, ...]:
    assert case.shadow is not None  # noqa: S101  # a pair has one
    reasons = {one.judgement: one for one in case.row.reasons.all()}
    found = []
    old_main, new_main = plan.judgement
    names = [(new_main, old_main), *((name, name) for name in plan.in_both if name != new_main)]
    for new, old in names:
        if not first.get(old) or new not in case.shadow.grades:
            continue
        then, now = plan.old.scale_of(old), plan.new.scale_of(new)
        was, became = then.ordinal(first[old]), now.ordinal(case.shadow.grades[new].grade)
        labels = then.at(was).label, now.at(became).label
        # Scales of different lengths have no steps in common; then only the words can be compared.
        same = was == became if len(then.grades) == len(now.grades) else labels[0] == labels[1]
        title = plan.new.judgement_by_id[new].title
        found.append(PairShown(case, new, title, *labels, not same, reasons.get(new)))
    return tuple(found)


def csv_rows(who: Actor, one: PilotShown) -> list[dict[str, str]]:
    """The pairs as `pilot.keeping.pairs_csv` takes them, by the code of the home."""
    rows: dict[str, dict[str, str]] = {}
    main = one.plan.judgement[1]
    for pair in pairs(who, one):
        shadow, row = pair.case.shadow, pair.case.row
        assert shadow is not None  # noqa: S101  # a pair has one
        line = rows.setdefault(
            row.code,
            {
                "home": row.code,
                "inspector_old": min(pair.case.team),
                "inspector_new": shadow.naming.judge,
                "judged_on": shadow.naming.handed_in.at.date().isoformat(),
                "blind": "no" if shadow.naming.beginning.had_seen else "yes",
            },
        )
        if pair.judgement == main:
            line |= {"old": pair.old, "new": pair.new, "reason": pair.reason.kind if pair.reason else ""}
        else:
            line |= {f"{pair.judgement}_old": pair.old, f"{pair.judgement}_new": pair.new}
    return [line for line in rows.values() if "old" in line]


def case(who: Actor, id: UUID) -> CaseShown:
    """One case, for the person that keeps pilots or judges it; Http404 otherwise."""
    found = _cases(PilotCase.objects.filter(pk=id))
    if not found or found[0].row.inspection.home.urn in who.homes:
        raise Http404
    return found[0]


def to_judge(who: Actor, id: UUID) -> tuple[CaseShown, Record, Shadow]:
    """A case for its shadow judge, with the inspection's record; refused to everybody else (PO191)."""
    found = case(who, id)
    judge = found.shadow.naming.judge if found.shadow else ""
    check_shadow_work(who, judge=judge, handed_in=False)
    assert found.shadow is not None  # noqa: S101  # the policy refused otherwise
    return found, read_record(found.row.inspection), found.shadow


def own_shadows(who: Actor) -> tuple[CaseShown, ...]:
    """What this person is to judge, or has judged, under a framework on trial."""
    if not who.is_a(Role.INSPECTOR):
        return ()
    mine = PilotCase.objects.filter(namings__judge=who.id).distinct()
    return tuple(one for one in _cases(mine) if one.shadow and one.shadow.naming.judge == who.id)


def is_shadowing(who: Actor, inspection: UUID) -> bool:
    """Whether this person judges the inspection apart, and has not handed in: then its grades are closed to them."""
    rows = ShadowNaming.objects.filter(case__inspection=inspection, judge=who.id, handed_in=None)
    return rows.filter(case__pilot__closing=None).exists()


def can_join(who: Actor, one: PilotShown) -> tuple[Inspection, ...]:
    """Inspections that go by the plan's old framework, are under way or judged, and are not in the pilot."""
    if not who.roles & {Role.QUALITY_ASSURER, Role.ADMINISTRATOR}:
        return ()
    known = {case.row.inspection_id for case in one.cases}
    rows = Inspection.objects.filter(framework_id=one.plan.old.id).select_related("home", "framework")
    rows = rows.defer("framework__sealed").exclude(team__person__username=who.id).exclude(pilot_cases__pilot=one.row)
    found = [row for row in rows.order_by("-starts_on") if row.pk not in known and may_see_casework(who, row.home.urn)]
    stages = dict(
        StageChange.objects.filter(inspection__in=found).order_by("number").values_list("inspection", "stage")
    )
    over = (Stage.PUBLISHED.value, Stage.CANCELLED.value)
    return tuple(row for row in found if stages.get(row.pk) not in over and fits(one.plan, row))


def fits(plan: Opened, inspection: Inspection) -> bool:
    """Whether the plan drew the home; an invented plan takes invented homes, and only those."""
    if plan.plan.invented:
        return bool(inspection.home.fictional)
    return inspection.home.urn in plan.codes


def look(who: Actor, one: Pilot, number: int) -> PilotLook:
    """A look at the results; Http404 for those who may not see any."""
    found = one.looks.filter(number=number).first() if who.roles & KEEPERS - {Role.ADMINISTRATOR} else None
    if found is None:
        raise Http404
    return found


def look_file(who: Actor, one: Pilot, number: int, name: str) -> tuple[bytes, str]:
    """The bytes of a file of a look and their fingerprint; Http404 when there is none."""
    found = look(who, one, number).files.filter(key=name).first()
    if found is None:
        raise Http404
    return bytes(found.content), found.fingerprint


def names(who: Actor, usernames: Iterable[str]) -> dict[str, str]:
    """Display names by sign-in name, for those who may see casework."""
    if not who.roles & (KEEPERS | {Role.INSPECTOR}):
        raise PermissionDenied
    return dict(Person.objects.filter(username__in=set(usernames)).values_list("username", "display_name"))
