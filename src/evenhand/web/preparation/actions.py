"""What is sent about homes, and what the team decides to enquire into. Nothing is overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID, uuid4

from django.db.models import Max
from django.utils import timezone

from evenhand.casework.policies import NotNow, Refusal
from evenhand.casework.preparation import annex_a
from evenhand.casework.preparation.kinds import BY_ID, SubmissionKind
from evenhand.casework.stages import Stage
from evenhand.casework.visibility import may_see_casework
from evenhand.findings import BadInput
from evenhand.web.accounts.models import Person
from evenhand.web.audit.actions import Acted, action
from evenhand.web.inspections.models import Inspection, StageChange, TeamMember
from evenhand.web.preparation.models import AnnexA, LineDecision, StoredFile, Submission, SubmissionWithdrawal
from evenhand.web.preparation.permission import (
    check_decide,
    check_fill_annex_a,
    check_send,
    check_withdraw,
    is_provider_of,
)
from evenhand.web.preparation.storing import Kept, forget, keep, read
from evenhand.web.register.models import Home
from evenhand.web.register.queries import with_homes
from evenhand.wording import Words, say

EARLIEST = date(2000, 1, 1)
TAKEN_UP, DROPPED = "taken_up", "dropped"
MAX_TEXT = 500


def send(
    *, by: Person, home: Home, kind: str, day: date, answers: Mapping[str, str], content: bytes | None = None
) -> Submission:
    """Keep something sent about a home, with its file; the file goes again when the rest cannot be kept."""
    kept = None
    if content is not None:
        check_send(with_homes(by), home.urn, _kind(kind))
        kept = keep(content)
    try:
        return record_submission(by=by, home=home, kind=kind, day=day, answers=answers, kept=kept)
    except BaseException:
        if kept is not None:
            forget(kept)
        raise


@action("submission.sent")
def record_submission(
    *, by: Person, home: Home, kind: str, day: date, answers: Mapping[str, str], kept: Kept | None = None
) -> Acted[Submission]:
    """Keep something sent about a home. Raises Refusal for somebody who may not, BadInput when it cannot be so."""
    who, asked = with_homes(by), _kind(kind)
    check_send(who, home.urn, asked)
    _must_be_past("day", day)
    row = Submission.objects.create(
        id=uuid4(),
        home=home,
        kind=kind,
        day=day,
        answers=_answers(asked, answers),
        by_provider=is_provider_of(who, home.urn),
        by=by.actor_id,
        at=timezone.now(),
    )
    if kept is not None:
        StoredFile.objects.create(
            submission=row,
            stored_as=kept.stored_as,
            type=kept.type,
            size=kept.size,
            sha256=kept.sha256,
            scan=kept.scan,
        )
    return Acted(row, ("home", home.urn), {"submission": kind, "day": day.isoformat(), "file": kept is not None})


def _kind(kind: str) -> SubmissionKind:
    if kind not in BY_ID:
        raise _bad("kind", say("Choose one of the kinds that can be sent."))
    return BY_ID[kind]


def _answers(kind: SubmissionKind, answers: Mapping[str, str]) -> dict[str, str]:
    kept = {}
    for one in kind.questions:
        text = answers.get(one.id, "").strip()
        if not text:
            if one.required:
                raise _bad(one.id, say("Answer “{question}”.", question=one.label))
            continue
        if one.options and text not in {option.value for option in one.options}:
            raise _bad(one.id, say("Choose one of the answers."))
        if one.numbers and not (text.isdecimal() and one.numbers[0] <= int(text) <= one.numbers[1]):
            low, high = one.numbers
            raise _bad(one.id, say("Enter a whole number from {low} to {high}.", low=low, high=high))
        if len(text) > one.max_length:
            raise _bad(one.id, say("Write at most {most} characters.", most=one.max_length))
        kept[one.id] = text
    return kept


@action("submission.file_opened")
def open_file(*, by: Person, submission: Submission) -> Acted[bytes | None]:
    """The bytes of a file that was sent, for the inspectorate; that somebody opened it is on record.

    None when the file is gone or is not the one that was sent.
    """
    who = with_homes(by)
    if not may_see_casework(who, submission.home.urn):
        raise Refusal("PR008", say("Only the people who inspect open files that were sent."))
    content = read(submission.file.stored_as, submission.file.sha256)
    details = {"submission": submission.kind, "day": submission.day.isoformat(), "whole": content is not None}
    return Acted(content, ("home", submission.home.urn), details)


@action("submission.withdrawn")
def withdraw(*, by: Person, submission: Submission, reason: str) -> Acted[SubmissionWithdrawal]:
    """Say that something was sent by mistake; it stays readable and counts no longer."""
    check_withdraw(with_homes(by), submission.home.urn, by_provider=submission.by_provider)
    Home.objects.select_for_update().get(pk=submission.home_id)
    if SubmissionWithdrawal.objects.filter(submission=submission).exists():
        raise NotNow("PR006", say("This was withdrawn already."))
    _must_be_text("reason", reason, say("Write why it was a mistake."))
    row = SubmissionWithdrawal.objects.create(
        submission=submission, reason=reason.strip(), by=by.actor_id, at=timezone.now()
    )
    return Acted(row, ("home", submission.home.urn), {"submission": submission.kind})


@action("annex_a.filled")
def fill_annex_a(
    *,
    by: Person,
    home: Home,
    figures: Mapping[str, int],
    post: str,
    completed_on: date,
    reason: str,
    based_on: int,
) -> Acted[AnnexA]:
    """Keep a version of a home's Annex A; every one after the first says why it is given again."""
    check_fill_annex_a(with_homes(by), home.urn)
    Home.objects.select_for_update().get(pk=home.pk)
    latest = AnnexA.objects.filter(home=home).aggregate(latest=Max("version"))["latest"] or 0
    if based_on != latest:
        raise _bad("", say("Somebody saved another version meanwhile. Load the page again and look at it first."))
    if latest:
        _must_be_text("reason", reason, say("Write why the figures are given again."))
    _must_be_text("post", post, say("Write the post of the person who completed it."), 100)
    _must_be_past("completed_on", completed_on)
    for field, message in annex_a.faults(figures):
        raise _bad(field, message)
    row = AnnexA.objects.create(
        home=home,
        version=latest + 1,
        figures={one.id: figures[one.id] for one in annex_a.QUESTIONS},
        post=post.strip(),
        completed_on=completed_on,
        reason=reason.strip() if latest else "",
        by=by.actor_id,
        at=timezone.now(),
    )
    return Acted(row, ("home", home.urn), {"version": row.version})


