"""Pilots, their shadow judgements, and why grades differ: rows that are only added."""

from __future__ import annotations

import uuid

from django.db import models

from evenhand.web.inspections.models import Inspection

# Addresses beside the pilots: a plan with one of these ids could never be opened.
TAKEN = frozenset({"new", "shadow"})


class Pilot(models.Model):
    """A pilot that was opened: the bytes of its plan and of the seal, as they came; `fingerprint` is of the plan."""

    id = models.SlugField(primary_key=True, max_length=80)
    title = models.CharField(max_length=300)
    plan = models.BinaryField()
    seal = models.BinaryField()
    fingerprint = models.CharField(max_length=64)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.id


class PilotClosing(models.Model):
    """The end of a pilot, with the reason."""

    pilot = models.OneToOneField(Pilot, on_delete=models.PROTECT, related_name="closing")
    reason = models.TextField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="pilot_closing_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.pilot_id} closed"


class PilotCase(models.Model):
    """A live inspection in a pilot; `code` is what its home is called in every figure (H001, R001 for a reserve)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    pilot = models.ForeignKey(Pilot, on_delete=models.PROTECT, related_name="cases")
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="pilot_cases")
    code = models.CharField(max_length=5)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["pilot", "inspection"], name="an_inspection_once_in_a_pilot"),
            models.UniqueConstraint(fields=["pilot", "code"], name="a_home_once_in_a_pilot"),
        ]

    def __str__(self) -> str:
        return f"{self.pilot_id} {self.code}"


class ShadowNaming(models.Model):
    """Who is to judge a case under the new framework; the newest row stands, what an earlier judge wrote is kept."""

    case = models.ForeignKey(PilotCase, on_delete=models.PROTECT, related_name="namings")
    number = models.PositiveIntegerField()
    judge = models.CharField(max_length=150)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_shadow_naming_a_number"),
            models.UniqueConstraint(fields=["case", "judge"], name="a_shadow_judge_once_a_case"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.number}"


class ShadowBeginning(models.Model):
    """A shadow judge began; `had_seen` is what they said of the first grades."""

    naming = models.OneToOneField(ShadowNaming, on_delete=models.PROTECT, related_name="beginning")
    had_seen = models.BooleanField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.naming_id} begun"


class ShadowFact(models.Model):
    """The shadow judge's answer to a question of the new rules; None takes it back. `opened_at`: when the page was."""

    naming = models.ForeignKey(ShadowNaming, on_delete=models.PROTECT, related_name="facts")
    fact = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    value = models.JSONField(null=True)
    opened_at = models.DateTimeField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["naming", "fact", "version"], name="one_shadow_fact_a_version")]

    def __str__(self) -> str:
        return f"{self.naming_id} {self.fact}"


class ShadowGrade(models.Model):
    """A grade of the shadow judge with its reason; the newest version stands until all are handed in."""

    naming = models.ForeignKey(ShadowNaming, on_delete=models.PROTECT, related_name="grades")
    judgement = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    grade = models.CharField(max_length=80)
    reason = models.TextField()
    explanation = models.TextField(blank=True)
    opened_at = models.DateTimeField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["naming", "judgement", "version"], name="one_shadow_grade_a_version"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="shadow_grade_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.naming_id} {self.judgement}"


class ShadowHandedIn(models.Model):
    """The shadow judgement is given, once. `minutes`: what the judge says it took in all, also away from the screen."""

    naming = models.OneToOneField(ShadowNaming, on_delete=models.PROTECT, related_name="handed_in")
    minutes = models.PositiveIntegerField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.naming_id} handed in"


class DifferenceReason(models.Model):
    """Why the two grades of a judgement differ; a correction is a new version."""

    KINDS = ("rule", "descriptor", "evidence", "person")

    case = models.ForeignKey(PilotCase, on_delete=models.PROTECT, related_name="reasons")
    judgement = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=[(one, one) for one in KINDS])
    explained = models.TextField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["case", "judgement", "version"], name="one_difference_reason_a_version"),
            models.CheckConstraint(condition=~models.Q(explained=""), name="difference_reason_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.judgement}"


class PilotLook(models.Model):
    """A look at the results that the plan allowed: how many pairs there were, and its files, sealed for good."""

    pilot = models.ForeignKey(Pilot, on_delete=models.PROTECT, related_name="looks")
    number = models.PositiveIntegerField()
    pairs = models.PositiveIntegerField()
    standing = models.CharField(max_length=20)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["pilot", "number"], name="one_look_a_number")]

    def __str__(self) -> str:
        return f"{self.pilot_id} look {self.number}"


class LookFile(models.Model):
    """One file of a look: page, picture, table or record; `key` is its name, `fingerprint` that of its bytes."""

    look = models.ForeignKey(PilotLook, on_delete=models.PROTECT, related_name="files")
    key = models.CharField(max_length=80)
    content = models.BinaryField()
    fingerprint = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["look", "key"], name="a_file_of_a_look_once")]

    def __str__(self) -> str:
        return f"{self.look_id} {self.key}"
