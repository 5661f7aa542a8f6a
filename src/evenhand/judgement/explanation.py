"""What the rules say, in sentences that a provider's lawyer could read."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import groupby

from evenhand.findings import BadInput
from evenhand.framework.model import Framework
from evenhand.framework.reading import load_standards
from evenhand.framework.rule import (
    All,
    Any_,
    Cap,
    Condition,
    Expect,
    ExplainedCap,
    FactIs,
    FactValue,
    GradeIs,
    InspectionIs,
    Not,
    Precondition,
    Scope,
)
from evenhand.judgement.case import Case
from evenhand.judgement.engine import kept
from evenhand.judgement.outcome import JudgementOutcome, Outcome, Permission, Step, Verdict
from evenhand.judgement.rules import Seen, holds, missing, seen_by
from evenhand.wording import Words, say


def explain(framework: Framework, case: Case, outcome: Outcome) -> tuple[Words, ...]:
    """The whole outcome as sentences: each judgement in the order it is decided, then what else follows."""
    spoken = _spoken(framework)
    sentences: list[Words] = []
    for one in outcome.judgements:
        sentences += _sentences(spoken, case, one)
    sentences += [_requirement_sentence(spoken, regulation) for regulation in outcome.requirements]
    return tuple(sentences)


def explain_judgement(framework: Framework, case: Case, one: JudgementOutcome) -> Iterator[Words]:
    """Sentences about one judgement: the verdict, each rule that bears on it, and what cannot be decided yet."""
    yield from _sentences(_spoken(framework), case, one)


@dataclass(frozen=True, slots=True)
class _About:
    """A sentence about one rule, by what the rule sees of a case; `steps` are kept so that their ids stay theirs."""

    steps: tuple[Step, ...]
    sees: Seen
    say: Callable[[Case], Words]
    known: dict[Hashable, Words] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Spoken:
    """What has been said about a framework's cases so far, because most of it is said again and again.

    `judgements` and `rules` go by the ids of objects, which the values hold.
    """

    framework: Framework
    judgements: dict[int, tuple[JudgementOutcome, Words, tuple[_About, ...]]] = field(default_factory=dict)
    rules: dict[tuple[str, tuple[int, ...]], _About] = field(default_factory=dict)
    requirements: dict[str, Words] = field(default_factory=dict)


_frameworks: dict[int, _Spoken] = {}
_MOST_FRAMEWORKS = 64


def _spoken(framework: Framework) -> _Spoken:
    known = _frameworks.get(id(framework))
    if known is None:
        if len(_frameworks) >= _MOST_FRAMEWORKS:
            _frameworks.clear()
        known = _frameworks[id(framework)] = _Spoken(framework)
    return known


def _sentences(spoken: _Spoken, case: Case, one: JudgementOutcome) -> list[Words]:
    known = spoken.judgements.get(id(one)) or kept(spoken.judgements, id(one), _first_said(spoken, one))
    sentences = [known[1]]
    for about in known[2]:
        seen = about.sees(case)
        sentences.append(about.known.get(seen) or kept(about.known, seen, about.say(case)))
    return sentences


def _first_said(spoken: _Spoken, one: JudgementOutcome) -> tuple[JudgementOutcome, Words, tuple[_About, ...]]:
    """The verdict, and about which rules there is something to say."""
    applying = [
        _about(spoken, rule_id, tuple(steps))
        for rule_id, steps in groupby(relevant_steps(one), key=lambda step: step.rule)
    ]
    undecided = [_about(spoken, rule_id, ()) for rule_id in one.undecided]
    return one, _verdict_sentence(spoken.framework, one), (*applying, *undecided)


def _about(spoken: _Spoken, rule_id: str, steps: tuple[Step, ...]) -> _About:
    key = (rule_id, tuple(id(step) for step in steps))
    known = spoken.rules.get(key)
    if known is not None:
        return known
    framework = spoken.framework
    sees = seen_by(framework.rule_by_id[rule_id].when)
    if steps:
        about = _About(steps, sees, lambda case: _rule_sentence(framework, case, rule_id, steps))
    else:
        about = _About(steps, sees, lambda case: _undecided_sentence(framework, case, rule_id))
    return kept(spoken.rules, key, about)


def _undecided_sentence(framework: Framework, case: Case, rule_id: str) -> Words:
    lacking = [_name(framework, name) for name in missing(framework.rule_by_id[rule_id].when, case)]
    return say("Rule {rule} cannot be decided yet; it needs: {facts}.", rule=rule_id, facts=lacking)


def _requirement_sentence(spoken: _Spoken, regulation: str) -> Words:
    known = spoken.requirements.get(regulation)
    if known is None:
        named = regulation_words(spoken.framework, regulation)
        known = say("A statutory requirement is to be raised under {regulation}.", regulation=named)
        kept(spoken.requirements, regulation, known)
    return known


def relevant_steps(one: JudgementOutcome) -> list[Step]:
    """The steps worth telling: those that make no judgement at all, or else the limits and what the grade needs."""
    no_judgements = [step for step in one.steps if isinstance(step.effect, Scope)]
    return no_judgements or [step for step in one.steps if _is_relevant(step, one)]


def _is_relevant(step: Step, one: JudgementOutcome) -> bool:
    # What a grade needs besides is told while that grade is, or could still be, proposed; limits are always told.
    if not isinstance(step.effect, Precondition):
        return True
    ordinal = step.sets[0][0]
    return one.proposed in (None, ordinal) and one.permissions[ordinal - 1] is not Permission.REFUSED


def _rule_sentence(framework: Framework, case: Case, rule_id: str, steps: Sequence[Step]) -> Words:
    rule = framework.rule_by_id[rule_id]
    grounds = because(framework, rule.when, case)
    told = [effect_words(framework, step) for step in steps]
    effects = reduce(lambda one, other: say("{one}; {other}", one=one, other=other), told)
    if not grounds:
        return say("Rule {rule} always applies: {effects}.", rule=rule.id, effects=effects)
    return say("Rule {rule} applies because {because}: {effects}.", rule=rule.id, because=grounds, effects=effects)


def because(framework: Framework, condition: Condition | None, case: Case) -> list[Words]:
    """What in this case makes the condition hold: its answers and grades as they are, each once.

    Nothing that does not matter here is told: of several ways to meet a condition only those that were met. An empty
    list means that there is no condition, or that it does not hold.
    """
    if condition is None or holds(condition, framework, case) is not True:
        return []
    grounds = {str(one): one for one in _grounds(framework, condition, case, True)}
    return list(grounds.values())


def _grounds(framework: Framework, condition: Condition, case: Case, wanted: bool) -> Iterator[Words]:
    match condition:
        case Not(not_=one):
            yield from _grounds(framework, one, case, not wanted)
        case All(all=inner) | Any_(any=inner):
            # All parts hold or none does, or else only the parts that settled it are worth telling.
            for one in inner:
                if holds(one, framework, case) is wanted:
                    yield from _grounds(framework, one, case, wanted)
        case InspectionIs():
            yield _describe_type(framework, case.inspection)
        case GradeIs(grade=judgement):
            yield _describe_grade(framework, judgement, "is", case.grades[judgement])
        case FactIs():
            yield _answer(framework, condition, case, wanted)


_BOUNDS = {
    "at_least": "{answer} ({limit} or more)",
    "at_most": "{answer} ({limit} or less)",
    "more_than": "{answer} (more than {limit})",
    "less_than": "{answer} (less than {limit})",
}
_OPPOSITE = {"at_least": "less_than", "less_than": "at_least", "at_most": "more_than", "more_than": "at_most"}


def _answer(framework: Framework, condition: FactIs, case: Case, wanted: bool) -> Words:
    fact = framework.fact_by_id[condition.fact]
    answer = _describe_fact(framework, fact.id, "is", case.facts[fact.id])
    word, limit = condition.comparisons[0] if condition.comparisons else ("is", True)
    if word == "is":
        return answer
    bound = _BOUNDS[word if wanted else _OPPOSITE[word]]
    return Words(bound, {"answer": answer, "limit": f"{limit} {fact.unit}"})


def regulation_words(framework: Framework, regulation: str) -> Words | str:
    """A regulation as people cite it; its id when the set of regulations is not on the shelf."""
    try:
        regulations = load_standards(framework.regulations)
    except BadInput:
        return regulation
    found = next((one for one in regulations.standards if one.id == regulation), None)
    if found is None:
        return regulation
    return say("regulation {number} of {title}", number=found.number, title=regulations.title)


def _name(framework: Framework, name: str) -> str:
    fact = framework.fact_by_id.get(name)
    return f"“{fact.question}”" if fact else f"the grade of “{framework.judgement_by_id[name].title}”"


def _verdict_sentence(framework: Framework, one: JudgementOutcome) -> Words:
    scale = framework.scale_of(one.judgement)
    title = framework.judgement_by_id[one.judgement].title
    allowed = [scale.at(ordinal).label for ordinal in reversed(one.allowed)]
    if one.verdict is Verdict.OUT_OF_SCOPE:
        return say("{title}: no judgement is made in this inspection.", title=title)
    if one.proposed is None:
        template = (
            "{title}: no grade is proposed yet. The rules decided so far allow {allowed}."
            if one.undecided
            else "{title}: no grade is proposed yet. The rules allow {allowed}."
        )
        return Words(template, {"title": title, "allowed": allowed})
    grade = scale.at(one.proposed).label
    if one.verdict is Verdict.ACCEPTED and one.undecided:
        return say("{title}: no rule decided so far stands against {grade}.", title=title, grade=grade)
    templates = {
        Verdict.ACCEPTED: say("{title}: {grade} may be given.", title=title, grade=grade),
        Verdict.NEEDS_REASON: say(
            "{title}: {grade} may be given only with a recorded reason.", title=title, grade=grade
        ),
        Verdict.NEEDS_EXPLANATION: say(
            "{title}: {grade} may be given only if the report explains why.", title=title, grade=grade
        ),
        Verdict.TOO_EARLY: say(
            "{title}: {grade} cannot be decided yet; decide first: {first}.",
            title=title,
            grade=grade,
            first=[framework.judgement_by_id[name].title for name in one.waits_for],
        ),
    }
    if one.verdict in templates:
        return templates[one.verdict]
    if allowed:
        return say("{title}: {grade} is refused. The rules allow {allowed}.", title=title, grade=grade, allowed=allowed)
    return say("{title}: {grade} is refused. No judgement is made in this inspection.", title=title, grade=grade)


def effect_words(framework: Framework, step: Step) -> Words:
    """What the effect of a step says, with the labels of the grades."""
    effect = step.effect

    def label(judgement: str, grade: str) -> str:
        scale = framework.scale_of(judgement)
        return scale.at(scale.ordinal(grade)).label

    match effect:
        case Cap(cap=judgement, at_most=limit):
            return say("no grade better than {grade} may be given", grade=label(judgement, limit))
        case Expect(expect=judgement, at_most=limit, strength=strength):
            return say(
                "{strength} no better than {grade} (a better grade needs a recorded reason)",
                strength=strength,
                grade=label(judgement, limit),
            )
        case ExplainedCap(explained_cap=judgement, at_most=limit, unless_explained=second):
            return say(
                "no grade better than {grade} may be given, unless the report explains why, and then "
                "no better than {second}",
                grade=label(judgement, limit),
                second=label(judgement, second),
            )
        case Precondition(precondition=judgement, for_=grade, needs=needs):
            return say("{grade} needs a record that {needs}", grade=label(judgement, grade), needs=needs)
        case _:
            rule = framework.rule_by_id[step.rule]
            return say("no judgement is made ({title})", title=rule.title)


_GRADE_WORDS = {
    "is": "“{judgement}” is {grade}",
    "at_least": "“{judgement}” is {grade} or better",
    "at_most": "“{judgement}” is {grade} or worse",
}
_FACT_WORDS = {
    "is": "the answer to “{question}” is {value}",
    "at_least": "the answer to “{question}” is {value} or more",
    "at_most": "the answer to “{question}” is {value} or less",
    "more_than": "the answer to “{question}” is more than {value}",
    "less_than": "the answer to “{question}” is less than {value}",
}


def describe(framework: Framework, condition: Condition | None) -> Words | None:
    """A condition in words; None for no condition (it always holds)."""
    match condition:
        case None:
            return None
        case All(all=inner):
            return say("all of these hold: {parts}", parts=[describe(framework, one) for one in inner])
        case Any_(any=inner):
            return say("at least one of these holds: {parts}", parts=[describe(framework, one) for one in inner])
        case Not(not_=one):
            return say("it is not so that {part}", part=describe(framework, one))
        case InspectionIs(inspection=kind):
            return _describe_type(framework, kind)
        case GradeIs(grade=judgement):
            return _describe_grade(framework, judgement, *condition.comparison)
        case FactIs(fact=fact):
            word, value = condition.comparisons[0] if condition.comparisons else ("is", True)
            return _describe_fact(framework, fact, word, value)


def _describe_type(framework: Framework, kind: str) -> Words:
    return say("the inspection is of the type “{kind}”", kind=framework.inspection_type_by_id[kind].title)


def _describe_grade(framework: Framework, judgement: str, word: str, grade: str) -> Words:
    scale = framework.scale_of(judgement)
    title = framework.judgement_by_id[judgement].title
    return Words(_GRADE_WORDS[word], {"judgement": title, "grade": scale.at(scale.ordinal(grade)).label})


def _describe_fact(framework: Framework, fact_id: str, word: str, value: FactValue) -> Words:
    fact = framework.fact_by_id[fact_id]
    shown: object = value
    if isinstance(value, bool):
        shown = say("yes") if value else say("no")
    elif fact.type == "choice":
        shown = next(choice.label for choice in fact.choices if choice.id == value)
    elif fact.unit:
        shown = f"{value} {fact.unit}"
    return Words(_FACT_WORDS[word], {"question": fact.question, "value": shown})
