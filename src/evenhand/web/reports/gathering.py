"""From the record in the database to the core's material for a report, and to what may not stand in one."""

from __future__ import annotations

from collections import Counter

from django.db.models import Q, Value

from evenhand.evidence.sufficiency import carries_a_voice
from evenhand.findings import BadInput
from evenhand.framework.model import Framework
from evenhand.framework.reading import load_standards
from evenhand.report.checks import Guarded
from evenhand.report.compose import in_words
from evenhand.report.document import unseal
from evenhand.report.material import Material, PastInspection
from evenhand.web.inspections.record import Record
from evenhand.web.inspections.requirements import STATES, Required, around
from evenhand.web.register.models import Home, ListedInspection
from evenhand.web.reports.models import PublishedReport
from evenhand.wording import Words, say


def material_of(record: Record) -> Material:
    """What the report is composed from. Of the home, only what anybody may see gets in."""
    inspection, home = record.inspection, record.inspection.home
    made, earlier = around(inspection)
    return Material(
        framework=record.framework,
        fingerprint=inspection.framework.fingerprint,
        case=record.case,
        outcome=record.outcome,
        urn=home.urn,
        provision_type=home.provision_type,
        sector=home.sector,
        places=home.places,
        fictional=home.fictional,
        starts_on=inspection.starts_on,
        ends_on=inspection.ends_on,
        evidence=Counter(one.item.kind for one in record.evidence),
        children_heard=sum(carries_a_voice(one.item) for one in record.evidence),
        past=_past(record),
        single=record.single.grade if record.single else "",
        single_reason=record.single.reason if record.single else "",
        requirements=tuple((one.content.regulation, _in_a_sentence(one)) for one in made),
        followed_up=tuple(_followed(one) for one in earlier if one.followed),
        regulations=_regulations(record.framework),
    )


def _in_a_sentence(one: Required) -> Words:
    building = " ".join(one.building.split())
    template = "{regulation}: {to_do} To be done by {day}."
    if building:
        template = "{regulation}: {to_do} It concerns this building: {building}. To be done by {day}."
    return Words(
        template,
        {
            "regulation": one.content.regulation,
            "to_do": _closed(one.content.to_do),
            "building": building,
            "day": in_words(one.content.due_on) if one.content.due_on else "",
        },
    )


def _closed(text: str) -> str:
    # A requirement is one line of a list, whatever lines it was typed in, and ends as a sentence does.
    line = " ".join(text.split())
    return line if line.endswith((".", "!", "?")) else f"{line}."


def _followed(one: Required) -> Words:
    assert one.followed is not None  # noqa: S101  # only asked of those that were looked at
    return say(
        "{regulation}, made at the inspection of {day}: {state}.",
        regulation=one.content.regulation,
        day=in_words(one.made_at.starts_on),
        state=str(STATES[one.followed.state]).lower(),
    )


def _past(record: Record) -> tuple[PastInspection, ...]:
    home = record.inspection.home
    found = {
        row.inspected_on: PastInspection(row.inspected_on, str(say("Full inspection")), row.overall_label)
        for row in ListedInspection.objects.filter(home=home)
    }
    published = PublishedReport.objects.filter(urn=home.urn).exclude(inspection=record.inspection)
    for report in published:
        try:
            document = unseal(bytes(report.content), report.fingerprint)
        except ValueError:
            continue  # Bytes that were tampered with tell no history.
        overall = document.overall.label if document.overall else ""
        single = document.single.label if document.single else ""
        found[document.started_on] = PastInspection(document.started_on, document.kind_title, overall, single)
    return tuple(found.values())


def _regulations(framework: Framework) -> str:
    try:
        return load_standards(framework.regulations).title
    except BadInput:
        return ""


def guarded_of(record: Record) -> Guarded:
    """Names, places and initials that the checks look for in the report.

    The register knows organisations by number only, so none is guarded by name.
    """
    home = record.inspection.home
    beside = Q(local_authority=home.local_authority)
    if home.organisation_id:
        beside |= Q(organisation_id=home.organisation_id)
    near = Home.objects.filter(beside).exclude(Q(pk=home.pk) | Q(name="")).order_by()
    areas = Home.objects.order_by().values_list("local_authority", "region", Value("area"))
    # One question for both: the names of areas, and those of homes nearby.
    rows = list(areas.union(near.values_list("name", Value(""), Value("home"))))
    return Guarded(
        name=home.name,
        address=home.address,
        here=_names((home.local_authority, home.region)),
        elsewhere=_names(sorted({name for row in rows for name in row[:2] if row[2] == "area"})),
        initials=frozenset(one for recorded in record.evidence for one in recorded.item.initials),
        neighbours=tuple(sorted({row[0] for row in rows if row[2] == "home"} - {home.name})),
    )


def behind_of(record: Record) -> dict[str, int]:
    """How many pieces of evidence stand under the criteria of each judgement.

    A judgement without criteria of its own in this version rests on all of the evidence.
    """
    if record.single_judgement is not None:
        criteria = frozenset(record.criteria)
        return {record.single_judgement.id: len(record.under(criteria) if criteria else record.evidence)}
    of = record.framework.criteria_of
    return {
        one.id: len(record.under(frozenset(each.id for each in of(one.id))) if of(one.id) else record.evidence)
        for one in record.framework.judgements
    }


def _names(names: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name.strip())
