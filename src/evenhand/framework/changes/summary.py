"""The comparison in one paragraph: the figures behind 'not vastly different', and no more than they show."""

from __future__ import annotations

from collections.abc import Iterator

from evenhand.framework.changes.model import Compared, Comparison, Fate, Tally
from evenhand.wording import Words, say

PARAPHRASE = say(
    "All words compared here are our own paraphrase of the inspectorate's, so this shows how our descriptions of the "
    "two versions differ, and not whether the originals do to the same degree or how inspectors used them."
)
NO_OFFICIAL_SERVICE = say("This page is not from Ofsted and it is not a GOV.UK service.")


def summary(comparison: Comparison) -> Words:
    """One paragraph; every share with the number that it is a share of."""
    sentences = tuple(told(comparison))
    values = {f"sentence{number}": sentence for number, sentence in enumerate(sentences)}
    return Words(" ".join(f"{{{name}}}" for name in values), values)


def told(comparison: Comparison) -> Iterator[Words]:
    """The sentences of the summary one by one."""
    criteria = comparison.tally(Compared.EVIDENCE_AREAS, Compared.CRITERIA)
    yield from _counted(say("Evidence areas and criteria"), criteria)
    yield from _counted(Compared.JUDGEMENTS.heading, comparison.tally(Compared.JUDGEMENTS))
    yield from _counted(Compared.RULES.heading, comparison.tally(Compared.RULES))
    yield _substance(comparison)
    yield from _doubts(comparison)
    yield _joined(comparison)
    yield PARAPHRASE


def _counted(what: Words, tally: Tally) -> Iterator[Words]:
    before, after = tally.old(), tally.new()
    if not before and not after:
        return
    lost = [_share(tally.old(fate), before, fate) for fate in Fate if tally.old(fate)]
    gained = [_share(tally.new(Fate.ADDED), after, Fate.ADDED)] if tally.new(Fate.ADDED) else []
    if tally.unsure_old:
        lost.append(say("{count} not known", count=tally.unsure_old))
    if tally.unsure_new:
        gained.append(say("{count} not known to be new or changed", count=tally.unsure_new))
    none = say("none added")
    yield say(
        "{what}: {old}; {new}.",
        what=what,
        old=say("of the {count} before, {fates}", count=before, fates=lost) if before else say("none before"),
        new=say("of the {count} after, {fates}", count=after, fates=gained or none) if after else say("none after"),
    )


def _share(count: int, of: int, fate: Fate) -> Words:
    return say("{count} {fate} ({share})", count=count, fate=fate.word, share=share(count, of))


def share(count: int, of: int) -> Words:
    """A whole percentage that never rounds to all or to none when it is not."""
    if not of:
        return say("no share, n = 0")
    percent = round(100 * count / of)
    if count > 0 and percent == 0:
        return say("under 1%")
    if count < of and percent == 100:
        return say("over 99%")
    return say("{percent}%", percent=percent)


def _substance(comparison: Comparison) -> Words:
    parts = [(part, comparison.tally(part).substance) for part in comparison.by_part]
    found = [say("{part} {count}", part=part.heading, count=count) for part, count in parts if count]
    if not found:
        return say("No figure, condition, limit, scale or date is known to differ.")
    return say(
        "Figures, conditions, limits, scales or dates differ in {count} of {all} rows of this comparison ({parts}).",
        count=comparison.tally().substance,
        all=len(comparison.changes),
        parts=found,
    )


def _doubts(comparison: Comparison) -> Iterator[Words]:
    unchanged = [one for one in comparison.changes if one.fate is Fate.UNCHANGED]
    shaky = sum(not one.verified for one in unchanged)
    if shaky:
        yield say(
            "Of {count} rows that are unchanged in all parts, text marked as not verified in one version or both "
            "stands in {shaky}: those are equal in our files, which does not show that the originals were.",
            count=len(unchanged),
            shaky=shaky,
        )
    tally = comparison.tally()
    if tally.not_known:
        yield say(
            "In {count} rows of all parts nobody can say whether something came, went or changed, because the text of "
            "the other version could not be read; they are counted as not known.",
            count=tally.not_known,
        )


def _joined(comparison: Comparison) -> Words:
    crossing = comparison.crossing
    if comparison.old == comparison.new:
        return say("The two are the same version.")
    if not crossing.chain:
        return say(
            "No crosswalk joins the two, so pieces are matched by equal ids alone: added and withdrawn mean only that "
            "no piece with this id stands in the other."
        )
    weakest = crossing.weakest.value if crossing.weakest else say("none")
    if crossing.is_direct:
        return say(
            "One crosswalk joins the two; the least sure of its links has {weakest} confidence.", weakest=weakest
        )
    return say(
        "A chain of {count} crosswalks joins the two, through {between}; its least sure link has {weakest} confidence, "
        "and no chain is surer than its weakest link.",
        count=len(crossing.chain),
        between=list(crossing.between),
        weakest=weakest,
    )
