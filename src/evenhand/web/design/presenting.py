"""Things of the trade as words and colours; colours never stand alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.messages import constants
from django.core.paginator import Page
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evenhand.casework.stages import Stage

STAGES: dict[Stage, tuple[str | Promise, str]] = {
    Stage.SCHEDULED: (gettext_lazy("Scheduled"), "blue"),
    Stage.UNDER_WAY: (gettext_lazy("Under way"), "teal"),
    Stage.IN_QUALITY_ASSURANCE: (gettext_lazy("In quality assurance"), "purple"),
    Stage.RETURNED: (gettext_lazy("Returned"), "orange"),
    Stage.APPROVED: (gettext_lazy("Approved"), "green"),
    Stage.WITH_PROVIDER: (gettext_lazy("With the provider"), "teal"),
    Stage.PUBLISHED: (gettext_lazy("Published"), "green"),
    Stage.CANCELLED: (gettext_lazy("Cancelled"), "grey"),
}


def stage_in_words(stage: Stage | str) -> tuple[str | Promise, str]:
    """The words for a stage, and the colour of its tag."""
    return STAGES[Stage(stage)]


def banner_of(message: Any) -> dict[str, Any]:
    """A message to the reader as a notification banner."""
    if message.level >= constants.SUCCESS and message.level < constants.WARNING:
        return {"type": "success", "title": _("Done"), "role": "status"}
    return {"type": None, "title": _("Important"), "role": "region"}


def page_links(page: Page[Any], base_query: str) -> dict[str, Any]:
    """Where the pages of a list are: numbers with gaps, and the ones before and after."""

    def href(number: int) -> str:
        return f"?{base_query}&page={number}" if base_query else f"?page={number}"

    numbers: Sequence[Any] = list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
    return {
        "items": [
            {
                "number": number,
                "href": href(number),
                "current": number == page.number,
                "visuallyHiddenText": _("Page %(number)s") % {"number": number},
            }
            if isinstance(number, int)
            else {"ellipsis": True}
            for number in numbers
        ],
        "previous": href(page.previous_page_number()) if page.has_previous() else None,
        "next": href(page.next_page_number()) if page.has_next() else None,
    }
