"""What is done to second factors: set up, used, taken away, and reset by an administrator. Each is written down.

Secrets and codes never stand in the log, nor on any page after the one that shows them first.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone

from evenhand.casework.policies import NotNow, Refusal, check_change_people
from evenhand.web.accounts import codes, passkeys, sealing, sessions
from evenhand.web.accounts.actions import must_be_allowed
from evenhand.web.accounts.models import Authenticator, Passkey, Person, RecoveryCode
from evenhand.web.audit.actions import Acted, HasActorId, action
from evenhand.wording import say

APP, PASSKEY, RECOVERY = "authenticator", "passkey", "recovery_code"
MOST_PASSKEYS = 10


@dataclass(frozen=True, slots=True)
class Factors:
    """What a person has set up, without any secret."""

    authenticator: Authenticator | None
    passkeys: tuple[Passkey, ...]
    codes_left: int

    @property
    def any(self) -> bool:
        """Whether there is a second factor; recovery codes alone are none."""
        return self.authenticator is not None or bool(self.passkeys)


def of(person: Person) -> Factors:
    """What this person has set up."""
    left = RecoveryCode.objects.filter(person=person, used_at=None).count()
    return Factors(
        Authenticator.objects.filter(person=person).first(),
        tuple(Passkey.objects.filter(person=person).order_by("added_at", "id")),
        left,
    )


@action("authenticator.added")
def add_authenticator(*, by: Person, request: HttpRequest, secret: bytes, step: int) -> Acted[tuple[str, ...]]:
    """Set up an authenticator app in place of an earlier one; returns recovery codes when these are the first."""
    sealed = {"sealed_secret": sealing.seal(secret), "last_step": step, "added_at": timezone.now()}
    Authenticator.objects.update_or_create(person=by, defaults=sealed)
    return Acted(_strengthened(by, request, APP), ("person", by.username))


@action("passkey.added")
def add_passkey(*, by: Person, request: HttpRequest, made: passkeys.Made, name: str) -> Acted[tuple[str, ...]]:
    """Keep the public half of a new passkey; returns recovery codes when these are the first."""
    if Passkey.objects.filter(person=by).count() >= MOST_PASSKEYS:
        raise NotNow("PO143", say("You have {most} passkeys. Remove one you no longer use first.", most=MOST_PASSKEYS))
    if Passkey.objects.filter(credential_id=made.credential_id).exists():
        raise NotNow("PO144", say("This passkey is in use already. Choose another device or password manager."))
    Passkey.objects.create(
        person=by,
        name=name,
        credential_id=made.credential_id,
        public_key=made.public_key,
        sign_count=made.sign_count,
        added_at=timezone.now(),
    )
    return Acted(_strengthened(by, request, PASSKEY), ("person", by.username))


def _strengthened(person: Person, request: HttpRequest, factor: str) -> tuple[str, ...]:
    sessions.end_all(person, request)
    sessions.note_factor(request, factor)
    if RecoveryCode.objects.filter(person=person, used_at=None).exists():
        return ()
    return _renewed(person)


def _renewed(person: Person) -> tuple[str, ...]:
    RecoveryCode.objects.filter(person=person).delete()
    new = codes.new_recovery_codes()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(person=person, digest=codes.recovery_digest(person.pk, one)) for one in new
    )
    return new


@action("recovery_codes.made")
def renew_recovery_codes(*, by: Person) -> Acted[tuple[str, ...]]:
    """Ten new recovery codes; the earlier ones are good no more."""
    if not of(by).any:
        raise NotNow("PO145", say("Set up an authenticator app or a passkey first; recovery codes stand in for them."))
    return Acted(_renewed(by), ("person", by.username))


@action("authenticator.removed")
def remove_authenticator(*, by: Person, request: HttpRequest, must_have_one: bool) -> Acted[None]:
    """Take the authenticator app away. `must_have_one`: the last factor may not go."""
    held = of(by)
    if held.authenticator is None:
        raise NotNow("PO141", say("There is nothing to remove."))
    _not_the_last(len(held.passkeys), must_have_one)
    held.authenticator.delete()
    _weakened(by, request)
    return Acted(None, ("person", by.username))


@action("passkey.removed")
def remove_passkey(*, by: Person, request: HttpRequest, number: int, must_have_one: bool) -> Acted[None]:
    """Take one passkey away. `must_have_one`: the last factor may not go."""
    held = of(by)
    found = next((one for one in held.passkeys if one.pk == number), None)
    if found is None:
        raise NotNow("PO141", say("There is nothing to remove."))
    _not_the_last(len(held.passkeys) - 1 + (held.authenticator is not None), must_have_one)
    found.delete()
    _weakened(by, request)
    return Acted(None, ("person", by.username))


def _not_the_last(left: int, must_have_one: bool) -> None:
    if must_have_one and not left:
        raise NotNow("PO142", say("Your role needs a second step. Set up another one before you remove this one."))


def _weakened(person: Person, request: HttpRequest) -> None:
    if not of(person).any:
        RecoveryCode.objects.filter(person=person).delete()
        sessions.note_factor(request, "")
    sessions.end_all(person, request)


@action("second_factor.reset")
def reset(*, by: HasActorId, person: Person, reason: str) -> Acted[None]:
    """Take all of somebody's factors away, because they lost them; they are signed out everywhere."""
    must_be_allowed(by, check_change_people)
    if by.actor_id == person.actor_id:
        raise Refusal("PO140", say("Nobody resets their own second step; ask another administrator."))
    held = of(person)
    if not held.any and not held.codes_left:
        raise NotNow("PO141", say("There is nothing to remove."))
    for rows in (Authenticator, Passkey, RecoveryCode):
        rows.objects.filter(person=person).delete()
    sessions.end_all(person)
    return Acted(None, ("person", person.username), {"reason": reason})


