"""Frameworks, their drafts, and consultations on them."""

from django.utils.translation import gettext_lazy

from evenhand.web.audit.wordings.shape import Sentences

SENTENCES: Sentences = {
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
}
