"""Which homes near a council are good or outstanding, with places: for its commissioners, by their own tier.

Near means: in the council's area or in that of an authority that shares a border with it. The distance is between the
middles of two authorities. No home's own place is known here, and none is worked out.
"""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, F, FloatField, QuerySet, Value, When

from evenhand.casework.actors import Actor
from evenhand.casework.visibility import Tier
from evenhand.opendata.model import ColumnType, OpenColumn, OpenTable
from evenhand.opendata.tables import HOMES
from evenhand.opendata.writing import to_csv
from evenhand.shelf import shipped
from evenhand.web.api.asking import COUNCIL, told
from evenhand.web.api.models import OpenRequirement
from evenhand.web.api.queries import GUARDED, codes, requirement_row, requirement_rows
from evenhand.web.public import searching
from evenhand.web.public.searching import Wanted
from evenhand.web.register.models import Home
from evenhand.web.register.queries import councils_known

PER_PAGE = 25
MOST = 5000
_EARTH_KM = 6371.0
# The file for a commissioner: the columns of the open data that a council sees, and two that are worked out here.
NEAR = OpenTable(
    name="near",
    record="near",
    title="Homes in and around a council",
    description="Registered places, not vacancies. Names and contacts only of homes in the council's own area.",
    key=("urn",),
    columns=(
        *HOMES.seen_from(Tier.COUNCIL),
        OpenColumn("distance_km", ColumnType.WHOLE, "Between the middles of the two authorities", unit="km"),
        OpenColumn("open_requirements", ColumnType.WHOLE, "Requirements no published inspection found met"),
    ),
)


@dataclass(frozen=True, slots=True)
class Around:
    """The authorities in reach of a commissioner, each with its distance in km; `unplaced` are own councils that the
    list of authorities does not have, so that their neighbours are not known."""

    own: tuple[str, ...]
    distances: dict[str, float]
    unplaced: tuple[str, ...] = ()

    @property
    def neighbours(self) -> tuple[str, ...]:
        """The authorities beside the commissioner's own, by name."""
        return tuple(sorted(set(self.distances) - set(self.own)))


def around(who: Actor, mine_only: bool = False) -> Around:
    """The councils of a commissioner and, unless they want only these, the authorities that border on them."""
    own = tuple(sorted(who.authorities))
    distances = dict.fromkeys(own, 0.0)
    places = {name: codes()[name] for name in {*councils_known(), *own} if name in codes()}
    if not mine_only:
        for name in set(places) - set(own):
            beside = [places[one] for one in own if one in places and _beside(places[one], places[name])]
            if beside:
                distances[name] = min(distance_km(code, places[name]) for code in beside)
    return Around(own, distances, tuple(one for one in own if one not in places))


def homes_near(who: Actor, reach: Around, wanted: Wanted, page: int | str | None) -> Page[dict[str, Any]]:
    """A page of homes in reach that match, each told by what the commissioner may see of it."""
    shown = Paginator(_values(reach, wanted), PER_PAGE).get_page(page)
    shown.object_list = _told(who, reach, shown.object_list)
    return shown


def near_csv(who: Actor, reach: Around, wanted: Wanted) -> bytes:
    """All homes in reach that match as CSV, by the same disclosure as the page."""
    return to_csv(NEAR, Tier.COUNCIL, _told(who, reach, _values(reach, wanted)[:MOST]))


def _values(reach: Around, wanted: Wanted) -> QuerySet[Any]:
    known = searching.matching(Wanted(authorities=tuple(reach.distances), **_without_place(wanted)))
    whens = [When(local_authority=name, then=Value(km)) for name, km in reach.distances.items()]
    found = known.annotate(distance=Case(*whens, default=Value(0.0), output_field=FloatField()))
    grade = F("grade").desc(nulls_last=True)
    orders: dict[str, tuple[Any, ...]] = {
        "near": ("distance", "local_authority", grade, "urn"),
        "best": (grade, "distance", "urn"),
        "places": (F("places").desc(nulls_last=True), "distance", "urn"),
    }
    columns = (*searching.LINE, "registered_on", *GUARDED, *searching.NEWER)
    if not reach.distances:
        found = found.none()  # no council, no homes: an empty list of authorities would mean any
    return found.order_by(*orders.get(wanted.sort, orders["near"])).values(*columns, **{COUNCIL: F("local_authority")})


def _without_place(wanted: Wanted) -> dict[str, Any]:
    names = ("kind", "grades", "places", "sector", "registered")
    return {name: getattr(wanted, name) for name in names}


def _told(who: Actor, reach: Around, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    homes = told(who, "home", map(searching.newest, rows))
    still_open = _open_requirements(who, [one["urn"] for one in homes], reach)
    for one in homes:
        one["distance_km"] = round(reach.distances.get(one["local_authority"], 0))
        one["open_requirements"] = still_open.get(one["urn"], 0) if one["local_authority"] in reach.own else None
    return homes


def _open_requirements(who: Actor, urns: list[str], reach: Around) -> Counter[str]:
    """How many requirements of each home are open, as far as the disclosure lets the commissioner see that."""
    made = OpenRequirement.objects.filter(
        report__home__in=Home.objects.filter(urn__in=urns, local_authority__in=reach.own)
    )
    rows = told(who, "requirement", (requirement_row(row) for row in requirement_rows(made)))
    return Counter(row["urn"] for row in rows if row.get("open"))


@cache
def _pairs() -> frozenset[tuple[str, str]]:
    with (shipped("data") / "local_authorities" / "adjacent_authorities.csv").open(
        newline="", encoding="utf-8"
    ) as file:
        return frozenset((row["la_code_a"], row["la_code_b"]) for row in csv.DictReader(file))


def _beside(one: str, other: str) -> bool:
    return (one, other) in _pairs() or (other, one) in _pairs()


@cache
def _middles() -> dict[str, tuple[float, float]]:
    with (shipped("data") / "local_authorities" / "local_authorities_2023.csv").open(
        newline="", encoding="utf-8"
    ) as file:
        return {
            row["la_code"]: (float(row["centroid_lat"]), float(row["centroid_lon"])) for row in csv.DictReader(file)
        }


def distance_km(one: str, other: str) -> float:
    """Kilometres as the crow flies between the middles of two authorities, by their codes."""
    (north, east), (to_north, to_east) = (tuple(map(math.radians, _middles()[code])) for code in (one, other))
    half = math.sin((to_north - north) / 2) ** 2
    half += math.cos(north) * math.cos(to_north) * math.sin((to_east - east) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(half))
