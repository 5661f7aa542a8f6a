"""Pages of a report: written, backed by evidence, reviewed by somebody else, published, traced."""

from evenhand.web.reports.views.backing import best_practice, ties, versions, warnings
from evenhand.web.reports.views.quality import checklist, comment, comments, figures, new_comment, queue
from evenhand.web.reports.views.writing import draft, publish, review, submit, trace

__all__ = [
    "best_practice",
    "checklist",
    "comment",
    "comments",
    "draft",
    "figures",
    "new_comment",
    "publish",
    "queue",
    "review",
    "submit",
    "ties",
    "trace",
    "versions",
    "warnings",
]
