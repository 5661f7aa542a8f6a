"""Quality assurance by somebody else: the questions a reviewer answers, and comments that stay open until resolved.

No framework here asks questions of a reviewer, so the checklist is our own and is shown as such.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from evenhand.casework.actors import Actor, Role
from evenhand.casework.policies import NotNow, Refusal, Situation
from evenhand.casework.stages import Stage
from evenhand.wording import Words, say


class Reply(StrEnum):
    """An answer to a question of the checklist."""

    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class ReviewQuestion:
    """A question of the checklist. `always` questions can only be answered yes or no."""

    id: str
    words: Words
    hint: Words
    always: bool = True


@dataclass(frozen=True, slots=True)
class ReviewAnswer:
    """What a reviewer answered; a no, and a question that does not apply, need a note."""

    reply: Reply
    note: str = ""


# Ours, not the framework's: no framework that was read publishes the questions of its managers.
CHECKLIST: tuple[ReviewQuestion, ...] = (
    ReviewQuestion(
        "grades_argued",
        say("Does the text of each judgement argue for the grade that was given?"),
        say("Read it without the grade: would you come to the same one?"),
    ),
    ReviewQuestion(
        "evidence_behind",
        say("Does what the report claims rest on recorded evidence?"),
        say("Follow some sentences back by their ties and the trace, the boldest ones first."),
    ),
    ReviewQuestion(
        "difference_made",
        say("Does the report say what difference the home makes to children, and not only what staff do?"),
        say("Progress from where each child began, in their daily life."),
    ),
    ReviewQuestion(
        "children_heard",
        say("Are children's views in the report, and can you tell what came of them?"),
        say("Where no child could be heard, the report says why."),
    ),
    ReviewQuestion(
        "nobody_recognised",
        say("Are you satisfied that no child, adult or place can be recognised?"),
        say("Read as somebody would who knows the home. Look at every warning that was confirmed as harmless."),
    ),
    ReviewQuestion(
        "requirements_follow",
        say("Does each requirement follow from the text, name its law and its day, and can the home do it?"),
        say("Answer “not applicable” when there is none."),
        always=False,
    ),
    ReviewQuestion(
        "rules_kept",
        say("Were the rules of the framework and the notes of rules that had a say taken into account?"),
        say("Limits, explanations, and judgements that decide others."),
    ),
    ReviewQuestion(
        "earlier_followed",
        say("Does the report say what became of earlier requirements and recommendations?"),
        say("Answer “not applicable” at a first inspection."),
        always=False,
    ),
    ReviewQuestion(
        "fair",
        say("Is the tone fair: would you stand by each sentence in front of the home and of a child?"),
        say("No blame of single people, nothing that is not needed."),
    ),
    ReviewQuestion(
        "changes_discussed",
        say("Was each change of a grade since feedback or submission discussed with a manager, and told to the home?"),
        say("Answer “not applicable” when no grade changed."),
        always=False,
    ),
)
QUESTIONS: dict[str, ReviewQuestion] = {one.id: one for one in CHECKLIST}


def checklist_faults(answers: Mapping[str, ReviewAnswer]) -> tuple[tuple[str, Words], ...]:
    """What is wrong with some answers, by question id; questions left open are no fault while the reviewer reads."""
    faults = []
    for name, answer in answers.items():
        question = QUESTIONS.get(name)
        if question is None:
            faults.append((name[:80], say("“{question}” is no question of the checklist.", question=name[:80])))
        elif answer.reply is Reply.NOT_APPLICABLE and question.always:
            faults.append((name, say("This question always applies: answer yes or no.")))
        elif answer.reply is not Reply.YES and not answer.note.strip():
            faults.append((name, say("Write a note that says why.")))
    return tuple(faults)


def check_approvable(answers: Mapping[str, ReviewAnswer], open_comments: int) -> None:
    """May the report be approved? Every question is answered, none with no, and no comment is open."""
    missing = sum(one.id not in answers for one in CHECKLIST)
    if missing:
        raise NotNow(
            "PO152",
            say(
                "Answer the checklist first: {missing} of {all} questions are open.",
                missing=missing,
                all=len(CHECKLIST),
            ),
        )
    refused = sum(one.reply is Reply.NO for one in answers.values())
    if refused:
        raise NotNow(
            "PO154",
            say("You answered {count} of the questions with no. Return the report, or answer again.", count=refused),
        )
    if open_comments:
        raise NotNow(
            "PO153",
            say("{count} of the comments are not resolved. Resolve them or return the report.", count=open_comments),
        )


class About(StrEnum):
    """What a comment is about: the reason for which a report comes back."""

    EVIDENCE = "evidence"
    GRADES = "grades"
    CHILDREN = "children"
    IDENTITY = "identity"
    REQUIREMENTS = "requirements"
    WORDING = "wording"
    OTHER = "other"


ABOUT: dict[About, Words] = {
    About.EVIDENCE: say("Evidence does not carry what is said"),
    About.GRADES: say("A grade, or the reasons for it"),
    About.CHILDREN: say("Children's lives or voices are missing"),
    About.IDENTITY: say("Somebody or some place may be recognised"),
    About.REQUIREMENTS: say("Requirements or recommendations"),
    About.WORDING: say("Words: plain, fair, correct"),
    About.OTHER: say("Something else"),
}


class CommentState(StrEnum):
    """Where a reviewer's comment is."""

    OPEN = "open"
    ANSWERED = "answered"
    RESOLVED = "resolved"


