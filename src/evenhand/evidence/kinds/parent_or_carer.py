"""What a parent, a former carer or another member of the family told the inspector."""

from evenhand.evidence.shared_questions import BEARING, HOW_SPOKEN, OTHERS_PRESENT
from evenhand.evidence.spec import Kind, Option, Privacy, Question, Source
from evenhand.wording import say

PARENT_OR_CARER = Kind(
    id="parent_or_carer",
    title=say("Parent or carer"),
    summary=say("What a parent, a carer or somebody else of the family told you."),
    source=Source.FAMILY,
    privacy=Privacy.ADULT,
    said_label=say("What the parent or carer said"),
    said_hint=say("Their words where they matter. No names: initials at most."),
    help=(
        say("Give the time of the call and what the person is to the child: both stand on every interview."),
        say("Ask the home and the placing authority first whether it is right to speak with this person."),
    ),
    questions=(
        Question(
            id="relationship",
            label=say("What they are to the child"),
            hint=say("For example: mother, grandfather, former foster carer."),
            required=True,
            max_length=120,
        ),
        HOW_SPOKEN,
        OTHERS_PRESENT,
        Question(
            id="informed",
            label=say("Does the home keep them informed and involved?"),
            wanted=True,
            options=(
                Option("yes", say("They say so")),
                Option("partly", say("In part")),
                Option("no", say("They say not")),
                Option("not_due", say("It would not be right, or they do not want it")),
            ),
        ),
        Question(id="thinks_safe", label=say("What they say about how safe the child is"), long=True),
        Question(id="difference", label=say("What they see changed in the child"), long=True),
        BEARING,
    ),
)
