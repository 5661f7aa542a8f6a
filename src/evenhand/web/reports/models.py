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
