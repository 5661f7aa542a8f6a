"""The same evidence judged twice: the team's grades beside those of somebody apart, and how often they agree."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from evenhand.casework.grades import Limit, limits
from evenhand.casework.types import rules_against_any, single_judgement
from evenhand.consultation.results import Share, wilson
from evenhand.framework.model import Framework, Judgement
from evenhand.judgement.case import Case
from evenhand.judgement.engine import judge
from evenhand.judgement.outcome import Outcome, Permission
from evenhand.web.frameworks.queries import framework_of
from evenhand.web.inspections.models import (
    Inspection,
    Proposal,
    SecondHandedOn,
    SecondJudgement,
    SecondJudging,
    SingleJudgement,
    TeamMember,
)
from evenhand.web.inspections.record import Record

FEW = 30


@dataclass(frozen=True, slots=True)
class Given:
    """A grade of the team with its reason, as it stood when the second judging began."""

    grade: str
    reason: str


@dataclass(frozen=True, slots=True)
class Compared:
    """One judgement made twice; labels in words, `apart` in steps of the scale."""

    judgement: Judgement
    team: str
    second: str
    team_reason: str
    second_reason: str
    seconds: int
    apart: int


@dataclass(frozen=True, slots=True)
class Second:
    """A second judging: who and when, what the team had given, and what the other has given so far, by judgement."""

    row: SecondJudging
    framework: Framework
    team: Mapping[str, Given]
    own: Mapping[str, SecondJudgement]

    @property
    def complete(self) -> bool:
        """Whether everything the team judged is judged a second time."""
        return self.team.keys() <= self.own.keys()

    @property
    def compared(self) -> tuple[Compared, ...]:
        """Both sides of every judgement; only for pages that may show both."""
        return tuple(_compared(self, name) for name in self.team if name in self.own)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often the two gave the same grade of one judgement, and how many pairs were so many steps apart."""

    framework: str
    title: str
    share: Share
    apart: tuple[tuple[int, int], ...]

    @property
    def apart_in_words(self) -> str:
        """Steps apart and how many pairs: `0: 5, 1: 2`."""
        return ", ".join(f"{steps}: {pairs}" for steps, pairs in self.apart)

    @property
    def few(self) -> bool:
        """Whether there are too few pairs to say much."""
        return self.share.of < FEW


def seconds(rows: QuerySet[SecondJudging]) -> tuple[Second, ...]:
    """Second judgings with both sides. Five queries, however many there are."""
    team = Prefetch("inspection__team", TeamMember.objects.select_related("person"))
    related = rows.select_related("inspection__home", "inspection__framework").defer("inspection__framework__sealed")
    found = list(related.prefetch_related("judgements", team).order_by("at", "id"))
    of = [one.inspection_id for one in found]
    graded: dict[object, list[tuple[str, Proposal | SingleJudgement]]] = {}
    for row in Proposal.objects.filter(inspection__in=of).order_by("version"):
        graded.setdefault(row.inspection_id, []).append((row.judgement, row))
    for single in SingleJudgement.objects.filter(inspection__in=of).order_by("version"):
        graded.setdefault(single.inspection_id, []).append(("", single))
    return tuple(_second(one, graded.get(one.inspection_id, [])) for one in found)


def second_of(inspection: Inspection) -> Second | None:
    """The second judging that stands, None before it has begun or when it was handed on. One query when none is."""
    rows = standing(SecondJudging.objects.filter(inspection=inspection))
    return next(iter(seconds(rows)), None) if rows.exists() else None


def standing(rows: QuerySet[SecondJudging]) -> QuerySet[SecondJudging]:
    """Those that were not handed on: what somebody left unfinished is kept, and compared with nothing."""
    return rows.filter(handed_on__isnull=True)


def handed_on(inspection: Inspection) -> tuple[SecondHandedOn, ...]:
    """Every handing on of an inspection's second judging, the first one first."""
    rows = SecondHandedOn.objects.filter(judging__inspection=inspection)
    return tuple(rows.select_related("judging").order_by("judging__number"))


