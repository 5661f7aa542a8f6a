"""What is done to the register: files imported, a fictional home made, a home given to who answers for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone

from evenhand.casework.actors import Actor
from evenhand.casework.councils import check_say_which_council, check_works_for
from evenhand.casework.policies import check_import_register, check_say_who_answers
from evenhand.findings import Finding
from evenhand.web.accounts.actions import must_be_allowed
from evenhand.web.accounts.models import Person
from evenhand.web.audit.actions import Acted, HasActorId, action
from evenhand.web.register.csvfile import RegisterFile
from evenhand.web.register.importing import read_history, read_register
from evenhand.web.register.merging import Merged, merge_homes, merge_inspections, refresh_latest
from evenhand.web.register.models import CouncilOfCommissioner, Home, HomeOfProvider, ListedInspection, RegisterImport
from evenhand.wording import Words

# What is kept word for word of one import; the counts are always complete.
_KEPT = 1000


@action("register.imported")
def import_register(*, by: HasActorId, file: RegisterFile) -> Acted[RegisterImport]:
    """Bring a register file in. Doing it twice changes nothing; bad rows are named and left out.

    Raises BadInput, and changes nothing, when the file as a whole cannot be used.
    """
    must_be_allowed(by, check_import_register)
    understood = read_register(file)
    homes = merge_homes(understood.rows, file.name)
    inspections = merge_inspections(understood.inspections, file.name)
    findings = (*understood.findings, *homes.findings)
    counts = {
        "rows": understood.read,
        "added": len(homes.added),
        "changed": len(homes.changed),
        "unchanged": homes.unchanged,
        "no_longer_listed": len(homes.elsewhere),
        "other_provision": understood.other,
        "bad_rows": understood.bad + len(homes.findings),
        "findings": len(findings),
        **_inspection_counts(inspections),
    }
    changes = {
        "added": homes.added[:_KEPT],
        "changed": homes.changed[:_KEPT],
        "no_longer_listed": homes.elsewhere[:_KEPT],
        "inspections_changed": inspections.changed[:_KEPT],
    }
    return _recorded(by, file, counts, changes, findings)


@action("register.history_imported")
def import_history(*, by: HasActorId, file: RegisterFile) -> Acted[RegisterImport]:
    """Bring listed inspections in, for homes that are in the register. Doing it twice changes nothing."""
    must_be_allowed(by, check_import_register)
    understood = read_history(file)
    merged = merge_inspections(understood.rows, file.name)
    counts = {
        "rows": understood.read,
        "bad_rows": understood.bad,
        "findings": len(understood.findings),
        "not_in_register": len(merged.elsewhere),
        **_inspection_counts(merged),
    }
    return _recorded(by, file, counts, {"inspections_changed": merged.changed[:_KEPT]}, understood.findings)


def _inspection_counts(merged: Merged) -> dict[str, int]:
    return {
        "inspections_added": len(merged.added),
        "inspections_changed": len(merged.changed),
        "inspections_unchanged": merged.unchanged,
    }


def _recorded(
    by: HasActorId,
    file: RegisterFile,
    counts: dict[str, int],
    changes: dict[str, Any],
    findings: Iterable[Finding],
) -> Acted[RegisterImport]:
    made = RegisterImport.objects.create(
        at=timezone.now(),
        by=by.actor_id,
        file_name=file.name[:200],
        fingerprint=file.fingerprint,
        counts=counts,
        changes=changes,
        findings=[as_kept(finding) for finding in findings][:_KEPT],
    )
    details = {"file": made.file_name, "fingerprint": made.fingerprint, "counts": counts}
    return Acted(made, ("register_import", str(made.pk)), details)


def as_kept(finding: Finding) -> dict[str, Any]:
    """A finding as it is stored: its words apart from its values, so that it can still be translated when shown."""
    message: Words = finding.message
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "line": finding.where.line,
        "field": finding.where.field,
        "template": message.template,
        "values": {name: value if isinstance(value, int) else str(value) for name, value in message.values.items()},
    }


@action("home.made")
def make_fictional_home(*, by: HasActorId, urn: str, facts: dict[str, Any]) -> Acted[Home]:
    """A home that does not exist, for demonstrations and tests; nothing else may be made by hand."""
    must_be_allowed(by, check_say_who_answers)
    home = Home.objects.create(urn=urn, fictional=True, **facts)
    return Acted(home, ("home", urn))


@action("home.inspections_listed")
def list_inspections(*, by: HasActorId, home: Home, inspections: Iterable[tuple[date, dict[str, Any]]]) -> Acted[Home]:
    """Past inspections of a fictional home: (day, grades)."""
    must_be_allowed(by, check_say_who_answers)
    for inspected_on, values in inspections:
        ListedInspection.objects.create(home=home, inspected_on=inspected_on, source="made up", **values)
    refresh_latest()
    home.refresh_from_db()
    return Acted(home, ("home", home.urn))


@action("home.given")
def give_home(*, by: HasActorId, home: Home, person: Person) -> Acted[HomeOfProvider]:
    """Make a person answer for a home; doing it twice changes nothing."""
    must_be_allowed(by, check_say_who_answers)
    held, _ = HomeOfProvider.objects.get_or_create(
        home=home, person=person, defaults={"given_by": by.actor_id, "given_at": timezone.now()}
    )
    return Acted(held, ("home", home.urn), {"person": person.username})


@action("council.given")
def give_council(*, by: HasActorId, person: Person, authority: str) -> Acted[CouncilOfCommissioner]:
    """Say that a commissioner works for a council; doing it twice changes nothing."""
    must_be_allowed(by, check_say_which_council)
    known = frozenset(Home.objects.filter(local_authority=authority).values_list("local_authority", flat=True)[:1])
    check_works_for(Actor(person.username, person.roles), authority, known)
    held, _ = CouncilOfCommissioner.objects.get_or_create(
        person=person,
        authority=authority,
        ended_at=None,
        defaults={"given_by": by.actor_id, "given_at": timezone.now()},
    )
    return Acted(held, ("person", person.username), {"authority": authority})


@action("council.ended")
def end_council(*, by: HasActorId, held: CouncilOfCommissioner) -> Acted[CouncilOfCommissioner]:
    """End that somebody works for a council. The row stays, with who ended it; ending it twice changes nothing."""
    must_be_allowed(by, check_say_which_council)
    now = timezone.now()
    CouncilOfCommissioner.objects.filter(pk=held.pk, ended_at=None).update(ended_by=by.actor_id, ended_at=now)
    held.refresh_from_db()
    return Acted(held, ("person", held.person.username), {"authority": held.authority})
