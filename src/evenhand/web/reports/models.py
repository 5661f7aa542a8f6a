"""The report of an inspection: its drafts, its quality assurance, and the sealed bytes that were published."""

from __future__ import annotations

from django.db import models

from evenhand.web.inspections.models import Inspection


class ReportRevision(models.Model):
    """One version of the report's words, by section id; rows are only added."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="report_revisions")
    version = models.PositiveIntegerField()
    sections = models.JSONField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["inspection", "version"], name="one_report_a_version")]

    def __str__(self) -> str:
        return f"{self.inspection_id} v{self.version}"


class QualityReview(models.Model):
    """What a quality assurer said of one version of the report.

    `fingerprint` is of the report as it would have been published when it was approved; '' when it was returned. The
    words are fixed by their version, but the register behind them may change before publication.
    """

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="quality_reviews")
    report_version = models.PositiveIntegerField()
    decision = models.CharField(max_length=20, choices=[("returned", "returned"), ("approved", "approved")])
    comments = models.TextField(blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(decision="returned") | ~models.Q(comments=""), name="returned_with_comments"
            )
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.decision}"


class PublishedReport(models.Model):
    """A published report: sealed bytes and their fingerprint. A trigger stops every change."""

    inspection = models.OneToOneField(Inspection, on_delete=models.PROTECT, related_name="published_report")
    urn = models.CharField(max_length=20, db_index=True)
    content = models.BinaryField()
    fingerprint = models.CharField(max_length=64, unique=True)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=150)

    class Meta:
        ordering = ["-published_at"]

    def __str__(self) -> str:
        return self.fingerprint[:12]


class SectionTies(models.Model):
    """What the sentences of one text of the report rest on, in one version; rows are only added.

    `ties` are {"sentence", "evidence": [ids], "criteria": [ids]}. A sentence is known by its words, so a tie lapses
    when they change, and comes back with them.
    """

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="section_ties")
    slot = models.CharField(max_length=120)
    version = models.PositiveIntegerField()
    ties = models.JSONField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["slot", "version"]
        constraints = [models.UniqueConstraint(fields=["inspection", "slot", "version"], name="ties_once_a_version")]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.slot} v{self.version}"


class WarningConfirmed(models.Model):
    """Somebody looked at a warning of the checks and says why it is harmless.

    `fingerprint` is that of the passage with what was found in it, so the warning is back when either changes.
    """

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="warnings_confirmed")
    code = models.CharField(max_length=10)
    fingerprint = models.CharField(max_length=64)
    passage = models.TextField()
    found = models.TextField()
    reason = models.TextField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "code", "fingerprint"], name="warning_confirmed_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="warning_confirmed_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.code}"


class BestPracticeMarked(models.Model):
    """A passage under a judgement that others may learn from, in one version; an empty text takes the mark back."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="best_practice")
    judgement = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    conditions = models.TextField(blank=True)
    consent_by = models.CharField(max_length=200, blank=True)
    consent_on = models.DateField(null=True, blank=True)
    evidence = models.JSONField(default=list)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["judgement", "version"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "judgement", "version"], name="practice_once_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.judgement} v{self.version}"


class ChecklistAnswered(models.Model):
    """A reviewer's answers to the checklist, about one version of the report; each save is a version of its own.

    `answers` are {question id: {"reply", "note"}}.
    """

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="checklists")
    report_version = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    answers = models.JSONField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["inspection", "version"], name="checklist_once_a_version")]

    def __str__(self) -> str:
        return f"{self.inspection_id} v{self.report_version} checklist {self.version}"


class ReviewComment(models.Model):
    """What a reviewer wants, about a sentence, a text of the report, or the whole of it.

    `slot` is the key of the text, '' for the whole; `sentence` are the words it is about, '' for the whole text. Where
    it stands is the newest of its steps; without one it is open.
    """

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="review_comments")
    number = models.PositiveIntegerField()
    report_version = models.PositiveIntegerField()
    slot = models.CharField(max_length=120, blank=True)
    sentence = models.TextField(blank=True)
    about = models.CharField(max_length=20)
    text = models.TextField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="review_comment_once_a_number"),
            models.CheckConstraint(condition=~models.Q(text=""), name="review_comment_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} comment {self.number}"


class ReviewStep(models.Model):
    """A comment was answered by the team, resolved by a reviewer, or opened again; rows are only added."""

    comment = models.ForeignKey(ReviewComment, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=20)
    text = models.TextField(blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["comment", "number"]
        constraints = [models.UniqueConstraint(fields=["comment", "number"], name="review_step_once_a_number")]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.state}"
