"""Who acts: the roles that a person may hold, and what the core needs to know of a person."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody does here. A person may hold more than one role."""

    INSPECTOR = "inspector"
    QUALITY_ASSURER = "quality_assurer"
    PROVIDER = "provider"
    COMMISSIONER = "commissioner"
    FRAMEWORK_AUTHOR = "framework_author"
    ADMINISTRATOR = "administrator"


INSPECTORATE = frozenset({Role.INSPECTOR, Role.QUALITY_ASSURER, Role.ADMINISTRATOR, Role.FRAMEWORK_AUTHOR})


@dataclass(frozen=True, slots=True)
class Actor:
    """A person as the policies see them.

    `homes` are the URNs that a provider is responsible for; `authorities` the councils that a commissioner works for.
    """

    id: str
    roles: frozenset[Role] = frozenset()
    homes: frozenset[str] = frozenset()
    authorities: frozenset[str] = frozenset()

    def is_a(self, role: Role) -> bool:
        """Whether the person holds the role."""
        return role in self.roles


NOBODY = Actor(id="")
