"""What a consultation publishes, against slow and obvious ways: everybody who could have answered, and scipy."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest
from scipy.stats import binomtest

from evenhand.consultation.results import wilson
from evenhand.consultation.suppression import hidden_groups

MINIMUM = 5
Votes = tuple[int, int]


def page(world: tuple[Votes, ...]) -> tuple[object, ...]:
    """What anybody reads: the votes of all together, and those of every group that is not hidden."""
    sizes = {group: sum(votes) for group, votes in enumerate(world)}
    if 0 < sum(sizes.values()) < MINIMUM:
        return (None,)
    hidden = hidden_groups(sizes, MINIMUM, sorted(sizes, key=lambda group: (sizes[group], group)))
    total = (sum(votes[0] for votes in world), sum(votes[1] for votes in world))
    return (total, *(None if group in hidden else votes for group, votes in enumerate(world)))


def unanimous(world: tuple[Votes, ...], page: tuple[object, ...]) -> bool:
    """Whether all the hidden groups together said one thing: then each of them said it, and no table can help that."""
    hidden = [votes for votes, shown in zip(world, page[1:], strict=True) if shown is None]
    return not all(sum(votes[side] for votes in hidden) for side in (0, 1))


def test_the_votes_of_a_small_group_cannot_be_worked_out_even_by_who_knows_the_rule() -> None:
    """Every way in which three groups of up to six people can vote for or against."""
    votes = [(yes, no) for yes, no in product(range(7), repeat=2) if yes + no <= 6]
    worlds = defaultdict(list)
    for world in product(votes, repeat=3):
        worlds[page(world)].append(world)
    checked = 0
    for shown, possible in worlds.items():
        if shown == (None,) or unanimous(possible[0], shown):
            continue
        for group in range(3):
            could_be = {world[group] for world in possible}
            if any(0 < sum(one) < MINIMUM for one in could_be):
                checked += 1
                assert len(could_be) > 1, f"{shown} gives group {group} away: {could_be}"
    assert checked > 1000


def test_a_small_group_is_never_shown() -> None:
    for sizes in product(range(9), repeat=4):
        groups = dict(enumerate(sizes))
        hidden = hidden_groups(groups, MINIMUM, sorted(groups, key=lambda group: groups[group]))
        assert all(group in hidden for group, size in groups.items() if 0 < size < MINIMUM)


@pytest.mark.parametrize("of", [1, 2, 5, 11, 40, 85, 1000])
def test_the_interval_is_the_one_of_scipy(of: int) -> None:
    for agreeing in range(0, of + 1, max(of // 40, 1)):
        known = binomtest(agreeing, of).proportion_ci(confidence_level=0.95, method="wilson")
        assert wilson(agreeing, of) == pytest.approx((known.low, known.high), abs=1e-12)
