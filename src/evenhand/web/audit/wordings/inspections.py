"""Inspections: evidence, facts, grades, requirements, second judgements."""

from django.utils.translation import gettext_lazy

from evenhand.web.audit.wordings.shape import Sentences

SENTENCES: Sentences = {
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
    "evidence.filed": (
        gettext_lazy("Criteria added to evidence"),
        gettext_lazy(
            "{by} added criteria to evidence {id} in the inspection {inspection}; it is now version {version}."
        ),
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
    "second_judgement.handed_on": (
        gettext_lazy("Second judgement handed on"),
        gettext_lazy("{by} freed the second judgement of the inspection {id}, left unfinished by {from}."),
    ),
    "case_sample.drawn": (
        gettext_lazy("Case sample drawn"),
        gettext_lazy("{by} drew version {version} of the case sample of the inspection {id}: {chosen} of {children}."),
    ),
    "paper.written": (
        gettext_lazy("Paper beside the report written"),
        gettext_lazy("{by} wrote version {version} of the {paper} in the inspection {id}."),
    ),
    "inspection.draft_sent": (
        gettext_lazy("Inspection went to the provider"),
        gettext_lazy("{by} sent the inspection {id} to the provider, for comments on the draft."),
    ),
    "inspection.final_given": (
        gettext_lazy("Final stage with the provider"),
        gettext_lazy("{by} gave the provider the final report of the inspection {id}."),
    ),
    "inspection.taken_back": (
        gettext_lazy("Inspection taken back from the provider"),
        gettext_lazy("{by} took the inspection {id} back to change it."),
    ),
}
