"""What became of each piece of a framework in another version: what stayed, what changed and how, what came and went.

`compare` makes a `Comparison`; `summary` says it in one paragraph; `as_text`, `as_markdown`, `as_html` and `as_dict`
draw it. All words compared are our paraphrase of the inspectorate's.
"""

from evenhand.framework.changes.comparing import compare
from evenhand.framework.changes.markdown import as_markdown
from evenhand.framework.changes.model import (
    Aspect,
    Change,
    Compared,
    Comparison,
    Difference,
    Fate,
    Piece,
    Tally,
)
from evenhand.framework.changes.page import as_html
from evenhand.framework.changes.phrases import caveats, class_words, remarks, route_words
from evenhand.framework.changes.plain import as_dict
from evenhand.framework.changes.summary import PARAPHRASE, summary, told
from evenhand.framework.changes.text import as_text

__all__ = [
    "PARAPHRASE",
    "Aspect",
    "Change",
    "Compared",
    "Comparison",
    "Difference",
    "Fate",
    "Piece",
    "Tally",
    "as_dict",
    "as_html",
    "as_markdown",
    "as_text",
    "caveats",
    "class_words",
    "compare",
    "remarks",
    "route_words",
    "summary",
    "told",
]
