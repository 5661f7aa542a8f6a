"""Which homes a pilot visits: drawn from the public register by strata, so that anybody can draw them again."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

from evenhand.findings import BadInput
from evenhand.pilot.plan import Sampling
from evenhand.provenance import canonical, fingerprint
from evenhand.shelf import shipped
from evenhand.wording import say

_COLUMNS = ("urn", "is_childrens_home_type", "region", "sector", "places", "overall", "status")


@dataclass(frozen=True, slots=True)
class Home:
    """A home of the register as the sample sees it: its number and what the strata are made of, '' where unknown."""

    urn: str
    region: str
    sector: str
    size: str
    last_grade: str

    def stratum(self, by: Iterable[str]) -> tuple[str, ...]:
        """The stratum it lies in."""
        return tuple(getattr(self, one) or "not known" for one in by)


@dataclass(frozen=True, slots=True)
class StratumCount:
    """A stratum: its values, how many homes the register has there, and how many were drawn."""

    values: tuple[str, ...]
    homes: int
    drawn: int


@dataclass(frozen=True, slots=True)
class PilotSample:
    """The homes that were drawn, in the order of the draw, and the next in line of each stratum should one drop out."""

    strata: tuple[str, ...]
    homes: tuple[Home, ...]
    reserves: tuple[Home, ...]
    counts: tuple[StratumCount, ...]
    register_homes: int

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the numbers of the homes, in order."""
        return fingerprint(canonical([one.urn for one in self.homes]))


def register_file(sampling: Sampling) -> Path:
    """The register of a day; raises BadInput that names the days there are."""
    folder = shipped("data") / "provider_rows"
    file = folder / f"providers_at_{sampling.register_at.isoformat()}.csv"
    if not file.is_file():
        known = sorted(one.stem.removeprefix("providers_at_") for one in folder.glob("providers_at_*-*-*.csv"))
        message = say(
            "there is no register of {day}; write one of: {known}",
            day=sampling.register_at.isoformat(),
            known=", ".join(known),
        )
        raise BadInput.at("PI020", message, field="sample.register_at")
    return file


def read_register(file: Path) -> tuple[Home, ...]:
    """The children's homes of a provider-level file; raises BadInput for a missing column or a number used twice."""
    homes: dict[str, Home] = {}
    with file.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        missing = [one for one in _COLUMNS if one not in (reader.fieldnames or ())]
        if missing:
            message = say("the column {names} is missing; write a provider-level file", names=missing)
            raise BadInput.at("PI021", message, file=file, line=1)
        for row in reader:
            if row["is_childrens_home_type"] != "Y" or row["status"] not in ("", "Active"):
                continue
            if row["urn"] in homes:
                message = say("the home {urn} is listed twice; keep one row", urn=row["urn"])
                raise BadInput.at("PI022", message, file=file, line=reader.line_num, field="urn")
            homes[row["urn"]] = Home(row["urn"], row["region"], row["sector"], size_band(row["places"]), row["overall"])
    return tuple(homes.values())


def size_band(places: str) -> str:
    """The size of a home in words, by its places; '' when they are not known."""
    try:
        count = int(places)
    except ValueError:
        return ""
    return "1 to 2 places" if count <= 2 else "3 to 5 places" if count <= 5 else "6 or more places"


def draw(homes: Iterable[Home], sampling: Sampling) -> PilotSample:
    """Draw a sample: each stratum gives its share by largest remainder, and each home of it is as likely as another.

    Whether a home is drawn depends on the seed and on the homes of its stratum, not on the order of the file.
    Raises BadInput when the register has fewer homes than are wanted.
    """
    strata: dict[tuple[str, ...], list[Home]] = defaultdict(list)
    for home in homes:
        strata[home.stratum(sampling.strata)].append(home)
    total = sum(len(one) for one in strata.values())
    if total < sampling.homes:
        message = say(
            "{wanted} homes are wanted and the register has {have}; ask for fewer", wanted=sampling.homes, have=total
        )
        raise BadInput.at("PI023", message, field="sample.homes")
    wanted = shared_out({name: len(one) for name, one in strata.items()}, sampling.homes)
    drawn: list[Home] = []
    reserves: list[Home] = []
    counts = []
    for name in sorted(strata):
        lot = sorted(strata[name], key=lambda home: _ticket(sampling.seed, home.urn))
        drawn += lot[: wanted[name]]
        reserves += lot[wanted[name] : 2 * wanted[name]]
        counts.append(StratumCount(name, len(lot), wanted[name]))
    return PilotSample(tuple(sampling.strata), tuple(drawn), tuple(reserves), tuple(counts), total)


def shared_out(sizes: Mapping[tuple[str, ...], int], wanted: int) -> dict[tuple[str, ...], int]:
    """Whole numbers in proportion to sizes that add up to `wanted`; the largest remainders get what is left over."""
    total = sum(sizes.values())
    exact = {name: Fraction(size * wanted, total) for name, size in sizes.items()}
    whole = {name: int(share) for name, share in exact.items()}
    by_remainder = sorted(sizes, key=lambda name: (whole[name] - exact[name], name))
    for name in by_remainder[: wanted - sum(whole.values())]:
        whole[name] += 1
    return whole


def _ticket(seed: int, urn: str) -> bytes:
    # A digest instead of a generator of random numbers: it is the same in every language and every version of one.
    return sha256(f"{seed}:{urn}".encode()).digest()
