"""A conversation with a member of staff: their post, what they do, and what it means for children."""

from evenhand.evidence.shared_questions import BEARING, HOW_SPOKEN, IMPACT, OTHERS_PRESENT
from evenhand.evidence.spec import Kind, Option, Privacy, Question, Source
from evenhand.wording import say

STAFF_INTERVIEW = Kind(
    id="staff_interview",
    title=say("Staff interview"),
    summary=say("What somebody who works with the children told you."),
    source=Source.STAFF,
    privacy=Privacy.ADULT,
    said_label=say("What the member of staff said"),
    said_hint=say("Their words where they matter. No names: initials at most."),
    help=(
        say("Give the time of the interview and the person’s post: both stand on every interview."),
        say("Talk with permanent and with agency staff, and with somebody who works nights."),
    ),
    questions=(
        Question(
            id="post",
            label=say("Their post"),
            hint=say("For example: residential worker, key worker of AB, waking night worker."),
            required=True,
            max_length=120,
        ),
        Question(
            id="employment",
            label=say("How are they employed?"),
            wanted=True,
            options=(
                Option("permanent", say("By the home, permanently")),
                Option("temporary", say("By the home, for a time or on call")),
                Option("agency", say("Through an agency")),
                Option("other", say("Otherwise, for example as a volunteer")),
            ),
        ),
        HOW_SPOKEN,
        OTHERS_PRESENT,
        Question(
            id="worried",
            label=say("What they would do if they were worried about a child or a colleague"),
            long=True,
        ),
        Question(id="support", label=say("Their supervision, training and support"), long=True),
        IMPACT,
        BEARING,
    ),
)
