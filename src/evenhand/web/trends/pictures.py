"""Every comparison of every day as one picture: a dot with its range, a row each, so that no two bases share a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _

WIDTH, SIDE, HEAD, ROW, AXIS = 640, 16, 34, 42, 34
MOST = 20  # points either way; a test says when a range needs more
# Letters keep a white edge, so that the lines of the grid do not run through them.
BEHIND = 'paint-order="stroke" stroke="#fff" stroke-width="4" stroke-linejoin="round"'
INK, QUIET, GRID = "#12282c", "#33474b", "#d8dedd"


def overview_svg(groups: Sequence[tuple[str, Sequence[Mapping[str, Any]]]]) -> str:
    """Groups of (day, rows); a row has `label`, `change`, `low` and `high` (None: not published), `by_chance`."""
    parts, y = list[str](), 4
    for day, rows in groups:
        parts.append(
            f'<text x="{SIDE}" y="{y + 22}" font-size="16" font-weight="700" fill="{INK}">{escape(day)}</text>'
        )
        y += HEAD
        for row in rows:
            parts.append(_row(row, y))
            y += ROW
    return _svg(y + AXIS, _grid(y) + "".join(parts))


def _row(row: Mapping[str, Any], top: int) -> str:
    label = f'<text x="{SIDE}" y="{top + 13}" {BEHIND} font-size="14" fill="{INK}">{escape(row["label"])}</text>'
    if row["low"] is None:
        blank = escape(_("nothing published"))
        place = f'x="{_x(0)}" y="{top + 32}" {BEHIND} font-size="13" text-anchor="middle" fill="{QUIET}"'
        return f"{label}<text {place}>{blank}</text>"
    y, dash = top + 27, "" if row["by_chance"] else ' stroke-dasharray="4 3"'
    ends = "".join(
        f'<path d="M{_x(row[end])} {y - 5}v10" stroke="#0b5a63" stroke-width="2"/>' for end in ("low", "high")
    )
    return (
        f'{label}<path d="M{_x(row["low"])} {y}H{_x(row["high"])}" stroke="#0b5a63" stroke-width="3"{dash}/>{ends}'
        f'<circle cx="{_x(row["change"])}" cy="{y}" r="5" fill="#0b5a63" stroke="#fff" stroke-width="1.5"/>'
    )


def _grid(bottom: int) -> str:
    def line(points: int) -> str:
        colour = QUIET if points == 0 else GRID
        said = f"{points:+d}".replace("-", "−") if points else "0"
        return (
            f'<path d="M{_x(points)} 0V{bottom}" stroke="{colour}"/>'
            f'<text x="{_x(points)}" y="{bottom + 20}" text-anchor="middle" font-size="13" fill="{QUIET}">{said}</text>'
        )

    return "".join(line(points) for points in range(-MOST, MOST + 1, 5))


def _x(points: float) -> float:
    inside = max(-MOST, min(MOST, points))
    return round(SIDE + (WIDTH - 2 * SIDE) * (inside + MOST) / (2 * MOST), 1)


def _svg(height: int, drawn: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'font-family="sans-serif"><rect width="{WIDTH}" height="{height}" fill="#fff"/>{drawn}</svg>'
    )
