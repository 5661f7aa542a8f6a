"""Whom alarms of the watch are told to: people who are framework authors now, and nobody else."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from evenhand.casework.actors import Role
from evenhand.web.accounts.models import Person


def owners() -> QuerySet[Person]:
    """The framework authors of today who can sign in, by sign-in name."""
    held = Q(roles_held__role=Role.FRAMEWORK_AUTHOR.value, roles_held__ended_at=None)
    return Person.objects.filter(held, is_active=True).distinct().order_by("username")


def is_owner(username: str) -> bool:
    """Whether somebody may be told of alarms now."""
    return owners().filter(username=username).exists()
