"""The plan of a pilot: fixed before anybody judges, sealed with a fingerprint, and read again at the end."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, model_validator

from evenhand.findings import BadInput
from evenhand.framework import reading, sealing
from evenhand.framework.model import Framework
from evenhand.framework.parts import Part, Text, Title
from evenhand.provenance import canonical, fingerprint
from evenhand.scale import Identifier, Scale
from evenhand.shelf import shipped
from evenhand.wording import Words, say

PLAN_FILE, SEAL_FILE = "plan.yaml", "plan.sealed.json"
Points = Annotated[float, Field(gt=0, le=50)]
Share = Annotated[float, Field(ge=0, le=1)]
Stratum = Literal["region", "sector", "size", "last_grade"]
Design = Literal["paired", "two_inspectors", "two_groups"]


class Claim(Part):
    """One thing that the pilot shall show.

    `not_lower` and `no_change` are about the share of homes good or outstanding, with a margin in points out of 100;
    `agreement_at_least` is about a statistic of agreement and the value it must reach.
    """

    kind: Literal["not_lower", "no_change", "agreement_at_least"]
    margin_points: Points | None = None
    statistic: Identifier | None = None
    at_least: Share | None = None
    why: Text

    @model_validator(mode="after")
    def _is_whole(self) -> Claim:
        wants_margin = self.kind != "agreement_at_least"
        has_margin, has_value = self.margin_points is not None, self.statistic is not None and self.at_least is not None
        if wants_margin != has_margin or wants_margin == has_value:
            needed = "margin_points" if wants_margin else "statistic and at_least"
            raise ValueError(f"a claim of the kind '{self.kind}' has {needed} and not the others; write exactly these")
        return self


class Assumption(Part):
    """What is assumed about the truth when the size is chosen: it decides how many inspections, never the verdict.

    `grades` are shares from the best grade down; `same_grade` is the share of homes that both frameworks give the same
    grade; `fall_points` is a true fall of the share good or outstanding, in points out of 100.
    """

    grades: Annotated[tuple[Share, ...], Field(min_length=3, max_length=9)]
    same_grade: Annotated[float, Field(ge=0.3, lt=1)]
    fall_points: Annotated[float, Field(ge=0, le=50)] = 0.0
    why: Text

    @model_validator(mode="after")
    def _adds_up(self) -> Assumption:
        if abs(sum(self.grades) - 1) > 1e-6:
            raise ValueError(f"the shares of the grades add up to {sum(self.grades):.4g}; make them add up to 1")
        return self


class Sampling(Part):
    """Which homes: how many, from which register, by which strata, drawn with which seed."""

    register_at: date
    homes: Annotated[int, Field(ge=2, le=20_000)]
    strata: tuple[Stratum, ...] = ()
    seed: Annotated[int, Field(ge=0)]


class Stopping(Part):
    """When one may look, and how many homes may be lost; every look costs its part of the error that is allowed."""

    looks: Annotated[tuple[Annotated[int, Field(ge=2)], ...], Field(min_length=1, max_length=10)]
    may_be_lost: Annotated[float, Field(ge=0, le=0.3)] = 0.0

    @model_validator(mode="after")
    def _grows(self) -> Stopping:
        if list(self.looks) != sorted(set(self.looks)):
            raise ValueError("the looks are numbers of homes; write them from the smallest to the largest, each once")
        return self


class Versions(Part):
    """The two frameworks that are compared."""

    old: Identifier
    new: Identifier

    @model_validator(mode="after")
    def _differ(self) -> Versions:
        if self.old == self.new:
            raise ValueError("the old and the new framework are the same; write two different ids")
        return self


class Plan(Part):
    """The plan of one pilot; `invented: true` marks an example, and the mark is shown wherever its figures are."""

    format: Literal[1]
    id: Identifier
    title: Title
    question: Text
    owner: Title
    invented: bool = False
    frameworks: Versions
    judgement: Identifier | None = None
    design: Design
    blind: bool
    claims: Annotated[tuple[Claim, ...], Field(min_length=1, max_length=6)]
    statistics: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    subgroups: tuple[Stratum, ...] = ()
    cluster: Literal["provider", "inspector"] | None = None
    level: Annotated[float, Field(ge=0.8, le=0.999)] = 0.95
    power: Annotated[float, Field(ge=0.5, le=0.99)] = 0.8
    assumed: Assumption
    sample: Sampling
    stopping: Stopping
    resamples: Annotated[int, Field(ge=1000, le=100_000)] = 10_000
    seed: Annotated[int, Field(ge=0)]
    replaces: Identifier | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> Plan:
        if self.stopping.looks[-1] != self.sample.homes:
            raise ValueError(
                f"the last look is at {self.stopping.looks[-1]} homes and the sample has {self.sample.homes}; "
                "write the same number in both"
            )
        if self.design == "two_groups" and any(one.kind == "agreement_at_least" for one in self.claims):
            raise ValueError("two groups of different homes cannot show agreement; leave that claim out")
        return self

    @property
    def look_level(self) -> float:
        """The level of the interval at each look, so that all looks together err no more often than `level` allows."""
        return 1 - (1 - self.level) / len(self.stopping.looks)


class Seal(Part):
    """What was fixed, and when: fingerprints (64 hexadecimal digits) of the plan and of all it leans on."""

    sealed_on: date
    plan: str
    frameworks: dict[Identifier, str]
    register_file: str
    sample: str


def study_folder(name: str) -> Path:
    """The folder of a study: a path to it or to its plan, or the id of a study that comes with Evenhand."""
    path = Path(name)
    if path.name == PLAN_FILE:
        return path.parent
    if path.is_dir():
        return path
    try:
        known = sorted(one.parent.name for one in shipped("studies").glob(f"*/{PLAN_FILE}"))
    except FileNotFoundError:
        known = []
    if name in known:
        return shipped("studies") / name
    message = say(
        "there is no study '{name}'; write the path of a folder with a {file} in it, or one of: {known}",
        name=name,
        file=PLAN_FILE,
        known=", ".join(known) or say("none is here"),
    )
    raise BadInput.at("PI001", message, field="STUDY")


def read_plan(folder: Path) -> Plan:
    """The plan in a folder; raises BadInput with file and line for each fault, unknown frameworks among them."""
    file = folder / PLAN_FILE
    plan, places = reading.read(file, Plan)
    for place, framework_id in (("old", plan.frameworks.old), ("new", plan.frameworks.new)):
        if framework_id not in reading.shipped_ids():
            line = places.line(("frameworks", place))
            message = say(
                "there is no framework '{id}'; write one of: {known}",
                id=framework_id,
                known=", ".join(reading.shipped_ids()),
            )
            raise BadInput.at("PI002", message, file=file, line=line, field=f"frameworks.{place}")
    fault = _scale_fault(plan)
    if fault is not None:
        raise BadInput.at("PI003", fault, file=file, line=places.line(("judgement",)), field="judgement")
    return plan


def both_frameworks(plan: Plan) -> tuple[Framework, Framework]:
    """The old and the new framework of a plan; raises BadInput for one that does not exist."""
    return reading.load(plan.frameworks.old), reading.load(plan.frameworks.new)


def scales(plan: Plan) -> tuple[Scale, Scale]:
    """The scale of the judgement that is compared, under the old and under the new framework; raises BadInput."""
    fault = _scale_fault(plan)
    if fault is not None:
        raise BadInput.at("PI003", fault, field="judgement")
    old, new = both_frameworks(plan)
    return old.scale_of(_judgement_in(plan, old)), new.scale_of(_judgement_in(plan, new))


def _judgement_in(plan: Plan, framework: Framework) -> str:
    if plan.judgement is not None:
        return plan.judgement
    return framework.headline.id if framework.headline else ""


def _scale_fault(plan: Plan) -> Words | None:
    counts = []
    for framework in both_frameworks(plan):
        judgement = _judgement_in(plan, framework)
        if judgement not in framework.judgement_by_id:
            return say(
                "'{framework}' has no judgement '{judgement}'; write one of: {known}",
                framework=framework.id,
                judgement=judgement,
                known=", ".join(framework.judgement_by_id),
            )
        counts.append(len(framework.scale_of(judgement).grades))
    if counts[0] != counts[1] or counts[0] != len(plan.assumed.grades):
        return say(
            "the old scale has {old} grades, the new one {new}, and {assumed} shares are assumed; compare scales of "
            "one length, with one share for each grade",
            old=counts[0],
            new=counts[1],
            assumed=len(plan.assumed.grades),
        )
    return None


def plan_fingerprint(plan: Plan) -> str:
    """The fingerprint of what a plan says; spaces, comments and the order of keys do not count."""
    # Without defaults, so that a key that plans learn later does not break the seals of today.
    return fingerprint(canonical(plan.model_dump(mode="json", exclude_defaults=True)))


def framework_fingerprints(plan: Plan) -> dict[str, str]:
    """The fingerprint of each of the two frameworks, by id."""
    return {one.id: sealing.seal(one)[1] for one in both_frameworks(plan)}


def write_seal(folder: Path, seal: Seal) -> Path:
    """Put a seal beside a plan; raises BadInput when there is one, because a plan is sealed once."""
    file = folder / SEAL_FILE
    message = say(
        "this plan is sealed already; a change of mind is a new study with another id, which says `replaces: …`"
    )
    content = json.dumps({**seal.model_dump(mode="json"), "seal": _digest(seal)}, indent=2) + "\n"
    try:
        with file.open("x", encoding="utf-8") as stream:
            stream.write(content)
    except FileExistsError:
        raise BadInput.at("PI010", message, file=file) from None
    return file


def seal_of(folder: Path) -> Seal | None:
    """The seal beside a plan, or None; raises BadInput when the file was changed by hand."""
    file = folder / SEAL_FILE
    if not file.is_file():
        return None
    broken = say(
        "this seal was changed or cannot be read; restore the file as it was when the plan was sealed, or begin a "
        "new study"
    )
    try:
        held: Any = json.loads(file.read_text(encoding="utf-8"))
        digest = held.pop("seal")
        seal = Seal.model_validate(held)
    except (ValueError, KeyError, AttributeError, TypeError, ValidationError):
        raise BadInput.at("PI011", broken, file=file) from None
    if digest != _digest(seal):
        raise BadInput.at("PI011", broken, file=file)
    return seal


def must_be_sealed(folder: Path, plan: Plan) -> Seal:
    """The seal of a plan that nobody touched since; raises BadInput when there is none, or what it binds changed."""
    file = folder / PLAN_FILE
    seal = seal_of(folder)
    if seal is None:
        message = say(
            "this plan is not sealed, so there is no verdict; seal it before anybody judges: "
            "evenhand pilot seal {study}",
            study=str(folder),
        )
        raise BadInput.at("PI012", message, file=file, line=1)
    if seal.plan != plan_fingerprint(plan):
        message = say(
            "this plan was changed after it was sealed on {day}: it is {now}… and {then}… was sealed; restore the "
            "sealed text, or begin a new study that says `replaces: {id}`",
            day=seal.sealed_on.isoformat(),
            now=plan_fingerprint(plan)[:12],
            then=seal.plan[:12],
            id=plan.id,
        )
        raise BadInput.at("PI013", message, file=file, line=1)
    changed = sorted(id for id, now in framework_fingerprints(plan).items() if seal.frameworks.get(id) != now)
    if changed:
        message = say(
            "{frameworks} changed after the plan was sealed on {day}; use the version that was sealed, or begin a new "
            "study",
            frameworks=changed,
            day=seal.sealed_on.isoformat(),
        )
        raise BadInput.at("PI014", message, file=file, line=1, field="frameworks")
    return seal


def _digest(seal: Seal) -> str:
    return fingerprint(canonical(seal.model_dump(mode="json")))
