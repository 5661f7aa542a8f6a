"""The sentences of the audit log, one file for each part of the service; an app adds its own to one of them."""

from evenhand.web.audit.wordings import frameworks, homes, inspections, people, pilots, reports
from evenhand.web.audit.wordings.shape import Sentences

SENTENCES: Sentences = {
    **people.SENTENCES,
    **homes.SENTENCES,
    **frameworks.SENTENCES,
    **inspections.SENTENCES,
    **reports.SENTENCES,
    **pilots.SENTENCES,
}
