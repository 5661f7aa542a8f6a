"""An event that the home has to tell the inspectorate about: what happened, how soon it told, what it did."""

from evenhand.evidence.shared_questions import BEARING, IMPACT
from evenhand.evidence.spec import Kind, Option, Privacy, Question, Source
from evenhand.wording import say

NOTIFICATION = Kind(
    id="notification",
    title=say("Notification"),
    summary=say("A serious event that the home told the inspectorate about, or should have."),
    source=Source.WRITTEN_RECORD,
    privacy=Privacy.RECORD,
    said_label=say("What happened"),
    said_hint=say("As it was notified, and what you found out since. No names: initials at most."),
    help=(say("The day and time are those of the event, not those of the notification."),),
    questions=(
        Question(
            id="event",
            label=say("What kind of event"),
            required=True,
            options=(
                Option("death", say("The death of a child")),
                Option("exploitation", say("A child exploited, or suspected to be")),
                Option("police", say("An incident serious enough for the police")),
                Option("allegation", say("An allegation of abuse against the home or somebody who works there")),
                Option("child_protection", say("A child protection enquiry begun or ended")),
                Option("other", say("Another serious event")),
            ),
        ),
        Question(
            id="told",
            label=say("Did the home tell the inspectorate?"),
            required=True,
            options=(
                Option("in_time", say("Yes, without delay")),
                Option("late", say("Yes, late")),
                Option("not_told", say("No; it came to light in another way")),
            ),
        ),
        Question(
            id="why_late",
            label=say("What the home says about that"),
            wanted=True,
            long=True,
            asked_when=("told", ("late", "not_told")),
        ),
        Question(id="home_did", label=say("What the home did, and whether it was enough"), wanted=True, long=True),
        IMPACT,
        BEARING,
    ),
)
