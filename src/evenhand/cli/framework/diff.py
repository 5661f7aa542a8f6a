"""`evenhand framework diff`: what differs between two versions."""

from __future__ import annotations

import typer


def register(commands: typer.Typer) -> None:
    """Add this module's commands to the group."""
