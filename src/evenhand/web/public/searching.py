"""Searching homes as anybody may: by authority, region and public facts, never by name or place nearer than that."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, When

from evenhand.casework.actors import NOBODY
from evenhand.web.api.asking import told
from evenhand.web.api.models import OpenReport
from evenhand.web.api.queries import latest_change
from evenhand.web.register.models import Home
from evenhand.web.register.queries import Choices

PER_PAGE = 25
# Columns of the table of homes in the open data; what leaves here passes its disclosure.
LINE = (
    "urn", "fictional", "provision_type", "sector", "region", "local_authority", "status", "places", "seen_in",
    "latest_inspected_on", "latest_overall", "latest_overall_label",
)  # fmt: skip
SORTS: dict[str, tuple[Any, ...]] = {
    "authority": ("local_authority", "urn"),
    "urn": ("urn",),
    "newest": (F("graded_on").desc(nulls_last=True), "urn"),
    "best": (F("grade").desc(nulls_last=True), "urn"),
    "lowest": (F("grade").asc(nulls_last=True), "urn"),
    "places": (F("places").desc(nulls_last=True), "urn"),
}
# What a query of homes is annotated with, for `newest`.
NEWER = ("grade", "graded_on", "here_overall", "here_on", "here_label")
REGISTERED = ("listed", "suspended", "gone")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which homes somebody looks for; an empty field means any."""

    authorities: tuple[str, ...] = ()
    region: str = ""
    sector: str = ""
    kind: str = ""
    grades: tuple[int, ...] = ()
    registered: str = ""
    places: int = 0
    sort: str = "authority"


def choices() -> Choices:
    """Authorities, regions, sectors and kinds of home in the register. One query while the open data are the same."""
    return _choices(latest_change())


@lru_cache(maxsize=2)
def _choices(state: tuple[int, Any]) -> Choices:
    held = Home.objects.order_by().values_list("local_authority", "region", "sector", "provision_type").distinct()
    return Choices(*(tuple(sorted({one for one in column if one})) for column in zip(*held, strict=True)))


def search(wanted: Wanted, page: int | str | None) -> Page[dict[str, Any]]:
    """Homes that match, as records of the public tier. At most four queries, whatever the number of homes."""
    paginator = Paginator(matching(wanted).values(*LINE, *NEWER), PER_PAGE)
    shown = paginator.get_page(page)
    shown.object_list = told(NOBODY, "home", (newest(row) for row in shown.object_list))
    return shown


def matching(wanted: Wanted) -> QuerySet[Home]:
    """Homes that match, in the order asked for; the grade is that of the newer of register and report."""
    exact = {"region": wanted.region, "sector": wanted.sector, "provision_type": wanted.kind}
    found = Home.objects.filter(**{name: value for name, value in exact.items() if value})
    if wanted.authorities:
        found = found.filter(local_authority__in=wanted.authorities)
    if wanted.places:
        found = found.filter(places__gte=wanted.places)
    if wanted.registered in REGISTERED:
        found = found.filter(_registered(wanted.registered))
    found = with_grades(found)
    if wanted.grades:
        found = found.filter(grade__in=wanted.grades)
    return found.order_by(*SORTS.get(wanted.sort, SORTS["authority"]))


def with_grades(found: QuerySet[Home]) -> QuerySet[Home]:
    """Homes with `grade` and `graded_on`: of the newest report published here, where the register lists none newer."""
    here = OpenReport.objects.filter(home=OuterRef("pk"), overall__isnull=False).order_by("-started_on")
    found = found.annotate(
        here_on=Subquery(here.values("started_on")[:1]),
        here_overall=Subquery(here.values("overall")[:1]),
        here_label=Subquery(here.values("overall_label")[:1]),
    )
    newer = Q(here_on__isnull=False) & (Q(latest_inspected_on=None) | Q(here_on__gte=F("latest_inspected_on")))
    grade = Case(When(newer, then=F("here_overall")), default=F("latest_overall"), output_field=IntegerField())
    return found.annotate(grade=grade, graded_on=Case(When(newer, then="here_on"), default="latest_inspected_on"))


def newest(row: dict[str, Any]) -> dict[str, Any]:
    """A row with NEWER as the record of a home that the tables declare: its latest grade from register or report."""
    here = {name: row.pop(name) for name in NEWER}
    if here["here_on"] is not None and here["graded_on"] == here["here_on"]:
        row |= {"latest_inspected_on": here["here_on"], "latest_overall": here["here_overall"]}
        row["latest_overall_label"] = here["here_label"]
    return {name: None if value == "" else value for name, value in row.items()}


def _registered(wanted: str) -> Q:
    newest = Home.objects.filter(fictional=False).aggregate(day=Max("seen_in"))["day"]
    gone = Q(fictional=False, seen_in__lt=newest) if newest else Q(pk=None)
    if wanted == "gone":
        return gone
    suspended = Q(status__iexact="suspended") & ~gone
    return suspended if wanted == "suspended" else ~gone & ~Q(status__iexact="suspended")
