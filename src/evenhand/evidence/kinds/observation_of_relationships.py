"""What was seen between children and staff: behaviour described, never a score turned into a grade."""

from evenhand.evidence.spec import Kind, Privacy, Question
from evenhand.wording import say

OBSERVATION_OF_RELATIONSHIPS = Kind(
    id="observation_of_relationships",
    title=say("Observation of relationships"),
    summary=say("What you saw between children and the adults who look after them."),
    source="observation",
    privacy=Privacy.CHILD,
    said_label=say("What you saw"),
    said_hint=say("Describe it so that somebody who was not there can see it. No names: initials at most."),
    questions=(
        Question(
            id="setting",
            label=say("Where and when in the day"),
            hint=say("For example: the evening meal, a handover, getting ready for school."),
            required=True,
            max_length=200,
        ),
        Question(
            id="warmth",
            label=say("Warmth and attunement"),
            hint=say("How adults noticed and answered children."),
            long=True,
        ),
        Question(
            id="boundaries",
            label=say("Respect and boundaries"),
            hint=say("How expectations were set and kept."),
            long=True,
        ),
        Question(
            id="repair",
            label=say("Repair"),
            hint=say("If something went wrong between them: what happened next."),
            long=True,
        ),
    ),
)
