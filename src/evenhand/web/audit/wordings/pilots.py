"""Pilots. No grade of a shadow judge is told: the log is read by more people than may see them."""

from django.utils.translation import gettext_lazy

from evenhand.web.audit.wordings.shape import Sentences

SENTENCES: Sentences = {
    "pilot.opened": (gettext_lazy("Pilot opened"), gettext_lazy("{by} opened the pilot {id}.")),
    "pilot.closed": (gettext_lazy("Pilot closed"), gettext_lazy("{by} closed the pilot {id}.")),
    "pilot.inspection_added": (
        gettext_lazy("Inspection added to a pilot"),
        gettext_lazy("{by} added {code} to the pilot {id}, with {judge} as shadow judge."),
    ),
    "pilot.judge_named": (
        gettext_lazy("Shadow judge named"),
        gettext_lazy("{by} named {judge} as shadow judge of {code} in the pilot {id}."),
    ),
    "pilot.shadow_begun": (
        gettext_lazy("Shadow judgement begun"),
        gettext_lazy("{by} began the shadow judgement of {code} in the pilot {id}."),
    ),
    "pilot.shadow_answered": (
        gettext_lazy("Shadow facts answered"),
        gettext_lazy("{by} answered questions about {code} in the pilot {id}."),
    ),
    "pilot.shadow_graded": (
        gettext_lazy("Shadow grade kept"),
        gettext_lazy("{by} kept a grade of {code} in the pilot {id}."),
    ),
    "pilot.shadow_handed_in": (
        gettext_lazy("Shadow judgement handed in"),
        gettext_lazy("{by} handed in the shadow judgement of {code} in the pilot {id}."),
    ),
    "pilot.difference_explained": (
        gettext_lazy("Difference of a pilot explained"),
        gettext_lazy("{by} said why the grades of {code} differ in the pilot {id}: {judgement}, version {version}."),
    ),
    "pilot.looked": (
        gettext_lazy("Results of a pilot looked at"),
        gettext_lazy("{by} took look {look} at the pilot {id}, with {pairs} pairs: {standing}."),
    ),
}
