"""The shelf of published framework versions: sealed bytes that nobody can change."""

from __future__ import annotations

from django.db import models

# Addresses beside the versions: a version of one of these ids could never be opened.
TAKEN = frozenset({"compare", "crosswalks", "standards"})


class FrameworkVersion(models.Model):
    """One version as canonical bytes with their fingerprint; rows are added, never changed (a trigger sees to it)."""

    id = models.SlugField(primary_key=True, max_length=80)
    title = models.CharField(max_length=300)
    fingerprint = models.CharField(max_length=64)
    sealed = models.BinaryField()
    in_force_from = models.DateField()
    in_force_to = models.DateField(null=True, blank=True)
    loaded_at = models.DateTimeField()
    loaded_by = models.CharField(max_length=150)

    class Meta:
        ordering = ["in_force_from"]

    def __str__(self) -> str:
        return self.id


class HeldCrosswalk(models.Model):
    """A crosswalk that came with a version published here, as it was written; rows are added, never changed."""

    old = models.SlugField(max_length=80)
    new = models.SlugField(max_length=80)
    source = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.old}--{self.new}"
