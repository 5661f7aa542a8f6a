"""Which groups may be shown: none that is small, and none from which a small one could be worked out by subtraction."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeVar

Group = TypeVar("Group", bound=Hashable)


def hidden_groups(
    sizes: Mapping[Group, int],
    minimum: int,
    order: Sequence[Group],
    already: AbstractSet[Group] = frozenset(),
) -> frozenset[Group]:
    """The groups whose figures are kept back when the figures of all groups together are shown.

    `sizes` are numbers of people. A group of 1 to `minimum` - 1 is hidden, and so is whatever is in `already`. What is
    hidden can be computed in sum from the total, so the hidden groups together must be at least two groups of people
    and `minimum` people; more groups are hidden until they are, in the `order` given. When they cannot be, every group
    is hidden. An empty group gives nobody away and hides nobody.
    """
    hidden = {group for group, size in sizes.items() if 0 < size < minimum} | (already & set(sizes))
    peopled = [group for group in hidden if sizes[group]]
    if not hidden or (not peopled and sum(sizes.values()) == 0):
        return frozenset(hidden)
    for group in order:
        if _is_covered(hidden, sizes, minimum):
            return frozenset(hidden)
        if group not in hidden and sizes.get(group, 0):
            hidden.add(group)
    return frozenset(hidden) if _is_covered(hidden, sizes, minimum) else frozenset(sizes)


def _is_covered(hidden: AbstractSet[Group], sizes: Mapping[Group, int], minimum: int) -> bool:
    peopled = [sizes[group] for group in hidden if sizes[group]]
    return len(peopled) >= 2 and sum(peopled) >= minimum
