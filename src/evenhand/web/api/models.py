"""What published reports say, laid out to be asked for; and the feed of what became public, in order."""

from __future__ import annotations

from django.db import models

from evenhand.web.inspections.models import Requirement
from evenhand.web.register.models import Home
from evenhand.web.reports.models import PublishedReport


class OpenReport(models.Model):
    """A published report, read from its sealed bytes when it was published. Nothing here is known from elsewhere."""

    report = models.OneToOneField(PublishedReport, on_delete=models.PROTECT, related_name="open_data")
    fingerprint = models.CharField(max_length=64, unique=True)
    home = models.ForeignKey(Home, on_delete=models.PROTECT, related_name="open_reports")
    kind = models.CharField(max_length=80)
    kind_title = models.CharField(max_length=300)
    framework = models.CharField(max_length=80)
    framework_fingerprint = models.CharField(max_length=64)
    started_on = models.DateField()
    ended_on = models.DateField()
    published_on = models.DateField()
    overall = models.PositiveSmallIntegerField(null=True)
    overall_label = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["home_id", "started_on"]
        indexes = [models.Index(fields=["home", "started_on"], name="open_report_of_a_day")]

    def __str__(self) -> str:
        return self.fingerprint[:12]


class OpenJudgement(models.Model):
    """A judgement as a published report gives it."""

    report = models.ForeignKey(OpenReport, on_delete=models.CASCADE, related_name="judgements")
    judgement = models.CharField(max_length=80)
    title = models.CharField(max_length=300)
    headline = models.BooleanField()
    ordinal = models.PositiveSmallIntegerField()
    best = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "judgement"], name="open_judgement_once")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.judgement}"


class OpenRequirement(models.Model):
    """A requirement that a published report shows; what the report does not say of it, is not here."""

    report = models.ForeignKey(OpenReport, on_delete=models.CASCADE, related_name="requirements")
    requirement = models.OneToOneField(Requirement, on_delete=models.PROTECT, related_name="open_data")
    number = models.PositiveIntegerField()
    regulation = models.CharField(max_length=200)
    to_do = models.TextField()
    due_on = models.DateField(null=True)

    class Meta:
        ordering = ["report_id", "number"]

    def __str__(self) -> str:
        return f"{self.report_id} requirement {self.number}"


class Change(models.Model):
    """Something that became public. Numbers grow by one in the order of commitment; a trigger stops every change."""

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    what = models.CharField(max_length=20)
    record = models.CharField(max_length=20)
    key = models.CharField(max_length=120)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.what} {self.record}"
