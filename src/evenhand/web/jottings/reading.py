"""What a browser may send to be kept: an address of ours, and fields as lists of text. Anything else is refused."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.urls import Resolver404, resolve

from evenhand.findings import BadInput
from evenhand.web.jottings.models import Fields
from evenhand.wording import Words, say

# The longest report is far below this; a form with every box full to its limit is refused with a sentence.
MAX_BYTES = 400_000
MAX_FIELDS = 400
MAX_VALUES = 1_000
MAX_NAME = 200
MAX_ADDRESS = 300
MAX_TITLE = 200
# Never kept, whatever form they are in.
_SECRET = ("password", "csrf", "secret", "token", "otp")
_MARK = "jotting"


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent, checked: where the form is, what it is called, and what is in it."""

    address: str
    title: str
    fields: Fields
    writer: str = ""


def sent(body: bytes) -> Sent:
    """The body of a request as a jotting; BadInput for what is too large, unreadable or of another shape."""
    if len(body) > MAX_BYTES:
        raise _bad("JT001", say("This form is too long to be kept between saves: save it as it is."))
    try:
        # A text with half a character passes as JSON and fails in a database.
        found = json.loads(body)
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise _bad("JT002", say("This is not a form that can be kept.")) from None
    if not isinstance(found, dict):
        raise _bad("JT002", say("This is not a form that can be kept."))
    return Sent(
        address=checked_address(found.get("address")),
        title=_text(found.get("title", ""))[:MAX_TITLE],
        fields=checked_fields(found.get("fields")),
        writer=_text(found.get("writer", "")),
    )


def checked_address(address: Any) -> str:
    """An address inside this service; BadInput for any other."""
    path = _text(address)
    plain, _mark, _query = path.partition("?")
    odd = not path.startswith("/") or path.startswith("//") or "\\" in path or "#" in path or not path.isprintable()
    if odd or len(path) > MAX_ADDRESS:
        raise _bad("JT003", say("This is no address of this service."))
    try:
        resolve(plain)
    except Resolver404:
        raise _bad("JT003", say("This is no address of this service.")) from None
    return path


def checked_fields(fields: Any) -> Fields:
    """Names with lists of text; BadInput for anything else, and for what is never kept."""
    if not isinstance(fields, dict) or not fields or len(fields) > MAX_FIELDS:
        raise _bad("JT002", say("This is not a form that can be kept."))
    found: Fields = {}
    for name, values in fields.items():
        if any(one in name.lower() for one in _SECRET):
            raise _bad("JT004", say("Passwords and the like are never kept."))
        if len(name) > MAX_NAME or not isinstance(values, list) or len(values) > MAX_VALUES:
            raise _bad("JT002", say("This is not a form that can be kept."))
        if name != _MARK:
            found[_text(name)] = [_text(value) for value in values]
    return found


def _text(value: Any) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise _bad("JT002", say("This is not a form that can be kept."))
    return value


def _bad(code: str, message: Words) -> BadInput:
    return BadInput.at(code, message)
