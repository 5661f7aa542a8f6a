"""What is done to a consultation: written, opened, answered to, closed, read, and answered in return."""

from evenhand.web.consultations.actions.answering import publish_account, write_answer
from evenhand.web.consultations.actions.example import load_example
from evenhand.web.consultations.actions.keeping import close, open_, write
from evenhand.web.consultations.actions.receiving import import_file, respond
from evenhand.web.consultations.actions.screening import decide

__all__ = [
    "close",
    "decide",
    "import_file",
    "load_example",
    "open_",
    "publish_account",
    "respond",
    "write",
    "write_answer",
]
