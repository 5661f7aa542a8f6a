"""A result of the yearly questionnaires, with how many answered: a point in time, not a measure of quality."""

from evenhand.evidence.shared_questions import BEARING
from evenhand.evidence.spec import Kind, Option, Privacy, Question, Source, Tells
from evenhand.wording import say

MOST_ASKED = 100_000

SURVEY_RESULT = Kind(
    id="survey_result",
    title=say("Survey result"),
    summary=say("What people answered in a questionnaire, and how many of them did."),
    source=Source.SURVEY,
    privacy=Privacy.RECORD,
    said_label=say("What they answered"),
    said_hint=say("Numbers of people rather than shares of a few. Nobody may be recognised by an answer."),
    people=False,
    help=(
        say("Say how many answered. A share of three children says nothing about the fourth."),
        say("Answers that children gave with an adult’s help are not counted as their own words."),
    ),
    questions=(
        Question(
            id="whose",
            label=say("Who answered?"),
            required=True,
            options=(
                Option("children", say("Children, by themselves"), (Tells.VOICE,)),
                Option("children_helped", say("Children, with an adult’s help")),
                Option("parents", say("Parents and carers")),
                Option("staff", say("Staff")),
                Option("professionals", say("Professionals")),
            ),
        ),
        Question(id="when", label=say("When it was asked"), required=True, max_length=120),
        Question(id="asked", label=say("How many were asked"), wanted=True, numbers=(1, MOST_ASKED)),
        Question(
            id="answered", label=say("How many answered"), required=True, numbers=(0, MOST_ASKED), at_most="asked"
        ),
        Question(
            id="reading",
            label=say("What you make of it"),
            hint=say("For example what to ask on site because of it."),
            long=True,
        ),
        BEARING,
    ),
)
