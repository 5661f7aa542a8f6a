"""Reading the shelf. It is public, so only what authors see besides asks who is asking."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from evenhand.casework.actors import Actor, Role
from evenhand.findings import BadInput, Finding
from evenhand.framework.checks import lint
from evenhand.framework.crosswalk import Crosswalk, things
from evenhand.framework.crosswalk.reading import load_all
from evenhand.framework.model import Framework, StandardSet
from evenhand.framework.parts import Sourced
from evenhand.framework.reading import load, load_standards, read_text, shipped_ids
from evenhand.framework.rule import Requirement
from evenhand.framework.sealing import seal, unseal
from evenhand.shelf import shipped
from evenhand.web.frameworks.models import FrameworkVersion, HeldCrosswalk
from evenhand.web.frameworks.showing import FrameworkShown, show, title_of
from evenhand.wording import say

# A sealed version never changes, so what was once opened can be kept: a handful of frameworks for each process.
_OPENED: dict[str, Framework] = {}
_SHOWN: dict[str, FrameworkShown] = {}


@dataclass(frozen=True, slots=True)
class Held:
    """A version and the last day on which it was or is in force; None while nobody knows one."""

    version: FrameworkVersion
    last_day: date | None

    def is_in_force(self, day: date) -> bool:
        """Whether it is the version of that day."""
        return self.version.in_force_from <= day and (self.last_day is None or day <= self.last_day)


def versions() -> QuerySet[FrameworkVersion]:
    """Every version, oldest first, without its bytes."""
    return FrameworkVersion.objects.defer("sealed").order_by("in_force_from", "id")


def version(version_id: str) -> FrameworkVersion:
    """One version by its id; raises FrameworkVersion.DoesNotExist."""
    return versions().get(pk=version_id)


def held() -> list[Held]:
    """Every version, oldest first, each with its last day: its own, or the day before the next one came into force."""
    rows = list(versions())
    following = [*(one.in_force_from - timedelta(days=1) for one in rows[1:]), None]
    return [
        Held(one, min((day for day in (one.in_force_to, before) if day), default=None))
        for one, before in zip(rows, following, strict=True)
    ]


def before(framework: Framework) -> Framework | None:
    """The version on the shelf that was in force before this one, which need not be on the shelf itself."""
    earlier = [one for one in versions() if one.in_force_from < framework.in_force.start and one.pk != framework.id]
    return framework_of(earlier[-1]) if earlier else None


def in_force_on(day: date) -> FrameworkVersion | None:
    """The version in force on a day, or None: an inspection belongs to the one of its start date.

    The newest version that has begun counts: one without a last day does not come back when a later one has ended.
    """
    newest = versions().filter(in_force_from__lte=day).last()
    return newest if newest and (newest.in_force_to is None or day <= newest.in_force_to) else None


def named(version_id: str) -> Framework:
    """The framework on the shelf with this id; raises BadInput that names those there are."""
    found = FrameworkVersion.objects.filter(pk=version_id).first()
    if found is None:
        known = ", ".join(versions().values_list("pk", flat=True))
        raise BadInput.at(
            "FW000",
            say("there is no framework '{id}' on the shelf; write one of: {known}", id=version_id, known=known),
            field="framework",
        )
    return framework_of(found)


def published() -> tuple[Framework, ...]:
    """Every framework on the shelf, oldest first."""
    return tuple(framework_of(one) for one in versions())


def crosswalks() -> tuple[Crosswalk, ...]:
    """Every crosswalk there is: the shipped ones, and those that came with versions published here."""
    held = {}
    for one in HeldCrosswalk.objects.all():
        # It was a crosswalk when it came in; a later reader may be stricter, and no public page may break on that.
        with suppress(BadInput):
            held[one.old, one.new] = read_text(one.source, f"{one}.yaml", Crosswalk)[0]
    return (*(one for one in load_all() if (one.old, one.new) not in held), *held.values())


def framework_of(version: FrameworkVersion) -> Framework:
    """The framework inside a version; raises ValueError when the bytes are not the ones that were sealed."""
    if version.fingerprint not in _OPENED:
        _OPENED[version.fingerprint] = unseal(bytes(version.sealed), version.fingerprint)
    return _OPENED[version.fingerprint]


def findings(who: Actor, version: FrameworkVersion) -> tuple[Finding, ...] | None:
    """What the lint says of a version, for authors; None for others, and when its file is not here or was changed."""
    if not who.is_a(Role.FRAMEWORK_AUTHOR) or version.pk not in shipped_ids():
        return None
    if seal(load(version.pk))[1] != version.fingerprint:
        return None
    return lint(shipped("frameworks") / version.pk)


def is_held(version_id: str | None) -> bool:
    """Whether a version is on the shelf."""
    return version_id is not None and FrameworkVersion.objects.filter(pk=version_id).exists()


def shown(version: FrameworkVersion) -> FrameworkShown:
    """A version as its page shows it."""
    if version.fingerprint not in _SHOWN:
        _SHOWN[version.fingerprint] = show(framework_of(version))
    return _SHOWN[version.fingerprint]


def standard_sets() -> tuple[StandardSet, ...]:
    """Every shipped set of standards and regulations, oldest first."""
    files = (shipped("frameworks") / "standards").glob("*.yaml")
    return tuple(sorted((load_standards(file.stem) for file in files), key=lambda one: (one.in_force.start, one.id)))


def titles_of_sets() -> dict[str, str]:
    """The title of every shipped set by its id, oldest first."""
    return {one.id: one.title for one in standard_sets()}


@dataclass(frozen=True, slots=True)
class Pointing:
    """A piece of a version that points to a standard or regulation."""

    version: FrameworkVersion
    piece: str
    title: str
    verified: bool


def pointing_to(wanted: StandardSet) -> dict[str, list[Pointing]]:
    """What points to each standard of a set, oldest version first; a standard to which nothing points has no line."""
    ids = {one.id for one in wanted.standards}
    found: dict[str, list[Pointing]] = {}
    for one in versions():
        framework = framework_of(one)
        if wanted.id in (framework.standards, framework.regulations):
            for to, piece in _pointers(framework):
                if to in ids:
                    shown = Pointing(one, str(getattr(piece, "id", "")), title_of(piece), piece.verified)
                    found.setdefault(to, []).append(shown)
    return found


def standing_on(set_id: str) -> list[FrameworkVersion]:
    """Versions that name a set of standards or regulations, oldest first."""
    opened = [(one, framework_of(one)) for one in versions()]
    return [one for one, framework in opened if set_id in (framework.standards, framework.regulations)]


def _pointers(framework: Framework) -> Iterator[tuple[str, Sourced]]:
    for piece in things(framework, "criteria").values():
        for to in getattr(piece, "standards", ()):
            yield to, piece
    for rule in framework.rules:
        for effect in rule.then:
            if isinstance(effect, Requirement):
                yield effect.requirement, rule
