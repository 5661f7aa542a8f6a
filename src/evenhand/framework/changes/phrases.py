"""Sentences about one change that every drawing of a comparison shares."""

from __future__ import annotations

from collections.abc import Iterator

from evenhand.framework.changes.model import Change, Comparison, Fate
from evenhand.framework.crosswalk import Confidence, Relation, Route
from evenhand.framework.model import Framework
from evenhand.wording import Words, say

_RELATIONS = {
    Relation.SAME: say("the same"),
    Relation.NARROWER: say("narrower: the old one is a part of the new one"),
    Relation.BROADER: say("broader: the new one is a part of the old one"),
    Relation.OVERLAPS: say("overlaps: they share something"),
    Relation.NONE: say("not related"),
}
_CONFIDENCES = {
    Confidence.HIGH: say("high confidence"),
    Confidence.MEDIUM: say("medium confidence"),
    Confidence.LOW: say("low confidence"),
}


def class_words(change: Change) -> Words:
    """The class of a change with what qualifies it: 'reworded, in substance', 'added, not known'."""
    if not change.known:
        return say("{fate}: not known", fate=change.fate.word)
    if change.substance:
        return say("{fate}, in substance", fate=change.fate.word)
    return change.fate.word


def is_telling(route: Route) -> bool:
    """Whether a route says more than that the same id stands on both sides, saying the same."""
    return not route.carried or route.relation is not Relation.SAME or route.confidence is not Confidence.HIGH


def route_words(route: Route) -> Words:
    """How two pieces correspond, how sure that is, and why."""
    unsaid = say("The id is the same; nobody drew a link.") if route.carried else say("No reason is given.")
    sentence = say(
        "{old} to {new}: {relation}; {confidence}{via}. {reasons}",
        old=route.old,
        new=route.new,
        relation=_RELATIONS[route.relation] if route.relation else say("nothing follows"),
        confidence=_CONFIDENCES[route.confidence],
        via=say(", through {versions}", versions=list(route.via)) if route.via else "",
        reasons=" ".join(route.reasons) or unsaid,
    )
    doubtful = not route.verified and not route.carried
    return say("{sentence} [not verified]", sentence=sentence) if doubtful else sentence


def remarks(change: Change) -> Iterator[Words]:
    """Everything about a change besides its words: why it has nothing opposite, its links, what is not verified."""
    if not change.known and change.fate in (Fate.ADDED, Fate.WITHDRAWN):
        yield say("Not known: the text of the other version could not be read, so nobody can say that it is so.")
    elif not change.known:
        yield say("Not known: one of the texts could not be read, so nobody can say that anything changed.")
    if change.reason:
        yield say("Reason: {reason}", reason=change.reason)
    for route in change.routes:
        if is_telling(route):
            yield say("Link: {route}", route=route_words(route))
    for route in change.also:
        yield say("Related besides: {route}", route=route_words(route))
    if change.doubts:
        yield say("Not verified: {doubts}.", doubts=list(change.doubts))


def version_words(framework: Framework) -> Words:
    """A version by its title, its id and the days of its force."""
    end = framework.in_force.end or say("now")
    words = say(
        "{title} ({id}), in force {start} to {end}",
        title=framework.title,
        id=framework.id,
        start=framework.in_force.start,
        end=end,
    )
    return words if framework.verified else say("{version} [not verified]", version=words)


def caveats(comparison: Comparison) -> Iterator[Words]:
    """What each version itself says is not verified."""
    for one in {version.id: version for version in (comparison.old, comparison.new)}.values():
        for sentence in one.unverified:
            yield say("{id}: {sentence}", id=one.id, sentence=sentence)
