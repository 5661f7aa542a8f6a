"""Reading reports. The first argument is who is asking; what somebody may not see does not exist for them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.utils import timezone

from evenhand.casework.actors import Actor
from evenhand.casework.policies import Refusal, Situation, may
from evenhand.casework.stages import Act, Stage
from evenhand.evidence.kinds import kind
from evenhand.framework.rule import Rule
from evenhand.report.document import ReportDocument, seal
from evenhand.report.layout import Slot
from evenhand.report.material import rules_that_bore
from evenhand.scale import Grade
from evenhand.web.inspections import queries as inspections
from evenhand.web.inspections.discussions import Discussed
from evenhand.web.inspections.models import Inspection, Proposal, SingleJudgement, StageChange
from evenhand.web.inspections.record import Record, Recorded
from evenhand.web.reports.drafts import Draft, open_draft, words_of
from evenhand.web.reports.models import ChecklistAnswered, PublishedReport, QualityReview, ReportRevision
from evenhand.web.reports.publication import objections
from evenhand.web.reports.reviewing import CommentRead, comments_of, newest_checklist, not_reviewed
from evenhand.web.reports.tracing import TracedGrade, TracedRule, other_rules, trace_grades
from evenhand.wordchanges import Stretch, differences
from evenhand.wording import Words


@dataclass(frozen=True)
class Casefile:
    """An inspection with its record and its report, for one reader."""

    who: Actor
    record: Record
    draft: Draft

    @property
    def inspection(self) -> Inspection:
        """The inspection."""
        return self.record.inspection

    @property
    def stage(self) -> Stage:
        """Where the inspection is."""
        return self.record.stage

    @cached_property
    def situation(self) -> Situation:
        """What the policies need to know, the report's writers and what its checks still want among it."""
        known = self.record.situation
        return replace(known, authors=known.authors | self.draft.writers)

    @property
    def scaled_apart(self) -> bool:
        """Whether the inspection makes one judgement on a scale of its own, which is not shown as a grade."""
        return self.record.single_judgement is not None

    def refusal(self, act: Act) -> Refusal | None:
        """Why the reader may not do this now, or None."""
        refused = may(self.who, act, self.situation)
        if refused is None and act is Act.PUBLISH:
            refused = next(iter(objections(self.record, self.draft)), None)
        if refused is None and act is Act.APPROVE:
            refused = not_reviewed(self.checklist, self.comments, self.draft.version)
        return refused

    @cached_property
    def reviews(self) -> tuple[QualityReview, ...]:
        """What quality assurers said, the newest first."""
        if not any(one.act in (Act.RETURN, Act.APPROVE) for one in self.record.changes):
            return ()
        return tuple(QualityReview.objects.filter(inspection=self.inspection).order_by("-at", "-id"))

    @cached_property
    def checklist(self) -> ChecklistAnswered | None:
        """The answers to the checklist that were saved last."""
        return newest_checklist(self.inspection)

    @cached_property
    def comments(self) -> tuple[CommentRead, ...]:
        """What reviewers commented."""
        return comments_of(self.inspection)

    @cached_property
    def published(self) -> PublishedReport | None:
        """The published report, if there is one."""
        if self.stage is not Stage.PUBLISHED:
            return None
        return PublishedReport.objects.filter(inspection=self.inspection).defer("content").first()

    @cached_property
    def names(self) -> dict[str, str]:
        """Display names of everybody who had a hand in it."""
        hands = {one.by for one in (*self.record.changes, *self.record.proposals.values(), *self.reviews)}
        hands |= {answer.by for answer in self.record.answers.values()}
        hands |= {one.recorded_by for one in self.record.evidence}
        hands |= {self.record.single.by} if self.record.single else set()
        hands |= {self.draft.revision.by} if self.draft.revision else set()
        return inspections.names(self.who, hands)

    def kind_title(self, kind_id: str) -> Words | str:
        """What a kind of evidence is called."""
        known = kind(kind_id)
        return known.title if known else kind_id

    def name(self, username: str) -> str:
        """The name of somebody who had a hand in it."""
        return self.names.get(username, username)


