"""A conversation with a child: their own words, kept apart from the inspector's reading of them."""

from evenhand.evidence.spec import Kind, Option, Privacy, Question
from evenhand.wording import say

CONVERSATION_WITH_CHILD = Kind(
    id="conversation_with_child",
    title=say("Conversation with a child"),
    summary=say("What a child told you, in the child's own words. Nobody has to talk to you."),
    source="conversation_with_child",
    privacy=Privacy.CHILD,
    voice_when=("consent", "agreed"),
    said_label=say("What the child said"),
    said_hint=say("The child's own words where you can. No names: initials at most."),
    questions=(
        Question(
            id="consent",
            label=say("Did the child agree to talk with you?"),
            hint=say("A child may say no, and may leave at any time."),
            required=True,
            options=(
                Option("agreed", say("Yes, and they knew that they could stop")),
                Option("declined", say("No; I record only that they declined")),
            ),
        ),
        Question(
            id="communication",
            label=say("How did the child communicate?"),
            hint=say("For example: speech, signs, pictures, through somebody they trust."),
            required=True,
            max_length=200,
        ),
        Question(
            id="feels_safe",
            label=say("Did the child say whether they feel safe?"),
            required=True,
            options=(
                Option("feels_safe", say("They said that they feel safe")),
                Option("does_not", say("They said that they do not, or not always")),
                Option("not_said", say("They did not say")),
            ),
        ),
        Question(
            id="reading",
            label=say("What you make of it"),
            hint=say("Your reading, kept apart from the child's words."),
            long=True,
        ),
    ),
)
