"""Are children safe, and do they feel safe? Two things, recorded as two; where they part, somebody says why."""

from evenhand.evidence.spec import Kind, Option, Privacy, Question, Source, Tells
from evenhand.wording import say

_KNOWN = ("feels_safe", "does_not")

ARE_AND_FEEL_SAFE = Kind(
    id="are_and_feel_safe",
    title=say("Are safe, feel safe"),
    summary=say("What the evidence shows about a child’s safety, and what the child says or shows: two things."),
    source=Source.SYNTHESIS,
    privacy=Privacy.CHILD,
    said_label=say("What the evidence shows"),
    said_hint=say("What you rest it on: records, observation, what others say. No names: initials at most."),
    help=(
        say("One item for each child, or for a few who say the same."),
        say("It rests on other items, so it does not count as a source of its own."),
        say("A child can be safe without feeling so, and feel safe without being so. Neither settles the other."),
    ),
    questions=(
        Question(
            id="are_safe",
            label=say("Are they safe?"),
            hint=say("What the evidence shows, whatever anybody feels."),
            required=True,
            options=(
                Option("safe", say("The evidence shows that they are"), (Tells.SAFE,)),
                Option("not_safe", say("The evidence shows that they are not, or not always"), (Tells.NOT_SAFE,)),
                Option("not_known", say("The evidence does not settle it yet")),
            ),
        ),
        Question(
            id="feel_safe",
            label=say("Do they feel safe?"),
            hint=say("What the child says or shows, whatever the evidence is."),
            required=True,
            options=(
                Option("feels_safe", say("They feel safe"), (Tells.FEELS_SAFE,)),
                Option("does_not", say("They do not, or not always"), (Tells.FEELS_UNSAFE,)),
                Option("not_known", say("It is not known")),
            ),
        ),
        Question(
            id="known_from",
            label=say("How do you know how they feel?"),
            required=True,
            asked_when=("feel_safe", _KNOWN),
            options=(
                Option("said", say("The child said so"), (Tells.VOICE,)),
                Option("shown", say("The child showed it without words"), (Tells.VOICE,)),
                Option("reported", say("Somebody else said so")),
            ),
        ),
        Question(
            id="child_says",
            label=say("What the child said or showed"),
            long=True,
            required=True,
            asked_when=("feel_safe", _KNOWN),
        ),
        Question(
            id="explanation",
            label=say("Why the two differ, and what is being done"),
            hint=say("Needed when a child is safe and does not feel so, or feels so and is not."),
            long=True,
            required_when=(
                {"are_safe": "safe", "feel_safe": "does_not"},
                {"are_safe": "not_safe", "feel_safe": "feels_safe"},
            ),
            missing=say("What the evidence shows and what the child feels do not agree. Write why, and what is done."),
        ),
    ),
)
