"""What a pilot shows, in one of three words against the plan: holds, fails, or cannot tell."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan

from evenhand.pilot.plan import Claim, Plan
from evenhand.pilot.power import needed, power_paired
from evenhand.pilot.statistics import STATISTICS
from evenhand.pilot.statistics.paired_difference import Standing, equivalence, non_inferiority
from evenhand.pilot.tables import Estimate
from evenhand.wording import Words, say


@dataclass(frozen=True, slots=True)
class ClaimVerdict:
    """One claim of the plan: what was claimed, how it stands, the figures, what would settle it (None if settled)."""

    claim: Claim
    claimed: Words
    standing: Standing
    found: Estimate
    figures: Words
    settle: Words | None


@dataclass(frozen=True, slots=True)
class PilotVerdict:
    """The verdict: how the plan as a whole stands, each claim, and what none of this shows."""

    standing: Standing
    claims: tuple[ClaimVerdict, ...]
    reason: Words
    does_not_show: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Crossings:
    """How many pairs there are, and how many fell below and rose above the line of good."""

    pairs: int
    down: int
    up: int


def points(share: float) -> str:
    """A share or a difference of shares as points out of 100, one decimal, with a true minus."""
    return f"{100 * share:.1f}".replace("-", "−") if round(100 * share, 1) else "0.0"


def claimed_in_words(claim: Claim) -> Words:
    """A claim as a sentence."""
    if claim.kind == "not_lower":
        return say(
            "The share good or outstanding is not lower by {margin} points or more.", margin=f"{claim.margin_points:g}"
        )
    if claim.kind == "no_change":
        return say(
            "The share good or outstanding differs by less than {margin} points, up or down.",
            margin=f"{claim.margin_points:g}",
        )
    known = STATISTICS.get(claim.statistic or "")
    name = claim.statistic if known is None else known.name
    return say("Agreement ({statistic}) is {least} or more.", statistic=name, least=f"{claim.at_least:g}")


def judge_claim(plan: Plan, claim: Claim, found: Estimate, enough: bool, crossings: Crossings) -> ClaimVerdict:
    """How one claim stands by its figure and interval; with fewer homes than at the first look: cannot tell."""
    standing = _standing(claim, found) if enough else Standing.CANNOT_TELL
    settle = None
    if standing is Standing.CANNOT_TELL:
        settle = _settled_by(plan, claim, found, enough, crossings)
    return ClaimVerdict(claim, claimed_in_words(claim), standing, found, _figures(claim, found), settle)


def verdict(plan: Plan, claims: tuple[ClaimVerdict, ...], blind_known: bool, lost: int) -> PilotVerdict:
    """The verdict on a plan: it fails when a claim fails and holds when all hold."""
    standings = {one.standing for one in claims}
    if Standing.FAILS in standings:
        standing = Standing.FAILS
        reason = say(
            "At least one claim of the sealed plan is contradicted: its whole interval lies beyond the margin."
        )
    elif standings == {Standing.HOLDS}:
        standing = Standing.HOLDS
        reason = say("Every claim of the sealed plan is supported: each whole interval lies on the right side.")
    else:
        standing = Standing.CANNOT_TELL
        reason = say(
            "At least one interval reaches over its margin, or too few homes were judged. That is not evidence that "
            "nothing changed."
        )
    return PilotVerdict(standing, claims, reason, not_shown(plan, blind_known, lost))


def not_shown(plan: Plan, blind_known: bool, lost: int = 0) -> tuple[Words, ...]:
    """What no figure of such a pilot shows; `lost` homes of the sample have no usable judgement."""
    told = [
        say("Which of the two frameworks is right. Only whether grades differ."),
        say(
            "What inspectors will do when grades count. Grades in a pilot have no consequences for anybody, and "
            "people learn a new framework over months."
        ),
        say(
            "Anything about homes unlike those of the register of {day} that the sample was drawn from.",
            day=plan.sample.register_at.isoformat(),
        ),
        say("Why single grades differ. Reasons that inspectors gave are counted, not tested."),
    ]
    if plan.design == "two_groups":
        told.append(say("How often one home would be graded differently: nobody judged the same home twice."))
    else:
        told.append(
            say(
                "That the two judgements of a home are independent. A person who holds both frameworks in mind is "
                "drawn to the same grade, so agreement may be overstated."
            )
        )
    if plan.design == "two_inspectors":
        told.append(say("How much of a difference is the framework and how much the other person who judged."))
    if lost > 0:
        told.append(say("What the {n} homes of the sample would have shown that are not usable.", n=lost))
    if not blind_known:
        told.append(say("That judges were blind to the other grade: the file does not say so for every home."))
    return tuple(told)


def _standing(claim: Claim, found: Estimate) -> Standing:
    if claim.margin_points is not None:
        test = non_inferiority if claim.kind == "not_lower" else equivalence
        return test(found, claim.margin_points / 100)
    least = claim.at_least or 0.0
    if isnan(found.low) or isnan(found.high):
        return Standing.CANNOT_TELL
    return Standing.HOLDS if found.low >= least else Standing.FAILS if found.high < least else Standing.CANNOT_TELL


def _figures(claim: Claim, found: Estimate) -> Words:
    if isnan(found.value):
        return say("This cannot be computed from {n} homes.", n=f"{found.n:.0f}")
    level = f"{100 * found.level:.3g}"
    if claim.margin_points is None:
        return say(
            "{value} (n = {n}, {level}% interval {low} to {high}).",
            value=f"{found.value:.2f}",
            n=f"{found.n:.0f}",
            level=level,
            low=f"{found.low:.2f}".replace("-", "−"),
            high=f"{found.high:.2f}",
        )
    return say(
        "Change of {value} points (n = {n}, {level}% interval {low} to {high} points).",
        value=points(found.value),
        n=f"{found.n:.0f}",
        level=level,
        low=points(found.low),
        high=points(found.high),
    )


def _settled_by(plan: Plan, claim: Claim, found: Estimate, enough: bool, crossings: Crossings) -> Words:
    if not enough:
        return say(
            "The plan looks for the first time at {first} homes, of which {lost} in 100 may be lost; {n} are usable. "
            "Judge the others, and then look.",
            first=plan.stopping.looks[0],
            lost=f"{100 * plan.stopping.may_be_lost:g}",
            n=f"{found.n:.0f}",
        )
    if claim.margin_points is None or plan.design == "two_groups":
        return say(
            "More homes: an interval half as wide needs about four times as many, about {n} here.",
            n=4 * crossings.pairs,
        )
    # Half a home is added to each side, so that a pilot in which nobody crossed does not promise that nobody will.
    crossing = (crossings.down + crossings.up + 1) / (crossings.pairs + 1)
    even = (crossing / 2, crossing / 2)
    fewest = needed(lambda n: power_paired(n, even, claim, plan.look_level), plan.power)
    if fewest is None:
        return say("No practicable number of homes: grades cross the line of good too often.")
    return say(
        "A new plan and a new sample. If the share has truly not changed and homes cross the line as often as here, "
        "about {n} homes would settle it with {power} chances in 100; these {had} may not be counted again.",
        n=fewest,
        power=f"{100 * plan.power:g}",
        had=crossings.pairs,
    )
