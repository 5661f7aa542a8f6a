"""An inspection and its record. Everything that can change is rows that are only added, with who and when."""

from __future__ import annotations

import uuid

from django.db import models

from evenhand.web.accounts.models import Person
from evenhand.web.frameworks.models import FrameworkVersion
from evenhand.web.register.models import Home


class Inspection(models.Model):
    """One inspection of one home, on the framework in force on its start date, which is pinned.

    No constraint keeps two inspections of a home apart, because one that was cancelled may be booked again on the same
    day; the act of scheduling holds the home's lock instead.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    home = models.ForeignKey(Home, on_delete=models.PROTECT, related_name="inspections")
    framework = models.ForeignKey(FrameworkVersion, on_delete=models.PROTECT)
    kind = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField()
    scheduled_by = models.CharField(max_length=150)
    scheduled_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="inspection_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class TeamMember(models.Model):
    """An inspector on an inspection; the lead answers for the report."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="team")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="inspections")
    is_lead = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inspection", "person"], name="on_the_team_once"),
            models.UniqueConstraint(fields=["inspection"], condition=models.Q(is_lead=True), name="one_lead"),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.person_id}"


class TeamChange(models.Model):
    """A change of the team after scheduling: who is on it now (the lead first), who left, and why."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="team_changes")
    number = models.PositiveIntegerField()
    stage = models.CharField(max_length=30)
    team = models.JSONField()
    left = models.JSONField()
    reason = models.TextField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="one_team_at_a_time"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="team_change_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} team {self.number}"


class ContinuityException(models.Model):
    """Why inspectors go once more than the limit in a row lets them: enforcement needs somebody who knows the case."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="continuity_exceptions")
    people = models.JSONField()
    reason = models.TextField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="continuity_exception_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.inspection_id} once more"


class StageChange(models.Model):
    """A change of stage; the newest row is where the inspection is."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="stage_changes")
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=30)
    stage = models.CharField(max_length=30)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["inspection", "number"], name="one_stage_at_a_time")]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.stage}"


class EvidenceItem(models.Model):
    """A piece of evidence; what it says is in its revisions. The id may be made by the client that recorded it."""

    id = models.UUIDField(primary_key=True)
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=60)
    recorded_by = models.CharField(max_length=150)

    def __str__(self) -> str:
        return str(self.id)


class EvidenceRevision(models.Model):
    """What an item says, from version 1. An amendment adds a row with a reason; nothing is overwritten.

    Three times are three things: when it happened, when it was written down, when the service received it.
    """

    item = models.ForeignKey(EvidenceItem, on_delete=models.PROTECT, related_name="revisions")
    version = models.PositiveIntegerField()
    said = models.TextField()
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    received_at = models.DateTimeField()
    initials = models.JSONField(default=list)
    criteria = models.JSONField(default=list)
    answers = models.JSONField(default=dict)
    reason = models.CharField(max_length=500, blank=True)
    by = models.CharField(max_length=150)

    class Meta:
        ordering = ["item", "version"]
        constraints = [
            models.UniqueConstraint(fields=["item", "version"], name="one_revision_a_version"),
            models.CheckConstraint(condition=models.Q(version=1) | ~models.Q(reason=""), name="amendment_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} v{self.version}"


class FactAnswer(models.Model):
    """An answer to a fact that a rule needs; `value: null` takes an answer back."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="fact_answers")
    fact = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    value = models.JSONField(null=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["fact", "version"]
        constraints = [models.UniqueConstraint(fields=["inspection", "fact", "version"], name="one_answer_a_version")]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.fact} v{self.version}"


class Proposal(models.Model):
    """A proposed grade with its reasons; `grade` empty takes a proposal back."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="proposals")
    judgement = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    grade = models.CharField(max_length=80, blank=True)
    reason = models.TextField(blank=True)
    explanation = models.TextField(blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["judgement", "version"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "judgement", "version"], name="one_proposal_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.judgement} v{self.version}"


class SingleJudgement(models.Model):
    """The one judgement of a type with a scale of its own; `grade` empty takes it back."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="single_judgements")
    version = models.PositiveIntegerField()
    grade = models.CharField(max_length=80, blank=True)
    reason = models.TextField(blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "version"], name="one_single_judgement_a_version"),
            models.CheckConstraint(
                condition=models.Q(grade="") | ~models.Q(reason=""), name="single_judgement_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} v{self.version}"


class Discussion(models.Model):
    """A discussion with a manager about changing a judgement after feedback: from which version, to which grade."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="discussions")
    number = models.PositiveIntegerField()
    judgement = models.CharField(max_length=80)
    changes_version = models.PositiveIntegerField()
    was = models.CharField(max_length=80)
    becomes = models.CharField(max_length=80)
    manager = models.CharField(max_length=150)
    held_on = models.DateField()
    reason = models.TextField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="one_discussion_a_number"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="discussion_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.judgement} discussed"
