"""Events as sentences, made when they are shown: the log itself holds names and values, no language."""

from __future__ import annotations

import json
import re
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evenhand.web.audit.models import Event

# What was done (for the filter), and the sentence. {by} is who did it, {id} the subject; other names are details.
SENTENCES: dict[str, tuple[str | Promise, str | Promise]] = {
    "person.made": (gettext_lazy("Person added"), gettext_lazy("{by} added {id} as a person who can sign in.")),
    "role.given": (gettext_lazy("Role given"), gettext_lazy("{by} gave {id} the role {role}.")),
    "role.ended": (gettext_lazy("Role ended"), gettext_lazy("{by} ended the role {role} of {id}.")),
    "person.password_given": (
        gettext_lazy("One-time password made"),
        gettext_lazy("{by} made a one-time password for {id}."),
    ),
    "person.password_chosen": (gettext_lazy("Password chosen"), gettext_lazy("{by} chose a new password.")),
    "person.signed_in": (gettext_lazy("Signed in"), gettext_lazy("{by} signed in.")),
    "person.not_signed_in": (
        gettext_lazy("Wrong password"),
        gettext_lazy("Somebody tried to sign in as {id}, with a wrong password."),
    ),
    "person.signed_out": (gettext_lazy("Signed out"), gettext_lazy("{by} signed out.")),
    "demo.passwords_renewed": (
        gettext_lazy("Demo passwords renewed"),
        gettext_lazy("{by} renewed the passwords of the people of the demo."),
    ),
    "home.made": (gettext_lazy("Fictional home added"), gettext_lazy("{by} added the fictional home {id}.")),
    "home.inspections_listed": (
        gettext_lazy("Earlier inspections listed"),
        gettext_lazy("{by} listed earlier inspections of the home {id}."),
    ),
    "home.given": (gettext_lazy("Home given to a provider"), gettext_lazy("{by} gave the home {id} to {person}.")),
    "home_event.recorded": (
        gettext_lazy("Event of a home recorded"),
        gettext_lazy("{by} recorded an event of the home {id}: {event}."),
    ),
    "home_event.withdrawn": (
        gettext_lazy("Event of a home withdrawn"),
        gettext_lazy("{by} withdrew an event of the home {id}: {event}."),
    ),
    "interest.declared": (
        gettext_lazy("Interest declared"),
        gettext_lazy("{by} declared an interest in: {about}."),
    ),
    "interest.ended": (gettext_lazy("Interest ended"), gettext_lazy("{by} ended an interest in: {about}.")),
    "travel_base.given": (
        gettext_lazy("Travel base given"),
        gettext_lazy("{by} said where their travel is reckoned from."),
    ),
    "schedule.proposed": (
        gettext_lazy("Schedule proposed"),
        gettext_lazy("{by} had schedule {id} proposed, with {visits} visits."),
    ),
    "register.imported": (gettext_lazy("Register imported"), gettext_lazy("{by} imported the register from {file}.")),
    "register.history_imported": (
        gettext_lazy("Earlier inspections imported"),
        gettext_lazy("{by} imported earlier inspections from {file}."),
    ),
    "framework.published": (gettext_lazy("Framework published"), gettext_lazy("{by} published the framework {id}.")),
    "crosswalk.held": (gettext_lazy("Crosswalk kept"), gettext_lazy("{by} kept the crosswalk {id} with its version.")),
    "draft.begun": (
        gettext_lazy("Draft begun"),
        gettext_lazy("{by} began the draft {id} of the framework {framework}."),
    ),
    "draft.uploaded": (gettext_lazy("Draft uploaded"), gettext_lazy("{by} uploaded text {text} of the draft {id}.")),
    "draft.approval_asked": (
        gettext_lazy("Approval of a draft asked"),
        gettext_lazy("{by} asked for approval of text {text} of the draft {id}."),
    ),
    "draft.returned": (gettext_lazy("Draft returned"), gettext_lazy("{by} returned the draft {id} to its authors.")),
    "draft.given_up": (gettext_lazy("Draft given up"), gettext_lazy("{by} gave up the draft {id}.")),
    "draft.published": (
        gettext_lazy("Draft published"),
        gettext_lazy("{by} published the draft {id} as {framework}, in force from {in_force_from}."),
    ),
    "consultation.written": (
        gettext_lazy("Consultation written"),
        gettext_lazy("{by} wrote the consultation {id} on {about}."),
    ),
    "consultation.opened": (gettext_lazy("Consultation opened"), gettext_lazy("{by} opened the consultation {id}.")),
    "consultation.responded": (
        gettext_lazy("Response to a consultation"),
        gettext_lazy("{by} responded to the consultation {id}."),
    ),
    "consultation.responses_imported": (
        gettext_lazy("Responses brought in"),
        gettext_lazy("{by} brought responses to the consultation {id} in from {file}."),
    ),
    "consultation.comments_read": (
        gettext_lazy("Comments read"),
        gettext_lazy("{by} read comments of the consultation {id}: {cleared} cleared, {held} kept back."),
    ),
    "consultation.closed": (gettext_lazy("Consultation closed"), gettext_lazy("{by} closed the consultation {id}.")),
    "consultation.answer_written": (
        gettext_lazy("Answer to a proposal written"),
        gettext_lazy("{by} wrote version {version} of the answer to {proposal} in the consultation {id}: {decision}."),
    ),
    "consultation.account_published": (
        gettext_lazy("“You said, we did” published"),
        gettext_lazy("{by} published what was done after the consultation {id}."),
    ),
    "inspection.scheduled": (
        gettext_lazy("Inspection scheduled"),
        gettext_lazy("{by} scheduled the inspection {id} of the home {urn} under {framework}."),
    ),
    "inspection.begun": (gettext_lazy("Inspection begun"), gettext_lazy("{by} began the inspection {id}.")),
    "inspection.submitted": (
        gettext_lazy("Inspection sent to quality assurance"),
        gettext_lazy("{by} sent the inspection {id} to quality assurance."),
    ),
    "inspection.returned": (
        gettext_lazy("Inspection returned"),
        gettext_lazy("{by} returned the inspection {id} to its inspectors."),
    ),
    "inspection.approved": (gettext_lazy("Inspection approved"), gettext_lazy("{by} approved the inspection {id}.")),
    "inspection.published": (
        gettext_lazy("Inspection published"),
        gettext_lazy("{by} published the inspection {id}."),
    ),
    "inspection.cancelled": (
        gettext_lazy("Inspection cancelled"),
        gettext_lazy("{by} cancelled the inspection {id}."),
    ),
    "evidence.recorded": (
        gettext_lazy("Evidence recorded"),
        gettext_lazy("{by} recorded evidence ({kind_of_evidence}) in the inspection {inspection}."),
    ),
    "evidence.amended": (
        gettext_lazy("Evidence amended"),
        gettext_lazy("{by} amended evidence {id} in the inspection {inspection}; it is now version {version}."),
    ),
    "facts.answered": (
        gettext_lazy("Facts answered"),
        gettext_lazy("{by} answered facts in the inspection {id}: {facts}."),
    ),
    "grade.proposed": (
        gettext_lazy("Grade proposed"),
        gettext_lazy("{by} proposed the grade {grade} for {judgement} in the inspection {id}."),
    ),
    "single_judgement.made": (
        gettext_lazy("Single judgement made"),
        gettext_lazy("{by} made the judgement {grade} in the inspection {id}; it is version {version}."),
    ),
    "inspection.team_changed": (
        gettext_lazy("Team changed"),
        gettext_lazy("{by} changed the team of the inspection {id} to {team}."),
    ),
    "requirement.made": (
        gettext_lazy("Requirement made"),
        gettext_lazy("{by} made requirement {number} under {regulation} in the inspection {id}."),
    ),
    "requirement.amended": (
        gettext_lazy("Requirement changed"),
        gettext_lazy("{by} changed requirement {number} in the inspection {id}; it is now version {version}."),
    ),
    "requirement.followed_up": (
        gettext_lazy("Requirement followed up"),
        gettext_lazy("{by} said in the inspection {id} what became of an earlier requirement: {state}."),
    ),
    "judgement.discussed": (
        gettext_lazy("Change after feedback discussed"),
        gettext_lazy("{by} recorded a discussion with {manager} about changing {judgement} in the inspection {id}."),
    ),
    "consistency.drawn": (
        gettext_lazy("Sample for consistency drawn"),
        gettext_lazy("{by} drew sample {id} from {of} inspections with the seed {seed}: {drawn}."),
    ),
    "second_judgement.begun": (
        gettext_lazy("Second judgement begun"),
        gettext_lazy("{by} began to judge the evidence of the inspection {id} a second time."),
    ),
    "second_judgement.made": (
        gettext_lazy("Second judgement made"),
        gettext_lazy("{by} judged {judgement} a second time in the inspection {id}; nobody’s grade changed."),
    ),
    "paper.written": (
        gettext_lazy("Paper beside the report written"),
        gettext_lazy("{by} wrote version {version} of the {paper} in the inspection {id}."),
    ),
    "submission.sent": (
        gettext_lazy("Something sent about a home"),
        gettext_lazy("{by} sent something about the home {id}: {submission}."),
    ),
    "submission.withdrawn": (
        gettext_lazy("Something sent withdrawn"),
        gettext_lazy("{by} withdrew something sent about the home {id}: {submission}."),
    ),
    "annex_a.filled": (
        gettext_lazy("Annex A filled in"),
        gettext_lazy("{by} filled in version {version} of Annex A of the home {id}."),
    ),
    "enquiry.decided": (
        gettext_lazy("Line of enquiry decided on"),
        gettext_lazy("{by} decided on a line of enquiry of the inspection {id}: {line}, {state}."),
    ),
    "report.saved": (
        gettext_lazy("Report saved"),
        gettext_lazy("{by} saved version {version} of the report of the inspection {id}."),
    ),
    "report.submitted": (
        gettext_lazy("Report sent to quality assurance"),
        gettext_lazy("{by} sent version {version} of the report of the inspection {id} to quality assurance."),
    ),
    "report.returned": (
        gettext_lazy("Report returned"),
        gettext_lazy("{by} returned version {version} of the report of the inspection {id}, with comments."),
    ),
    "report.approved": (
        gettext_lazy("Report approved"),
        gettext_lazy("{by} approved version {version} of the report of the inspection {id}."),
    ),
    "report.published": (
        gettext_lazy("Report published"),
        gettext_lazy("{by} published the report of the inspection {id} of the home {urn}."),
    ),
}


