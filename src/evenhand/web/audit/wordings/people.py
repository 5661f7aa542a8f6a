"""People, their roles, and how they sign in."""

from django.utils.translation import gettext_lazy

from evenhand.web.audit.wordings.shape import Sentences

SENTENCES: Sentences = {
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
    "authenticator.added": (
        gettext_lazy("Authenticator app set up"),
        gettext_lazy("{by} set up an authenticator app as second step."),
    ),
    "authenticator.removed": (
        gettext_lazy("Authenticator app removed"),
        gettext_lazy("{by} removed the authenticator app from the second step."),
    ),
    "passkey.added": (
        gettext_lazy("Passkey added"),
        gettext_lazy("{by} added a passkey."),
    ),
    "passkey.removed": (
        gettext_lazy("Passkey removed"),
        gettext_lazy("{by} removed a passkey."),
    ),
    "recovery_codes.made": (
        gettext_lazy("Recovery codes made"),
        gettext_lazy("{by} made new recovery codes."),
    ),
    "recovery_code.used": (
        gettext_lazy("Recovery code used"),
        gettext_lazy("{by} used a recovery code; {left} are left."),
    ),
    "second_factor.refused": (
        gettext_lazy("Wrong second step"),
        gettext_lazy("Somebody knew the password of {id}, and the second step was wrong."),
    ),
    "second_factor.reset": (
        gettext_lazy("Second step reset"),
        gettext_lazy("{by} reset the second step of {id} ({reason})."),
    ),
    "sessions.ended": (
        gettext_lazy("Sessions ended"),
        gettext_lazy("{by} ended sessions of their own elsewhere."),
    ),
    "council.given": (
        gettext_lazy("Council given to a commissioner"),
        gettext_lazy("{by} said that {id} works for {authority}."),
    ),
    "council.ended": (
        gettext_lazy("Council of a commissioner ended"),
        gettext_lazy("{by} ended that {id} works for {authority}."),
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
}
