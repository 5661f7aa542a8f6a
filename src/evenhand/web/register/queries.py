"""Reading the register. Each function gets whoever is asking, and shows nothing that they may not see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Max, QuerySet

from evenhand.casework.actors import INSPECTORATE, Actor, Role
from evenhand.casework.visibility import may_see_home_page, visible_home_fields
from evenhand.framework.reading import in_force_on
from evenhand.judgement.published_words import GRADE_WORDS
from evenhand.web.accounts.models import Person
from evenhand.web.register.models import (
    CouncilOfCommissioner,
    Home,
    HomeOfProvider,
    ListedInspection,
    RegisterImport,
)

PER_PAGE = 50
LINE = (
    "urn",
    "fictional",
    "provision_type",
    "local_authority",
    "region",
    "sector",
    "places",
    "latest_inspected_on",
    "latest_overall",
    "latest_overall_label",
)
SORTS = {
    "urn": ("urn",),
    "authority": ("local_authority", "urn"),
    "newest": (F("latest_inspected_on").desc(nulls_last=True), "urn"),
    "oldest": (F("latest_inspected_on").asc(nulls_last=True), "urn"),
    "lowest": (F("latest_overall").asc(nulls_last=True), "urn"),
    "places": (F("places").desc(nulls_last=True), "urn"),
}


# Open requirements are known to the apps that keep and publish inspections, which stand above this one; they say here
# how to ask. Each is given who asks, the URN and the councils of the home, and returns "regulation", "to_do", "due_on".
OPEN_REQUIREMENTS: dict[str, Callable[[Actor, str, frozenset[str]], list[dict[str, Any]]]] = {}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which homes somebody looks for; an empty field means any."""

    urn: str = ""
    authority: str = ""
    region: str = ""
    sector: str = ""
    kind: str = ""
    grade: int | None = None
    fictional: str = ""
    sort: str = "urn"


