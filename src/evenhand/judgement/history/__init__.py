"""Real inspections put through another version's rules.

Published files record grades and dates and little else, so only rules that grades can settle are tested; the rest are
named in the summary. For each row OUT has: `recorded`, the overall grade as the file's own column writes it;
`allowed_min` and `allowed_max`, the worst and best overall grade that the tested rules allow, in the words of the
target framework, where `allowed_max` counts a grade that needs a recorded reason or an explanation in the report as
allowed; `expected`, where a rule expects a limit; the `verdict`; `rules`, the tested rules that applied; and a `note`.
"""

from evenhand.judgement.history.engines import Engine, started
from evenhand.judgement.history.folder import files_in, rejudge_folder
from evenhand.judgement.history.rejudging import rejudge
from evenhand.judgement.history.summary import Summary
from evenhand.judgement.history.verdicts import HistoryVerdict
from evenhand.judgement.history.writing import COLUMNS
from evenhand.judgement.published_words import HOME_KINDS

__all__ = [
    "COLUMNS",
    "HOME_KINDS",
    "Engine",
    "HistoryVerdict",
    "Summary",
    "files_in",
    "rejudge",
    "rejudge_folder",
    "started",
]
