"""E-mail addresses, telephone numbers and postcodes in a text: one set of patterns for whoever has to look for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

EMAIL = re.compile(r"(?<![\w.+'-])[\w.+'-]+@\w[\w-]*(?:\.[\w-]+)+")
# In any case, with or without its space, and with a hyphen or a line break in its place.
POSTCODE = re.compile(r"(?<![\w-])[A-Z]{1,2}[0-9][A-Z0-9]?(?:\s{0,2}|-)[0-9][A-Z]{2}(?!\w)", re.IGNORECASE)
_TELEPHONE = re.compile(r"(?<![\w+])(?:(?:\+44|0044)(?:\s?\(0\))?|\(?0)(?:[\s().-]{0,3}\d){9,10}(?!\d)")
_FOREIGN = re.compile(r"(?<![\w+])(?:\+|00)[1-9](?:[\s().-]{0,3}\d){7,13}(?!\d)")


def telephones(text: str) -> Iterator[tuple[int, int]]:
    """Where telephone numbers stand (start, end): anything shaped like a British one, others when they could exist.

    Shape is enough for a British number, because numbers kept for drama and mistyped ones are no less telling.
    """
    british = [match.span() for match in _TELEPHONE.finditer(text)]
    yield from british
    for match in _FOREIGN.finditer(text):
        if not any(start <= match.start() < end for start, end in british) and _could_exist(match.group()):
            yield match.span()


def _could_exist(number: str) -> bool:
    # Imported here: most texts have no such number, and the library's tables are large.
    from phonenumbers import NumberParseException, is_possible_number, parse

    international: Any = number if number.startswith("+") else f"+{number[2:]}"
    try:
        return bool(is_possible_number(parse(international, None)))
    except NumberParseException:
        return False
