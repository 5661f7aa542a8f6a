"""A consultation on its way: written, open with nobody's answer yet, or closed after twelve people answered."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from tests.core.consultation.stories import YAML
from tests.people import Cast

from evenhand.consultation.phases import Phase
from evenhand.web.consultations import actions, queries

# Six of staff and six councils; half agree, and the first three say why.
ROWS = "respondent,kind,question,answer,comment\n" + "".join(
    f"{n},{kind},q1,{'Agree' if n % 2 else 'Disagree'},{f'Because of {n}' if n < 3 else ''}\n"
    for n, kind in enumerate(["staff"] * 6 + ["council"] * 6)
)


def source(**days: date) -> str:
    """The text of the consultation of the stories, open from today unless other days are given."""
    today = timezone.localdate()
    text = YAML.replace("2026-01-05", str(days.get("opens", today)))
    return text.replace("2026-03-31", str(days.get("closes", today + timedelta(days=30))))


def a_consultation(cast: Cast, phase: Phase = Phase.DRAFT) -> Any:
    """A consultation that Fay wrote and took to a phase."""
    row = actions.write(by=cast.fay, source=source(), name="c.yaml")
    if phase is not Phase.DRAFT:
        actions.open_(by=cast.fay, row=row)
    if phase is Phase.CLOSED:
        actions.import_file(by=cast.fay, row=row, name="r.csv", content=ROWS.encode())
        actions.close(by=cast.fay, row=row)
    return row


def shown(row: Any) -> queries.Shown:
    """The consultation as pages need it."""
    return queries.Shown(row, queries.content_of(row), queries.phase_of(row))
