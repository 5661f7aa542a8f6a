"""What the building and its grounds are like for a child to live in, and whether they are safe."""

from evenhand.evidence.shared_questions import BEARING
from evenhand.evidence.spec import Kind, Option, Privacy, Question, Source, Tells
from evenhand.wording import say

PREMISES = Kind(
    id="premises",
    title=say("Premises"),
    summary=say("What you saw of the building and its grounds, and what it is like for a child to live there."),
    source=Source.OBSERVATION,
    privacy=Privacy.RECORD,
    said_label=say("What you found"),
    said_hint=say("So that somebody who was not there can see it. No names: initials at most."),
    help=(
        say("Ask before you enter a child’s room, and let them show it if they like."),
        say("Measure water, fridges and vehicles only if a line of enquiry leads there."),
    ),
    questions=(
        Question(
            id="place",
            label=say("Which part of the home"),
            hint=say("For example: kitchen, upstairs landing, garden."),
            required=True,
            max_length=200,
        ),
        Question(
            id="building",
            label=say("Which building"),
            hint=say("Only if the home has more than one. The letter or number that the home uses."),
            max_length=80,
        ),
        Question(id="lived_in", label=say("What it is like for a child to live here"), wanted=True, long=True),
        Question(
            id="danger",
            label=say("Is there something that has to be put right at once?"),
            required=True,
            options=(Option("no", say("No")), Option("yes", say("Yes"), (Tells.CONCERN,))),
        ),
        Question(
            id="told",
            label=say("Whom you told, and when"),
            hint=say("The post, not the name, and the time. Urgent shortfalls are not kept until the feedback."),
            required=True,
            max_length=500,
            asked_when=("danger", ("yes",)),
        ),
        BEARING,
    ),
)