def casefile(who: Actor, id: UUID) -> Casefile:
    """The report of an inspection; Http404 for somebody who may not see it."""
    record = inspections.record(who, id)
    return Casefile(who, record, open_draft(record))


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the text of a judgement while it is written: grade, reasons, limits, evidence."""

    slot: Slot
    grade: Grade | None
    proposal: Proposal | SingleJudgement | None
    rules: tuple[Rule, ...]
    evidence: tuple[Recorded, ...]


def beside(case: Casefile) -> dict[str, Beside]:
    """What stands beside each judgement's text, by slot key."""
    found = {slot.key: _beside(case, slot) for slot in case.draft.slots if slot.judgement and not slot.form}
    singles = {slot.key: _beside_single(case, slot) for slot in case.draft.slots if slot.form == "single"}
    return found | singles


def _beside_single(case: Casefile, slot: Slot) -> Beside:
    record = case.record
    made = record.single if record.single_grade else None
    bore = rules_that_bore(record.framework, record.outcome)
    evidence = record.under(frozenset(record.criteria))
    return Beside(slot, record.single_grade, made, tuple(rule for rule, _touched in bore), evidence)


def _beside(case: Casefile, slot: Slot) -> Beside:
    framework, one = case.record.framework, case.record.outcome.of(slot.judgement)
    proposal = case.record.proposals.get(slot.judgement)
    criteria = frozenset(criterion.id for criterion in framework.criteria_of(slot.judgement))
    bore = rules_that_bore(framework, case.record.outcome)
    return Beside(
        slot=slot,
        grade=None if one.proposed is None else framework.scale_of(slot.judgement).at(one.proposed),
        proposal=proposal if proposal and proposal.grade else None,
        rules=tuple(rule for rule, touched in bore if slot.judgement in touched),
        evidence=case.record.under(criteria),
    )


@dataclass(frozen=True, slots=True)
class Preview:
    """The report as it would be published now, and the fingerprint it would have."""

    document: ReportDocument
    fingerprint: str


def preview(case: Casefile) -> Preview:
    """What publishing would seal today."""
    document = case.draft.document(timezone.localdate())
    return Preview(document, seal(document)[1])


@dataclass(frozen=True, slots=True)
class ChangedText:
    """A text that changed between two versions, woven word by word."""

    slot: Slot
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Since:
    """What changed in the report since a version that was looked at before."""

    version: int
    at: datetime
    by: str
    texts: tuple[ChangedText, ...]


def changes_since_review(case: Casefile) -> Since | None:
    """What changed since the version that was last reviewed; None when none was, or when it is this one."""
    looked_at = next((one.report_version for one in case.reviews if one.report_version < case.draft.version), None)
    if looked_at is None:
        return None
    revision = ReportRevision.objects.filter(inspection=case.inspection, version=looked_at).first()
    if revision is None:
        return None
    return Since(revision.version, revision.at, revision.by, _changed(case, words_of(revision)))


def _changed(case: Casefile, before: dict[str, str]) -> tuple[ChangedText, ...]:
    pairs = ((slot, before.get(slot.key, ""), case.draft.texts[slot.key]) for slot in case.draft.slots)
    return tuple(ChangedText(slot, differences(old, new)) for slot, old, new in pairs if old != new)


def woven(old: str, new: str) -> tuple[Stretch, ...]:
    """Two texts woven together, word by word."""
    return differences(old, new)


@dataclass(frozen=True, slots=True)
class Trace:
    """The whole way back from every grade, and the chain of stages."""

    case: Casefile
    grades: tuple[TracedGrade, ...]
    other_rules: tuple[TracedRule, ...]
    stages: tuple[StageChange, ...]
    discussed: tuple[Discussed, ...] = ()


def trace(who: Actor, id: UUID) -> Trace:
    """The trace of an inspection, before and after publication; Http404 for somebody who may not see it."""
    case = casefile(who, id)
    discussed = inspections.discussed(who, case.record)
    return Trace(case, trace_grades(case.record), other_rules(case.record), case.record.changes, discussed)
