"""Events as sentences, made when they are shown: the log itself holds names and values, no language."""

from __future__ import annotations

import json
import re
from typing import Any

from django.utils.translation import gettext as _

from evenhand.web.audit.models import Event
from evenhand.web.audit.wordings import SENTENCES

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
