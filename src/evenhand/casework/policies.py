"""May this happen now, and may this person do it? Two questions, asked apart; each refusal has a code and a reason.

`check_*` raises `Refusal`; `may` asks without raising, so that the same reason is the hint on a disabled button.
"""

from __future__ import annotations

from dataclasses import dataclass

from evenhand.casework.actors import Actor, Role
from evenhand.casework.stages import Act, Stage, next_stage, possible_acts
from evenhand.wording import Words, say


class Refusal(Exception):
    """An act that is not allowed: a stable code, and a sentence that says why and what to do instead."""

    def __init__(self, code: str, reason: Words) -> None:
        self.code, self.reason = code, reason
        super().__init__(f"{code}: {reason}")


class NotNow(Refusal):
    """Not possible at this time, whoever asks; every other refusal is about the person."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What the policies need to know of an inspection.

    `team`: ids of the inspectors on it. `authors`: ids of everybody who wrote evidence, grades or report.
    `approver`: who approved it last. `unsettled`: what still stands between the record and submission, in words.
    """

    stage: Stage
    team: frozenset[str] = frozenset()
    authors: frozenset[str] = frozenset()
    approver: str = ""
    unsettled: tuple[Words, ...] = ()


_TEAM_ACTS = frozenset(
    {
        *(Act.BEGIN, Act.RECORD_EVIDENCE, Act.ANSWER_FACTS, Act.PROPOSE_GRADE, Act.WRITE_REPORT, Act.SUBMIT),
        *(Act.SEND_DRAFT, Act.ANSWER_COMMENT, Act.GIVE_FINAL, Act.REVISE),
    }
)
_REVIEW_ACTS = frozenset({Act.RETURN, Act.APPROVE})


def check(actor: Actor, act: Act, situation: Situation) -> None:
    """Raise Refusal unless the act is possible now and this person may do it."""
    check_possible(act, situation)
    check_allowed(actor, act, situation)


def may(actor: Actor, act: Act, situation: Situation) -> Refusal | None:
    """None when the act may be done; otherwise the refusal, not raised."""
    try:
        check(actor, act, situation)
    except Refusal as refusal:
        return refusal
    return None


def check_possible(act: Act, situation: Situation) -> None:
    """May this happen now?"""
    if next_stage(situation.stage, act) is None:
        possible = [one.value.replace("_", " ") for one in possible_acts(situation.stage)]
        raise NotNow(
            "PO001",
            say(
                "This cannot be done while the inspection is {stage}. Possible now: {possible}.",
                stage=situation.stage.value.replace("_", " "),
                possible=possible or [say("nothing; the record is closed")],
            ),
        )
    if act is Act.SUBMIT and situation.unsettled:
        raise NotNow("PO002", say("Before it can be submitted: {what}.", what=list(situation.unsettled)))


def check_pinned(pinned: str, in_force: str | None) -> None:
    """May an inspection begin on the version that it was scheduled on, when another one is in force on its first day?

    One that has begun stays on its version; one that has not goes by the version of its first day.
    """
    if in_force is not None and in_force != pinned:
        raise NotNow(
            "PO003",
            say(
                "Since this was scheduled, {new} was published and is in force on the first day. Cancel the "
                "inspection and schedule it again, so that it goes by that version.",
                new=in_force,
            ),
        )


def check_allowed(actor: Actor, act: Act, situation: Situation) -> None:
    """May this person do it?"""
    if act in _TEAM_ACTS:
        _check_team(actor, situation)
    elif act in _REVIEW_ACTS:
        _check_reviewer(actor, situation)
    elif act is Act.PUBLISH:
        _check_publisher(actor, situation)
    elif act is Act.CANCEL and not (actor.is_a(Role.ADMINISTRATOR) or _is_team_inspector(actor, situation)):
        raise Refusal("PO010", say("Only an inspector of the team or an administrator may cancel an inspection."))


def _is_team_inspector(actor: Actor, situation: Situation) -> bool:
    return actor.is_a(Role.INSPECTOR) and actor.id in situation.team


def _check_team(actor: Actor, situation: Situation) -> None:
    if not actor.is_a(Role.INSPECTOR):
        raise Refusal("PO011", say("Only an inspector may do this."))
    if actor.id not in situation.team:
        raise Refusal("PO012", say("You are not on the team of this inspection; ask its lead inspector."))


def _check_reviewer(actor: Actor, situation: Situation) -> None:
    if not actor.is_a(Role.QUALITY_ASSURER):
        raise Refusal("PO013", say("Only a quality assurer may do this."))
    if actor.id in situation.authors | situation.team:
        raise Refusal(
            "PO014", say("You had a hand in this inspection, so somebody else must do the quality assurance.")
        )


def _check_publisher(actor: Actor, situation: Situation) -> None:
    if not actor.is_a(Role.QUALITY_ASSURER):
        raise Refusal("PO013", say("Only a quality assurer may do this."))
    if actor.id in situation.authors | situation.team:
        raise Refusal("PO014", say("You had a hand in this inspection, so somebody else must publish it."))
    if actor.id == situation.approver:
        raise Refusal("PO100", say("You approved this report, so another quality assurer must publish it."))


def check_schedule(actor: Actor, urn: str = "") -> None:
    """May this person schedule an inspection, and of this home when one is named?"""
    if not (actor.is_a(Role.INSPECTOR) or actor.is_a(Role.ADMINISTRATOR)):
        raise Refusal("PO015", say("Only an inspector or an administrator may schedule an inspection."))
    if urn and urn in actor.homes:
        raise Refusal("PO017", say("You answer for this home, so somebody else must schedule its inspections."))


