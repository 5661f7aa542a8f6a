"""Requirements, what became of them, and the papers beside the report."""

from __future__ import annotations

import uuid

from django.db import models

from evenhand.web.inspections.models.record import Inspection


class Requirement(models.Model):
    """A statutory requirement made at an inspection; what it says is in its revisions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="requirements")
    number = models.PositiveIntegerField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["inspection", "number"], name="one_requirement_a_number")]

    def __str__(self) -> str:
        return f"{self.inspection_id} requirement {self.number}"


class RequirementRevision(models.Model):
    """What a requirement says, from version 1; `withdrawn` takes it back. `evidence` are ids of items."""

    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="revisions")
    version = models.PositiveIntegerField()
    regulation = models.CharField(max_length=200)
    to_do = models.TextField()
    due_on = models.DateField()
    building = models.CharField(max_length=200, blank=True)
    impact = models.CharField(max_length=20)
    impact_words = models.TextField()
    evidence = models.JSONField(default=list)
    told_at_feedback = models.BooleanField(default=False)
    withdrawn = models.BooleanField(default=False)
    reason = models.CharField(max_length=500, blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["requirement", "version"]
        constraints = [
            models.UniqueConstraint(fields=["requirement", "version"], name="one_requirement_a_version"),
            models.CheckConstraint(
                condition=models.Q(version=1) | ~models.Q(reason=""), name="changed_requirement_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requirement_id} v{self.version}"


class FollowUp(models.Model):
    """What a later inspection found of a requirement: met, not met, or a compliance notice, with what it rests on.

    `notice_due_on`: the day by which a compliance notice has to be met in full; None where none was given.
    """

    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="follow_ups")
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="follow_ups")
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=30)
    words = models.TextField()
    evidence = models.JSONField(default=list)
    notice_due_on = models.DateField(null=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["requirement", "version"]
        constraints = [
            models.UniqueConstraint(fields=["requirement", "inspection", "version"], name="one_follow_up_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.requirement_id} {self.state}"


class Paper(models.Model):
    """A version of a paper that the team writes beside the report: the feedback sheet, the letter to the children."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=30)
    version = models.PositiveIntegerField()
    texts = models.JSONField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "version"]
        constraints = [models.UniqueConstraint(fields=["inspection", "kind", "version"], name="one_paper_a_version")]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.kind} v{self.version}"