@dataclass(frozen=True, slots=True)
class Choices:
    """What the register holds, to choose from."""

    authorities: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of homes; how many there are by grade (real ones only, unless fictional ones are wanted), and when."""

    page: Page[dict[str, Any]]
    total: int
    shares: tuple[dict[str, Any], ...]
    counted: int
    seen_in: date | None


def with_homes(person: Person) -> Actor:
    """A person as the policies see them, with the homes they answer for and the councils they work for."""
    homes: frozenset[str] = frozenset()
    authorities: frozenset[str] = frozenset()
    if Role.PROVIDER in person.roles:
        homes = frozenset(person.homes.values_list("home__urn", flat=True))
    if Role.COMMISSIONER in person.roles:
        held = person.councils.filter(ended_at=None)
        authorities = frozenset(held.values_list("authority", flat=True))
    return person.as_actor(homes, authorities)


def choices(who: Actor) -> Choices:
    """Authorities, regions, sectors and kinds of home in the register, for the inspectorate."""
    if not who.roles & INSPECTORATE:
        return Choices()
    held = Home.objects.order_by().values_list("local_authority", "region", "sector", "provision_type").distinct()
    columns = [tuple(sorted(set(column))) for column in zip(*held, strict=True)]
    return Choices(*columns)


def homes(who: Actor, wanted: Wanted, page: int | str | None) -> Listing:
    """Homes that match, for the inspectorate; nobody else gets any. Two queries, whatever the number of homes."""
    found = _matching(who, wanted)
    counted = list(
        found.order_by()
        .values_list("fictional", "latest_overall", "latest_overall_label")
        .annotate(n=Count("pk"), seen=Max("seen_in"))
    )
    paginator = Paginator(found.order_by(*SORTS.get(wanted.sort, SORTS["urn"])).values(*LINE), PER_PAGE)
    paginator.count = sum(n for *_, n, _seen in counted)  # known already, so it is not asked for again
    basis = [row for row in counted if row[0] == (wanted.fictional == "only")]
    return Listing(
        page=paginator.get_page(page),
        total=paginator.count,
        shares=_shares(basis),
        counted=sum(row[3] for row in basis),
        seen_in=max((row[4] for row in counted if row[4]), default=None),
    )


def _matching(who: Actor, wanted: Wanted) -> QuerySet[Home]:
    if not who.roles & INSPECTORATE:
        return Home.objects.none()
    exact = {
        "local_authority": wanted.authority,
        "region": wanted.region,
        "sector": wanted.sector,
        "provision_type": wanted.kind,
        "latest_overall": wanted.grade,
    }
    found = Home.objects.filter(**{name: value for name, value in exact.items() if value not in ("", None)})
    if wanted.urn:
        found = found.filter(urn__contains=wanted.urn.upper())
    if wanted.fictional:
        found = found.filter(fictional=wanted.fictional == "only")
    return found


def _shares(rows: list[tuple[Any, ...]]) -> tuple[dict[str, Any], ...]:
    """Homes by grade, best first; a grade that had two words in time is shown under the more frequent one."""
    words: dict[int, Counter[str]] = {}
    for _fictional, ordinal, label, n, _seen in rows:
        if ordinal is not None:
            words.setdefault(ordinal, Counter())[label] += n
    return tuple(
        {"ordinal": ordinal, "label": words[ordinal].most_common(1)[0][0], "n": words[ordinal].total()}
        for ordinal in sorted(words, reverse=True)
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """A listed inspection: grades as (ordinal, label), and the version in force on the day, if it is known."""

    on: date
    published_on: date | None
    overall: tuple[int | None, str]
    others: dict[str, tuple[int | None, str]]
    framework: tuple[str, str] | None
    source: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """A home with the facts that whoever asks may see, and its listed inspections, newest first."""

    urn: str
    fictional: bool
    facts: dict[str, Any]
    latest: tuple[date | None, int | None, str]
    listed: tuple[Listed, ...]
    seen_in: date | None
    columns: tuple[str, ...] = field(default=())
    requirements: tuple[dict[str, Any], ...] = ()

    @property
    def points(self) -> list[dict[str, Any]]:
        """The overall grades, oldest first, to draw."""
        return [
            {"on": one.on, "ordinal": one.overall[0], "label": one.overall[1]}
            for one in reversed(self.listed)
            if one.overall[0] is not None
        ]


def home_page(who: Actor, urn: str) -> HomePage | None:
    """A home, or None when there is no such home or it is none of their business."""
    urn = urn.upper()
    home = Home.objects.filter(urn=urn).first()
    councils = councils_of(home)
    if home is None or not may_see_home_page(who, urn, councils):
        return None
    visible = visible_home_fields(who, urn, councils)
    listed = tuple(_listed(one) for one in home.listed_inspections.order_by("-inspected_on"))
    return HomePage(
        urn=home.urn,
        fictional=home.fictional,
        facts={name: getattr(home, name) for name in visible if hasattr(home, name)},
        latest=(home.latest_inspected_on, home.latest_overall, home.latest_overall_label),
        listed=listed,
        seen_in=home.seen_in,
        columns=tuple(name for name in _OTHERS if any(one.others[name][0] for one in listed)),
        requirements=tuple(one for told in OPEN_REQUIREMENTS.values() for one in told(who, home.urn, councils)),
    )


def councils_of(home: Home | None) -> frozenset[str]:
    """The councils that a home concerns: the one that hosts it. No record says which ones place children there."""
    return frozenset({home.local_authority}) if home is not None else frozenset()


_OTHERS = ("helped_protected", "leaders_managers", "outcomes", "quality_of_care")


def _listed(one: ListedInspection) -> Listed:
    version = in_force_on(one.inspected_on)
    return Listed(
        on=one.inspected_on,
        published_on=one.published_on,
        overall=(one.overall, one.overall_label),
        others={name: (getattr(one, name), word_on(getattr(one, name), one.inspected_on)) for name in _OTHERS},
        framework=(version.id, version.title) if version else None,
        source=one.source,
    )


def word_on(ordinal: int | None, day: date) -> str:
    """The word that a grade had on a day; "" for no grade."""
    words = [word.text for word in GRADE_WORDS if word.ordinal == ordinal and word.in_use(day)]
    return words[-1].capitalize() if words else ""


def homes_of(who: Actor) -> list[dict[str, Any]]:
    """The homes that a provider answers for, with their names."""
    return list(Home.objects.filter(urn__in=who.homes).order_by("urn").values(*LINE, "name"))


def providers_without(urn: str) -> QuerySet[Person]:
    """Providers who do not answer for a home yet."""
    providers = Person.objects.filter(is_active=True, roles_held__role=Role.PROVIDER.value, roles_held__ended_at=None)
    return providers.exclude(homes__home__urn=urn).order_by("display_name", "username").distinct()


def who_answers_for(who: Actor, urn: str) -> list[str]:
    """Names of the people who answer for a home, for administrators."""
    if not who.is_a(Role.ADMINISTRATOR):
        return []
    held = HomeOfProvider.objects.filter(home__urn=urn).order_by("person__display_name")
    return list(held.values_list("person__display_name", flat=True))


def home_itself(who: Actor, urn: str) -> Home | None:
    """The row of a home, for administrators who change who answers for it."""
    return Home.objects.filter(urn=urn.upper()).first() if who.is_a(Role.ADMINISTRATOR) else None


def may_answer_for(person: Person, home: Home) -> bool:
    """Whether a person answers for a home."""
    return HomeOfProvider.objects.filter(person=person, home=home).exists()


def imports(who: Actor, page: int | str | None) -> Page[RegisterImport]:
    """Imports, newest first, for administrators; nobody else gets any."""
    made = RegisterImport.objects.defer("changes", "findings").order_by("-at", "-pk")
    return Paginator(made if who.is_a(Role.ADMINISTRATOR) else made.none(), 20).get_page(page)


def one_import(who: Actor, number: int) -> RegisterImport | None:
    """One import with its changes and findings, for administrators."""
    return RegisterImport.objects.filter(pk=number).first() if who.is_a(Role.ADMINISTRATOR) else None


def was_imported(fingerprint: str) -> bool:
    """Whether a file with these bytes was imported already."""
    return RegisterImport.objects.filter(fingerprint=fingerprint).exists()


def councils_known() -> list[str]:
    """The authorities in which a home of the register lies, by name."""
    return list(Home.objects.order_by("local_authority").values_list("local_authority", flat=True).distinct())


def commissioners() -> QuerySet[Person]:
    """People who are commissioners now."""
    held = Person.objects.filter(is_active=True, roles_held__role=Role.COMMISSIONER.value, roles_held__ended_at=None)
    return held.order_by("display_name", "username").distinct()


def who_works_for_councils(who: Actor) -> list[CouncilOfCommissioner]:
    """Who works or worked for which council, those who do now first; for administrators, nobody else gets any."""
    if not who.is_a(Role.ADMINISTRATOR):
        return []
    held = CouncilOfCommissioner.objects.select_related("person")
    return list(held.order_by(F("ended_at").desc(nulls_first=True), "authority", "person__display_name"))


def one_council_held(who: Actor, number: int) -> CouncilOfCommissioner | None:
    """One row of who works for a council, as long as it stands; for administrators."""
    if not who.is_a(Role.ADMINISTRATOR):
        return None
    return CouncilOfCommissioner.objects.filter(pk=number, ended_at=None).select_related("person").first()


def homes_hosted(who: Actor, page: int | str | None) -> Page[dict[str, Any]]:
    """The homes in the authorities of a commissioner, with name and contact; nobody else gets any."""
    found = Home.objects.none()
    if who.is_a(Role.COMMISSIONER):
        found = Home.objects.filter(local_authority__in=who.authorities).exclude(urn__in=who.homes)
    return Paginator(found.order_by("urn").values(*LINE, "name", "contact"), PER_PAGE).get_page(page)