def check_change_team(actor: Actor, situation: Situation) -> None:
    """May this person change who is on the team, and now? As long as the inspection could still be cancelled."""
    if next_stage(situation.stage, Act.CANCEL) is None:
        raise NotNow(
            "PO018",
            say(
                "The team cannot be changed while the inspection is {stage}.",
                stage=situation.stage.value.replace("_", " "),
            ),
        )
    if not (actor.is_a(Role.ADMINISTRATOR) or _is_team_inspector(actor, situation)):
        raise Refusal("PO019", say("Only an inspector of the team or an administrator may change the team."))


def may_change_team(actor: Actor, situation: Situation) -> bool:
    """Whether the person may change the team now."""
    try:
        check_change_team(actor, situation)
    except Refusal:
        return False
    return True


def check_import_register(actor: Actor) -> None:
    """May this person import the register?"""
    if not actor.is_a(Role.ADMINISTRATOR):
        raise Refusal("PO016", say("Only an administrator may import the register."))


def check_change_people(actor: Actor) -> None:
    """May this person make people, and give and end roles?"""
    if not actor.is_a(Role.ADMINISTRATOR):
        raise Refusal("PO020", say("Only an administrator may change people and their roles."))


def check_say_who_answers(actor: Actor) -> None:
    """May this person say which provider answers for a home?"""
    if not actor.is_a(Role.ADMINISTRATOR):
        raise Refusal("PO030", say("Only an administrator may do this."))


def check_keep_consultation(actor: Actor) -> None:
    """May this person write, open, close and answer a consultation, import responses and read comments first?"""
    if not actor.is_a(Role.FRAMEWORK_AUTHOR):
        raise Refusal("PO040", say("Only a framework author may do this."))


def check_respond(*, is_open: bool) -> None:
    """May anybody respond now? Whoever it is: nobody is asked for a name, and no name is kept."""
    if not is_open:
        raise NotNow("PO041", say("This consultation is not open, so nothing can be sent to it."))


def check_read_results(actor: Actor, *, are_public: bool) -> None:
    """May this person see the results now? Everybody once it is closed; until then those who keep the consultation."""
    if not (are_public or actor.is_a(Role.FRAMEWORK_AUTHOR)):
        raise NotNow(
            "PO042", say("Results are shown when the consultation has closed, so that they sway nobody before.")
        )


def may_read_comment(actor: Actor, *, cleared: bool) -> bool:
    """Whether a person may read a comment: everybody once somebody has read it and cleared it."""
    return cleared or actor.is_a(Role.FRAMEWORK_AUTHOR)


def check_discussed(*, told: bool, stood: str, becomes: str, discussed: bool) -> None:
    """May a judgement change now? After feedback only when a manager was spoken to first, and that is on record.

    `told`: whether feedback was given or the report submitted once. `stood`: the grade given last, '' for none;
    taking it back is no new grade, and what comes after it is held against the same.
    """
    if told and stood and becomes and becomes != stood and not discussed:
        raise NotNow(
            "PO050",
            say(
                "Feedback has been given, so this judgement changes only after a discussion with a manager. Record "
                "the discussion first: with whom, when and why."
            ),
        )


def check_manager(manager: Actor, situation: Situation, urn: str = "") -> None:
    """May this person be the manager of a discussion: assures quality or administers, and had no hand in it?"""
    if not manager.roles & {Role.QUALITY_ASSURER, Role.ADMINISTRATOR}:
        raise Refusal("PO051", say("A manager here is a quality assurer or an administrator; choose one."))
    if manager.id in situation.authors | situation.team or (urn and urn in manager.homes):
        raise Refusal("PO052", say("This person had a hand in the inspection; choose another manager."))


_BLIND = frozenset({Stage.IN_QUALITY_ASSURANCE, Stage.APPROVED, Stage.WITH_PROVIDER})


def may_be_drawn(stage: Stage) -> bool:
    """Whether an inspection can be judged a second time: its evidence is complete, its grades are not public."""
    return stage in _BLIND


def check_draw(actor: Actor) -> None:
    """May this person draw which inspections are judged a second time?"""
    if not actor.roles & {Role.QUALITY_ASSURER, Role.ADMINISTRATOR}:
        raise Refusal("PO060", say("Only a quality assurer or an administrator may draw a sample."))


def check_second_judge(actor: Actor, situation: Situation, *, urn: str = "", drawn: bool) -> None:
    """May this person judge the same evidence a second time, and now?"""
    if not actor.roles & {Role.INSPECTOR, Role.QUALITY_ASSURER} or (urn and urn in actor.homes):
        raise Refusal("PO061", say("Only an inspector or a quality assurer may judge a second time."))
    if actor.id in situation.authors | situation.team | {situation.approver}:
        raise Refusal("PO062", say("You had a hand in this inspection, so somebody else must judge a second time."))
    if not drawn:
        raise NotNow("PO063", say("This inspection is not in a sample; a manager draws which ones are judged twice."))
    if not may_be_drawn(situation.stage):
        raise NotNow(
            "PO064",
            say(
                "A second judgement is made between submission and publication: before, the evidence is not complete; "
                "after, the grades are public."
            ),
        )


def check_independent(*, sees: bool) -> None:
    """May this person read the team's grades? Not while judging the same evidence apart from the team."""
    if not sees:
        raise NotNow(
            "PO065",
            say(
                "You are judging this evidence independently, so what the team judged is closed to you until your "
                "own judgements are complete."
            ),
        )
