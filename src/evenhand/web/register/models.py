"""The register of homes, the inspections it lists, and how it was imported."""

from __future__ import annotations

from django.db import models

from evenhand.web.accounts.models import Person


class Home(models.Model):
    """A registration: a real one from the public register, or an obviously fictional one.

    `name`, `address` and `contact` are kept for fictional homes and for what the inspectorate knows; the public
    register has none of them. The `latest_*` columns repeat the newest listed inspection, so that lists need one query.
    """

    urn = models.CharField(max_length=20, unique=True)
    fictional = models.BooleanField(default=False)
    name = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    provision_type = models.CharField(max_length=100)
    status = models.CharField(max_length=40, blank=True)
    sector = models.CharField(max_length=60)
    region = models.CharField(max_length=60)
    local_authority = models.CharField(max_length=100)
    places = models.PositiveIntegerField(null=True, blank=True)
    registered_on = models.DateField(null=True, blank=True)
    organisation_id = models.CharField(max_length=30, blank=True)
    seen_in = models.DateField(null=True, blank=True)
    latest_inspected_on = models.DateField(null=True, blank=True)
    latest_overall = models.PositiveSmallIntegerField(null=True, blank=True)
    latest_overall_label = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["urn"]
        indexes = [
            models.Index(fields=["region", "local_authority"], name="home_place"),
            models.Index(fields=["local_authority"], name="home_authority"),
            models.Index(fields=["latest_overall"], name="home_grade"),
            models.Index(fields=["sector"], name="home_sector"),
        ]

    def __str__(self) -> str:
        return self.urn


class ListedInspection(models.Model):
    """A full inspection as the public register lists it; grades as ordinals 1 to 4 with the word of their time."""

    home = models.ForeignKey(Home, on_delete=models.CASCADE, related_name="listed_inspections")
    inspected_on = models.DateField()
    published_on = models.DateField(null=True, blank=True)
    event_number = models.CharField(max_length=30, blank=True)
    overall = models.PositiveSmallIntegerField(null=True, blank=True)
    overall_label = models.CharField(max_length=60, blank=True)
    helped_protected = models.PositiveSmallIntegerField(null=True, blank=True)
    leaders_managers = models.PositiveSmallIntegerField(null=True, blank=True)
    outcomes = models.PositiveSmallIntegerField(null=True, blank=True)
    quality_of_care = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=120)

    class Meta:
        ordering = ["-inspected_on"]
        constraints = [models.UniqueConstraint(fields=["home", "inspected_on"], name="one_inspection_a_day")]

    def __str__(self) -> str:
        return f"{self.home_id} {self.inspected_on}"


class RegisterImport(models.Model):
    """One import of a register file: what it changed and what was wrong with it."""

    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    file_name = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    counts = models.JSONField()
    changes = models.JSONField()
    findings = models.JSONField()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.file_name


class HomeOfProvider(models.Model):
    """A person who answers for a home: the provider role reaches no other home."""

    home = models.ForeignKey(Home, on_delete=models.PROTECT, related_name="provider_people")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="homes")
    given_by = models.CharField(max_length=150)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["home", "person"], name="provider_once_for_a_home")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.home_id}"


class CouncilOfCommissioner(models.Model):
    """A council that somebody works or worked for, by the register's name of the authority; ended, never deleted."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="councils")
    authority = models.CharField(max_length=100)
    given_by = models.CharField(max_length=150)
    given_at = models.DateTimeField()
    ended_by = models.CharField(max_length=150, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["authority", "person_id", "given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "authority"], condition=models.Q(ended_at=None), name="council_held_once"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(ended_by="")),
                name="council_ended_by_and_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.authority}"
