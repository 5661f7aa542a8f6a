"""Reports: quality assurance, the provider's comments, complaints, publication."""

from django.utils.translation import gettext_lazy

from evenhand.web.audit.wordings.shape import Sentences

SENTENCES: Sentences = {
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
    "report.tied": (
        gettext_lazy("Sentences tied to evidence"),
        gettext_lazy("{by} said what sentences of {section} in the inspection {id} rest on, version {version}."),
    ),
    "warning.confirmed": (
        gettext_lazy("Warning confirmed as harmless"),
        gettext_lazy("{by} confirmed the warning {code} on the report of the inspection {id} as harmless."),
    ),
    "practice.marked": (
        gettext_lazy("Best practice marked"),
        gettext_lazy("{by} marked best practice under {judgement} in the inspection {id}, version {version}."),
    ),
    "checklist.answered": (
        gettext_lazy("Checklist answered"),
        gettext_lazy("{by} answered {answers} questions of the checklist on version {version} in the inspection {id}."),
    ),
    "review.commented": (
        gettext_lazy("Reviewer’s comment"),
        gettext_lazy("{by} wrote comment {comment} ({about}) on the report of the inspection {id}."),
    ),
    "review.comment_moved": (
        gettext_lazy("Reviewer’s comment moved on"),
        gettext_lazy("{by} took comment {comment} on the report of the inspection {id} on: {state}."),
    ),
    "accuracy.draft_sent": (
        gettext_lazy("Draft sent to the provider"),
        gettext_lazy("{by} sent draft {draft} of the inspection {id}, version {version} of its report."),
    ),
    "accuracy.taken_back": (
        gettext_lazy("Report taken back from the provider"),
        gettext_lazy("{by} took the report of the inspection {id} back, with a reason."),
    ),
    "accuracy.final_given": (
        gettext_lazy("Final report given to the provider"),
        gettext_lazy("{by} gave final report {final} of the inspection {id}, version {version}, to the provider."),
    ),
    "accuracy.commented": (
        gettext_lazy("Comment on a draft"),
        gettext_lazy("{by} sent comment {comment} ({about}) on draft {draft} of the inspection {id}."),
    ),
    "accuracy.comments_ended": (
        gettext_lazy("No more comments on a draft"),
        gettext_lazy("{by} said that nothing more comes on draft {draft} of the inspection {id}."),
    ),
    "accuracy.answered": (
        gettext_lazy("Comment on a draft answered"),
        gettext_lazy("{by} answered comment {comment} on the draft of the inspection {id}: {answer}."),
    ),
    "accuracy.change_said": (
        gettext_lazy("Change because of a comment noted"),
        gettext_lazy("{by} noted that comment {comment} of the inspection {id} is in version {version}."),
    ),
    "complaint.made": (
        gettext_lazy("Complaint made"),
        gettext_lazy("{by} made complaint {complaint} about the inspection {id}."),
    ),
    "complaint.not_made": (
        gettext_lazy("No complaint made"),
        gettext_lazy("{by} said that no complaint is made about the inspection {id}."),
    ),
    "complaint.answered": (
        gettext_lazy("Complaint answered"),
        gettext_lazy("{by} answered complaint {complaint} about the inspection {id}: {outcome}."),
    ),
    "complaint.review_asked": (
        gettext_lazy("Review of a complaint asked for"),
        gettext_lazy("{by} asked for a review of the answer to complaint {complaint} about the inspection {id}."),
    ),
    "complaint.review_answered": (
        gettext_lazy("Review of a complaint answered"),
        gettext_lazy("{by} answered the review of complaint {complaint} about the inspection {id}: {outcome}."),
    ),
    "complaint.closed": (
        gettext_lazy("Complaint closed"),
        gettext_lazy("{by} closed complaint {complaint} about the inspection {id}."),
    ),
    "publication.held": (
        gettext_lazy("Publication held back"),
        gettext_lazy("{by} held back the publication of the inspection {id}."),
    ),
    "publication.hold_lifted": (
        gettext_lazy("Hold on publication lifted"),
        gettext_lazy("{by} lifted a hold on the publication of the inspection {id}."),
    ),
    "report.published": (
        gettext_lazy("Report published"),
        gettext_lazy("{by} published the report of the inspection {id} of the home {urn}."),
    ),
}
