"""Where a consultation is: written, open, closed, answered. It only moves forwards."""

from __future__ import annotations

from enum import StrEnum

from evenhand.wording import Words, say


class Phase(StrEnum):
    """Draft: authors only. Open: anybody may respond. Closed: results are shown. Answered: what was done is shown."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    ANSWERED = "answered"


PHASE_WORDS: dict[Phase, Words] = {
    Phase.DRAFT: say("Not open yet"),
    Phase.OPEN: say("Open"),
    Phase.CLOSED: say("Closed"),
    Phase.ANSWERED: say("Answered"),
}
# A closed consultation is never opened again: who responded would have seen the results.
_NEXT = {Phase.DRAFT: Phase.OPEN, Phase.OPEN: Phase.CLOSED, Phase.CLOSED: Phase.ANSWERED}


def next_phase(phase: Phase) -> Phase | None:
    """The phase that follows; None when there is none."""
    return _NEXT.get(phase)


def shows_results(phase: Phase) -> bool:
    """Whether anybody may see results: not while they could sway those who have not responded yet."""
    return phase in (Phase.CLOSED, Phase.ANSWERED)
