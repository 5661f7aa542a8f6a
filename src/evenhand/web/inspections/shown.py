"""Evidence as pages show it: words instead of ids, and what changed between versions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from evenhand.evidence import item as core
from evenhand.evidence.kinds import kind
from evenhand.evidence.kinds.case_tracking import CASE_TRACKING
from evenhand.evidence.sufficiency import carries_a_voice
from evenhand.framework.model import Criterion
from evenhand.web.design.jinja import moment_in_words, words
from evenhand.web.inspections.models import EvidenceRevision
from evenhand.web.inspections.record import Record, Recorded, as_item
from evenhand.web.inspections.sampling import covers
from evenhand.wordchanges import Stretch, differences

EXCERPT = 420


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item of evidence in words."""

    id: UUID
    kind: str
    said_label: str
    said: str
    excerpt: str
    answers: tuple[tuple[str, str], ...]
    initials: str
    criteria: tuple[Criterion, ...]
    occurred_at: datetime
    recorded_at: datetime
    received_at: datetime
    version: int
    recorded_by: str
    amended_by: str
    voice: bool

    @property
    def cut(self) -> bool:
        """Whether the excerpt leaves something out."""
        return self.excerpt != self.said


@dataclass(frozen=True, slots=True)
class ShownRevision:
    """One version of an item, with what it changed in the one before."""

    version: int
    by: str
    recorded_at: datetime
    received_at: datetime
    reason: str
    texts: tuple[tuple[str, tuple[Stretch, ...]], ...]
    others: tuple[tuple[str, str, str], ...]


def who_is_who(record: Record) -> dict[str, str]:
    """Names of the team by sign-in name."""
    return {person.username: person.display_name for person in record.team}


def shown(record: Record, one: Recorded) -> ShownItem:
    """An item in words."""
    declared = kind(one.item.kind)
    people = who_is_who(record)
    known = record.criteria
    return ShownItem(
        id=one.id,
        kind=words(declared.title) if declared else one.item.kind,
        said_label=words(declared.said_label) if declared else _("What was seen or said"),
        said=one.item.said,
        excerpt=_excerpt(one.item.said),
        answers=(*_covers(record, one), *answers_in_words(one.item)),
        initials=", ".join(one.item.initials),
        criteria=tuple(known[name] for name in one.item.criteria if name in known),
        occurred_at=one.item.occurred_at,
        recorded_at=one.first_recorded_at,
        received_at=one.received_at,
        version=one.version,
        recorded_by=people.get(one.recorded_by, one.recorded_by),
        amended_by=people.get(one.amended_by, one.amended_by),
        voice=carries_a_voice(one.item),
    )


def _covers(record: Record, one: Recorded) -> tuple[tuple[str, str], ...]:
    """Which child of the case sample an item of case tracking covers; nothing for other kinds."""
    if one.item.kind != CASE_TRACKING.id:
        return ()
    return ((_("Covers of the case sample"), ", ".join(covers(record, one)) or _("no chosen child")),)


def _excerpt(text: str) -> str:
    if len(text) <= EXCERPT:
        return text
    return f"{text[:EXCERPT].rsplit(maxsplit=1)[0]} …"


def answers_in_words(item: core.EvidenceItem) -> tuple[tuple[str, str], ...]:
    """Questions and answers of an item's kind, those that were answered."""
    declared = kind(item.kind)
    if declared is None:
        return tuple(item.answers.items())
    found = []
    for question in declared.questions:
        answer = item.answers.get(question.id, "")
        labels = {option.value: words(option.label) for option in question.options}
        if answer:
            found.append((words(question.label), labels.get(answer, answer)))
    return tuple(found)


def versions_shown(
    record: Record, revisions: Iterable[EvidenceRevision], people: dict[str, str]
) -> tuple[ShownRevision, ...]:
    """Every version with what it changed, the newest first."""
    rows = list(revisions)
    found = []
    for before, after in zip([None, *rows], rows, strict=False):
        texts, others = changes(record, as_item(before) if before else None, as_item(after))
        found.append(
            ShownRevision(
                version=after.version,
                by=people.get(after.by, after.by),
                recorded_at=after.recorded_at,
                received_at=after.received_at,
                reason=after.reason,
                texts=texts,
                others=others,
            )
        )
    return tuple(reversed(found))


Texts = tuple[tuple[str, tuple[Stretch, ...]], ...]
Others = tuple[tuple[str, str, str], ...]


def changes(record: Record, before: core.EvidenceItem | None, after: core.EvidenceItem) -> tuple[Texts, Others]:
    """What differs: texts word by word, and everything else as (what, gone, come). Nothing for a first version."""
    if before is None:
        return (), ()
    declared = kind(after.kind)
    label = words(declared.said_label) if declared else _("What was seen or said")
    old, new = dict(answers_in_words(before)), dict(answers_in_words(after))
    pairs = [(label, before.said, after.said)]
    pairs += [(name, old.get(name, ""), new.get(name, "")) for name in dict.fromkeys([*old, *new])]
    texts = tuple((name, differences(was, now)) for name, was, now in pairs if was != now)
    plain = [
        (_("When it happened"), moment_in_words(before.occurred_at), moment_in_words(after.occurred_at)),
        (_("Initials"), ", ".join(before.initials), ", ".join(after.initials)),
        (_("Criteria"), _titles(record, before, after), _titles(record, after, before)),
    ]
    return texts, tuple((name, was, now) for name, was, now in plain if was != now)


def _titles(record: Record, one: core.EvidenceItem, other: core.EvidenceItem) -> str:
    """The criteria of one version that the other does not have."""
    only = set(one.criteria) - set(other.criteria)
    return "; ".join(criterion.title for criterion in record.criteria.values() if criterion.id in only)
