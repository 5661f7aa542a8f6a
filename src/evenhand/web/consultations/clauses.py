"""The clauses that proposals and answers point to, and where they can be read."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from evenhand.consultation.clauses import Clause, clauses_of
from evenhand.findings import BadInput
from evenhand.framework.model import Framework
from evenhand.framework.reading import load, read_text, shipped_ids
from evenhand.framework.sealing import seal
from evenhand.web.drafts.models import DraftText
from evenhand.web.frameworks.models import FrameworkVersion
from evenhand.web.frameworks.queries import framework_of


@dataclass(frozen=True, slots=True)
class Held:
    """A framework that is at hand, and whether it has a page that anybody may open."""

    framework: Framework
    has_page: bool

    @property
    def fingerprint(self) -> str:
        """The fingerprint of its sealed content."""
        return seal(self.framework)[1]


@dataclass(frozen=True, slots=True)
class ClauseShown:
    """A clause as a page shows it; `href` is '' where there is no page to lead to, `remark` says what is not known."""

    id: str
    title: str
    kind: Clause | None
    href: str
    remark: str


def held(framework_id: str, *, drafts: bool = False) -> Held | None:
    """A framework by id: on the shelf, or among those that come with the software.

    `drafts`, for framework authors only: look at the newest text of a draft as well. What is being written is not
    public.
    """
    version = FrameworkVersion.objects.filter(pk=framework_id).first()
    if version is not None:
        return Held(framework_of(version), has_page=True)
    if framework_id in shipped_ids():
        return Held(load(framework_id), has_page=False)
    if not drafts:
        return None
    texts = DraftText.objects.filter(draft__framework_id=framework_id).exclude(fingerprint="")
    newest = texts.order_by("-at", "-number").first()
    if newest is None:
        return None
    try:
        return Held(read_text(newest.source, "framework.yaml", Framework)[0], has_page=False)
    except BadInput:
        return None  # the newest text was a framework when it came in; a later reader may be stricter


def shown(clauses: tuple[str, ...], about: str, in_force: str) -> tuple[ClauseShown, ...]:
    """Clauses of a draft, each with a way to read it: in the draft where it has a page, else as it stands today."""
    draft, today = held(about), held(in_force)
    return tuple(_shown(clause, draft, today) for clause in clauses)


def _shown(clause: str, draft: Held | None, today: Held | None) -> ClauseShown:
    proposed = clauses_of(draft.framework).get(clause) if draft else None
    standing = clauses_of(today.framework).get(clause) if today else None
    known = proposed or standing
    title = known.title if known else ""
    if draft and proposed and draft.has_page:
        return ClauseShown(clause, title, known, address(draft.framework, clause), "")
    remark = "" if draft else _("the draft is not published")
    if draft and not proposed:
        remark = _("not in the draft as it is here")
    if today and standing and today.has_page:
        words = _("as it stands today in %(version)s") % {"version": today.framework.id}
        remark = f"{words}; {remark}" if remark else words
        return ClauseShown(clause, title, known, address(today.framework, clause), remark)
    return ClauseShown(clause, title, known, "", remark)


def in_version(clauses: tuple[str, ...], version: Framework | None) -> tuple[ClauseShown, ...]:
    """Clauses of a published version, each with the place where it stands."""
    known = clauses_of(version) if version else {}
    return tuple(
        ClauseShown(one, known[one].title, known[one], address(version, one), "")
        if version and one in known
        else ClauseShown(one, "", None, "", "")
        for one in clauses
    )


def address(framework: Framework, clause: str) -> str:
    """Where a clause stands on the page of its version."""
    page = reverse("frameworks:version", args=[framework.id])
    descriptors = {f"{one.judgement}.{one.grade}": f"part-{one.judgement}-{one.grade}" for one in framework.descriptors}
    if clause in descriptors:
        return f"{page}#{descriptors[clause]}"
    if clause in {one.id for one in framework.report_sections}:
        return f"{page}#section-{clause}"
    if clause in framework.scale_by_id:
        return f"{page}#part-scale-{clause}"
    return f"{page}#part-{clause}"
