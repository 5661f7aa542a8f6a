"""Does the report keep to what inspectors judge, and were children heard?"""

from __future__ import annotations

import re

from evenhand.findings import Severity, check
from evenhand.report.checks.manuscript import Faults, Manuscript
from evenhand.wording import say


@check("RP030", Severity.ERROR)
def what_is_out_of_scope_is_not_argued(manuscript: Manuscript) -> Faults:
    """The report argues something that inspectors do not judge, such as value for money."""
    for item in manuscript.material.framework.out_of_scope:
        if not item.wording:
            continue
        choices = "|".join(re.escape(one).replace(r"\ ", r"[\s-]+") for one in item.wording)
        pattern = re.compile(rf"(?<!\w)(?:{choices})(?!\w)", re.IGNORECASE)
        for key, text in manuscript.prose():
            for found in dict.fromkeys(match.group() for match in pattern.finditer(text)):
                yield key, say("“{found}” argues “{title}”, which is not judged.", found=found, title=item.title)


@check("RP031", Severity.WARNING)
def children_were_heard(manuscript: Manuscript) -> Faults:
    """No child's own voice is in the record."""
    if not manuscript.material.children_heard:
        yield (
            "",
            say(
                "No child's own words are in the record. If children could not or did not want to talk, say in "
                "the report how their views were sought."
            ),
        )


CHECKS = (what_is_out_of_scope_is_not_argued, children_were_heard)
