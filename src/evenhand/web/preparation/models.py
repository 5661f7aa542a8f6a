"""What preparation keeps: what was sent about homes, its files, Annex A, decisions on lines. Rows are only added."""

from __future__ import annotations

import uuid

from django.db import models

from evenhand.web.inspections.models import Inspection
from evenhand.web.register.models import Home


class Submission(models.Model):
    """Something sent about a home. `by_provider`: it came from the home's side, which may see it again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    home = models.ForeignKey(Home, on_delete=models.PROTECT, related_name="submissions")
    kind = models.CharField(max_length=40)
    day = models.DateField()
    answers = models.JSONField()
    by_provider = models.BooleanField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-day", "-at"]
        indexes = [models.Index(fields=["home", "day"], name="submission_of_home")]

    def __str__(self) -> str:
        return f"{self.home_id} {self.kind} {self.day}"


class SubmissionWithdrawal(models.Model):
    """Something sent by mistake, and why; what was sent stays readable and counts no longer."""

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.CharField(max_length=500)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.submission_id} withdrawn"


class StoredFile(models.Model):
    """A file that came with something sent: where it lies, what it is, and what the scanner said.

    The name that the sender gave it is not kept, because files are named after children.
    """

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="file")
    stored_as = models.CharField(max_length=64, unique=True)
    type = models.CharField(max_length=10)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    scan = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.submission_id} {self.type}"


class AnnexA(models.Model):
    """A version of a home's Annex A. A correction is a new version with a reason; the wrong one stays."""

    home = models.ForeignKey(Home, on_delete=models.PROTECT, related_name="annex_a")
    version = models.PositiveIntegerField()
    figures = models.JSONField()
    post = models.CharField(max_length=100)
    completed_on = models.DateField()
    reason = models.CharField(max_length=500, blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["home", "version"], name="one_annex_a_a_version"),
            models.CheckConstraint(
                condition=models.Q(version=1) | ~models.Q(reason=""), name="later_annex_a_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.home_id} Annex A {self.version}"


class LineDecision(models.Model):
    """What the team decided on a line of enquiry: taken up, or dropped with a reason.

    `what` and `why` are the line's words at that time, because a rule's line goes when what is known changes.
    """

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="line_decisions")
    key = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=[("taken_up", "taken_up"), ("dropped", "dropped")])
    what = models.CharField(max_length=500)
    why = models.TextField()
    reason = models.CharField(max_length=500, blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "key", "version"], name="one_line_decision_a_version"),
            models.CheckConstraint(
                condition=~models.Q(state="dropped") | ~models.Q(reason=""), name="dropped_line_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.key} {self.state}"
