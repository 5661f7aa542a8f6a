"""What every state comes to: permissions, limits and verdicts, looked up by one small number."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import numpy as np

from evenhand.framework.rule import Effect, Expect, Scope
from evenhand.judgement.outcome import Permission, Verdict
from evenhand.judgement.rules import concerns, sets
from evenhand.judgement.table.columns import Codes
from evenhand.judgement.table.fold import Array
from evenhand.scale import Scale

VERDICTS = tuple(Verdict)


class Bits:
    """Which bit says what about a judgement: three levels for each grade, then expectations, then two flags."""

    def __init__(self, scale: Scale) -> None:
        self.scale, grades = scale, len(scale.grades)
        self.early = 1 << (4 * grades)
        self.no_judgement = 1 << (4 * grades + 1)

    def permission(self, ordinal: int, permission: Permission) -> int:
        """The bit of a permission for one grade; none for what is allowed anyway."""
        return 0 if permission is Permission.ALLOWED else 1 << (3 * (ordinal - 1) + permission - 1)

    def expected(self, ordinal: int) -> int:
        """The bit of an expectation of at most this grade."""
        return 1 << (3 * len(self.scale.grades) + ordinal - 1)

    def of_effects(self, effects: Iterable[Effect], judgement: str) -> int:
        """All bits that the effects set for a judgement when their rule applies."""
        bits = 0
        for effect in effects:
            if not concerns(effect, judgement):
                continue
            for ordinal, permission in (done := sets(effect, self.scale)):
                bits |= self.permission(ordinal, permission)
            if isinstance(effect, Expect) and done:
                bits |= self.expected(self.scale.ordinal(effect.at_most))
            if isinstance(effect, Scope):
                bits |= self.no_judgement
        return bits


class Outcomes:
    """The outcome of one judgement for every state; all arrays are uint8 and indexed by state."""

    def __init__(self, bits: Array, proposed: Codes, scale: Scale) -> None:
        layout, grades = Bits(scale), len(scale.grades)
        self.permissions = np.zeros((grades, len(bits)), np.uint8)
        for ordinal in range(1, grades + 1):
            for permission in list(Permission)[1:]:  # from mild to strict: the stricter is written over the milder
                there = bits & np.uint64(layout.permission(ordinal, permission)) != 0
                self.permissions[ordinal - 1, there] = permission
        ordinals = np.arange(1, grades + 1, dtype=np.uint8)[:, None]
        self.allowed_max = np.max(ordinals * (self.permissions < Permission.REFUSED), axis=0).astype(np.uint8)
        self.free_max = np.max(ordinals * (self.permissions == Permission.ALLOWED), axis=0).astype(np.uint8)
        self.expected_at_most = np.zeros(len(bits), np.uint8)
        for ordinal in range(grades, 0, -1):
            self.expected_at_most[bits & np.uint64(layout.expected(ordinal)) != 0] = ordinal
        self.proposed = proposed
        self._early = bits & np.uint64(layout.early) != 0
        self._no_judgement = bits & np.uint64(layout.no_judgement) != 0

    def by_name(self, what: str) -> Array:
        """One of verdict, allowed_max, free_max and expected_at_most, by state; KeyError for another word."""
        kinds = {"allowed_max": self.allowed_max, "free_max": self.free_max, "expected_at_most": self.expected_at_most}
        return self.verdicts if what == "verdict" else kinds[what]

    @cached_property
    def verdicts(self) -> Array:
        """Verdicts as places in VERDICTS: first without a reason, then with one, then with an explanation."""
        places = np.maximum(self.proposed.astype(np.intp), 1) - 1
        needs = np.take_along_axis(self.permissions, places[None, :], axis=0)[0]
        plain = np.array([VERDICTS.index(one) for one in _NEEDS], np.uint8)[needs]
        accepted = np.uint8(VERDICTS.index(Verdict.ACCEPTED))
        reasoned = np.where(needs <= Permission.REASON, accepted, plain)
        explained = np.where(needs <= Permission.EXPLANATION, accepted, plain)
        return np.concatenate([self._first_things(one) for one in (plain, reasoned, explained)])

    def _first_things(self, verdict: Array) -> Array:
        verdict = np.where(self._early, VERDICTS.index(Verdict.TOO_EARLY), verdict)
        verdict = np.where(self.proposed == 0, VERDICTS.index(Verdict.NOT_PROPOSED), verdict)
        silent = np.where(self.proposed == 0, VERDICTS.index(Verdict.OUT_OF_SCOPE), VERDICTS.index(Verdict.REFUSED))
        return np.where(self._no_judgement, silent, verdict).astype(np.uint8)


_NEEDS = (Verdict.ACCEPTED, Verdict.NEEDS_REASON, Verdict.NEEDS_EXPLANATION, Verdict.REFUSED)
