"""A pilot's plan opened: the two frameworks, the homes that it drew, and where old criteria lead in the new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from evenhand.framework.crosswalk.bridge import bridge
from evenhand.framework.model import Framework
from evenhand.pilot.keeping import sealed_plan
from evenhand.pilot.plan import PLAN_FILE, SEAL_FILE, Plan, Seal, both_frameworks
from evenhand.shelf import shipped
from evenhand.web.pilots.models import Pilot


@dataclass(frozen=True)
class Opened:
    """A sealed plan with what it stands on. `codes`: the code of each home of the sample, reserves too, by URN."""

    plan: Plan
    seal: Seal
    old: Framework
    new: Framework
    leads_to: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, str]

    @property
    def judgement(self) -> tuple[str, str]:
        """The judgement that is compared, under the old and under the new framework."""
        ids = [self.plan.judgement or (one.headline.id if one.headline else "") for one in (self.old, self.new)]
        return ids[0], ids[1]

    @property
    def in_both(self) -> tuple[str, ...]:
        """Every judgement that both frameworks make under the same id."""
        return tuple(name for name in self.new.judgement_by_id if name in self.old.judgement_by_id)


def opened(pilot: Pilot) -> Opened:
    """The plan of a pilot; raises BadInput when a framework that it binds is no longer the one that was sealed."""
    return read(bytes(pilot.plan), bytes(pilot.seal))


@lru_cache(maxsize=16)
def read(plan: bytes, seal: bytes | None) -> Opened:
    """The same from the bytes of both files; raises BadInput for a plan that is not sealed or was changed."""
    # Whoever opens no pilot does without numpy.
    from evenhand.pilot.analysis import sample_of

    found, sealed = sealed_plan(plan, seal)
    old, new = both_frameworks(found)
    joined = bridge(old, new)
    sample, _register = sample_of(found)
    codes = {one.urn: f"H{place:03}" for place, one in enumerate(sample.homes, 1)}
    codes |= {one.urn: f"R{place:03}" for place, one in enumerate(sample.reserves, 1)}
    leads_to = {
        one: tuple(dict.fromkeys(route.new for route in joined.onward("criteria", one) if route.new))
        for one in (criterion.id for criterion in old.criteria)
    }
    return Opened(found, sealed, old, new, leads_to, codes)


def shipped_studies() -> dict[str, str]:
    """The sealed studies that come with Evenhand: their ids, and their titles."""
    folders = sorted(one.parent for one in shipped("studies").glob(f"*/{SEAL_FILE}"))
    return {one.name: read(*shipped_study(one.name)).plan.title for one in folders}


def shipped_study(name: str) -> tuple[bytes, bytes]:
    """The plan and the seal of a study that comes with Evenhand."""
    folder = shipped("studies") / name
    return (folder / PLAN_FILE).read_bytes(), (folder / SEAL_FILE).read_bytes()
