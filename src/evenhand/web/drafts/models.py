"""Drafts of framework versions: every text that was uploaded and every step, as rows that are only added."""

from __future__ import annotations

from django.db import models

from evenhand.casework.drafts import DraftAct


class Draft(models.Model):
    """A version that somebody began to write. Its stage is what its last step left it at."""

    framework_id = models.SlugField(max_length=80)
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=150)

    class Meta:
        ordering = ["-begun_at", "-id"]

    def __str__(self) -> str:
        return self.framework_id


class DraftText(models.Model):
    """One uploaded text: the framework file as it was written, and the crosswalk from the version before, or nothing.

    `fingerprint` is that of the sealed framework; empty while the file cannot be read as one.
    """

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="texts")
    number = models.PositiveIntegerField()
    source = models.TextField()
    crosswalk = models.TextField(blank=True)
    remark = models.CharField(max_length=500)
    fingerprint = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="draft_text_once")]

    def __str__(self) -> str:
        return f"{self.draft_id}.{self.number}"


class DraftStep(models.Model):
    """Something that was done with a draft: which act, on which text, and why."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="steps")
    text = models.ForeignKey(DraftText, on_delete=models.PROTECT, related_name="steps")
    act = models.CharField(max_length=20, choices=[(one.value, one.value) for one in DraftAct])
    why = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.act}"
