"""A draft on its way, made by the real acts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from tests.people import Cast

from evenhand.casework.drafts import DraftAct
from evenhand.shelf import shipped

NEXT = "sccif-2097"


def tomorrow() -> date:
    return timezone.localdate() + timedelta(days=1)


def a_text(framework_id: str = NEXT, *changes: tuple[str, str]) -> str:
    """The framework in force as a draft of another; `changes` replace pieces that occur once."""
    text = (shipped("frameworks") / "sccif-2025" / "framework.yaml").read_text(encoding="utf-8")
    pairs = (
        ("\nid: sccif-2025\n", f"\nid: {framework_id}\n"),
        ("\npredecessor: sccif-2022\n", "\npredecessor: sccif-2025\n"),
        ("in_force: {from: 2025-04-04, to: null}", f"in_force: {{from: {tomorrow()}, to: null}}"),
        *changes,
    )
    for old, new in pairs:
        assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
        text = text.replace(old, new)
    return text


def a_draft(cast: Cast, until: DraftAct | None = None, source: str | None = None) -> Any:
    """Fay's draft, taken as far as an act."""
    from evenhand.web.drafts import actions

    draft = actions.begin(by=cast.fay, source=source or a_text(), crosswalk="", remark="First text.")
    if until in (DraftAct.ASK_APPROVAL, DraftAct.RETURN):
        actions.ask_approval(by=cast.fay, draft=draft, why="It is ready.")
    if until is DraftAct.RETURN:
        actions.give_back(by=cast.fred, draft=draft, why="The third rule is unclear.")
    return draft


def as_read(draft: Any) -> dict[str, Any]:
    """Which text of a draft somebody read, as the page to publish it says."""
    from evenhand.web.drafts.queries import latest

    return {"text": latest(draft).number, "fingerprint": latest(draft).fingerprint}
