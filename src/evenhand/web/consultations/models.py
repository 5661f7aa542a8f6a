"""A consultation and everything that came in: rows that are only added, and no name of anybody who responded."""

from __future__ import annotations

import uuid

from django.db import models

from evenhand.consultation.phases import Phase
from evenhand.consultation.words import Agreement, Respondent

# Addresses beside the consultations: one of these ids could never be opened.
TAKEN = frozenset({"new", "published-today"})


class Consultation(models.Model):
    """One consultation as it was written: its text, its sealed bytes and their fingerprint.

    `draft_fingerprint` is of the draft whose clauses it was checked against; '' when there was none to check against.
    """

    id = models.SlugField(primary_key=True, max_length=80)
    title = models.CharField(max_length=300)
    source = models.TextField()
    content = models.BinaryField()
    fingerprint = models.CharField(max_length=64)
    draft_fingerprint = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.id


class PhaseChange(models.Model):
    """A step forwards; the newest row is where the consultation is."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="phases")
    number = models.PositiveIntegerField()
    phase = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Phase])
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["consultation", "number"], name="one_phase_at_a_time")]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.phase}"


class ResponsesFile(models.Model):
    """A file of responses that was brought in: counts, and what was wrong with it. The file itself is not kept."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    counts = models.JSONField()
    findings = models.JSONField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["consultation", "fingerprint"], name="a_file_of_responses_once")]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.name}"


class ResponseGiven(models.Model):
    """Somebody responded. No name, no address, no account: the kind of respondent and the day are all that is kept.

    `code` is a digest of the code that a file gives a respondent, so that nobody is counted twice; '' on the web.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="responses")
    file = models.ForeignKey(ResponsesFile, on_delete=models.PROTECT, null=True, blank=True, related_name="responses")
    kind = models.CharField(max_length=30, choices=[(one.value, one.value) for one in Respondent])
    code = models.CharField(max_length=64, blank=True)
    received_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "code"], condition=~models.Q(code=""), name="a_respondent_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.kind}"


class AnswerGiven(models.Model):
    """What a response gives to one question: a point of the scale, a comment, or both.

    `reference` names the comment in public. It says nothing about whose other comments stand beside it.
    """

    response = models.ForeignKey(ResponseGiven, on_delete=models.PROTECT, related_name="answers")
    question = models.CharField(max_length=80)
    agreement = models.CharField(max_length=30, blank=True, choices=[(one.value, one.value) for one in Agreement])
    comment = models.TextField(blank=True)
    reference = models.CharField(max_length=12, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["response", "question"], name="a_question_once")]

    def __str__(self) -> str:
        return self.reference


class CommentReading(models.Model):
    """Somebody read a comment and said whether anybody may; the newest row counts, and without one nobody may."""

    answer = models.ForeignKey(AnswerGiven, on_delete=models.PROTECT, related_name="readings")
    number = models.PositiveIntegerField()
    decision = models.CharField(max_length=20, choices=[("cleared", "cleared"), ("held", "held")])
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["answer", "number"], name="one_reading_at_a_time")]

    def __str__(self) -> str:
        return f"{self.answer_id} {self.decision}"


class WrittenAnswer(models.Model):
    """What is answered to a proposal, from version 1; the newest counts, and nothing is overwritten."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="written")
    proposal = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    content = models.JSONField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["proposal", "version"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "proposal", "version"], name="one_written_answer_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.proposal} v{self.version}"


class PublishedAccount(models.Model):
    """“You said, we did” as sealed bytes; a later one, once a version is published, stands beside the earlier."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="accounts")
    number = models.PositiveIntegerField()
    content = models.BinaryField()
    fingerprint = models.CharField(max_length=64)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["consultation", "number"], name="one_account_at_a_time")]

    def __str__(self) -> str:
        return self.fingerprint[:12]
