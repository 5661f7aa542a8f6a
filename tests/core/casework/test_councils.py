"""Who works for which council: said by an administrator, of commissioners, about councils that the register knows."""

from __future__ import annotations

import pytest

from evenhand.casework.actors import NOBODY, Actor, Role
from evenhand.casework.councils import check_say_which_council, check_works_for
from evenhand.casework.policies import NotNow, Refusal

KNOWN = frozenset({"Camden"})


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_but_an_administrator_says_who_works_for_which_council(role: Role) -> None:
    with pytest.raises(Refusal, match="PO130"):
        check_say_which_council(Actor("somebody", frozenset({role})))
    with pytest.raises(Refusal, match="PO130"):
        check_say_which_council(NOBODY)
    assert check_say_which_council(Actor("ada", frozenset({Role.ADMINISTRATOR}))) is None


def test_only_a_commissioner_works_for_a_council_and_only_for_a_known_one() -> None:
    connie = Actor("connie", frozenset({Role.COMMISSIONER}))
    assert check_works_for(connie, "Camden", KNOWN) is None
    with pytest.raises(NotNow, match="PO131"):
        check_works_for(Actor("ida", frozenset({Role.INSPECTOR})), "Camden", KNOWN)
    with pytest.raises(NotNow, match="PO132"):
        check_works_for(connie, "Atlantis", KNOWN)
