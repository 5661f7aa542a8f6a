"""Why the two grades of a judgement differ, by somebody who judged neither."""

from __future__ import annotations

from django.utils import timezone

from evenhand.casework.piloting import check_classify
from evenhand.web.accounts.models import Person
from evenhand.web.audit.actions import Acted, action
from evenhand.web.inspections.actions.permission import bad_input, check_text
from evenhand.web.inspections.record import read_record
from evenhand.web.pilots import queries
from evenhand.web.pilots.models import DifferenceReason, PilotCase
from evenhand.web.register.queries import with_homes
from evenhand.wording import say

MAX_TEXT = 2000


@action("pilot.difference_explained")
def explain_difference(
    *, by: Person, case: PilotCase, judgement: str, kind: str, words: str
) -> Acted[DifferenceReason]:
    """One main reason (rule, descriptor, evidence, person) and its words; a correction is a new version."""
    who = with_homes(by)
    found = queries.case(who, case.pk)
    one = queries.shown(who, case.pilot)
    pair = next((row for row in queries.pairs_of_case(one, found) if row.judgement == judgement), None)
    check_classify(
        who,
        read_record(case.inspection).situation,
        judge=found.shadow.naming.judge if found.shadow else "",
        handed_in=bool(found.shadow and found.shadow.is_handed_in),
        differs=bool(pair and pair.differs),
        urn=case.inspection.home.urn,
    )
    if kind not in DifferenceReason.KINDS:
        raise bad_input("PI047", ("kind", say("Choose what the difference comes from.")))
    words = words.replace("\r\n", "\n").strip()
    check_text("explained", words, MAX_TEXT)
    if not words:
        raise bad_input("PI047", ("explained", say("Write in a sentence or two why the grades differ.")))
    before = case.reasons.filter(judgement=judgement).count()
    row = DifferenceReason.objects.create(
        case=case,
        judgement=judgement,
        version=before + 1,
        kind=kind,
        explained=words,
        by=by.actor_id,
        at=timezone.now(),
    )
    return Acted(row, ("pilot", case.pilot_id), {"code": case.code, "judgement": judgement, "version": row.version})
