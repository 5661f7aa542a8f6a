"""What is done with drafts: begun, uploaded to, put before somebody else, returned, published, given up."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from evenhand.casework.drafts import DraftAct, DraftStage, check_draft, check_read_drafts
from evenhand.casework.policies import NotNow
from evenhand.findings import BadInput
from evenhand.framework.drafting import seal_checked
from evenhand.framework.model import Framework
from evenhand.framework.parts import Period
from evenhand.web.accounts.actions import must_be_allowed
from evenhand.web.accounts.models import Person
from evenhand.web.audit.actions import Acted, HasActorId, action
from evenhand.web.drafts.models import Draft, DraftStep, DraftText
from evenhand.web.drafts.queries import latest, situation_of
from evenhand.web.drafts.reading import FRAMEWORK_FILE, DraftRead, around, read_draft
from evenhand.web.frameworks.actions import hold_crosswalk, publish
from evenhand.web.frameworks.models import TAKEN, FrameworkVersion
from evenhand.wording import say


@action("draft.begun")
def begin(*, by: Person, source: str, crosswalk: str, remark: str) -> Acted[Draft]:
    """Begin a draft with its first text.

    Raises BadInput when the text cannot be read as a framework, or when its id is published or already being drafted.
    """
    must_be_allowed(by, check_read_drafts)
    read, framework = _readable(source, crosswalk)
    _one_at_a_time()
    _must_be_free(framework)
    draft = Draft.objects.create(framework_id=framework.id, begun_at=timezone.now(), begun_by=by.actor_id)
    _add_text(by, draft, 1, source, crosswalk, remark, read)
    return Acted(draft, ("draft", str(draft.pk)), {"framework": framework.id, "fingerprint": read.fingerprint})


@action("draft.uploaded")
def upload(*, by: Person, draft: Draft, source: str, crosswalk: str, remark: str) -> Acted[DraftText]:
    """Add a text to a draft; the earlier ones stay.

    Raises Refusal when it may not be changed, BadInput when the text cannot be read or is about another version.
    """
    draft = _locked(draft)
    _check(by, draft, DraftAct.UPLOAD)
    read, framework = _readable(source, crosswalk)
    if framework.id != draft.framework_id:
        message = say(
            "this text has the id '{found}', and this draft is '{wanted}'; begin another draft, or change the id",
            found=framework.id,
            wanted=draft.framework_id,
        )
        raise BadInput.at("DF002", message, file=FRAMEWORK_FILE, field="id")
    number = latest(draft).number + 1
    text = _add_text(by, draft, number, source, crosswalk, remark, read)
    return Acted(text, ("draft", str(draft.pk)), {"text": number, "fingerprint": read.fingerprint})


@action("draft.approval_asked")
def ask_approval(*, by: Person, draft: Draft, why: str) -> Acted[DraftStep]:
    """Put the latest text before somebody else; refused while the lint finds errors."""
    draft = _locked(draft)
    _check(by, draft, DraftAct.ASK_APPROVAL)
    return _stepped(by, draft, DraftAct.ASK_APPROVAL, why)


@action("draft.returned")
def give_back(*, by: Person, draft: Draft, why: str) -> Acted[DraftStep]:
    """Return a draft to its authors with a reason; an author may take it back in the same way."""
    draft = _locked(draft)
    _check(by, draft, DraftAct.RETURN)
    return _stepped(by, draft, DraftAct.RETURN, why)


@action("draft.given_up")
def give_up(*, by: Person, draft: Draft, why: str) -> Acted[DraftStep]:
    """End a draft without publishing it; what was written stays readable."""
    draft = _locked(draft)
    _check(by, draft, DraftAct.GIVE_UP)
    return _stepped(by, draft, DraftAct.GIVE_UP, why)


@action("draft.published")
def publish_draft(
    *, by: Person, draft: Draft, text: int, fingerprint: str, in_force_from: date, why: str
) -> Acted[FrameworkVersion]:
    """Put a draft on the shelf, in force from a day that the publisher sets.

    `text`, `fingerprint`: number and fingerprint of the text on the page that was confirmed; two texts may hold the
    same framework with another crosswalk. Raises Refusal (wrong time, wrong person, another text), or BadInput for a
    day that cannot be, for an id that was published since, and for errors that the lint finds with that day.
    """
    draft = _locked(draft)
    _check(by, draft, DraftAct.PUBLISH)
    newest = latest(draft)
    if (newest.number, newest.fingerprint) != (text, fingerprint):
        raise NotNow("DF004", say("Another text was uploaded since; read that one before you publish it."))
    read, framework = _readable(newest.source, newest.crosswalk)
    _one_at_a_time()
    _must_not_be_published(framework)
    framework = _from_day(read, in_force_from)
    version = publish(by=by, framework=framework)
    if read.crosswalk is not None:
        hold_crosswalk(by=by, old=read.crosswalk.old, new=read.crosswalk.new, source=newest.crosswalk)
    _stepped(by, draft, DraftAct.PUBLISH, why)
    details = {"framework": version.pk, "fingerprint": version.fingerprint, "in_force_from": in_force_from.isoformat()}
    return Acted(version, ("draft", str(draft.pk)), details)


def _check(by: Person, draft: Draft, act: DraftAct) -> None:
    situation = situation_of(draft)
    must_be_allowed(by, lambda actor: check_draft(actor, act, situation))


def _locked(draft: Draft) -> Draft:
    return Draft.objects.select_for_update().get(pk=draft.pk)


def _add_text(
    by: HasActorId, draft: Draft, number: int, source: str, crosswalk: str, remark: str, read: DraftRead
) -> DraftText:
    return DraftText.objects.create(
        draft=draft,
        number=number,
        source=source,
        crosswalk=crosswalk,
        remark=remark,
        fingerprint=read.fingerprint,
        at=timezone.now(),
        by=by.actor_id,
    )


def _stepped(by: HasActorId, draft: Draft, act: DraftAct, why: str) -> Acted[DraftStep]:
    text = latest(draft)
    step = DraftStep.objects.create(draft=draft, text=text, act=act.value, why=why, at=timezone.now(), by=by.actor_id)
    return Acted(step, ("draft", str(draft.pk)), {"text": text.number, "fingerprint": text.fingerprint})


def _readable(source: str, crosswalk: str) -> tuple[DraftRead, Framework]:
    read = read_draft(source, crosswalk)
    # The lint may find what it will: an author wants to keep a text that is not finished. Only what is not even a
    # framework, or not even a crosswalk, is refused.
    unreadable = [one for one in read.findings if one.code.startswith("YM")]
    if read.framework is None or unreadable:
        raise BadInput(unreadable or read.findings)
    return read, read.framework


def _one_at_a_time() -> None:
    # The same id begun twice, or the same day published twice, is seen only by whoever looks after the other has
    # finished: the oldest version on the shelf is the token that both must hold.
    list(FrameworkVersion.objects.select_for_update().order_by("in_force_from", "id").values_list("pk")[:1])


def _must_not_be_published(framework: Framework) -> None:
    if FrameworkVersion.objects.filter(pk=framework.id).exists():
        message = say(
            "'{id}' is published, and a published version never changes; give the draft a new id", id=framework.id
        )
        raise BadInput.at("DF001", message, file=FRAMEWORK_FILE, field="id")


def _must_be_free(framework: Framework) -> None:
    _must_not_be_published(framework)
    if framework.id in TAKEN:
        message = say("'{id}' is the address of another page here; give the draft another id", id=framework.id)
        raise BadInput.at("DF001", message, file=FRAMEWORK_FILE, field="id")
    open_ones = (DraftStage.WRITING, DraftStage.APPROVAL_ASKED)
    for draft in Draft.objects.filter(framework_id=framework.id):
        if situation_of(draft).stage in open_ones:
            message = say("a draft of '{id}' is being written already; upload this text there", id=framework.id)
            raise BadInput.at("DF001", message, file=FRAMEWORK_FILE, field="id")


def _from_day(read: DraftRead, day: date) -> Framework:
    """The framework as it will be sealed, checked once more with its day."""
    if day < timezone.localdate():
        message = say("a version cannot come into force in the past; inspections already stand on another one")
        raise BadInput.at("DF003", message, field="in_force_from")
    newest = FrameworkVersion.objects.order_by("-in_force_from").first()
    if newest is not None and day <= newest.in_force_from:
        message = say(
            "'{id}' comes into force on {day}; choose a later day", id=newest.pk, day=newest.in_force_from.isoformat()
        )
        raise BadInput.at("DF003", message, field="in_force_from")
    framework, places = read.framework, read.places
    if framework is None or places is None:
        raise BadInput(read.findings)
    if framework.in_force.start != day:
        framework = framework.with_parts(in_force=_period(framework.in_force, day))
    if errors := seal_checked(framework, places, around(framework)).errors:
        raise BadInput(errors)
    return framework


def _period(written: Period, day: date) -> Period:
    """The period from another day on, with its mark and its note."""
    if written.end is not None and written.end < day:
        message = say(
            "the text says that it ends on {end}; choose a day before that, or return the draft to change it",
            end=written.end.isoformat(),
        )
        raise BadInput.at("DF003", message, file=FRAMEWORK_FILE, field="in_force")
    return Period.model_validate({**written.model_dump(), "start": day})
