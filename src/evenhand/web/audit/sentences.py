"""Events as sentences, made when they are shown: the log itself holds names and values, no language."""

from __future__ import annotations

import json
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
}


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
        "by": event.actor,
        "action": event.action,
        "kind": event.subject_kind.replace("_", " "),
        "id": event.subject_id,
    }


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_plain(one) for one in value)
    return str(value).replace("_", " ")
