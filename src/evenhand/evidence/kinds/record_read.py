"""A record that was read because a line of enquiry needed it: impact over format."""

from evenhand.evidence.shared_questions import BEARING, IMPACT
from evenhand.evidence.spec import Kind, Option, Privacy, Question, Source
from evenhand.wording import say

RECORD_READ = Kind(
    id="record_read",
    title=say("Record read"),
    summary=say("A plan, log, report or other paper that a line of enquiry led you to."),
    source=Source.WRITTEN_RECORD,
    privacy=Privacy.RECORD,
    said_label=say("What the record shows"),
    said_hint=say("What it says and what it means for children. No names: initials at most."),
    help=(
        say("Read a record because a line of enquiry needs it; do not count and tick where none does."),
        say("What matters is what the record does for a child, not how it is laid out."),
    ),
    questions=(
        Question(
            id="record",
            label=say("Which record"),
            required=True,
            options=(
                Option("care_plan", say("Care or placement plan")),
                Option("risk_assessment", say("Risk assessment")),
                Option("daily_log", say("Daily record")),
                Option("restraint_record", say("Record of restraint")),
                Option("missing_record", say("Record of a missing episode")),
                Option("complaint", say("Complaint and answer")),
                Option("staff_file", say("Recruitment, training or supervision record")),
                Option("monitoring", say("Monitoring report (regulation 44 or 45)")),
                Option("other", say("Another record")),
            ),
        ),
        Question(
            id="period",
            label=say("Which period it covers"),
            hint=say("For example: March to May 2026."),
            max_length=120,
        ),
        Question(id="enquiry", label=say("The line of enquiry that led you to it"), wanted=True, max_length=300),
        IMPACT,
        BEARING,
    ),
)
