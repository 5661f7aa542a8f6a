"""The kinds of evidence that can be recorded: a tuple you can read; nothing is found by magic."""

from evenhand.evidence.kinds.conversation_with_child import CONVERSATION_WITH_CHILD
from evenhand.evidence.kinds.observation_of_relationships import OBSERVATION_OF_RELATIONSHIPS
from evenhand.evidence.kinds.record_read import RECORD_READ
from evenhand.evidence.spec import Kind

KINDS: tuple[Kind, ...] = (
    CONVERSATION_WITH_CHILD,
    OBSERVATION_OF_RELATIONSHIPS,
    RECORD_READ,
)


def kind(kind_id: str) -> Kind | None:
    """The kind with this id, or None."""
    return next((one for one in KINDS if one.id == kind_id), None)
