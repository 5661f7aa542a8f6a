"""The names that the account gives to bases, measures and columns, as words that can be translated."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, gettext_lazy

NAMES = {
    # bases
    "inspections in the period": gettext_lazy("Inspections in the period"),
    "latest inspection at a date": gettext_lazy("Latest inspection at a date"),
    "latest inspection at a date, counted from the register's files": gettext_lazy(
        "Latest inspection at a date, counted from the register’s files"
    ),
    "listed inspections in the year before a register file": gettext_lazy(
        "Listed inspections in the year before a register file"
    ),
    # measures
    "good_or_better": gettext_lazy("Good or outstanding"),
    "outstanding": gettext_lazy("Outstanding"),
    "inadequate": gettext_lazy("Inadequate"),
    "good": gettext_lazy("Good"),
    "requires improvement": gettext_lazy("Requires improvement"),
    # kinds of range
    "rounding bounds only": gettext_lazy("rounding only"),
    "rounding bounds with a 95% interval": gettext_lazy("rounding and chance at 95 per cent"),
    # columns of the charts
    "measure": gettext_lazy("Share"),
    "from": gettext_lazy("From"),
    "to": gettext_lazy("To"),
    "change_points": gettext_lazy("Change in points"),
    "low": gettext_lazy("Low"),
    "high": gettext_lazy("High"),
    "low_high_are": gettext_lazy("Low and high are bounds of"),
    "quarter": gettext_lazy("Quarter beginning"),
    "inspections": gettext_lazy("Inspections"),
    "good or outstanding, %": gettext_lazy("Good or outstanding, per cent"),
    "unbroken stretch": gettext_lazy("Unbroken stretch"),
    "day": gettext_lazy("Day"),
    "step in points": gettext_lazy("Step in points"),
    "which": gettext_lazy("Which"),
    "asked about": gettext_lazy("asked about"),
    "placebo": gettext_lazy("placebo"),
    "observed less expected, points": gettext_lazy("Observed less expected, points"),
    "control chart": gettext_lazy("Control chart"),
    "e-value": gettext_lazy("e-value"),
    # what composition is held fixed for
    "sector": gettext_lazy("Sector"),
    "region": gettext_lazy("Region"),
    "size": gettext_lazy("Size"),
    "kind": gettext_lazy("Kind of home"),
    "no earlier inspection listed": gettext_lazy("No earlier inspection listed"),
    "last grade": gettext_lazy("Last grade"),
    "sector and last grade": gettext_lazy("Sector and last grade"),
    # alarms
    "chart": gettext_lazy("Control chart"),
}


def named(value: Any) -> Any:
    """The words for a name; whatever is no name stays as it is, and nothing at all is said."""
    if value is None:
        return gettext("not known")
    return str(NAMES[value]) if value in NAMES else value
