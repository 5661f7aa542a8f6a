"""Where the shipped frameworks and public data lie: in the source tree, or inside the installed package."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def shipped(folder: str) -> Path:
    """The folder `frameworks` or `data`.

    A checkout is asked first, so that an author who edits `frameworks/` sees the edit at once.
    Raises FileNotFoundError when neither place has it.
    """
    checkout = PACKAGE.parent.parent / folder
    inside = PACKAGE / "_shipped" / folder
    for place in (checkout, inside):
        if place.is_dir() and (place is inside or (PACKAGE.parent.parent / "pyproject.toml").is_file()):
            return place
    raise FileNotFoundError(f"this installation of Evenhand has no '{folder}' folder; install it again")
