"""What passes between the inspectorate and a provider about a report. Rows are only added."""

from __future__ import annotations

import uuid

from django.db import models

from evenhand.casework.accuracy import AnswerOutcome, CommentKind
from evenhand.casework.complaints import ComplaintAct, ComplaintOutcome, ComplaintState
from evenhand.web.inspections.models import Inspection


class DraftSent(models.Model):
    """A draft as the provider got it: sealed bytes, and the last day for comments (None: no figure)."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="drafts_sent")
    number = models.PositiveIntegerField()
    report_version = models.PositiveIntegerField()
    content = models.BinaryField()
    fingerprint = models.CharField(max_length=64)
    last_day = models.DateField(null=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["inspection", "number"], name="one_draft_sent_a_number")]

    def __str__(self) -> str:
        return f"{self.inspection_id} draft {self.number}"


class WindowClosed(models.Model):
    """The provider said that nothing more comes about a draft."""

    draft = models.OneToOneField(DraftSent, on_delete=models.PROTECT, related_name="closed")
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.draft_id} closed"


class Comment(models.Model):
    """What the provider says of a draft; `anchor` is '' when it is about the whole or about how it was done."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    draft = models.ForeignKey(DraftSent, on_delete=models.PROTECT, related_name="comments")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=[(one.value, one.value) for one in CommentKind])
    anchor = models.CharField(max_length=250, blank=True)
    wrong = models.TextField()
    should_say = models.TextField(blank=True)
    offered = models.TextField(blank=True)
    late = models.BooleanField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["draft__number", "number"]
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="one_comment_a_number")]

    def __str__(self) -> str:
        return f"{self.draft_id} comment {self.number}"


class CommentFile(models.Model):
    """Evidence that came with a comment: where it lies, what it is, what the scanner said; its name is not kept."""

    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, related_name="file")
    stored_as = models.CharField(max_length=64, unique=True)
    type = models.CharField(max_length=10)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    scan = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.comment_id} {self.type}"


class Answer(models.Model):
    """A version of the team's answer to a comment, always with a reason."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="answers")
    version = models.PositiveIntegerField()
    outcome = models.CharField(max_length=20, choices=[(one.value, one.value) for one in AnswerOutcome])
    reason = models.TextField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "version"], name="one_answer_to_comment_a_version"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="answer_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.outcome}"


class ChangeSaid(models.Model):
    """In which version of the report what was accepted is."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="changes")
    report_version = models.PositiveIntegerField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.comment_id} in {self.report_version}"


class FinalGiven(models.Model):
    """The final report as the provider got it, and the last day for a complaint (None: none foreseen, or no figure)."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="finals_given")
    number = models.PositiveIntegerField()
    report_version = models.PositiveIntegerField()
    content = models.BinaryField()
    fingerprint = models.CharField(max_length=64)
    last_day = models.DateField(null=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["inspection", "number"], name="one_final_given_a_number")]

    def __str__(self) -> str:
        return f"{self.inspection_id} final {self.number}"


class NoComplaint(models.Model):
    """The provider said that it makes no complaint about a final report."""

    final = models.OneToOneField(FinalGiven, on_delete=models.PROTECT, related_name="waived")
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.final_id} no complaint"


class Complaint(models.Model):
    """A formal complaint; `due_on` is the day by which it is to be answered (None: no figure)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    final = models.ForeignKey(FinalGiven, on_delete=models.PROTECT, related_name="complaints")
    number = models.PositiveIntegerField()
    about = models.TextField()
    due_on = models.DateField(null=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "number"]
        constraints = [models.UniqueConstraint(fields=["final", "number"], name="one_complaint_a_number")]

    def __str__(self) -> str:
        return f"{self.final_id} complaint {self.number}"


class ComplaintStep(models.Model):
    """A change of a complaint's state; the newest is where it is. `due_on`: the last day of what follows."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=20, choices=[(one.value, one.value) for one in ComplaintAct])
    state = models.CharField(max_length=20, choices=[(one.value, one.value) for one in ComplaintState])
    outcome = models.CharField(max_length=20, blank=True, choices=[(one.value, one.value) for one in ComplaintOutcome])
    words = models.TextField()
    due_on = models.DateField(null=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["complaint", "number"], name="one_complaint_step_a_number")]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.state}"


class Hold(models.Model):
    """Publication is held back: by a complaint, or by a manager with a reason."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="holds")
    complaint = models.OneToOneField(Complaint, on_delete=models.PROTECT, related_name="hold", null=True)
    reason = models.TextField(blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(complaint__isnull=False) | ~models.Q(reason=""), name="hold_has_a_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} held"


class HoldLifted(models.Model):
    """A hold came to its end, and why; '' when the complaint that opened it was not upheld."""

    hold = models.OneToOneField(Hold, on_delete=models.PROTECT, related_name="lifted")
    reason = models.TextField(blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.hold_id} lifted"
