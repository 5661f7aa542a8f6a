"""Is a framework clearly written? Figures about its sentences, and questions to its author; never a verdict.

`clarity` looks at one version, `compare` puts two side by side. What a formula can see is length: of sentences and of
words. Whether a reader understands is for readers to say.
"""

from __future__ import annotations

from evenhand.framework.clarity.comparing import ClarityComparison, PartComparison, compare
from evenhand.framework.clarity.figures import FEW_WORDS, LONG, Figures, reading_age
from evenhand.framework.clarity.passages import PARTS, Pair, TextPiece, pairs, passages
from evenhand.framework.clarity.questions import QUESTIONS
from evenhand.framework.clarity.reading import Clarity, clarity

__all__ = [
    "FEW_WORDS",
    "LONG",
    "PARTS",
    "QUESTIONS",
    "Clarity",
    "ClarityComparison",
    "Figures",
    "Pair",
    "PartComparison",
    "TextPiece",
    "clarity",
    "compare",
    "pairs",
    "passages",
    "reading_age",
]
