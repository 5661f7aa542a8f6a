"""The answer as one HTML page that needs nothing else: words first, then each chart with its table and its CSV."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from html import escape

from evenhand.trend.account import Account
from evenhand.trend.compared import Comparison
from evenhand.trend.figures import TrendFigure, figures
from evenhand.trend.saying import NO_CAUSE

_STYLE = """
body { font: 1.05rem/1.5 sans-serif; color: #0b0c0c; background: #fff; max-width: 62rem; margin: 0 auto; padding: 1rem }
img { max-width: 100%; height: auto } figure { margin: 1rem 0 }
.scroll { overflow-x: auto } table { border-collapse: collapse; margin: 1rem 0 }
caption { text-align: left; font-weight: bold } th, td { text-align: left; padding: .25rem .75rem .25rem 0;
border-bottom: 1px solid #505a5f; vertical-align: top } a { color: #1d70b8 } a:focus, summary:focus, .scroll:focus
{ outline: 3px solid #0b0c0c; background: #fd0 }
"""


def page(account: Account) -> str:
    """The page as text; every value in it is escaped."""
    title = f"Did ratings change on {account.at.isoformat()}?"
    changes = [f"{one.on.isoformat()}: {one.what}" for one in account.comparisons.changes]
    drawn = {one.id: one for one in figures(account)}
    parts = [
        f"<h1>{escape(title)}</h1>",
        f"<p><strong>{escape(str(NO_CAUSE))}</strong></p>",
        _list(changes or ["No change is reported for this day."]),
        *(_basis(number, shown, drawn) for number, shown in enumerate(account.by_basis().values())),
        "<h2>Placebo days</h2>",
        _table(
            "The same sums across days on which no framework changed", _COLUMNS, map(_row, account.comparisons.placebos)
        ),
        "<h2>Other looks at the listed inspections</h2>",
        _list(str(one) for one in account.words()),
        *(_figure(one) for name, one in drawn.items() if not name.startswith("basis-")),
        _alarms(account),
    ]
    body = "\n".join(parts)
    return (
        f'<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<style>{_STYLE}</style>\n</head>\n'
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


_COLUMNS = ("basis", "measure", "from", "to", "n", "change in points", "low", "high", "these bounds are")


def _row(one: Comparison) -> tuple[str, ...]:
    told = one.as_dict()
    n = " / ".join(_shown(told["n"][side]) for side in ("from", "to"))
    figures = (_shown(told[name]) for name in ("change_points", "low", "high", "low_high_are"))
    return (told["basis"], one.measure.replace("_", " "), one.before, one.after, n, *figures)


def _basis(number: int, shown: Sequence[Comparison], drawn: dict[str, TrendFigure]) -> str:
    caveats = dict.fromkeys(str(caveat) for one in shown for caveat in one.caveats)
    figure = drawn.get(f"basis-{number}")
    return "\n".join(
        (
            f"<h2>Basis: {escape(shown[0].basis.value)}</h2>",
            f"<p>{escape(str(shown[0].claim))}</p>",
            f"<p>What would settle it: {escape(str(shown[0].settles))}</p>",
            _figure(figure) if figure else "",
            _table(f"Comparisons on the basis: {shown[0].basis.value}", _COLUMNS, map(_row, shown)),
            f"<details><summary>What stands beside these figures</summary>{_list(caveats)}</details>",
        )
    )


def _figure(one: TrendFigure) -> str:
    picture, table = (b64encode(text.encode()).decode() for text in (one.svg, one.csv))
    return (
        f'<h3 id="{one.id}">{escape(str(one.title))}</h3>\n<figure><img src="data:image/svg+xml;base64,{picture}" '
        f'alt="{escape(str(one.alt))}"></figure>\n<details><summary>The figures of this chart: '
        f"{escape(str(one.title))}</summary>\n{_table(str(one.title), one.columns, one.rows)}"
        f'<p><a download="{one.id}.csv" href="data:text/csv;charset=utf-8;base64,{table}">'
        f"{escape(str(one.title))} as CSV</a></p></details>"
    )


def _alarms(account: Account) -> str:
    rows = [one.as_dict() for one in account.operating]
    if not rows:
        return ""
    columns = tuple(name.replace("_", " ") for name in rows[0])
    caption = "What an alarm of the watch is worth, by simulation: a fall of 0 points is a false alarm"
    return "<h2>False alarms and delay</h2>\n" + _table(caption, columns, (tuple(row.values()) for row in rows))


def _table(caption: str, columns: Iterable[str], rows: Iterable[Sequence[object]]) -> str:
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "".join(f"<tr>{''.join(f'<td>{escape(_shown(cell))}</td>' for cell in row)}</tr>\n" for row in rows)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table></div>"
    )


def _list(texts: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</ul>"


def _shown(value: object) -> str:
    return "not known" if value is None else str(value)
