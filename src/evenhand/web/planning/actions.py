"""What planning records: events of homes, interests of inspectors, proposed schedules. Nothing is overwritten."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from evenhand.casework.due import HappeningKind
from evenhand.casework.policies import NotNow
from evenhand.findings import BadInput
from evenhand.planning import Placement, Unplaced, Visit
from evenhand.web.accounts.models import Person
from evenhand.web.audit.actions import Acted, action
from evenhand.web.planning import queries
from evenhand.web.planning.models import (
    EventWithdrawal,
    HomeEvent,
    Interest,
    InterestEnd,
    ProposedVisit,
    ScheduleProposal,
    TravelBase,
)
from evenhand.web.planning.permission import check_declare, check_propose, check_record_event
from evenhand.web.planning.places import middle_of
from evenhand.web.planning.proposing import Asked, Made, outcome_of
from evenhand.web.planning.words import EVENTS, SUBJECTS, plain_values
from evenhand.web.register.models import Home
from evenhand.web.register.queries import with_homes
from evenhand.wording import Words, say

MAX_TEXT = 500
EARLIEST = date(2000, 1, 1)


@action("home_event.recorded")
def record_event(*, by: Person, home: Home, kind: HappeningKind, happened_on: date, note: str) -> Acted[HomeEvent]:
    """Record what changes when a home is inspected.

    Raises Refusal for somebody who may not, and BadInput when it cannot be so: in the future, or against what is there.
    """
    check_record_event(with_homes(by), home.urn)
    # Two people who lift one condition at the same moment must not both succeed.
    home = Home.objects.select_for_update().get(pk=home.pk)
    _must_be_text("note", note, say("Write how the inspectorate heard of it."))
    _must_be_possible(home, kind, happened_on)
    event = HomeEvent.objects.create(
        home=home, kind=kind.value, happened_on=happened_on, note=note.strip(), by=by.actor_id, at=timezone.now()
    )
    return Acted(event, ("home", home.urn), {"event": kind.value, "happened_on": happened_on.isoformat()})


def _must_be_possible(home: Home, kind: HappeningKind, day: date) -> None:
    if kind not in EVENTS:
        raise _bad("kind", say("Choose one of the events."))
    if not EARLIEST <= day <= timezone.localdate():
        raise _bad("happened_on", say("Enter a day from the year 2000 on that is not in the future."))
    history = queries.standing_history(home)
    empty = queries.stands_empty(history, day)
    if kind is HappeningKind.MANAGER_LEFT and queries.was_inspected_by(history, day):
        message = "The home had been inspected by then. This event is only for a manager who left before that."
        raise _bad("kind", say(message))
    if kind is HappeningKind.NO_CHILDREN_CONDITION and empty:
        raise _bad("kind", say("On that day such a condition stands already; record when it was lifted first."))
    if kind in (HappeningKind.CONDITION_LIFTED, HappeningKind.REOPENING_NOTICE) and not empty:
        raise _bad("kind", say("On that day no such condition stands; record the condition first, or check the day."))
    conditions = (HappeningKind.NO_CHILDREN_CONDITION, HappeningKind.CONDITION_LIFTED)
    if kind in conditions and queries.has_later(history, day):
        message = "A later condition is recorded already. Withdraw it, then record both in order."
        raise _bad("happened_on", say(message))


@action("home_event.withdrawn")
def withdraw_event(*, by: Person, event: HomeEvent, reason: str) -> Acted[EventWithdrawal]:
    """Say that an event was recorded by mistake; it stays readable and counts no longer."""
    check_record_event(with_homes(by), event.home.urn)
    Home.objects.select_for_update().get(pk=event.home_id)
    if EventWithdrawal.objects.filter(event=event).exists():
        raise NotNow("PL005", say("This event was withdrawn already."))
    _must_be_text("reason", reason, say("Write why it was a mistake."))
    row = EventWithdrawal.objects.create(event=event, reason=reason.strip(), by=by.actor_id, at=timezone.now())
    return Acted(row, ("home", event.home.urn), {"event": event.kind})


@action("interest.declared")
def declare_interest(*, by: Person, about: str, value: str, why: str, since: date) -> Acted[Interest]:
    """Declare an interest in a home, an owner or an authority: from that day on its declarer is not sent there."""
    check_declare(by.as_actor())
    value = _known(about, value.strip())
    _must_be_text("why", why, say("Write what the interest is."))
    if not EARLIEST <= since < date(2100, 1, 1):
        raise _bad("since", say("Enter a day between the years 2000 and 2100."))
    if Interest.objects.filter(person=by, about=about, value=value, end=None).exists():
        raise _bad("about", say("You have declared this interest already."))
    row = Interest.objects.create(person=by, about=about, value=value, why=why.strip(), since=since, at=timezone.now())
    # In what, and why, is between the declarer and the table: the log is read by more people than need it.
    return Acted(row, ("interest", str(row.pk)), {"about": about})


def _known(about: str, value: str) -> str:
    if about not in SUBJECTS:
        raise _bad("about", say("Choose what the interest is in."))
    field = {"home": "urn", "provider": "organisation_id", "authority": "local_authority"}[about]
    value = value.upper() if about == "home" else value
    if not value or not Home.objects.filter(**{field: value}).exists():
        raise _bad(about, say("The register has nothing under this; check it, or choose from the list."))
    return value


@action("interest.ended")
def end_interest(*, by: Person, interest: Interest) -> Acted[InterestEnd]:
    """End an interest with the end of today; only whoever declared it can."""
    check_declare(by.as_actor())
    if interest.person_id != by.pk or InterestEnd.objects.filter(interest=interest).exists():
        raise NotNow("PL006", say("This interest is not yours, or was ended already."))
    until = max(timezone.localdate(), interest.since)
    row = InterestEnd.objects.create(interest=interest, until=until, at=timezone.now())
    return Acted(row, ("interest", str(interest.pk)), {"about": interest.about})


@action("travel_base.given")
def give_base(*, by: Person, authority: str) -> Acted[TravelBase]:
    """Say from which authority one's travel is reckoned; '' takes it back."""
    check_declare(by.as_actor())
    if authority and middle_of(authority) is None:
        raise _bad("authority", say("Choose an authority from the list."))
    row = TravelBase.objects.create(person=by, authority=authority, at=timezone.now())
    return Acted(row, ("person", by.username))


