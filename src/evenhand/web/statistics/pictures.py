"""Tables as SVG: shares with intervals, and a map of authorities. Each picture stands beside a table that says more."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import shorten
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _

from evenhand.statistics.model import Line, Table
from evenhand.web.statistics.queries import shapes

WIDTH, SIDE, ROW, AXIS = 640, 16, 40, 30
MAP_WIDTH, MAP_HEIGHT = 600, 685
# Least share of each class in per cent, its colour, and how its lines lie: never told apart by colour alone.
CLASSES = (
    (90, "#0b5a63", ""),
    (80, "#5f9c9a", "M0 4H8"),
    (70, "#b5d0ca", "M4 0V8"),
    (0, "#f3d9a4", "M0 8L8 0"),
)
HIDDEN, NOTHING = "hidden", "nothing"


def shares_svg(table: Table, labels: dict[str, str]) -> str:
    """The share good or outstanding of each line, a dot with its interval; what is hidden says so."""
    lines = [*table.lines, table.total]
    bottom = 8 + ROW * len(lines)
    drawn = [_line(one, labels[one.key], 8 + ROW * row) for row, one in enumerate(lines)]
    grid = "".join(
        f'<path d="M{_x(one / 100)} 4V{bottom}" stroke="#d8dedd"/>'
        f'<text x="{_x(one / 100)}" y="{bottom + 20}" text-anchor="middle" font-size="13" fill="#33474b">{one}%</text>'
        for one in (0, 25, 50, 75, 100)
    )
    return _svg(WIDTH, bottom + AXIS, grid + "".join(drawn))


def _line(line: Line, label: str, top: int) -> str:
    share, y = line.good, top + 28
    says = _("kept back") if line.total is None or line.better is None else _("nothing counted")
    if share is not None:
        says = f"{share.percents[0]}% ({share.n:,} / {share.of:,})"
    words = escape(f"{shorten(label, 60)}: {says}")
    text = f'<text x="{SIDE}" y="{top + 15}" font-size="14" fill="#12282c">{words}</text>'
    if share is None:
        return text
    return (
        f'{text}<path d="M{_x(share.low)} {y}H{_x(share.high)}" stroke="#0b5a63" stroke-width="3"/>'
        f'<circle cx="{_x(share.n / share.of)}" cy="{y}" r="5" fill="#0b5a63" stroke="#fff" stroke-width="1.5"/>'
    )


def map_svg(table: Table) -> str:
    """Authorities by class of share; hidden ones and ones without homes are told apart from each other."""
    held = {shapes()[line.key][0]: class_of(line) for line in table.lines if line.key in shapes()}
    drawn = dict(shapes().values())
    parts = [
        f'<path d="{path}" fill="url(#c-{held.get(code, NOTHING)})" stroke="#33474b" stroke-width="0.4"/>'
        for code, path in sorted(drawn.items())
    ]
    return _svg(MAP_WIDTH, MAP_HEIGHT, f"<defs>{''.join(map(_pattern, class_names()))}</defs>{''.join(parts)}")


def key_svg(name: str) -> str:
    """The sample of one class, for the key of the map."""
    filled = f'<rect x="1" y="1" width="38" height="22" fill="url(#c-{name})" stroke="#33474b"/>'
    return _svg(40, 24, f"<defs>{_pattern(name)}</defs>{filled}")


def class_names() -> tuple[str, ...]:
    """The classes of the map by name: least share, then hidden and nothing."""
    return (*(str(least) for least, _colour, _lines in CLASSES), HIDDEN, NOTHING)


def class_words(name: str) -> str:
    """A class of the map for people."""
    if name == HIDDEN:
        return _("kept back: too few homes, or needed to protect another")
    if name == NOTHING:
        return _("no home counted")
    upper = {"90": 100, "80": 89, "70": 79, "0": 69}[name]
    return _("%(low)s%% to %(high)s%%") % {"low": name, "high": upper}


def class_of(line: Line) -> str:
    """The class of an authority on the map."""
    if line.total is None or line.better is None:
        return HIDDEN
    if line.good is None:
        return NOTHING
    return next(str(least) for least, _colour, _lines in CLASSES if line.good.percents[0] >= least)


def _pattern(name: str) -> str:
    fill, lines = {HIDDEN: ("#ffffff", "M0 0L8 8M0 8L8 0"), NOTHING: ("#ffffff", "")}.get(name, ("", ""))
    for least, colour, drawn in CLASSES:
        if name == str(least):
            fill, lines = colour, drawn
    stroke = f'<path d="{lines}" stroke="#33474b" stroke-width="0.7" fill="none"/>' if lines else ""
    return (
        f'<pattern id="c-{name}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect width="8" height="8" fill="{fill}"/>{stroke}</pattern>'
    )


def alternative(table: Table, labels: dict[str, str]) -> str:
    """What a picture says, for those who do not see it: the range; the table says the rest."""
    told = sorted((one.good.percents[0], labels[one.key]) for one in table.lines if one.good is not None)
    if not told:
        return _("No share can be drawn. The table below says why.")
    return _("Share good or outstanding: %(low)s%% (%(lowest)s) to %(high)s%% (%(highest)s). More in the table.") % {
        "low": told[0][0], "lowest": told[0][1], "high": told[-1][0], "highest": told[-1][1],
    }  # fmt: skip


def _svg(width: int, height: int, parts: str | Iterable[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="sans-serif">{"".join(parts)}</svg>'
    )


def _x(share: float) -> float:
    return round(SIDE + (WIDTH - 2 * SIDE) * share, 1)
