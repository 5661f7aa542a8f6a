"""The case sample: the children as rows without names, and who of them is tracked."""

from __future__ import annotations

from django.db import models

from evenhand.web.inspections.models.record import Inspection


class CaseSample(models.Model):
    """A version of the case sample: the children as rows without names, the buildings, and who is tracked.

    `children` by the fields of the core's `Child`; `chosen` codes to reasons in the team's own words ("" for none).
    """

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="case_samples")
    version = models.PositiveIntegerField()
    children = models.JSONField()
    chosen = models.JSONField()
    buildings = models.JSONField(default=list)
    reason = models.CharField(max_length=500, blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["inspection", "version"], name="one_case_sample_a_version")]

    def __str__(self) -> str:
        return f"{self.inspection_id} sample v{self.version}"