@action("schedule.proposed")
def keep_proposal(*, by: Person, asked: Asked, made: Made) -> Acted[ScheduleProposal]:
    """Keep a proposed schedule. The audit log learns that there is one and how large it is, and no day of it."""
    check_propose(by.as_actor())
    proposal = ScheduleProposal.objects.create(
        asked={
            "seen_from": asked.seen_from.isoformat(),
            "first_monday": asked.first_monday.isoformat(),
            "weeks": asked.weeks,
            "region": asked.region,
            "authority": asked.authority,
            "late_too": asked.late_too,
            "days_a_week": asked.days_a_week,
        },
        outcome=outcome_of(made),
        by=by.actor_id,
        at=timezone.now(),
    )
    rows = [_placed(proposal, made, one) for one in made.schedule.placements]
    rows += [_unplaced(proposal, made, one) for one in made.schedule.unplaced]
    ProposedVisit.objects.bulk_create(rows)
    details = {"region": asked.region, "authority": asked.authority, "visits": len(rows)}
    return Acted(proposal, ("schedule_proposal", str(proposal.pk)), details)


def _visit(proposal: ScheduleProposal, made: Made, visit: Visit) -> ProposedVisit:
    return ProposedVisit(
        proposal=proposal,
        home=made.homes[visit.urn],
        kind=visit.type,
        earliest=visit.earliest,
        latest=visit.latest,
    )


def _placed(proposal: ScheduleProposal, made: Made, one: Placement) -> ProposedVisit:
    row = _visit(proposal, made, one.visit)
    row.inspector, row.travel_km, row.late = one.inspector, one.travel_km, one.late
    row.days = [day.isoformat() for day in one.days]
    return row


def _unplaced(proposal: ScheduleProposal, made: Made, one: Unplaced) -> ProposedVisit:
    row = _visit(proposal, made, one.visit)
    row.reason = one.reason.value
    row.words = {"template": one.words.template, "values": plain_values(one.words)}
    return row


def _must_be_text(field: str, text: str, missing: Words) -> None:
    if not text.strip():
        raise _bad(field, missing)
    if len(text.strip()) > MAX_TEXT or "\0" in text:
        raise _bad(field, say("Write at most {most} characters.", most=MAX_TEXT))


def _bad(field: str, message: Words) -> BadInput:
    return BadInput.at("PL010", message, field=field)
