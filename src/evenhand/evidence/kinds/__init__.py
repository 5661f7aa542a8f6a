"""The kinds of evidence that can be recorded: a tuple you can read; nothing is found by magic."""

from evenhand.evidence.kinds.are_and_feel_safe import ARE_AND_FEEL_SAFE
from evenhand.evidence.kinds.case_tracking import CASE_TRACKING
from evenhand.evidence.kinds.conversation_with_child import CONVERSATION_WITH_CHILD
from evenhand.evidence.kinds.document import DOCUMENT
from evenhand.evidence.kinds.manager_interview import MANAGER_INTERVIEW
from evenhand.evidence.kinds.notification import NOTIFICATION
from evenhand.evidence.kinds.observation_of_relationships import OBSERVATION_OF_RELATIONSHIPS
from evenhand.evidence.kinds.parent_or_carer import PARENT_OR_CARER
from evenhand.evidence.kinds.premises import PREMISES
from evenhand.evidence.kinds.professional import PROFESSIONAL
from evenhand.evidence.kinds.record_read import RECORD_READ
from evenhand.evidence.kinds.staff_interview import STAFF_INTERVIEW
from evenhand.evidence.kinds.survey_result import SURVEY_RESULT
from evenhand.evidence.spec import Kind

KINDS: tuple[Kind, ...] = (
    CONVERSATION_WITH_CHILD,
    OBSERVATION_OF_RELATIONSHIPS,
    ARE_AND_FEEL_SAFE,
    CASE_TRACKING,
    STAFF_INTERVIEW,
    MANAGER_INTERVIEW,
    PARENT_OR_CARER,
    PROFESSIONAL,
    RECORD_READ,
    PREMISES,
    DOCUMENT,
    SURVEY_RESULT,
    NOTIFICATION,
)

_BY_ID = {one.id: one for one in KINDS}


def kind(kind_id: str) -> Kind | None:
    """The kind with this id, or None."""
    return _BY_ID.get(kind_id)
