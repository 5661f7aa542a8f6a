"""May this happen now, and may this person do it, while the provider has the report: comments, complaints, holds."""

from __future__ import annotations

from collections.abc import Iterator

from evenhand.casework.accuracy import AnswerOutcome, BeforePublication, CommentKind, outcomes_for
from evenhand.casework.actors import Actor, Role
from evenhand.casework.complaints import ComplaintAct, ComplaintState, next_state
from evenhand.casework.policies import NotNow, Refusal, Situation
from evenhand.wording import say


def publication_objections(facts: BeforePublication) -> Iterator[NotNow]:
    """Everything that stands between an approved report and its publication, in the order in which it is put right."""
    if facts.comments_foreseen and not facts.draft_sent:
        yield NotNow("PO101", say("The provider has not had the draft yet; the inspection’s team sends it."))
        return
    if not facts.grades_as_sent:
        yield NotNow("PO102", say("A grade is not the one in the draft that the provider has; send the draft again."))
    if facts.comments_open:
        yield NotNow("PO103", say("The provider’s time for comments is not over, and it has not said that it is done."))
    if facts.unanswered:
        message = say("Comments that came in time have no answer yet: {n}.", n=facts.unanswered)
        yield NotNow("PO104", message)
    if facts.not_in_report:
        message = say("What was accepted is in no version of the report yet: {n}.", n=facts.not_in_report)
        yield NotNow("PO105", message)
    if facts.final_foreseen and not facts.final_given:
        yield NotNow(
            "PO106", say("The provider has not been given this final report with the answers to its comments.")
        )
    if facts.complaints_open:
        yield NotNow("PO107", say("The provider can still complain, and it has not said that it makes no complaint."))
    if facts.holds:
        yield NotNow(
            "PO108", say("Publication is held back; a manager lifts the hold. Holds open: {n}.", n=facts.holds)
        )


def check_publication(facts: BeforePublication) -> None:
    """May the report be published now, as far as the provider is concerned?"""
    for objection in publication_objections(facts):
        raise objection


def check_send_draft(*, foreseen: bool) -> None:
    """May a draft be sent now? Only where the framework says that the provider comments on one."""
    if not foreseen:
        raise NotNow(
            "PO109",
            say("The timeline of this framework asks for no comments of the provider on this type of inspection."),
        )


def check_give_final(facts: BeforePublication) -> None:
    """May the final report be given now? When the framework has the step, and every comment is dealt with."""
    if not facts.final_foreseen:
        raise NotNow(
            "PO110", say("The timeline of this framework has no final report to the provider before publication.")
        )
    for objection in publication_objections(facts):
        if objection.code not in ("PO106", "PO107", "PO108"):
            raise objection
    if facts.final_given:
        raise NotNow("PO111", say("The provider has been given this final report."))


def is_provider_of(actor: Actor, urn: str) -> bool:
    """Whether a person answers for the home as its provider."""
    return actor.is_a(Role.PROVIDER) and urn in actor.homes


def check_comment(actor: Actor, urn: str, *, published: bool) -> None:
    """May this person comment on the draft of this home, and now? Late comments are taken until publication."""
    if not is_provider_of(actor, urn):
        raise Refusal("PO112", say("Only the provider of the home comments on its draft report."))
    if published:
        raise NotNow("PO113", say("The report is published, so nothing can be sent about its draft any more."))


def check_close_window(actor: Actor, urn: str, *, is_open: bool) -> None:
    """May this person say that nothing more comes, and now?"""
    if not is_provider_of(actor, urn):
        raise Refusal("PO112", say("Only the provider of the home can say this."))
    if not is_open:
        raise NotNow("PO114", say("The time for this is over already."))


def check_answer(kind: CommentKind, outcome: AnswerOutcome) -> None:
    """May a comment of this kind get this answer? A comment on judgement is never accepted by this route."""
    if outcome not in outcomes_for(kind):
        raise NotNow(
            "PO115",
            say("This answer does not go with this kind of comment: no grade changes by comments on the draft."),
        )


def check_complain(actor: Actor, urn: str, *, foreseen: bool, is_open: bool) -> None:
    """May this person complain formally, and now?"""
    if not is_provider_of(actor, urn):
        raise Refusal("PO116", say("Only the provider of the home complains here."))
    if not foreseen:
        raise NotNow(
            "PO117", say("The timeline of this framework, as it was read, has no step for a formal complaint.")
        )
    if not is_open:
        raise NotNow(
            "PO118", say("A complaint is made after the final report was given and before its last day is over.")
        )


_MANAGERS = frozenset({Role.QUALITY_ASSURER, Role.ADMINISTRATOR})


def check_handle_complaint(actor: Actor, situation: Situation, urn: str, *, answered_by: str = "") -> None:
    """May this person answer or close a complaint? A manager who had no hand in the report or in the first answer."""
    if not actor.roles & _MANAGERS or urn in actor.homes:
        raise Refusal("PO119", say("Only a quality assurer or an administrator may do this."))
    if actor.id in situation.authors | situation.team | {situation.approver}:
        raise Refusal("PO120", say("You had a hand in this inspection, so somebody else must deal with the complaint."))
    if answered_by and actor.id == answered_by:
        raise Refusal("PO121", say("You answered the complaint, so somebody else must answer the review."))


def check_complaint_act(state: ComplaintState, act: ComplaintAct, *, in_time: bool = True) -> ComplaintState:
    """The state that the act leads to; raises NotNow when it is not possible from here or its days are over."""
    to = next_state(state, act)
    if to is None:
        message = say("This cannot be done while the complaint is {state}.", state=state.value.replace("_", " "))
        raise NotNow("PO122", message)
    if act is ComplaintAct.ASK_REVIEW and not in_time:
        raise NotNow("PO123", say("The days in which a review can be asked for are over, or this framework has none."))
    if act is ComplaintAct.CLOSE and state is ComplaintState.ANSWERED and in_time:
        raise NotNow("PO124", say("The provider can still ask for a review of the answer."))
    return to


def check_hold(actor: Actor, urn: str, *, published: bool) -> None:
    """May this person hold publication back, or lift a hold? Managers, until the report is published."""
    if not actor.roles & _MANAGERS or urn in actor.homes:
        raise Refusal("PO125", say("Only a quality assurer or an administrator may hold publication back."))
    if published:
        raise NotNow("PO126", say("The report is published, so its publication cannot be held back any more."))
