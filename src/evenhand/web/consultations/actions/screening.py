"""Somebody reads each comment before anybody else may."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from django.utils import timezone

from evenhand.casework.policies import check_keep_consultation
from evenhand.web.accounts.actions import must_be_allowed
from evenhand.web.audit.actions import Acted, HasActorId, action
from evenhand.web.consultations.actions.keeping import locked
from evenhand.web.consultations.models import CommentReading, Consultation
from evenhand.web.consultations.queries import Shown, content_of, phase_of, with_decision

Decided = Literal["cleared", "held"]


@action("consultation.comments_read")
def decide(*, by: HasActorId, row: Consultation, decisions: Mapping[int, Decided]) -> Acted[int]:
    """Say of comments, by their number in the database, whether anybody may read them; returns how many changed.

    A comment may be held again after it was cleared, and the other way round. Numbers of other consultations, and
    decisions that stand already, change nothing.
    """
    must_be_allowed(by, check_keep_consultation)
    row = locked(row)
    shown = Shown(row, content_of(row), phase_of(row))
    made = []
    for answer in with_decision(shown).filter(pk__in=decisions):
        decision = decisions[answer.pk]
        if answer.decision != decision:
            number = answer.readings.count() + 1
            made.append(
                CommentReading(answer=answer, number=number, decision=decision, by=by.actor_id, at=timezone.now())
            )
    CommentReading.objects.bulk_create(made)
    counts = {name: sum(1 for one in made if one.decision == name) for name in ("cleared", "held")}
    return Acted(len(made), ("consultation", row.pk), counts)
