"""Questions that several kinds ask in the same words, so that their answers can be read side by side."""

from __future__ import annotations

from evenhand.evidence.spec import Option, Question, Tells
from evenhand.wording import say

BEARING = Question(
    id="bearing",
    label=say("Which way does it point?"),
    hint=say("So that what speaks against what can be shown. It is not a grade and is never turned into one."),
    wanted=True,
    options=(
        Option("strength", say("Towards something that works well for children"), (Tells.STRENGTH,)),
        Option("concern", say("Towards something that does not"), (Tells.CONCERN,)),
        Option("both", say("Both ways"), (Tells.STRENGTH, Tells.CONCERN)),
        Option("context", say("Neither: it helps to understand the rest")),
    ),
)

IMPACT = Question(id="impact", label=say("What it means for children"), long=True)

HOW_SPOKEN = Question(
    id="how",
    label=say("How did you speak?"),
    wanted=True,
    options=(
        Option("in_person", say("In person")),
        Option("telephone", say("By telephone")),
        Option("video", say("By video")),
        Option("writing", say("In writing")),
    ),
)

OTHERS_PRESENT = Question(
    id="present",
    label=say("Who else was there?"),
    hint=say("By what they are to the child or the home, for example: a key worker. Write “nobody” if so."),
    wanted=True,
    max_length=200,
)
