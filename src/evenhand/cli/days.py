"""How a person writes a day on the command line."""

from __future__ import annotations

from datetime import date

import typer

METAVAR = "YYYY-MM-DD"


def day(text: str | date) -> date:
    """A day from an option; anything else is bad use, with what to write instead."""
    try:
        return text if isinstance(text, date) else date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"'{text}' is no day; write year, month and day, such as 2027-04-01") from None
