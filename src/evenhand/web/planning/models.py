"""What planning keeps: events at a home, interests that inspectors declare, proposed schedules. Rows are only added."""

from __future__ import annotations

from django.db import models

from evenhand.web.accounts.models import Person
from evenhand.web.planning.words import EVENTS, SUBJECTS
from evenhand.web.register.models import Home


class HomeEvent(models.Model):
    """Something that happened to a home and changes when it is inspected, with the day on which it took effect."""

    home = models.ForeignKey(Home, on_delete=models.PROTECT, related_name="planning_events")
    kind = models.CharField(max_length=40, choices=[(one.value, one.value) for one in EVENTS])
    happened_on = models.DateField()
    note = models.CharField(max_length=500)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["happened_on", "id"]

    def __str__(self) -> str:
        return f"{self.home_id} {self.kind} {self.happened_on}"


class EventWithdrawal(models.Model):
    """An event that was recorded by mistake, and why it no longer counts; the event itself stays readable."""

    event = models.OneToOneField(HomeEvent, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.CharField(max_length=500)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.event_id} withdrawn"


class Interest(models.Model):
    """An interest that an inspector declared: in one home, in everything of one provider, or in one authority.

    `value`: a URN, the register's number of an owner, or the name of an authority.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="interests")
    about = models.CharField(max_length=20, choices=[(one, one) for one in SUBJECTS])
    value = models.CharField(max_length=100)
    why = models.CharField(max_length=500)
    since = models.DateField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.person_id} {self.about}"


class InterestEnd(models.Model):
    """The last day on which a declared interest stands."""

    interest = models.OneToOneField(Interest, on_delete=models.PROTECT, related_name="end")
    until = models.DateField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.interest_id} until {self.until}"


class TravelBase(models.Model):
    """The authority from whose middle an inspector's travel is reckoned; the newest row holds, '' takes it back."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="travel_bases")
    authority = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.person_id} {self.authority}"


class ScheduleProposal(models.Model):
    """A schedule that the solver proposed: what was asked, and what came of it as a whole. The secret is not here."""

    asked = models.JSONField()
    outcome = models.JSONField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return str(self.pk)


class ProposedVisit(models.Model):
    """One visit of a proposed schedule: placed with an inspector and days, or left out with the reason."""

    proposal = models.ForeignKey(ScheduleProposal, on_delete=models.PROTECT, related_name="visits")
    home = models.ForeignKey(Home, on_delete=models.PROTECT, related_name="proposed_visits")
    kind = models.CharField(max_length=40)
    earliest = models.DateField()
    latest = models.DateField()
    inspector = models.CharField(max_length=150, blank=True)
    days = models.JSONField(default=list)
    travel_km = models.FloatField(null=True, default=None)
    late = models.BooleanField(default=False)
    reason = models.CharField(max_length=40, blank=True, default="")
    words = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(reason="") & ~models.Q(inspector=""))
                | (~models.Q(reason="") & models.Q(inspector="")),
                name="placed_or_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.home_id}"
