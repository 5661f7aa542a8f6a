"""What was found, in sentences that claim no more than was shown."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

from evenhand.framework.model import Framework
from evenhand.judgement.reach.past import History, PastCounts, PastYear
from evenhand.judgement.reach.results import CaseCount, FrameworkReach, Sample
from evenhand.judgement.reach.shifts import JudgementShift, Shift, TreatedCounts
from evenhand.judgement.reach.stories import day_words, in_force
from evenhand.wording import Words, say

WHAT_IS_A_CASE = say(
    "A case is a grade for every judgement and an answer to every question that the rules depend on and that is asked "
    "in it; whole numbers between two limits that the rules mention are one answer. Every case counts once, however "
    "often it occurs."
)
ONLY_RULES = say(
    "Rules are only part of a benchmark: the descriptors of the grades and the inspectors who apply them are the rest, "
    "and nothing is shown here about those."
)

TOO_FEW = 10


def counted(count: CaseCount) -> Words:
    """A count of all, with its share; an estimate says so and has its interval."""
    if not count.of:
        return say("none")
    values = {"n": f"{count.cases:,}", "of": f"{count.of:,}", "share": _percent(count.cases, count.of)}
    if count.interval is None:
        return say("{n} of {of} ({share})", **values)
    low, high = (_percent(one, count.of) for one in count.interval)
    return say("about {n} of {of} ({share}; 95% interval {low} to {high})", **values, low=low, high=high)


def _percent(part: int, whole: int) -> str:
    """A share that is 0% or 100% only when it is so exactly."""
    share = 100 * part / whole
    if part and share < 0.1:
        return "under 0.1%"
    if part < whole and share > 99.9:
        return "over 99.9%"
    return f"{share:.0f}%" if part in (0, whole) else f"{share:.1f}%"


def method_words(sample: Sample | None) -> Words:
    """How the cases were looked at."""
    if sample is None:
        return say("Every case was looked at: the counts are exact.")
    return say(
        "The rules are too tangled to look at every case. {drawn} cases were drawn evenly from all of them and judged "
        "one by one; shares are estimates with 95% intervals (Wilson), and what was not seen may still exist.",
        drawn=f"{sample.drawn:,}",
    )


def reach_summary(found: FrameworkReach) -> tuple[Words, ...]:
    """The cases of one version, and how its rules bear on them."""
    framework = found.framework
    kinds = [f"“{framework.inspection_type_by_id[kind].title}”" for kind in found.inspections]
    return (
        say(
            "{cases} possible cases of {id}, for inspections of the type {kinds}: {judgements} judgements, {facts} "
            "questions that the rules depend on.",
            cases=f"{found.cases:,}",
            id=framework.id,
            kinds=kinds,
            judgements=len(framework.judgements),
            facts=len(found.facts),
        ),
        method_words(found.sample),
        say("Judgements are made in {made}.", made=counted(found.made)),
        say(
            "Of these, some grade is refused in {refused}; in {asked} none is refused, but some grade needs a recorded "
            "reason or an explanation.",
            refused=counted(found.refused),
            asked=counted(found.asked),
        ),
    )


def reach_verdict(found: FrameworkReach) -> tuple[Words, ...]:
    """What follows for one version, and what does not."""
    exact = found.method == "exact"
    if found.findings:
        first = say(
            "{n} findings about the rules of {id}; they are listed above.", n=len(found.findings), id=found.framework.id
        )
    elif not found.made.cases:
        first = say("Inspections of this type make no graded judgement, so there is nothing to reach.")
    elif exact:
        first = say(
            "Every grade can be reached without breaking a rule, every rule is live, no judgement is left without a "
            "grade, and a better grade never lowers what is allowed elsewhere."
        )
    else:
        first = say("No fault was seen in the sample. That is not proof that there is none.")
    return (first, *_unverified([found.framework]), ONLY_RULES)


def _unverified(frameworks: list[Framework]) -> Iterator[Words]:
    for framework in frameworks:
        rules = [rule.id for rule in framework.rules if not rule.verified]
        if rules:
            yield say(
                "Not verified, because the text could not be read: {rules} of {id}. What is said here holds for the "
                "rules as they are written down, not for that text.",
                rules=rules,
                id=framework.id,
            )
        for note in (rule for rule in framework.rules if rule.is_note and not rule.verified):
            # That a rule is not there can be as uncertain as that it is.
            yield say("{id}, {rule}, not verified: {words}", id=framework.id, rule=note.id, words=note.words)


# ------------------------------------------------------------------------------------------------------- two versions


def shift_summary(shift: Shift) -> tuple[Words, ...]:
    """What was put side by side, and how the cases are treated as a whole."""
    return (
        say("{new} beside {old}.", new=in_force(shift.new), old=in_force(shift.old)),
        _joined_by(shift),
        say("{cases} possible cases.", cases=f"{shift.cases:,}"),
        method_words(shift.sample),
        *_left_out(shift),
    )


def _joined_by(shift: Shift) -> Words:
    if not shift.bridge.chain:
        return say("No crosswalk connects them: only judgements and questions with the same id are put side by side.")
    weakest = shift.bridge.weakest.value if shift.bridge.weakest else ""
    if shift.bridge.is_direct:
        return say("Joined by their crosswalk; its least sure link is of {weakest} confidence.", weakest=weakest)
    return say(
        "Joined by a chain of crosswalks through {between}; its least sure link is of {weakest} confidence.",
        between=list(shift.bridge.between),
        weakest=weakest,
    )


def _left_out(shift: Shift) -> Iterator[Words]:
    for framework, names in ((shift.old, shift.old_only), (shift.new, shift.new_only)):
        if names:
            titles = [f"“{framework.judgement_by_id[name].title}”" for name in names]
            yield say("Judged only in {id}, and not compared: {titles}.", id=framework.id, titles=titles)
    if shift.headline is None:
        yield say("The overall judgement has no agreed counterpart, so nothing is said about it.")
    for framework, facts in ((shift.old, shift.old_facts), (shift.new, shift.new_facts)):
        if facts:
            questions = [f"“{framework.fact_by_id[name].question}”" for name in facts]
            yield say("Asked only in {id}: {questions}", id=framework.id, questions=questions)


def shift_verdict(shift: Shift) -> tuple[Words, ...]:
    """What follows from the comparison, and what does not."""
    return (*_compared(shift), *_doubts(shift), *_unverified([shift.old, shift.new]), ONLY_RULES)


def _compared(shift: Shift) -> Iterator[Words]:
    if not shift.judgements:
        yield say("No judgement has a counterpart, so the two cannot be compared case by case.")
        return
    if shift.sample is not None:
        yield say("What follows is an estimate from a sample.")
    yield from _verdict(shift.overall, shift)
    if shift.headline is not None and len(shift.judgements) > 1:
        yield _about_headline(shift.headline, shift)


def _verdict(counts: TreatedCounts, shift: Shift) -> Iterator[Words]:
    sides = {"old": shift.old.id, "new": shift.new.id}
    if counts.same.cases == counts.same.of:
        if shift.old_only or shift.new_only:
            yield say(
                "In every case the rules of {new} allow, on the judgements compared, exactly what those of {old} "
                "allow.",
                **sides,
            )
        else:
            yield say("In every case the rules of {new} allow exactly what those of {old} allow.", **sides)
        return
    yield say(
        "The rules of {new} treat {same} cases as those of {old} do, {harsher} more harshly and {lenient} more "
        "leniently.",
        same=counted(counts.same),
        harsher=counted(counts.harsher),
        lenient=counted(counts.more_lenient),
        **sides,
    )
    if counts.harsher.cases and not counts.forbids.cases:
        yield say("No grade is taken away in the harsher cases: one only needs a reason or an explanation.")
    elif counts.harsher.cases and not counts.asks.cases:
        yield say("In each of the harsher cases a grade is taken away.")
    elif counts.harsher.cases:
        yield say(
            "In {forbids} of the harsher cases a grade is taken away; in the other {asks} one only needs a reason or "
            "an explanation.",
            forbids=f"{counts.forbids.cases:,}",
            asks=f"{counts.asks.cases:,}",
        )
    if counts.not_comparable.cases:
        yield say("{count} cannot be compared.", count=counted(counts.not_comparable))


def _about_headline(headline: JudgementShift, shift: Shift) -> Words:
    title, counts = shift.new.judgement_by_id[headline.new].title, headline.counts
    return say(
        "For “{title}” alone: harsher in {harsher}, with a grade lost in {forbids}; alike in {same}.",
        title=title,
        harsher=counted(counts.harsher),
        forbids=counted(counts.forbids),
        same=counted(counts.same),
    )


def _doubts(shift: Shift) -> Iterator[Words]:
    """What the difference rests on, as far as that could not be read."""
    sides = zip((shift.old, shift.new), shift.doubtful, strict=True)
    uncertain = [say("{rules} of {id}", rules=list(rules), id=framework.id) for framework, rules in sides if rules]
    if uncertain:
        yield say(
            "Not certain, because the text could not be read or because nobody knows whether the other version had the "
            "same rule: {rules}.",
            rules=reduce(lambda one, other: say("{one}; {other}", one=one, other=other), uncertain),
        )
    if shift.firm is not None:
        yield say(
            "If these rules are left out: alike in {same}, harsher in {harsher}, more lenient in {lenient}, not "
            "comparable in {other}.",
            same=counted(shift.firm.same),
            harsher=counted(shift.firm.harsher),
            lenient=counted(shift.firm.more_lenient),
            other=counted(shift.firm.not_comparable),
        )


# ------------------------------------------------------------------------------------------------------ real history


def history_summary(history: History) -> tuple[Words, ...]:
    """What would have become of real inspections made while the old version was in force."""
    if history.impossible is not None:
        return (say("Real inspections cannot be put under {new}: {why}.", new=history.new, why=history.impossible),)
    if not history.while_old.n:
        if history.first is None or history.last is None:
            return (say("The public data hold no full inspection."),)
        return (
            say(
                "The public data hold full inspections from {first} to {last}, and none while {old} was in force.",
                first=day_words(history.first),
                last=day_words(history.last),
                old=history.old,
            ),
        )
    if history.while_old.n < TOO_FEW:
        few = say(
            "{n} full inspections are listed while {old} was in force, too few to say anything.",
            n=history.while_old.n,
            old=history.old,
        )
        return (few, *history.basis)
    return (*_past(history, history.while_old), *_untested(history), *history.basis)


def _past(history: History, counts: PastCounts) -> Iterator[Words]:
    def part(number: int, of: int = counts.n) -> Words:
        return say("{n} ({share})", n=f"{number:,}", share=_percent(number, of))

    yield say(
        "Of {n} real full inspections listed while {old} was in force, {forced} would have been forced down under "
        "{new}, from the recorded grades alone.",
        n=f"{counts.n:,}",
        old=history.old,
        new=history.new,
        forced=part(counts.forced_down),
    )
    if counts.refused_before:
        yield say(
            "{n} of these break the rules of {old} as well, as they are written down here.",
            n=counts.refused_before,
            old=history.old,
        )
    if history.by_rule:
        shown = [f"{rule}: {number}" for rule, number in history.by_rule.items()]
        yield say("By rule of {new}: {rules}.", new=history.new, rules=shown)
    yield say(
        "{needs} would have needed a recorded reason or an explanation; {fits} would stand as they are; {unsaid} "
        "cannot be judged, because a grade is not recorded.",
        needs=part(counts.needs_more),
        fits=part(counts.fits),
        unsaid=part(counts.cannot_say),
    )
    compared = counts.same + counts.harsher + counts.more_lenient + counts.not_comparable
    if compared:
        yield say(
            "How the limits on the overall grade differ in these inspections, as far as recorded grades tell: alike in "
            "{same}, harsher in {harsher}, more lenient in {lenient}, not comparable in {other}.",
            same=part(counts.same, compared),
            harsher=part(counts.harsher, compared),
            lenient=part(counts.more_lenient, compared),
            other=part(counts.not_comparable, compared),
        )


def _untested(history: History) -> Iterator[Words]:
    if history.not_tested:
        rules = [rule for rule, _ in history.not_tested]
        yield say(
            "Rules of {new} that published grades cannot settle, and that are not in these figures: {rules}.",
            new=history.new,
            rules=rules,
        )


YEAR_COLUMNS = (
    say("inspection year"),
    say("version then"),
    say("inspections"),
    say("forced down"),
    say("would need more"),
    say("stand"),
    say("cannot say"),
)


def year_row(history: History, one: PastYear) -> tuple[object, ...]:
    """One inspection year under the newer rules, for a table with `YEAR_COLUMNS`."""
    version = {"old": history.old, "new": history.new, "other": say("another")}[one.under]
    counts = one.counts
    return one.year, version, counts.n, counts.forced_down, counts.needs_more, counts.fits, counts.cannot_say


def row(counts: TreatedCounts) -> tuple[str, ...]:
    """Cases by class with their shares, for a table: alike, harsher, a grade lost, more lenient, not comparable."""
    some = (counts.same, counts.harsher, counts.forbids, counts.more_lenient, counts.not_comparable)
    estimated = "" if counts.same.interval is None else "~"
    return tuple(f"{estimated}{one.cases:,} ({_percent(one.cases, one.of)})" if one.of else "0" for one in some)
