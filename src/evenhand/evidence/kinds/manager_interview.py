"""A conversation with somebody who leads the home: what they know of it, and what they do about it."""

from evenhand.evidence.shared_questions import BEARING, HOW_SPOKEN, IMPACT, OTHERS_PRESENT
from evenhand.evidence.spec import Kind, Option, Privacy, Question, Source
from evenhand.wording import say

MANAGER_INTERVIEW = Kind(
    id="manager_interview",
    title=say("Manager interview"),
    summary=say("What somebody who leads the home told you, and what they know about it."),
    source=Source.STAFF,
    privacy=Privacy.ADULT,
    said_label=say("What the manager said"),
    said_hint=say("Their words where they matter. No names: initials at most."),
    help=(
        say("Give the time of the interview and the person’s post: both stand on every interview."),
        say(
            "Ask for the responsible individual when there is no manager, or when care, monitoring, protection, "
            "staffing, premises or resources give concern."
        ),
    ),
    questions=(
        Question(
            id="post",
            label=say("Their post"),
            required=True,
            options=(
                Option("registered_manager", say("Registered manager")),
                Option("appointed_manager", say("Manager in post, not registered yet")),
                Option("deputy", say("Deputy or acting manager")),
                Option("responsible_individual", say("Responsible individual")),
                Option("provider", say("Somebody else of the provider")),
            ),
        ),
        Question(
            id="post_other",
            label=say("Which post?"),
            required=True,
            max_length=120,
            asked_when=("post", ("provider",)),
        ),
        Question(
            id="asked_because",
            label=say("What made you ask for the responsible individual?"),
            wanted=True,
            max_length=300,
            asked_when=("post", ("responsible_individual",)),
        ),
        HOW_SPOKEN,
        OTHERS_PRESENT,
        Question(id="knows", label=say("Strengths and weaknesses they see themselves"), wanted=True, long=True),
        Question(id="does", label=say("What they have done about them, and how they know that it helped"), long=True),
        IMPACT,
        BEARING,
    ),
)