@action("second_factor.refused")
def refuse(*, by: HasActorId, person: Person) -> Acted[None]:
    """Write down that the password was right and the second factor was not: somebody may know the password."""
    return Acted(None, ("person", person.username))


@action("recovery_code.used")
def _note_recovery(*, by: Person, left: int) -> Acted[None]:
    return Acted(None, ("person", by.username), {"left": left})


@action("sessions.ended")
def end_sessions(*, by: Person, request: HttpRequest, number: int | None = None) -> Acted[None]:
    """Sign out one other session of one's own, or all others."""
    if number is None:
        sessions.end_all(by, request)
    elif not sessions.end_one(by, number):
        raise NotNow("PO146", say("This session has ended already."))
    return Acted(None, ("person", by.username))


def code_is_right(person: Person, typed: str) -> bool:
    """Whether the typed code is one of now that was not taken before; if so, it is taken by this."""
    held = Authenticator.objects.filter(person=person).first()
    secret = sealing.unseal(held.sealed_secret) if held else None
    step = codes.step_of(secret, typed, held.last_step) if held and secret else None
    if held is None or step is None:
        return False
    # In one statement, so that one code typed in two places at the same moment is taken once.
    return Authenticator.objects.filter(pk=held.pk, last_step__lt=step).update(last_step=step) == 1


def recovery_code_is_right(person: Person, typed: str) -> bool:
    """Whether the typed code is an unused recovery code; if so, it is used up by this."""
    digest = codes.recovery_digest(person.pk, typed)
    if not RecoveryCode.objects.filter(person=person, digest=digest, used_at=None).update(used_at=timezone.now()):
        return False
    _note_recovery(by=person, left=RecoveryCode.objects.filter(person=person, used_at=None).count())
    return True


def owner_of(request: HttpRequest, challenge: str, answer: str, *, person: Person | None = None) -> Person | None:
    """Whose passkey was shown; None for no right one. Without a person, the passkey alone says who it is."""
    keys = Passkey.objects.select_related("person").filter(person__is_active=True)
    keys = keys.filter(person=person) if person else keys
    key = keys.filter(credential_id=passkeys.credential_of(answer)).first()
    count = passkeys.shown(request, challenge, answer, key, alone=person is None) if key and challenge else None
    if key is None or count is None:
        return None
    Passkey.objects.filter(pk=key.pk).update(sign_count=count, used_at=timezone.now())
    return key.person
