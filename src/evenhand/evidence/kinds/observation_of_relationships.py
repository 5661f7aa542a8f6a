"""What was seen between children and staff: behaviour described, never a score turned into a grade."""

from evenhand.evidence.shared_questions import BEARING
from evenhand.evidence.spec import Kind, Option, Privacy, Question, Source, Tells
from evenhand.wording import say

_STRANDS = (
    Question(
        id="warmth",
        label=say("Warmth"),
        hint=say("For example: greeting, comfort, humour, touch that was wanted; or their absence."),
        long=True,
    ),
    Question(
        id="attunement",
        label=say("Attunement"),
        hint=say("Did adults notice what a child felt or needed, and did their answer fit it?"),
        long=True,
    ),
    Question(
        id="respect",
        label=say("Respect"),
        hint=say("For example: knocking, listening to the end, asking before deciding, talking with and not about."),
        long=True,
    ),
    Question(
        id="boundaries",
        label=say("Boundaries"),
        hint=say("How expectations were set and kept, and whether children knew them."),
        long=True,
    ),
    Question(
        id="repair",
        label=say("Repair"),
        hint=say("If something went wrong between them: what happened next."),
        long=True,
    ),
)

OBSERVATION_OF_RELATIONSHIPS = Kind(
    id="observation_of_relationships",
    title=say("Observation of relationships"),
    summary=say("What you saw between children and the adults who look after them."),
    source=Source.OBSERVATION,
    privacy=Privacy.CHILD,
    said_label=say("What you saw"),
    said_hint=say("Describe it so that somebody who was not there can see it. No names: initials at most."),
    help=(
        say("Five things to look for follow. Write what happened; leave empty what did not come up. None is scored."),
        say("For some children watching is the only way to learn how they are. Stop if it upsets a child."),
    ),
    questions=(
        Question(
            id="setting",
            label=say("Where and when in the day"),
            hint=say("For example: the evening meal, a handover, getting ready for school."),
            required=True,
            max_length=200,
        ),
        *_STRANDS,
        Question(
            id="own_view",
            label=say("Did a child let you know their own view without words?"),
            hint=say("So that children who do not use speech count among those who were heard."),
            options=(Option("yes", say("Yes"), (Tells.VOICE,)), Option("no", say("No"))),
        ),
        Question(
            id="view_shown",
            label=say("What they let you know, and how"),
            hint=say("For example: signs, pictures, turning away, taking an adult by the hand."),
            long=True,
            required=True,
            asked_when=("own_view", ("yes",)),
        ),
        BEARING,
    ),
)