_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class _Details(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "…"


def sentence(event: Event) -> str:
    """One event as a sentence; an action without one of its own is still shown, in plainer words."""
    known = SENTENCES.get(event.action)
    template = str(known[1]) if known else _("{by} did “{action}” to the {kind} {id}.")
    return template.format_map(_Details(_values(event)))


def action_in_words(action: str) -> str:
    """The name of an action for people."""
    known = SENTENCES.get(action)
    return str(known[0]) if known else action


def _values(event: Event) -> dict[str, str]:
    try:
        details: Any = json.loads(event.details)
    except ValueError:
        details = {}
    shown = {name: _plain(value) for name, value in details.items()} if isinstance(details, dict) else {}
    return shown | {
        "by": actor_in_words(event.actor),
        "action": event.action,
        "kind": event.subject_kind.replace("_", " "),
        "id": short(event.subject_id),
        "kind_of_evidence": shown.get("kind", "…"),
    }


def actor_in_words(actor: str) -> str:
    """Who did something: a sign-in name, or what stands for nobody in particular."""
    return {"system": _("The service itself"), "visitor": _("Somebody")}.get(actor, actor)


def short(subject_id: str) -> str:
    """The beginning of an id that only machines read; any other as it is."""
    return f"{subject_id[:8]}…" if _UUID.fullmatch(subject_id) else subject_id


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_plain(one) for one in value)
    return short(str(value)).replace("_", " ")
