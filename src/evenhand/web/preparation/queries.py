"""Reading what was sent and the pack. The first argument is who asks; a provider sees only what its side sent."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from evenhand.casework.actors import Actor
from evenhand.casework.policies import Refusal
from evenhand.casework.preparation.kinds import KINDS, SubmissionKind
from evenhand.casework.stages import Stage
from evenhand.casework.visibility import may_see_casework
from evenhand.web.inspections.models import Inspection, StageChange, TeamMember
from evenhand.web.inspections.queries import inspection
from evenhand.web.preparation.gathering import LineShown, Pack, gather
from evenhand.web.preparation.models import AnnexA, Submission
from evenhand.web.preparation.permission import (
    check_fill_annex_a,
    is_provider_of,
    may_decide,
    may_open_home,
    may_open_pack,
    may_send,
)
from evenhand.web.register.models import Home
from evenhand.wording import say


@dataclass(frozen=True, slots=True)
class SentAbout:
    """What was sent about a home, the newest first, as far as whoever asks may see it, and what they may send."""

    home: Home
    as_provider: bool
    sent: tuple[Submission, ...]
    sendable: tuple[SubmissionKind, ...]


@dataclass(frozen=True, slots=True)
class PackShown:
    """A pack, and whether whoever asks may decide on its lines now."""

    pack: Pack
    may_decide: bool


def home_for(who: Actor, urn: str) -> Home:
    """A home whose submissions the person may see; Http404 otherwise."""
    urn = urn.upper()
    home = Home.objects.filter(urn=urn).first() if may_open_home(who, urn) else None
    if home is None:
        raise Http404
    return home


def sent_about(who: Actor, urn: str) -> SentAbout:
    """What was sent about a home; what the inspectorate entered, a provider does not see. Two queries."""
    home = home_for(who, urn)
    as_provider = is_provider_of(who, home.urn)
    rows = Submission.objects.filter(home=home).select_related("withdrawal", "file")
    if as_provider:
        rows = rows.filter(by_provider=True)
    sendable = tuple(kind for kind in KINDS if may_send(who, home.urn, kind))
    return SentAbout(home, as_provider, tuple(rows), sendable)


def submission(who: Actor, urn: str, id: UUID) -> Submission:
    """One thing sent about a home; Http404 for somebody who may not see it."""
    found = next((one for one in sent_about(who, urn).sent if one.pk == id), None)
    if found is None:
        raise Http404
    return found


def with_file(who: Actor, id: UUID) -> Submission:
    """A thing sent with a file, for the inspectorate; Http404 otherwise."""
    found = Submission.objects.filter(pk=id).select_related("home", "file").first()
    if found is None or not hasattr(found, "file") or not may_see_casework(who, found.home.urn):
        raise Http404
    return found


def annex_a_of(who: Actor, urn: str) -> tuple[Home, tuple[AnnexA, ...]]:
    """A home and the versions of its Annex A, the oldest first, for its provider."""
    home = home_for(who, urn)
    check_fill_annex_a(who, home.urn)
    return home, tuple(AnnexA.objects.filter(home=home))


def pack(who: Actor, id: UUID) -> PackShown:
    """The pack of an inspection, for its team and quality assurers; Refusal for other inspectors, Http404 otherwise."""
    found = _inspection(who, id)
    stage = StageChange.objects.filter(inspection=found).order_by("-number").values_list("stage", flat=True)[0]
    return PackShown(gather(found), may_decide(who, found.home.urn, _team(found), Stage(stage)))


def line(who: Actor, id: UUID, key: str) -> tuple[Pack, LineShown]:
    """A line of the pack; Http404 for a line that it does not have."""
    shown = pack(who, id).pack
    found = next((one for one in shown.lines if one.key == key), None)
    if found is None:
        raise Http404
    return shown, found


def _inspection(who: Actor, id: UUID) -> Inspection:
    found = inspection(who, id)
    if not may_open_pack(who, found.home.urn, _team(found)):
        raise Refusal("PR007", say("Only the team of the inspection and quality assurers read its preparation pack."))
    return found


def _team(inspection: Inspection) -> frozenset[str]:
    return frozenset(TeamMember.objects.filter(inspection=inspection).values_list("person__username", flat=True))
