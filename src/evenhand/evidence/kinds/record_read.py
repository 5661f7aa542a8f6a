"""A record that was read because a line of enquiry needed it: impact over format."""

from evenhand.evidence.spec import Kind, Option, Privacy, Question
from evenhand.wording import say

RECORD_READ = Kind(
    id="record_read",
    title=say("Record read"),
    summary=say("A plan, log, report or other paper that a line of enquiry led you to."),
    source="written_record",
    privacy=Privacy.RECORD,
    said_label=say("What the record shows"),
    said_hint=say("What it says and what it means for children. No names: initials at most."),
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
        Question(id="impact", label=say("What it means for children"), long=True),
    ),
)