@action("enquiry.decided")
def decide(
    *, by: Person, inspection: Inspection, key: str, what: str, why: str, state: str, reason: str, based_on: int
) -> Acted[LineDecision]:
    """Take a line of enquiry up, or drop it with a reason; `what` and `why` are its words as the team sees them."""
    # The lock keeps two inspectors who decide at once apart.
    inspection = Inspection.objects.select_for_update().get(pk=inspection.pk)
    check_decide(with_homes(by), inspection.home.urn, team_of(inspection.pk), stage_of(inspection.pk))
    latest = LineDecision.objects.filter(inspection=inspection, key=key).aggregate(latest=Max("version"))["latest"] or 0
    if based_on != latest:
        raise _bad("", say("Somebody decided on this line meanwhile. Load the page again and look at it first."))
    _must_be_text("what", what, say("Write what to look into."))
    _must_be_text("why", why, say("Write why."), 2000)
    if state not in (TAKEN_UP, DROPPED):
        raise _bad("state", say("Choose whether to take the line up or drop it."))
    if state == DROPPED or reason:
        _must_be_text("reason", reason, say("Write why you drop it."))
    row = LineDecision.objects.create(
        inspection=inspection,
        key=key,
        version=latest + 1,
        state=state,
        what=what.strip(),
        why=why.strip(),
        reason=reason.strip(),
        by=by.actor_id,
        at=timezone.now(),
    )
    return Acted(row, ("inspection", str(inspection.pk)), {"state": state, "line": "own" if key[:4] == "own-" else key})


def add_line(*, by: Person, inspection: Inspection, what: str, why: str) -> LineDecision:
    """Add a line of enquiry of the team's own, with why."""
    key = f"own-{uuid4().hex}"
    return decide(by=by, inspection=inspection, key=key, what=what, why=why, state=TAKEN_UP, reason="", based_on=0)


def team_of(inspection_id: UUID) -> frozenset[str]:
    """Sign-in names of the inspectors on an inspection."""
    return frozenset(TeamMember.objects.filter(inspection=inspection_id).values_list("person__username", flat=True))


def stage_of(inspection_id: UUID) -> Stage:
    """Where an inspection is."""
    newest = StageChange.objects.filter(inspection=inspection_id).order_by("-number").values_list("stage", flat=True)
    return Stage(newest[0])


def _must_be_past(field: str, day: date) -> None:
    if not EARLIEST <= day <= timezone.localdate():
        raise _bad(field, say("Enter a day from the year 2000 on that is not in the future."))


def _must_be_text(field: str, text: str, missing: Words, most: int = MAX_TEXT) -> None:
    if not text.strip():
        raise _bad(field, missing)
    if len(text.strip()) > most:
        raise _bad(field, say("Write at most {most} characters.", most=most))


def _bad(field: str, message: Words) -> BadInput:
    return BadInput.at("PR011", message, field=field)
