"""Reading the shelf. It is public, so only what authors see besides asks who is asking."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from evenhand.casework.actors import Actor, Role
from evenhand.findings import Finding
from evenhand.framework.checks import lint
from evenhand.framework.model import Framework
from evenhand.framework.reading import load, shipped_ids
from evenhand.framework.sealing import seal, unseal
from evenhand.shelf import shipped
from evenhand.web.frameworks.models import FrameworkVersion
from evenhand.web.frameworks.showing import FrameworkShown, show

# A sealed version never changes, so what was once opened can be kept: a handful of frameworks for each process.
_OPENED: dict[str, Framework] = {}
_SHOWN: dict[str, FrameworkShown] = {}


def versions() -> QuerySet[FrameworkVersion]:
    """Every version, oldest first, without its bytes."""
    return FrameworkVersion.objects.defer("sealed").order_by("in_force_from", "id")


def version(version_id: str) -> FrameworkVersion:
    """One version by its id; raises FrameworkVersion.DoesNotExist."""
    return versions().get(pk=version_id)


def in_force_on(day: date) -> FrameworkVersion | None:
    """The version in force on a day, or None: an inspection belongs to the one of its start date."""
    covering = versions().filter(Q(in_force_to=None) | Q(in_force_to__gte=day), in_force_from__lte=day)
    return covering.order_by("-in_force_from").first()


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
