"""What a run was made of: `run.json` binds its figures to data, plan, frameworks, code and seed."""

from __future__ import annotations

import hashlib
import platform
from functools import lru_cache
from importlib.metadata import version
from math import isfinite
from pathlib import Path
from typing import Any

from evenhand import __version__
from evenhand.pilot.analysis import Analysis, Figure, GroupedShifts
from evenhand.pilot.statistics.criteria import Driver
from evenhand.pilot.statistics.severity import InspectorSeverities
from evenhand.pilot.statistics.subgroups import SubgroupShift
from evenhand.pilot.tables import Estimate, Tested
from evenhand.provenance import canonical, fingerprint

_LIBRARIES = ("numpy", "scipy")


@lru_cache(maxsize=1)
def code_fingerprint() -> str:
    """The fingerprint of the code that computes: every Python file of this room, by name and bytes."""
    folder = Path(__file__).resolve().parent
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*.py")):
        digest.update(f"{file.relative_to(folder).as_posix()}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def run_record(analysis: Analysis) -> dict[str, Any]:
    """What a run rests on and what it found, as plain values; the same input and code give the same record."""
    found = as_dict(analysis)
    plan, seal = analysis.plan, analysis.seal
    return {
        "study": plan.id,
        "invented": plan.invented,
        "plan": seal.plan,
        "sealed_on": seal.sealed_on.isoformat(),
        "frameworks": dict(sorted(seal.frameworks.items())),
        "register": {"at": plan.sample.register_at.isoformat(), "file": seal.register_file},
        "sample": {"fingerprint": seal.sample, "seed": plan.sample.seed, "homes": plan.sample.homes},
        "ratings": {"file": Path(analysis.ratings.file).name, "fingerprint": analysis.ratings.fingerprint},
        "resampling": {"seed": plan.seed, "times": plan.resamples, "cluster": plan.cluster},
        "code": {
            "evenhand": __version__,
            "fingerprint": code_fingerprint(),
            "python": platform.python_version(),
            **{name: version(name) for name in _LIBRARIES},
        },
        "verdict": analysis.verdict.standing.value,
        "results": fingerprint(canonical(found)),
    }


def as_dict(analysis: Analysis) -> dict[str, Any]:
    """Every figure of an analysis as plain values; what is undefined is None."""
    plan = analysis.plan
    return {
        "study": plan.id,
        "title": plan.title,
        "invented": plan.invented,
        "design": plan.design,
        "frameworks": {"old": plan.frameworks.old, "new": plan.frameworks.new},
        "verdict": _verdict(analysis),
        "homes": {
            "planned": plan.sample.homes,
            "in_file": len(analysis.ratings.homes),
            "usable": analysis.usable,
            "enough_for_first_look": analysis.enough,
        },
        "table": analysis.table.astype(int).tolist() if plan.design != "two_groups" else None,
        "grades": {
            "old": analysis.groups[0].astype(int).tolist(),
            "new": analysis.groups[1].astype(int).tolist(),
        },
        "difference": _estimate(analysis.difference),
        "beside": [_figure(one) for one in analysis.beside],
        "tests": [{"name": str(one.name), **_tested(one.found)} for one in analysis.tests],
        "statistics": [_figure(one) for one in analysis.figures],
        "several_inspectors": [_figure(one) for one in analysis.several],
        "subgroups": [_grouped(one) for one in analysis.subgroups],
        "drivers": [_driver(one) for one in analysis.drivers],
        "severity": None if analysis.severity is None else _severity(analysis.severity),
        "reasons": dict(sorted(analysis.reasons.items())),
    }


def _grouped(one: GroupedShifts) -> dict[str, Any]:
    groups = [_subgroup(group) for group in one.groups]
    return {"by": one.kind, "groups": groups, "kept_back": one.kept_back, "differ": _tested(one.differ)}


def _driver(one: Driver) -> dict[str, Any]:
    share = _number(one.share)
    return {"judgement": one.criterion, "moved": one.moved, "with_overall": one.with_overall, "share": share}


def _severity(found: InspectorSeverities) -> dict[str, Any]:
    return {
        "inspectors": len(found.inspectors),
        "framework": None if found.framework is None else _estimate(found.framework),
        "linked": found.linked,
        "converged": found.converged,
    }


def _verdict(analysis: Analysis) -> dict[str, Any]:
    return {
        "standing": analysis.verdict.standing.value,
        "reason": str(analysis.verdict.reason),
        "claims": [
            {
                "kind": one.claim.kind,
                "claimed": str(one.claimed),
                "why": one.claim.why,
                "standing": one.standing.value,
                "found": _estimate(one.found),
                "figures": str(one.figures),
                "settle": None if one.settle is None else str(one.settle),
            }
            for one in analysis.verdict.claims
        ],
        "does_not_show": [str(one) for one in analysis.verdict.does_not_show],
    }


def _subgroup(one: SubgroupShift) -> dict[str, Any]:
    return {"group": one.name, **_estimate(one.shift), "p": _number(one.p), "p_adjusted": _number(one.adjusted)}


def _figure(one: Figure) -> dict[str, Any]:
    return {"id": one.id, "name": str(one.name), "source": one.source, **_estimate(one.found)}


def _estimate(one: Estimate) -> dict[str, Any]:
    ends = {name: _number(getattr(one, name)) for name in ("value", "low", "high")}
    return {**ends, "level": round(one.level, 6), "n": int(one.n)}


def _tested(one: Tested) -> dict[str, Any]:
    return {"statistic": _number(one.statistic), "freedom": one.freedom, "p": _number(one.p)}


def _number(value: float) -> float | None:
    """A number to ten digits, so that another machine's last bits do not change the fingerprint."""
    return float(f"{float(value):.10g}") if isfinite(value) else None
