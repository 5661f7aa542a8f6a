"""A small study for the tests: its plan, its seal, its sample, and rows that can be spoilt."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from evenhand.pilot.analysis import sample_of
from evenhand.pilot.plan import Plan, Seal, framework_fingerprints, plan_fingerprint, read_plan
from evenhand.pilot.ratings import Ratings, ratings_of
from evenhand.pilot.sampling import PilotSample

YAML = """\
format: 1
id: small
title: A made-up study
question: Does the share fall?
owner: nobody
invented: true
frameworks: {old: sccif-2022, new: sccif-2025}
design: paired
blind: true
claims:
  - {kind: not_lower, margin_points: 10, why: Chosen for a test.}
statistics: [percent_agreement, ac2, good_or_better]
subgroups: [sector]
assumed: {grades: [0.1, 0.7, 0.15, 0.05], same_grade: 0.85, why: A guess.}
sample: {register_at: 2024-03-31, homes: 40, strata: [sector], seed: 7}
stopping: {looks: [40], may_be_lost: 0.1}
resamples: 1000
seed: 8
"""
HEAD = "home,old,new\n"


def written(folder: Path, text: str = YAML) -> Path:
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    return folder


def sealed(folder: Path, text: str = YAML) -> tuple[Plan, Seal, PilotSample]:
    """A plan in a folder, and its seal (not yet written) and sample."""
    plan = read_plan(written(folder, text))
    sample, register = drawn(text, plan)
    seal = Seal(
        sealed_on=date(2026, 11, 1),
        plan=plan_fingerprint(plan),
        frameworks=framework_fingerprints(plan),
        register_file=register,
        sample=sample.fingerprint,
    )
    return plan, seal, sample


_KEPT: dict[str, tuple[PilotSample, str]] = {}


def drawn(text: str, plan: Plan) -> tuple[PilotSample, str]:
    # Reading 3,200 rows once is enough for all tests of one plan.
    if text not in _KEPT:
        _KEPT[text] = sample_of(plan)
    return _KEPT[text]


def rows(same: int, fell: int, rose: int = 0) -> str:
    grades = ["Good,Good"] * same + ["Good,Requires improvement to be good"] * fell
    grades += ["Requires improvement to be good,Good"] * rose
    return HEAD + "".join(f"H{number:03d},{one}\n" for number, one in enumerate(grades, 1))


def read(text: str, plan: Plan, seal: Seal, sample: PilotSample) -> Ratings:
    return ratings_of(text.encode(), "ratings.csv", plan, seal, sample)
