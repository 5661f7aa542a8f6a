"""What the framework says: does it keep to its scope, ask what must be asked, and own up to what it cannot know?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evenhand.findings import Severity, check
from evenhand.framework.checks.surroundings import Faults, Surroundings
from evenhand.framework.checks.walk import criteria, parts
from evenhand.framework.model import Framework, OutOfScope
from evenhand.framework.reading import Place
from evenhand.wording import say

# What somebody writes who argues value for money without the word; a framework adds to these with `wording`.
VALUE_FOR_MONEY = (
    *("value for money", "best value", "good value", "cost-effective", "cost-effectiveness", "cheap", "cheaper"),
    *("cheapest", "affordable", "economical", "inexpensive", "cost per place", "cost per child", "lower cost"),
)
_SAFE = r"(?:safe|safer|protected|secure)\b"
_FEEL_SAFE = re.compile(rf"\bfeel(?:s|ing)?\b[^.;]{{0,30}}\b{_SAFE}", re.IGNORECASE)
# "are safe", "are kept safe", "are and feel safe"; but not "are helped to feel safe".
_ARE_SAFE = re.compile(
    rf"\b(?:are|is|be|being|kept|keeps?|stay|stays)\s+(?:(?:and|or)\s+feel\s+|(?!feel)\w+\s+){{0,2}}{_SAFE}",
    re.IGNORECASE,
)
_RESOURCES = re.compile(r"\b(?:under|well-?)?resourc(?:e|es|ed|ing)\b", re.IGNORECASE)


def _texts(framework: Framework) -> Iterator[tuple[Place, str]]:
    """Every text that a grade could be argued from, with its place."""
    for place, one in criteria(framework):
        yield (*place, "title"), one.title
        yield (*place, "text"), one.text
    for name in ("evidence_areas", "descriptors"):
        for index, part in enumerate(getattr(framework, name)):
            yield (name, index, "text"), part.text


@check("FW070", Severity.ERROR)
def what_is_out_of_scope_is_not_judged(framework: Framework, _: Surroundings) -> Faults:
    """A criterion, an evidence area or a descriptor argues something that is out of scope, such as value for money."""
    for item in framework.out_of_scope:
        phrases = _phrases(item)
        for place, text in _texts(framework):
            found = next((phrase for phrase in phrases if _occurs(phrase, text)), None)
            if found is not None:
                yield (
                    place,
                    say(
                        "'{phrase}' argues “{title}”, which is out of scope; reword it", phrase=found, title=item.title
                    ),
                )


def _phrases(item: OutOfScope) -> tuple[str, ...]:
    is_money = "value for money" in item.title.casefold() or "value_for_money" in item.id
    return tuple(dict.fromkeys((*item.wording, *(VALUE_FOR_MONEY if is_money else ()))))


def _occurs(phrase: str, text: str) -> bool:
    words = r"[\s-]+".join(re.escape(word) for word in re.split(r"[\s-]+", phrase.strip()))
    return re.search(rf"\b{words}\b", text, re.IGNORECASE) is not None


def _asked(framework: Framework) -> list[str]:
    """What is asked of a home; a version whose criteria we do not know is looked up in its evidence areas instead."""
    return [one.text for one in framework.criteria or framework.evidence_areas]


@check("FW071", Severity.WARNING)
def resourcing_is_asked_about(framework: Framework, _: Surroundings) -> Faults:
    """No criterion asks whether the home has the resources that children need."""
    titles = [one.title for one in framework.criteria]
    if not any(_RESOURCES.search(text) for text in (*titles, *_asked(framework))):
        yield ("criteria",), say("write a criterion on resourcing; money is out of scope, what a home lacks is not")


@check("FW072", Severity.WARNING)
def being_and_feeling_safe_are_both_asked_about(framework: Framework, _: Surroundings) -> Faults:
    """No criterion asks whether children feel safe as well as whether they are safe."""
    texts = _asked(framework)
    if not any(_FEEL_SAFE.search(text) for text in texts):
        yield ("criteria",), say("nothing asks whether children feel safe; write it into a criterion on protection")
    if not any(_ARE_SAFE.search(text) for text in texts):
        yield ("criteria",), say("nothing asks whether children are safe; write it into a criterion on protection")


@check("FW073", Severity.WARNING)
def criteria_point_to_a_standard(framework: Framework, _: Surroundings) -> Faults:
    """A criterion points to no standard, so a shortfall leads to no requirement."""
    for place, criterion in criteria(framework):
        if not criterion.standards:
            yield (
                (*place, "id"),
                say("'{name}' names no standard; add 'standards'", name=criterion.id),
            )


@check("FW074", Severity.ERROR)
def unverified_marks_are_summed_up(framework: Framework, _: Surroundings) -> Faults:
    """Something is marked as not verified, but the list 'unverified' is empty."""
    marked = [place for place, part in parts(framework) if getattr(part, "verified", True) is False]
    if marked and not framework.unverified:
        yield (
            (*marked[0], "verified"),
            say(
                "{number} places are marked 'verified: false'; say in 'unverified' what readers should not rely on",
                number=len(marked),
            ),
        )


@check("FW075", Severity.WARNING)
def rules_have_a_source(framework: Framework, _: Surroundings) -> Faults:
    """A rule counts as verified but names no source."""
    for index, rule in enumerate(framework.rules):
        if rule.verified and not rule.sources:
            yield (
                ("rules", index, "id"),
                say("rule {rule} names no source; add 'sources', or mark it 'verified: false'", rule=rule.id),
            )


CHECKS = (
    what_is_out_of_scope_is_not_judged,
    resourcing_is_asked_about,
    being_and_feeling_safe_are_both_asked_about,
    criteria_point_to_a_standard,
    unverified_marks_are_summed_up,
    rules_have_a_source,
)
