"""What is watched, and what framework authors see of it; everybody else sees nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from evenhand.casework.actors import Actor, Role
from evenhand.web.alerts.models import Subscription, WatchAlarm, WatchLook
from evenhand.web.frameworks.models import FrameworkVersion
from evenhand.web.frameworks.queries import framework_of, in_force_on, versions
from evenhand.wording import Words

GRADES = 4  # the line of good is known on scales of so many grades


@dataclass(frozen=True, slots=True)
class AlarmShown:
    """An alarm with the title of its framework; `claim` is the first of its sentences."""

    framework: str
    title: str
    raised_on: date
    at: datetime
    claim: Words
    sentences: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class WatchState:
    """The version that is watched, and how it stood at the last look; `told` is None before the first."""

    framework: str
    title: str
    go_live: date
    at: datetime | None
    told: Mapping[str, Any] | None


def watched() -> FrameworkVersion | None:
    """The version that is watched: the one in force today, where it has a scale of four grades; None when it is off."""
    version = in_force_on(timezone.localdate()) if settings.WATCH_ALERTS else None
    if version is None:
        return None
    framework = framework_of(FrameworkVersion.objects.get(pk=version.pk))
    if framework.headline is None or len(framework.scale_of(framework.headline.id).grades) != GRADES:
        return None
    return version


def sentences_of(alarm: WatchAlarm) -> list[Words]:
    """Claim, figures, basis, false alarms, and what it is not, as sentences that can be translated."""
    return [Words(one["say"], one["values"]) for one in alarm.told]


def alarms(who: Actor) -> list[AlarmShown]:
    """Every alarm, the newest first."""
    if not who.is_a(Role.FRAMEWORK_AUTHOR):
        return []
    titles = dict(versions().values_list("pk", "title"))
    found = []
    for one in WatchAlarm.objects.all():
        claim, *others = sentences_of(one)
        title = titles.get(one.framework, one.framework)
        found.append(AlarmShown(one.framework, title, one.raised_on, one.at, claim, tuple(others)))
    return found


def state(who: Actor) -> WatchState | None:
    """How the watch stands; None where nothing is watched."""
    version = watched() if who.is_a(Role.FRAMEWORK_AUTHOR) else None
    if version is None:
        return None
    last = WatchLook.objects.filter(framework=version.pk).first()
    return WatchState(
        version.pk, version.title, version.in_force_from, last.at if last else None, last.told if last else None
    )


def has_letters(who: Actor) -> bool:
    """Whether somebody gets alarms by e-mail."""
    return Subscription.objects.filter(kind="watch", key=who.id).exists()
