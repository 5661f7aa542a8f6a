"""What somebody wrote and has not saved yet: theirs alone, and soon gone."""

from __future__ import annotations

import json

from django.db import models

from evenhand.web.accounts.models import Person

Fields = dict[str, list[str]]


class Jotting(models.Model):
    """The fields of one form as one person last had them; one for each person and address.

    Not a record: it changes with every pause in typing, it is never evidence, and it goes when the form is saved.
    `fields` is JSON of names and lists of values; what the form was based on is among them.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="jottings")
    address = models.CharField(max_length=300)
    title = models.CharField(max_length=200, blank=True)
    fields = models.TextField()
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["-kept_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["person", "address"], name="jotting_once_an_address")]
        indexes = [models.Index(fields=["kept_at"], name="jottings_old")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.address}"

    @property
    def values(self) -> Fields:
        """Names and values as a form sends them."""
        return json.loads(self.fields)

    @property
    def texts(self) -> tuple[str, ...]:
        """What somebody would miss: every value of more than one word."""
        return tuple(text for texts in self.values.values() for text in texts if len(text.split()) > 1)
