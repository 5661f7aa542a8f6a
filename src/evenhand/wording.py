"""A sentence that a person will read: its words kept apart from its values, so that it can be translated later."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Words:
    """A template in English and the values that fill it.

    The core knows no language but English and no translation library. The web ring passes its own `gettext` to
    `translated`; the command line uses `str()`.
    """

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.translated(_unchanged)

    def translated(self, gettext: Callable[[str], str]) -> str:
        """The sentence in the language of `gettext`; nested Words are translated too."""
        if not self.values:
            return gettext(self.template)
        filled = {name: _spoken(value, gettext) for name, value in self.values.items()}
        return gettext(self.template).format(**filled)


def say(template: str, **values: Any) -> Words:
    """Make a sentence; the message extractor finds templates by this function's name."""
    return Words(template, values)


def _unchanged(text: str) -> str:
    return text


def _spoken(value: Any, gettext: Callable[[str], str]) -> Any:
    if isinstance(value, Words):
        return value.translated(gettext)
    if isinstance(value, list | tuple):
        return listed([str(_spoken(one, gettext)) for one in value], gettext("and"))
    return value


def listed(parts: list[str], last: str = "and") -> str:
    """Join as a person would: 'a', 'a and b', 'a, b and c'."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"
