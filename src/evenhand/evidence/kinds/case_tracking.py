"""One sampled child's way through the home: where they started, what the home did, what changed for them."""

from evenhand.evidence.sample import SampleReason
from evenhand.evidence.shared_questions import BEARING
from evenhand.evidence.spec import Kind, Option, Privacy, Question, Source, Tells
from evenhand.wording import say

CASE_TRACKING = Kind(
    id="case_tracking",
    title=say("Case tracking"),
    summary=say("One child from the sample: their starting point, what the home did, and what changed."),
    source=Source.CASE_TRACKING,
    privacy=Privacy.CHILD,
    said_label=say("What the child’s story shows"),
    said_hint=say("The experience of this child, told so that it can be weighed. No names: initials at most."),
    help=(
        say("Follow the child, not the file: records are read to answer a question about the child."),
        say("Progress is measured from where this child started, not against other children."),
    ),
    questions=(
        Question(
            id="sampled_for",
            label=say("Why this child is in the sample"),
            hint=say("The main reason; the sample keeps them all."),
            required=True,
            options=tuple(Option(one.value, one.words) for one in SampleReason),
        ),
        Question(
            id="rests_on",
            label=say("What it rests on"),
            hint=say("For example: the child, the key worker, the placement plan, a call to the social worker."),
            required=True,
            max_length=500,
        ),
        Question(id="starting_point", label=say("Where the child started"), wanted=True, long=True),
        Question(id="home_did", label=say("What the home did, and what difference it made"), long=True),
        Question(id="change", label=say("What has changed for the child since"), wanted=True, long=True),
        Question(
            id="child_view",
            label=say("Is the child’s own view among it?"),
            wanted=True,
            options=(
                Option("said", say("Yes, the child said it"), (Tells.VOICE,)),
                Option("shown", say("Yes, the child showed it without words"), (Tells.VOICE,)),
                Option("reported", say("Only through somebody else")),
                Option("no", say("No")),
            ),
        ),
        Question(
            id="child_says",
            label=say("The child’s view"),
            long=True,
            required=True,
            asked_when=("child_view", ("said", "shown", "reported")),
        ),
        BEARING,
    ),
)