def _second(row: SecondJudging, graded: list[tuple[str, Proposal | SingleJudgement]]) -> Second:
    framework = framework_of(row.inspection.framework)
    team: dict[str, Given] = {}
    for name, one in graded:
        if one.at <= row.at:
            team[name or row.inspection.kind] = Given(one.grade, one.reason)
    standing = {name: one for name, one in team.items() if one.grade}
    return Second(row, framework, standing, {one.judgement: one for one in row.judgements.all()})


def _compared(second: Second, name: str) -> Compared:
    team, own = second.team[name], second.own[name]
    judgement = judgement_named(second.framework, second.row.inspection.kind, name)
    scale = second.framework.scale_by_id[judgement.scale]
    there, here = scale.ordinal(team.grade), scale.ordinal(own.grade)
    return Compared(
        judgement=judgement,
        team=scale.at(there).label,
        second=scale.at(here).label,
        team_reason=team.reason,
        second_reason=own.reason,
        seconds=own.seconds,
        apart=abs(there - here),
    )


def outcome_apart(record: Record, own: Mapping[str, SecondJudgement]) -> Outcome:
    """What the rules say to the second judge: the same facts, and only their own grades."""
    grades = {name: one.grade for name, one in own.items() if name in record.framework.judgement_by_id}
    reasons = dict.fromkeys(grades, "given")
    case = Case(
        framework=record.framework.id,
        inspection=record.inspection.kind,
        facts=record.facts,
        grades=grades,
        reasons=reasons,
        explained=reasons,
    )
    return judge(record.framework, case)


def limits_apart(record: Record, own: Mapping[str, SecondJudgement], judgement: str) -> tuple[Limit, ...]:
    """Every grade of a judgement with what the facts and the second judge's own grades say about it."""
    outcome = outcome_apart(record, {name: one for name, one in own.items() if name != judgement})
    if record.single_judgement is None:
        return limits(record.framework, outcome, judgement)
    scale = record.framework.scale_by_id[record.single_judgement.scale]
    refused = bool(rules_against_any(record.framework, outcome))
    permission = Permission.REFUSED if refused else Permission.ALLOWED
    return tuple(Limit(grade, permission, ()) for grade in scale.best_first)


def first_apart(record: Record, own: Mapping[str, SecondJudgement], judgement: str) -> tuple[Judgement, ...]:
    """The judgements that come before this one and that the second judge has not made."""
    if record.single_judgement is not None:
        return ()
    waits = outcome_apart(record, own).of(judgement).waits_for
    return tuple(record.framework.judgement_by_id[name] for name in waits)


def judgement_named(framework: Framework, kind: str, name: str) -> Judgement:
    """A judgement of a framework, or the one that a type of inspection makes on its own scale."""
    only = single_judgement(framework, kind)
    return only if only is not None and only.id == name else framework.judgement_by_id[name]


def agreements(pairs: Iterable[Second]) -> tuple[Agreement, ...]:
    """Agreement by version and judgement. Who had seen the team's grades before is not counted.

    Judgements of one inspection are not independent of each other, so nothing is added up over them.
    """
    found: dict[tuple[str, str], list[Compared]] = {}
    for pair in pairs:
        for one in pair.compared if not pair.row.had_seen else ():
            found.setdefault((pair.framework.id, one.judgement.id), []).append(one)
    return tuple(_agreement(framework, rows) for (framework, _name), rows in sorted(found.items()))


def _agreement(framework: str, rows: list[Compared]) -> Agreement:
    n, same = len(rows), sum(not one.apart for one in rows)
    share = Share(same, n, same / n, *wilson(same, n))
    return Agreement(framework, rows[0].judgement.title, share, tuple(sorted(Counter(r.apart for r in rows).items())))


def pick(seed: str, drawn_from: Iterable[str], size: int) -> tuple[str, ...]:
    """A simple random sample without replacement; the same seed and the same ids give the same sample again."""
    ids = sorted(drawn_from)
    return tuple(sorted(random.Random(seed).sample(ids, min(size, len(ids)))))  # noqa: S311  # a sample, no secret


def judged() -> Q:
    """Inspections in which the team has made a judgement of any sort."""
    return Q(proposals__isnull=False) | Q(single_judgements__isnull=False)
