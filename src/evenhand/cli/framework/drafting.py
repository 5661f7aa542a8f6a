"""`evenhand framework drafting`: begin a version, and seal it."""

from __future__ import annotations

import typer


def register(commands: typer.Typer) -> None:
    """Add this module's commands to the group."""
