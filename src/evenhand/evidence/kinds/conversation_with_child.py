"""A conversation with a child: their own words, kept apart from the inspector's reading of them."""

from evenhand.evidence.shared_questions import BEARING, OTHERS_PRESENT
from evenhand.evidence.spec import Kind, Option, Privacy, Question, Source, Tells
from evenhand.wording import say

MOST_IN_A_GROUP = 5

_ALWAYS = (
    Question(
        id="consent",
        label=say("Did the child agree to talk with you?"),
        hint=say("A child may say no, and may leave at any time."),
        required=True,
        options=(
            Option("agreed", say("Yes, and they knew that they could stop"), (Tells.VOICE,)),
            Option("declined", say("No; I record only that they declined")),
        ),
    ),
    Question(
        id="other_channel",
        label=say("Did you offer another way to tell you something?"),
        hint=say("For example a call, a letter, a drawing, or somebody the child trusts to pass it on."),
        wanted=True,
        options=(
            Option("taken", say("Yes, and the child used it or means to")),
            Option("offered", say("Yes, and the child did not want it")),
            Option("not_offered", say("No")),
        ),
    ),
    Question(
        id="communication",
        label=say("How did the child communicate?"),
        hint=say("For example: speech, signs, pictures, through somebody they trust."),
        required=True,
        max_length=200,
    ),
    OTHERS_PRESENT,
)

_IF_AGREED = (
    Question(
        id="means",
        label=say("Mainly by which means?"),
        hint=say("Whatever the means, these are the child’s own words."),
        wanted=True,
        asked_when=("consent", ("agreed",)),
        options=(
            Option("speech", say("Speech")),
            Option("signs", say("Signs")),
            Option("pictures", say("Pictures, symbols or objects")),
            Option("device", say("A device that speaks for them")),
            Option("writing", say("Writing, drawing or play")),
            Option("behaviour", say("Looks, sounds and movements, with somebody who knows the child well")),
            Option("interpreter", say("Another language, through an interpreter")),
        ),
    ),
    Question(
        id="group",
        label=say("How many children took part?"),
        hint=say("1 for a child alone. A group has at most five."),
        wanted=True,
        numbers=(1, MOST_IN_A_GROUP),
        asked_when=("consent", ("agreed",)),
    ),
    Question(
        id="feels_safe",
        label=say("Did the child say whether they feel safe?"),
        required=True,
        asked_when=("consent", ("agreed",)),
        options=(
            Option("feels_safe", say("They said that they feel safe"), (Tells.FEELS_SAFE,)),
            Option("does_not", say("They said that they do not, or not always"), (Tells.FEELS_UNSAFE,)),
            Option("not_said", say("They did not say")),
        ),
    ),
    Question(
        id="quotation",
        label=say("May you repeat their words?"),
        hint=say("While this is open, the answer is no."),
        wanted=True,
        asked_when=("consent", ("agreed",)),
        options=(
            Option("allowed", say("Yes, as long as nobody can tell who said it"), (Tells.QUOTABLE,)),
            Option("not_allowed", say("No")),
        ),
    ),
    Question(
        id="disclosure",
        label=say("Did the child say something that has to be passed on to keep somebody safe?"),
        wanted=True,
        asked_when=("consent", ("agreed",)),
        options=(Option("no", say("No")), Option("yes", say("Yes, and I told the child that I would pass it on"))),
    ),
    Question(
        id="passed_on",
        label=say("To whom did you pass it on, and when?"),
        hint=say("The post, not the name, and the time."),
        required=True,
        max_length=500,
        asked_when=("disclosure", ("yes",)),
    ),
)

_READING = Question(
    id="reading",
    label=say("What you make of it"),
    hint=say("Your reading, kept apart from the child's words."),
    long=True,
)

CONVERSATION_WITH_CHILD = Kind(
    id="conversation_with_child",
    title=say("Conversation with a child"),
    summary=say("What a child told you, in the child's own words. Nobody has to talk to you."),
    source=Source.CHILD,
    privacy=Privacy.CHILD,
    said_label=say("What the child said"),
    said_hint=say("The child's own words where you can. No names: initials at most."),
    help=(
        say("Say at the start that you cannot keep to yourself what puts somebody at risk."),
        say("Write what was said or shown here, and what you think of it further down."),
        say("Talk with at most five children at a time."),
    ),
    questions=(*_ALWAYS, *_IF_AGREED, _READING, BEARING),
)
