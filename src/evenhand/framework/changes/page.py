"""The comparison as one HTML page that needs nothing else: both versions side by side, word by word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from evenhand.framework.changes.model import Change, Compared, Comparison, Edit, Fate, Piece, Stretch
from evenhand.framework.changes.phrases import caveats, class_words, remarks, version_words
from evenhand.framework.changes.summary import NO_OFFICIAL_SERVICE, told
from evenhand.wording import Words, say

# Contrast of at least 7:1; what was taken out and put in is told by line, sign and hidden words, not by colour alone.
STYLE = """
:root { color-scheme: light; }
body { font: 1rem/1.5 system-ui, sans-serif; color: #0b0c0c; background: #fff; max-width: 72rem; margin: 0 auto;
  padding: 1rem; }
h1, h2, h3 { line-height: 1.25; }
h2 { border-top: 3px solid #0b0c0c; padding-top: .75rem; margin-top: 2.5rem; }
h3 { margin: 1.75rem 0 .5rem; font-size: 1.1rem; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; font-weight: 600; padding: .5rem 0; }
th, td { border: 1px solid #6f777b; padding: .4rem .6rem; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; white-space: pre-line; }
th[scope=col] { overflow-wrap: normal; }
thead th, th[scope=row] { background: #f3f2f1; }
.sides th[scope=row] { width: 16%; }
.sides td { width: 42%; }
td.number { text-align: right; }
.scroll { overflow-x: auto; }
del { color: #6b0f0a; background: #fbe9e7; text-decoration: line-through; }
ins { color: #00452b; background: #e3f3ea; text-decoration: underline; text-decoration-thickness: 2px; }
.notice { border-left: 8px solid #0b0c0c; padding: .25rem 1rem; }
.remarks { margin: .5rem 0 0; overflow-wrap: anywhere; }
.class { border: 2px solid currentColor; padding: 0 .4rem; margin-right: .4rem; font-size: .95rem; }
.unverified { font-weight: 600; }
code { overflow-wrap: anywhere; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
a { color: #0b4a8f; }
a:focus, summary:focus { outline: 3px solid #0b0c0c; outline-offset: 2px; background: #ffdd00; }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  h2, h3 { break-after: avoid; }
  tr { break-inside: avoid; }
  nav { display: none; }
  ins, del, .class { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
"""


def as_html(comparison: Comparison, parts: tuple[Compared, ...] = (), *, unchanged: bool = False) -> str:
    """A whole page; `unchanged` lists what did not change as well."""
    title = str(say("{old} and {new} compared", old=comparison.old.id, new=comparison.new.id))
    chosen = {part: some for part, some in comparison.by_part.items() if not parts or part in parts}
    body = [
        f"<h1>{_text(title)}</h1>",
        f'<p class="notice">{_text(NO_OFFICIAL_SERVICE)}</p>',
        f"<ul><li>{_text(version_words(comparison.old))}</li><li>{_text(version_words(comparison.new))}</li></ul>",
        f"<h2>{_text(say('In short'))}</h2>",
        f"<p>{' '.join(_text(one) for one in told(comparison))}</p>",
        *_counts(comparison, chosen),
        *_contents(chosen),
        *(line for part, changes in chosen.items() for line in _part(comparison, part, changes, unchanged)),
        f'<h2 id="not-verified">{_text(say("Not verified"))}</h2>',
        *_list(caveats(comparison)),
    ]
    return _page(title, body)


def _page(title: str, body: Iterable[str]) -> str:
    head = [
        "<!DOCTYPE html>",
        '<html lang="en-GB">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_text(title)}</title>",
        f"<style>{STYLE}</style>",
        "</head>",
        "<body>",
        "<main>",
    ]
    return "\n".join([*head, *body, "</main>", "</body>", "</html>", ""])


def _text(value: Words | str) -> str:
    return escape(str(value))


def _list(items: Iterable[Words | str], name: str = "") -> Iterator[str]:
    rows = [f"<li>{_text(one)}</li>" for one in items]
    if rows:
        yield f'<ul class="{name}">' if name else "<ul>"
        yield from rows
        yield "</ul>"


def _counts(comparison: Comparison, chosen: Iterable[Compared]) -> Iterator[str]:
    yield '<div class="scroll" tabindex="0"><table>'
    yield f"<caption>{_text(say('Rows of this comparison by what became of them'))}</caption>"
    names = [say("Part"), say("Before"), say("After"), *(fate.word for fate in Fate), say("Not known")]
    yield _heads(names)
    for part in chosen:
        tally = comparison.tally(part)
        known = [tally.count(fate) - tally.unknown(fate) for fate in Fate]
        cells = "".join(f'<td class="number">{one}</td>' for one in (tally.old(), tally.new(), *known, tally.not_known))
        yield f'<tr><th scope="row">{_text(part.heading)}</th>{cells}</tr>'
    yield "</tbody></table></div>"


def _heads(names: Iterable[Words | str]) -> str:
    cells = "".join(f'<th scope="col">{_text(name)}</th>' for name in names)
    return f"<thead><tr>{cells}</tr></thead><tbody>"


def _contents(chosen: Iterable[Compared]) -> Iterator[str]:
    yield f'<nav aria-label="{_text(say("Parts"))}"><ul>'
    yield from (f'<li><a href="#{part.value}">{_text(part.heading)}</a></li>' for part in chosen)
    yield f'<li><a href="#not-verified">{_text(say("Not verified"))}</a></li></ul></nav>'


def _part(comparison: Comparison, part: Compared, changes: tuple[Change, ...], unchanged: bool) -> Iterator[str]:
    yield f'<h2 id="{part.value}">{_text(part.heading)}</h2>'
    shown = [one for one in changes if unchanged or one.fate is not Fate.UNCHANGED]
    for change in shown:
        yield from _change(comparison, change)
    if hidden := len(changes) - len(shown):
        yield f"<p>{_text(say('Unchanged and not listed: {count}', count=hidden))}</p>"


def _change(comparison: Comparison, change: Change) -> Iterator[str]:
    label = f'<span class="class">{_text(class_words(change))}</span>'
    yield f"<h3>{label} {_text(change.title)}</h3>"
    yield '<table class="sides">'
    yield f'<caption class="hidden">{_text(say("Both versions side by side"))}</caption>'
    columns = (say("What"), comparison.old.id, comparison.new.id)
    yield _heads(columns)
    yield _row(say("Id"), _ids(change.old), _ids(change.new), change.known)
    for one in change.differences:
        yield _row(one.label, _sides(one.left()), _sides(one.right()))
    if not change.differences:
        yield from _aspects(change)
    yield "</tbody></table>"
    yield from _list((one.sentence for one in change.differences if one.substance or not one.known), "remarks")
    yield from _list(remarks(change), "remarks")


def _row(label: Words, left: str, right: str, known: bool = True) -> str:
    # What could not be read may have been there.
    nothing = f"<em>{_text(say('nothing') if known else say('not known'))}</em>"
    return f'<tr><th scope="row">{_text(label)}</th><td>{left or nothing}</td><td>{right or nothing}</td></tr>'


def _aspects(change: Change) -> Iterator[str]:
    """The whole text of a piece that stands on one side, or on both without a difference."""
    old, new = ({one.name: one for piece in some for one in piece.aspects} for some in (change.old, change.new))
    for name, one in {**old, **new}.items():
        left, right = (_text(some[name].shown) if name in some else "" for some in (old, new))
        if str(one.shown):
            yield _row(one.label, left, right, change.known)


def _ids(some: tuple[Piece, ...]) -> str:
    mark = f' <span class="unverified">[{_text(say("not verified"))}]</span>'
    return "<br>".join(f"<code>{_text(one.id)}</code>{'' if one.verified else mark}" for one in some)


_TAGS = {
    Edit.REMOVED: ("del", say("taken out:"), say("end of what was taken out")),
    Edit.ADDED: ("ins", say("put in:"), say("end of what was put in")),
}


def _sides(stretches: Iterable[Stretch]) -> str:
    words = []
    for stretch in stretches:
        if stretch.edit is Edit.SAME:
            words.append(escape(stretch.text))
            continue
        tag, before, after = _TAGS[stretch.edit]
        core = stretch.text.rstrip()
        start, end = (f'<span class="hidden"> [{_text(one)}] </span>' for one in (before, after))
        words.append(f"<{tag}>{start}{escape(core)}{end}</{tag}>{escape(stretch.text[len(core) :])}")
    return "".join(words)
