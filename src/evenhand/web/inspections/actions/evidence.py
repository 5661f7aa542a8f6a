"""Recording evidence and amending it. Nothing is overwritten, and trying again never makes a second item."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.db import IntegrityError, transaction
from django.utils import timezone

from evenhand.casework.policies import check_allowed, check_possible
from evenhand.casework.stages import Act
from evenhand.casework.types import criteria_here
from evenhand.casework.versions import Conflict, check_based_on
from evenhand.evidence import item as core
from evenhand.web.accounts.models import Person
from evenhand.web.audit.actions import Acted, action
from evenhand.web.frameworks.queries import framework_of
from evenhand.web.inspections.actions.permission import bad_input, locked, permit, team_situation
from evenhand.web.inspections.models import EvidenceItem, EvidenceRevision, Inspection
from evenhand.web.inspections.record import as_item
from evenhand.wording import say

MAX_REASON = 500
# What an amendment that only adds criteria gives as its reason: nobody has to type it.
CRITERIA_ADDED = "Criteria added."


@action("evidence.recorded")
def record_evidence(*, by: Person, inspection: Inspection, item: core.EvidenceItem) -> Acted[EvidenceItem]:
    """A new item under the id that the client made.

    The same id with the same content is a client trying again: it gets the item that is there. The same id with
    other content raises Conflict. Raises Refusal, and BadInput that names every field at fault.
    """
    inspection = locked(inspection)
    situation = team_situation(inspection)
    check_allowed(by.as_actor(), Act.RECORD_EVIDENCE, situation)
    before = EvidenceItem.objects.filter(pk=item.id).first()
    if before is not None:
        # Asked before the stage: a retry that arrives after submission was recorded in time.
        return _recorded(_same_again(by, before, inspection, item), again=True)
    check_possible(Act.RECORD_EVIDENCE, situation)
    _must_be_recordable(item, inspection)
    try:
        with transaction.atomic():
            row = EvidenceItem.objects.create(
                pk=item.id, inspection=inspection, kind=item.kind, recorded_by=by.actor_id
            )
    except IntegrityError:
        # Taken at this very moment by another inspection: ids that clients make are unique by chance only.
        raise Conflict from None
    _add_revision(row, 1, by, item, "")
    return _recorded(row, again=False)


@action("evidence.amended")
def amend_evidence(
    *, by: Person, item: EvidenceItem, based_on: int, reason: str, content: core.EvidenceItem
) -> Acted[EvidenceRevision]:
    """A new version of an item with the reason for it.

    Raises Stale, with the version that is there and the one not saved, when somebody else was first.
    """
    inspection = permit(by, Act.RECORD_EVIDENCE, item.inspection)
    newest = EvidenceRevision.objects.filter(item=item).select_related("item").latest("version")
    standing = as_item(newest)
    subject = ("evidence", str(item.pk))
    if newest.version == based_on + 1 and newest.by == by.actor_id and core.same_content(standing, content):
        return Acted(newest, subject, {"version": newest.version, "again": True})
    check_based_on(based_on, newest.version, theirs=newest, yours=content)
    _must_be_recordable(content, inspection)
    _must_be_an_amendment(item, standing, content, reason)
    revision = _add_revision(item, newest.version + 1, by, content, reason.strip())
    details = {"inspection": str(inspection.pk), "version": revision.version}
    return Acted(revision, subject, details)


@action("evidence.filed")
def add_criteria(*, by: Person, item: EvidenceItem, based_on: int, criteria: Iterable[str]) -> Acted[EvidenceRevision]:
    """A new version of an item that supports more criteria and says the same words.

    Raises Stale, with the version that is there and the one not saved, when somebody else was first.
    """
    inspection = permit(by, Act.RECORD_EVIDENCE, item.inspection)
    newest = EvidenceRevision.objects.filter(item=item).select_related("item").latest("version")
    standing = as_item(newest)
    added = tuple(criteria)
    content = replace(standing, criteria=tuple(dict.fromkeys([*standing.criteria, *added])))
    subject = ("evidence", str(item.pk))
    if newest.version == based_on + 1 and newest.by == by.actor_id and set(added) <= set(standing.criteria):
        return Acted(newest, subject, {"version": newest.version, "again": True})
    check_based_on(based_on, newest.version, theirs=newest, yours=content)
    if not set(added) - set(standing.criteria):
        raise bad_input("IN005", ("criteria", say("Choose at least one criterion that the item does not support yet.")))
    content = replace(content, recorded_at=timezone.now())
    _must_be_recordable(content, inspection)
    revision = _add_revision(item, newest.version + 1, by, content, CRITERIA_ADDED)
    return Acted(revision, subject, {"inspection": str(inspection.pk), "version": revision.version})


def _must_be_recordable(item: core.EvidenceItem, inspection: Inspection) -> None:
    known = frozenset(one.id for one in criteria_here(framework_of(inspection.framework), inspection.kind))
    faults = list(core.faults(item, timezone.now(), known))
    if faults:
        raise bad_input("IN004", *faults)


def _must_be_an_amendment(
    row: EvidenceItem, standing: core.EvidenceItem, content: core.EvidenceItem, reason: str
) -> None:
    if content.kind != row.kind or content.id != row.pk:
        raise bad_input("IN005", ("kind", say("An item keeps its kind; record a new item instead.")))
    if not reason.strip():
        raise bad_input("IN005", ("reason", say("Write why you change it.")))
    if len(reason.strip()) > MAX_REASON or "\0" in reason:
        raise bad_input("IN005", ("reason", say("Give the reason in at most {most} characters.", most=MAX_REASON)))
    if core.same_content(standing, content):
        raise bad_input("IN005", ("said", say("Nothing is changed; there is nothing to save.")))


def _same_again(by: Person, row: EvidenceItem, inspection: Inspection, item: core.EvidenceItem) -> EvidenceItem:
    first = EvidenceRevision.objects.select_related("item").get(item=row, version=1)
    same_place = row.inspection_id == inspection.pk and row.recorded_by == by.actor_id
    if not (same_place and core.same_content(as_item(first), item)):
        raise Conflict
    return row


def _add_revision(
    row: EvidenceItem, version: int, by: Person, item: core.EvidenceItem, reason: str
) -> EvidenceRevision:
    return EvidenceRevision.objects.create(
        item=row,
        version=version,
        said=item.said.replace("\r\n", "\n").strip(),
        occurred_at=item.occurred_at,
        recorded_at=item.recorded_at,
        received_at=timezone.now(),
        initials=list(item.initials),
        criteria=list(dict.fromkeys(item.criteria)),
        answers={name: text.replace("\r\n", "\n").strip() for name, text in item.answers.items() if text.strip()},
        reason=reason,
        by=by.actor_id,
    )


def _recorded(row: EvidenceItem, *, again: bool) -> Acted[EvidenceItem]:
    details = {"inspection": str(row.inspection_id), "kind": row.kind, **({"again": True} if again else {})}
    return Acted(row, ("evidence", str(row.pk)), details)
