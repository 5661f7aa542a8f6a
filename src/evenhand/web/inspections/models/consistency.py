"""The same evidence judged a second time: draws, second judgings, and their judgements."""

from __future__ import annotations

from django.db import models

from evenhand.web.inspections.models.record import Inspection


class Draw(models.Model):
    """A random draw of inspections to be judged a second time: from which, by which seed; anybody can draw it again."""

    number = models.PositiveIntegerField(unique=True)
    seed = models.CharField(max_length=64)
    drawn_from = models.JSONField()
    size = models.PositiveIntegerField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"draw {self.number}"


class Drawn(models.Model):
    """An inspection that a draw picked; it is picked once."""

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="drawn")
    inspection = models.OneToOneField(Inspection, on_delete=models.PROTECT, related_name="drawn")

    def __str__(self) -> str:
        return f"{self.draw_id} {self.inspection_id}"


class SecondJudging(models.Model):
    """Somebody apart from the team judging the same evidence; `had_seen` is what they said of the team's grades.

    One after the other: the next number begins when the one before was handed on.
    """

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="second_judgings")
    number = models.PositiveIntegerField(default=1)
    had_seen = models.BooleanField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["inspection", "number"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="one_second_judging_a_number"),
            models.UniqueConstraint(fields=["inspection", "by"], name="a_second_judge_begins_once"),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} second {self.number}"


class SecondHandedOn(models.Model):
    """A second judging that was left unfinished, and that a manager freed for somebody else, with the reason."""

    judging = models.OneToOneField(SecondJudging, on_delete=models.PROTECT, related_name="handed_on")
    made = models.PositiveIntegerField()
    reason = models.TextField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="handing_on_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.judging_id} handed on"


class SecondJudgement(models.Model):
    """A second, independent grade of one judgement; it is given once and changes no grade of the inspection."""

    judging = models.ForeignKey(SecondJudging, on_delete=models.PROTECT, related_name="judgements")
    judgement = models.CharField(max_length=80)
    grade = models.CharField(max_length=80)
    reason = models.TextField()
    seconds = models.PositiveIntegerField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["judging", "judgement"], name="one_second_judgement_each"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="second_judgement_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.judging_id} {self.judgement}"
