"""What a professional who knows the child or the home said: social worker, reviewing officer, school, police …"""

from evenhand.evidence.shared_questions import BEARING, HOW_SPOKEN, IMPACT
from evenhand.evidence.spec import Kind, Option, Privacy, Question, Source
from evenhand.wording import say

PROFESSIONAL = Kind(
    id="professional",
    title=say("Professional"),
    summary=say("What somebody from outside the home who works with a child told you, usually by telephone."),
    source=Source.PROFESSIONAL,
    privacy=Privacy.ADULT,
    said_label=say("What the professional said"),
    said_hint=say("Their words where they matter. No names: initials at most."),
    help=(say("Give the time of the call and the person’s post: both stand on every interview."),),
    questions=(
        Question(
            id="post",
            label=say("Their post"),
            required=True,
            options=(
                Option("social_worker", say("Social worker of the placing authority")),
                Option("reviewing_officer", say("Independent reviewing officer")),
                Option("school", say("School, college or virtual school")),
                Option("police", say("Police")),
                Option("health", say("Health or therapy")),
                Option("commissioning", say("Commissioning or quality assurance officer of a council")),
                Option("designated_officer", say("Designated officer for allegations")),
                Option("youth_justice", say("Youth justice")),
                Option("independent_visitor", say("Independent visitor or advocate of the child")),
                Option("independent_person", say("Independent person who visits the home monthly")),
                Option("other", say("Another post")),
            ),
        ),
        Question(
            id="post_other", label=say("Which post?"), required=True, max_length=120, asked_when=("post", ("other",))
        ),
        HOW_SPOKEN,
        Question(
            id="knows",
            label=say("How well they know the child or the home"),
            hint=say("For example: visits monthly since March; has met the child once."),
            wanted=True,
            max_length=300,
        ),
        Question(
            id="works_together",
            label=say("How the home works with them"),
            hint=say("What is shared and how soon; what happens when they or the home disagree."),
            long=True,
        ),
        IMPACT,
        BEARING,
    ),
)
