"""What may be sent about a home before an inspection: each kind with its questions, its law and who may send it.

A new kind is one entry here: its form, storage and pages follow. The law is the Children's Homes (England)
Regulations 2015, except where a kind says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass

from evenhand.evidence.spec import Option, Question
from evenhand.wording import Words, say

NOTIFICATION, MONTHLY_VISIT, QUALITY_REVIEW = "notification", "monthly_visit", "quality_review"
CONCERN, REGISTRATION, ENFORCEMENT, QUESTIONNAIRES = "concern", "registration_change", "enforcement", "questionnaires"


@dataclass(frozen=True, slots=True)
class SubmissionKind:
    """A kind of thing sent about a home: the day it asks for, its questions, and its law ("" without one).

    Inspectors and administrators may enter every kind. With `by_provider` a provider may too, and sees again what the
    provider side sent; what the inspectorate entered, a provider never sees.
    """

    id: str
    title: Words
    summary: Words
    law: str
    day_label: Words
    questions: tuple[Question, ...]
    by_provider: bool = True

    def question(self, question_id: str) -> Question:
        """The question with this id; KeyError when the kind does not ask it."""
        found = next((one for one in self.questions if one.id == question_id), None)
        if found is None:
            raise KeyError(question_id)
        return found


def _text(id: str, label: Words, hint: Words | None = None, required: bool = True) -> Question:
    return Question(id=id, label=label, hint=hint, required=required, long=True)


_INITIALS = say("Initials only, never a name.")

KINDS: tuple[SubmissionKind, ...] = (
    SubmissionKind(
        id=NOTIFICATION,
        title=say("Notification of a serious event"),
        summary=say("A serious event that the home has to tell the inspectorate about without delay."),
        law="regulation 40",
        day_label=say("On which day did it happen?"),
        questions=(
            Question(
                id="event",
                label=say("What kind of event was it?"),
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
            _text("happened", say("What happened?"), _INITIALS),
            _text("done", say("What did the home do, and whom did it tell?")),
        ),
    ),
    SubmissionKind(
        id=MONTHLY_VISIT,
        title=say("Report of a monthly visit by the independent person"),
        summary=say("The independent person visits at least once a month and reports."),
        law="regulation 44",
        day_label=say("On which day was the visit?"),
        questions=(
            Question(
                id="safeguarded",
                label=say("In the visitor’s opinion, are children effectively safeguarded?"),
                required=True,
                options=(
                    Option("yes", say("Yes")),
                    Option("in_part", say("In part")),
                    Option("no", say("No")),
                ),
            ),
            Question(
                id="well_being",
                label=say("In the visitor’s opinion, does the home promote children’s well-being?"),
                required=True,
                options=(
                    Option("yes", say("Yes")),
                    Option("in_part", say("In part")),
                    Option("no", say("No")),
                ),
            ),
            _text("found", say("What did the visitor find?"), _INITIALS),
            _text("actions", say("What did the visitor ask the home to do?"), required=False),
        ),
    ),
    SubmissionKind(
        id=QUALITY_REVIEW,
        title=say("Quality of care review"),
        summary=say("The registered person reviews the quality of care at least once every six months."),
        law="regulation 45",
        day_label=say("On which day was the review finished?"),
        questions=(
            _text("found", say("What did the review find?"), _INITIALS),
            _text("children_said", say("What did children say, and what came of it?"), required=False),
            _text("actions", say("What will the home do?")),
        ),
    ),
    SubmissionKind(
        id=CONCERN,
        title=say("Complaint or concern"),
        summary=say("What somebody complained of or worried about, and what was done."),
        law="regulation 39",
        day_label=say("On which day was it received?"),
        questions=(
            Question(
                id="about",
                label=say("What is it mainly about?"),
                required=True,
                options=(
                    Option("safety", say("Children’s safety")),
                    Option("care", say("The care that children receive")),
                    Option("staffing", say("Staff, or how the home is staffed")),
                    Option("management", say("How the home is led")),
                    Option("premises", say("The building")),
                    Option("other", say("Something else")),
                ),
            ),
            Question(
                id="from_whom",
                label=say("From whom did it come?"),
                required=True,
                options=(
                    Option("child", say("A child")),
                    Option("family", say("A parent or another relative")),
                    Option("staff", say("Somebody who works or worked there")),
                    Option("professional", say("A professional")),
                    Option("public", say("A neighbour or another member of the public")),
                    Option("not_said", say("They did not say")),
                ),
            ),
            _text("said", say("What was said?"), _INITIALS),
            _text("done", say("What was done about it?"), required=False),
        ),
    ),
    SubmissionKind(
        id=REGISTRATION,
        title=say("Change to the registration or its people"),
        summary=say("A manager who comes or leaves, places, conditions, the statement of purpose."),
        law="",
        day_label=say("From which day does it hold?"),
        questions=(
            Question(
                id="change",
                label=say("What changed?"),
                required=True,
                options=(
                    Option("manager_left", say("The registered manager left")),
                    Option("manager_came", say("A manager was appointed or registered")),
                    Option("responsible_individual", say("The responsible individual changed")),
                    Option("places", say("The number of places changed")),
                    Option("conditions", say("Conditions of registration changed")),
                    Option("purpose", say("The statement of purpose changed")),
                    Option("other", say("Something else")),
                ),
            ),
            _text("words", say("Say more about it"), _INITIALS),
        ),
    ),
    SubmissionKind(
        id=ENFORCEMENT,
        title=say("Enforcement"),
        summary=say("What the inspectorate did under the Care Standards Act 2000 to make the home comply."),
        law="Care Standards Act 2000",
        day_label=say("On which day did it take effect?"),
        questions=(
            Question(
                id="measure",
                label=say("Which measure was it?"),
                required=True,
                options=(
                    Option("compliance_notice", say("A compliance notice")),
                    Option("restriction", say("Accommodation restricted")),
                    Option("condition", say("A condition imposed")),
                    Option("suspension", say("Registration suspended")),
                    Option("cancellation", say("Notice to cancel the registration")),
                    Option("other", say("Another measure")),
                ),
            ),
            _text("words", say("Why, and what must change?"), _INITIALS),
        ),
        by_provider=False,
    ),
    SubmissionKind(
        id=QUESTIONNAIRES,
        title=say("Answers to questionnaires"),
        summary=say("What children, families, staff or professionals answered, summed up."),
        law="",
        day_label=say("On which day were they gathered?"),
        questions=(
            Question(
                id="whose",
                label=say("Whose answers?"),
                required=True,
                options=(
                    Option("children", say("Children")),
                    Option("families", say("Parents and other relatives")),
                    Option("staff", say("Staff")),
                    Option("professionals", say("Professionals")),
                ),
            ),
            Question(id="how_many", label=say("How many answered?"), required=True, numbers=(0, 999)),
            _text("said", say("What did they say?"), _INITIALS),
        ),
        by_provider=False,
    ),
)
BY_ID = {one.id: one for one in KINDS}
