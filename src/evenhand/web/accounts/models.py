"""People and the roles they hold."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from evenhand.casework.actors import Actor, Role


class PersonManager(BaseUserManager["Person"]):
    """Finds people by their sign-in name."""

    def make(self, username: str, display_name: str, password: str, **extra: Any) -> Person:
        """A new person with a hashed password; not saved roles, those are actions."""
        person = self.model(username=username, display_name=display_name, **extra)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody who can sign in."""

    username = models.CharField(_("sign-in name"), max_length=150, unique=True)
    display_name = models.CharField(_("name"), max_length=150)
    is_active = models.BooleanField(default=True)
    fictional = models.BooleanField(default=False)
    # True while the password is one that an administrator saw: nothing else may be opened before it is replaced.
    must_choose_password = models.BooleanField(default=False)
    # Part of what every session is checked against: the next number ends all of them.
    session_generation = models.PositiveIntegerField(default=0)

    objects: ClassVar[PersonManager] = PersonManager()
    USERNAME_FIELD = "username"

    def __str__(self) -> str:
        return self.display_name

    @property
    def actor_id(self) -> str:
        """The name under which the audit log knows this person."""
        return self.username

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held now; read once for each request."""
        if not hasattr(self, "_roles"):
            self._roles = frozenset(Role(held.role) for held in self.roles_held.all() if held.ended_at is None)
        return self._roles

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Django's own knows the password only; a session also ends when the generation does.
        said = f"{self.session_generation}:{self.password}"
        return salted_hmac("evenhand.session", said, secret=secret, algorithm="sha256").hexdigest()

    def as_actor(self, homes: frozenset[str] = frozenset(), authorities: frozenset[str] = frozenset()) -> Actor:
        """The person as the core's policies see them."""
        return Actor(id=self.username, roles=self.roles, homes=homes, authorities=authorities)


class RoleHeld(models.Model):
    """A role somebody holds or held; ended, never deleted."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="roles_held")
    role = models.CharField(max_length=30, choices=[(role.value, role.value) for role in Role])
    given_by = models.CharField(max_length=150)
    given_at = models.DateTimeField()
    ended_by = models.CharField(max_length=150, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role"], condition=models.Q(ended_at=None), name="role_held_once"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(ended_by="")),
                name="role_ended_by_and_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"


class SignInAttempt(models.Model):
    """A try to sign in that has not succeeded; gone when one does, and after a day.

    The name is kept as a keyed digest, because people type passwords into the wrong box.
    """

    name_digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["name_digest", "at"], name="sign_in_tries"),
            models.Index(fields=["at"], name="sign_in_tries_old"),
        ]

    def __str__(self) -> str:
        return f"{self.name_digest[:8]} {self.at:%Y-%m-%d %H:%M}"


class Authenticator(models.Model):
    """The app of one person that shows a new code every half minute. Its secret is sealed (see `sealing`)."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="authenticator")
    sealed_secret = models.TextField()
    # The half minute whose code was taken last: that code, and every earlier one, is refused from then on.
    last_step = models.BigIntegerField(default=-1)
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"authenticator of {self.person_id}"


class Passkey(models.Model):
    """A key that a device or a password manager keeps for one person; what lies here is its public half."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=60)
    credential_id = models.CharField(max_length=1400, unique=True)
    public_key = models.BinaryField()
    sign_count = models.BigIntegerField(default=0)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name} of {self.person_id}"


class RecoveryCode(models.Model):
    """A code for the day the phone is lost, good once; kept as a keyed digest, so nobody can read it here."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"recovery code of {self.person_id}"


class OpenSession(models.Model):
    """Where somebody is signed in, so that they can see it and end it; the session itself is Django's."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="open_sessions")
    key = models.CharField(max_length=40, unique=True)
    started_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"session of {self.person_id} since {self.started_at:%Y-%m-%d %H:%M}"