# Who may take a comment from one state to the next: the team answers, a reviewer resolves or opens again.
_BY_TEAM: dict[CommentState, frozenset[CommentState]] = {
    CommentState.OPEN: frozenset({CommentState.ANSWERED}),
    CommentState.ANSWERED: frozenset({CommentState.ANSWERED}),
}
_BY_REVIEWER: dict[CommentState, frozenset[CommentState]] = {
    CommentState.OPEN: frozenset({CommentState.RESOLVED}),
    CommentState.ANSWERED: frozenset({CommentState.RESOLVED, CommentState.OPEN}),
}
_REVIEWED = frozenset({Stage.IN_QUALITY_ASSURANCE, Stage.APPROVED})


def steps_for(actor: Actor, situation: Situation, state: CommentState) -> frozenset[CommentState]:
    """The states to which this person may take a comment now; empty when there is none."""
    if actor.is_a(Role.INSPECTOR) and actor.id in situation.team:
        return _BY_TEAM.get(state, frozenset()) if situation.stage is Stage.RETURNED else frozenset()
    if is_reviewer(actor, situation) and situation.stage in _REVIEWED:
        return _BY_REVIEWER.get(state, frozenset())
    return frozenset()


def is_reviewer(actor: Actor, situation: Situation) -> bool:
    """Whether the person may assure the quality of this report: has the role, and had no hand in it."""
    return actor.is_a(Role.QUALITY_ASSURER) and actor.id not in situation.authors | situation.team


def check_review(actor: Actor, situation: Situation) -> None:
    """May this person comment on the report or answer its checklist now?"""
    if situation.stage not in _REVIEWED:
        raise NotNow("PO155", say("A report is reviewed between its submission and its way to the provider."))
    if not actor.is_a(Role.QUALITY_ASSURER):
        raise Refusal("PO013", say("Only a quality assurer may do this."))
    if not is_reviewer(actor, situation):
        raise Refusal(
            "PO014", say("You had a hand in this inspection, so somebody else must do the quality assurance.")
        )


def check_step(actor: Actor, situation: Situation, state: CommentState, to: CommentState) -> None:
    """May this person take a comment to another state now?"""
    if to in steps_for(actor, situation, state):
        return
    team = actor.is_a(Role.INSPECTOR) and actor.id in situation.team
    if not team and not is_reviewer(actor, situation):
        raise Refusal("PO156", say("Only the team may answer a comment, and only a reviewer may resolve it."))
    raise NotNow(
        "PO157",
        say(
            "This cannot be done now. The team answers while the report is returned; a reviewer resolves while it is "
            "in quality assurance. A resolved comment is closed: write a new one."
        ),
    )


def check_confirm(actor: Actor, situation: Situation) -> None:
    """May this person confirm a warning as harmless now? The team while it writes, a reviewer while it is reviewed."""
    team = actor.is_a(Role.INSPECTOR) and actor.id in situation.team
    if not team and not is_reviewer(actor, situation):
        raise Refusal(
            "PO151", say("Only an inspector of the team or a reviewer may confirm that a warning is harmless.")
        )
    writing = situation.stage in (Stage.UNDER_WAY, Stage.RETURNED)
    if not (team and writing) and not (is_reviewer(actor, situation) and situation.stage in _REVIEWED):
        raise NotNow(
            "PO150",
            say("Warnings are confirmed by the team while it writes, and by a reviewer while the report is reviewed."),
        )


def check_read_quality(actor: Actor) -> None:
    """May this person see how quality assurance goes?"""
    if not actor.roles & {Role.QUALITY_ASSURER, Role.ADMINISTRATOR}:
        raise Refusal("PO161", say("Only a quality assurer or an administrator may see these figures."))


@dataclass(frozen=True, slots=True)
class QualityFigures:
    """How quality assurance went: `submitted` reports of which `returned` came back at least once.

    `rounds` counts reports by how often they came back; `reasons` the returns for each reason, of `returns` in all. One
    return can have several reasons; `unnamed` are those whose reasons were said in words only.
    """

    submitted: int
    returned: int
    rounds: Mapping[int, int]
    returns: int
    reasons: Mapping[About, int]
    unnamed: int


def quality_figures(submitted: Iterable[str], returns: Iterable[tuple[str, frozenset[About]]]) -> QualityFigures:
    """Figures over reports, by the id of each that was submitted, and their returns with the reasons of each.

    Nobody's name is among them: these are figures of the work, not of people.
    """
    every = dict.fromkeys(submitted, 0)
    reasons = dict.fromkeys(About, 0)
    count = unnamed = 0
    for report, why in returns:
        if report not in every:
            continue
        count += 1
        every[report] += 1
        unnamed += not why
        for one in why:
            reasons[one] += 1
    rounds: dict[int, int] = {}
    for times in sorted(every.values()):
        rounds[times] = rounds.get(times, 0) + 1
    return QualityFigures(len(every), sum(times > 0 for times in every.values()), rounds, count, reasons, unnamed)
