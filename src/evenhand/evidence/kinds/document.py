"""A document that came to the inspectorate: who wrote it, for what time, and what it adds."""

from evenhand.evidence.shared_questions import BEARING, IMPACT
from evenhand.evidence.spec import Kind, Option, Privacy, Question, Source
from evenhand.wording import say

DOCUMENT = Kind(
    id="document",
    title=say("Document"),
    summary=say("Something in writing that was sent, handed over or published, rather than a record of a child."),
    source=Source.WRITTEN_RECORD,
    privacy=Privacy.RECORD,
    said_label=say("What the document says"),
    said_hint=say("What matters for a judgement, not a summary of all. No names: initials at most."),
    help=(say("What a document claims is not yet what children live with: look for something that bears it out."),),
    questions=(
        Question(
            id="document",
            label=say("What it is"),
            required=True,
            options=(
                Option("statement_of_purpose", say("Statement of purpose")),
                Option("childrens_guide", say("Children’s guide")),
                Option("annex_a", say("Annex A: figures from the home")),
                Option("independent_visit", say("Report of a monthly independent visit (regulation 44)")),
                Option("quality_review", say("Review of the quality of care (regulation 45)")),
                Option("location_assessment", say("Assessment of the location")),
                Option("workforce_plan", say("Workforce or development plan")),
                Option("policy", say("Policy")),
                Option("earlier_report", say("Earlier inspection report")),
                Option("other", say("Something else")),
            ),
        ),
        Question(
            id="document_other",
            label=say("What is it called?"),
            required=True,
            max_length=200,
            asked_when=("document", ("other",)),
        ),
        Question(
            id="written_by",
            label=say("Who wrote it"),
            hint=say("The post or the body, not the name."),
            wanted=True,
            max_length=200,
        ),
        Question(id="dated", label=say("Its date, or the time it is about"), wanted=True, max_length=120),
        IMPACT,
        BEARING,
    ),
)
