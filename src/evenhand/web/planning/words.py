"""Events, interests, standings and reasons as people read them; colours never stand alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from evenhand.casework.due import AlterationKind, HappeningKind, Standing, Strength
from evenhand.web.design.jinja import in_words, words
from evenhand.wording import Words

Text = str | Promise

# What somebody may record here; suspension and closing are the register's to say.
EVENTS: dict[HappeningKind, Text] = {
    HappeningKind.CONCERNS: _("Concerns about the home or its management were reported"),
    HappeningKind.MANAGER_LEFT: _("The manager left before the first inspection"),
    HappeningKind.NO_CHILDREN_CONDITION: _("A condition exempts the home because no child lives there"),
    HappeningKind.REOPENING_NOTICE: _("The home gave notice that it will open again"),
    HappeningKind.CONDITION_LIFTED: _("The condition was lifted: children may live there again"),
}
SUBJECTS: dict[str, Text] = {
    "home": _("One home"),
    "provider": _("Every home of one owner"),
    "authority": _("Every home in one local authority"),
}
STANDINGS: dict[Standing, tuple[Text, str, str]] = {
    Standing.OVERDUE: (_("Overdue"), "red", "#b23a26"),
    Standing.AT_RISK: (_("At risk"), "orange", "#d08700"),
    Standing.DUE: (_("Due"), "blue", "#0b5a63"),
    Standing.NOT_YET: (_("Not yet open"), "grey", "#b7c3c2"),
    Standing.EXEMPT: (_("Exempt"), "purple", "#7d6ba6"),
}
STRENGTHS: dict[Strength, Text] = {
    Strength.REQUIRED: _("Required"),
    Strength.USUAL: _("Usual, not required"),
    Strength.DECISION: _("Somebody decides in the case"),
}
ALTERATIONS: dict[AlterationKind, Text] = {
    AlterationKind.SLIPPED: _("Slipped"),
    AlterationKind.NEW_HOME: _("New home"),
    AlterationKind.MANAGER_LEFT: _("Manager left"),
    AlterationKind.CONCERNS: _("Concerns"),
    AlterationKind.REOPENED: _("Opened again"),
    AlterationKind.NO_CHILDREN: _("No children"),
    AlterationKind.SUSPENDED: _("Suspended"),
    AlterationKind.MISSED: _("Missed"),
    AlterationKind.JOINED: _("Serves more than one rule"),
}
ABOUT_THE_RECORD: Text = _("The record itself")


def spoken(sentence: Words, types: Mapping[str, str] | None = None) -> str:
    """A sentence of the core in the reader's language, with days as people write them and types by their titles."""
    return words(Words(sentence.template, plain_values(sentence, types)))


def plain_values(sentence: Words, types: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The values of a sentence as a database can keep them and people can read them."""
    return {name: _plain(value, types or {}) for name, value in sentence.values.items()}


def _plain(value: Any, types: Mapping[str, str]) -> Any:
    if isinstance(value, date):
        return in_words(value)
    if isinstance(value, Words):
        return spoken(value, types)
    if isinstance(value, list | tuple):
        return [_plain(one, types) for one in value]
    if isinstance(value, str):
        return types.get(value, value)
    return value
