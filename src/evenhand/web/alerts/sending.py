"""Sending what is due: one message for each alert and piece of news, as a job in the background.

A message is marked before it is handed to the mail server and again afterwards. A worker that dies in between leaves it
unsure whether the letter went out; it is sent once more then, with the same Message-ID, and never a third time. So
nobody misses a report because a machine died, and the price is at most one letter twice.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evenhand.findings import BadInput
from evenhand.web.accounts.actions import System
from evenhand.web.accounts.sealing import unseal
from evenhand.web.alerts.actions import stop
from evenhand.web.alerts.links import stopping
from evenhand.web.alerts.models import Message, Subscription
from evenhand.web.alerts.news import News
from evenhand.web.alerts.owners import is_owner
from evenhand.web.jobs.actions import begin
from evenhand.web.jobs.kinds import JobKind
from evenhand.web.jobs.models import Job
from evenhand.wording import say

KIND = "alerts.send"
TRIES = 9
UNSURE = 2


def note(found: Iterable[News]) -> None:
    """Write down a message for every alert that news are about, and see to it that they are sent after the commit."""
    made = [message for one in found for message in _messages(one)]
    if made:
        Message.objects.bulk_create(made, ignore_conflicts=True)
        transaction.on_commit(start)


def _messages(one: News) -> Iterable[Message]:
    now = timezone.now()
    for kind, key in one.topics:
        for alert in Subscription.objects.filter(kind=kind, key=key):
            yield Message(
                subscription=alert,
                news=one.id[:120],
                subject=one.title[:400],
                text=one.text,
                path=one.path,
                made_at=now,
            )


def waiting() -> QuerySet[Message]:
    """Messages that are due."""
    return Message.objects.filter(sent_at=None, failed__lt=TRIES, unsure__lt=UNSURE)


def start() -> None:
    """Begin the job, unless there is nothing to send or it is under way: its end looks again (`look_again`)."""
    if waiting().exists():
        try:
            begin(by=System(), kind=KIND)
        except BadInput:
            return


def look_again(job: Job) -> None:
    """After the job ended: begin another for what came in meanwhile. What failed waits for the next news."""
    if job.kind == KIND and job.finished_at and waiting().filter(failed=0, unsure=0).exists():
        transaction.on_commit(start)


def send(item: str) -> None:
    """Send one message, if it is still due. Raises what the mail server says; BadInput (PO170) for a lost address."""
    message = Message.objects.select_related("subscription").filter(pk=int(item), sent_at=None).first()
    if message is None or message.unsure >= UNSURE:
        return  # stopped, sent already, or twice of unsure end
    if not _still_theirs(message.subscription):
        stop(by=System(), alert=message.subscription.pk)
        return
    address = unseal(message.subscription.sealed_address)
    if address is None:
        Message.objects.filter(pk=message.pk).update(failed=TRIES)
        raise BadInput.at("PO170", say("the address of this alert cannot be read: SECRET_KEY was changed"))
    mine = Message.objects.filter(pk=message.pk, sent_at=None, unsure=message.unsure)
    if not mine.update(unsure=F("unsure") + 1):
        return
    try:
        letter(message, address.decode()).send()
    except Exception:
        Message.objects.filter(pk=message.pk).update(unsure=F("unsure") - 1, failed=F("failed") + 1)
        raise
    Message.objects.filter(pk=message.pk).update(sent_at=timezone.now())


def _still_theirs(subscription: Subscription) -> bool:
    """Alarms of the watch go to framework authors: somebody who is none any more gets no letter, and no later one."""
    return subscription.kind != "watch" or is_owner(subscription.key)


def letter(message: Message, address: str) -> EmailMessage:
    """What is sent: what is new, where to read it, how to stop. The address stands in the letter's head alone."""
    base = settings.PUBLIC_ADDRESS
    ending = base + reverse("alerts:stop", args=[stopping(message.subscription)])
    body = "\n".join(
        [
            message.subject,
            "",
            *([message.text, ""] if message.text else []),
            _("Read it here: %(address)s") % {"address": base + message.path},
            "",
            _("Evenhand is a prototype. It is not a service of Ofsted or of GOV.UK."),
            _("You asked for this e-mail. To stop it and have your address deleted: %(address)s") % {"address": ending},
            "",
        ]
    )
    host = base.partition("://")[2].partition("/")[0].partition(":")[0] or "localhost"
    return EmailMessage(
        subject=message.subject,
        body=body,
        to=[address],
        headers={
            "Message-ID": f"<alert-{message.pk}-{message.subscription_id.hex}@{host}>",
            "List-Unsubscribe": f"<{ending}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )


def _due() -> list[str]:
    return [str(pk) for pk in waiting().values_list("pk", flat=True)]


SEND = JobKind(
    name=KIND,
    title=gettext_lazy("Send e-mail alerts that are due"),
    items=_due,
    do=send,
    portion=50,
    patience=120,
    tries=2,
)
