"""What an inspector wants before them to decide one judgement: it shows what is possible, and picks nothing."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from evenhand.casework.grades import Limit, limits
from evenhand.evidence.kinds import kind
from evenhand.evidence.sufficiency import Coverage
from evenhand.evidence.telling import carries_a_voice
from evenhand.framework.model import Criterion, Descriptor, EvidenceArea, Judgement
from evenhand.framework.rule import FactIs, Rule, conditions_in
from evenhand.judgement.explanation import explain_judgement
from evenhand.judgement.outcome import JudgementOutcome, Permission
from evenhand.judgement.rules import missing
from evenhand.web.design.jinja import words
from evenhand.web.inspections.models import Proposal
from evenhand.web.inspections.record import Record, Recorded
from evenhand.web.inspections.tasks import reach_of
from evenhand.wording import Words

Link = tuple[str, str]
NEWEST, BEGINS = 3, 160


@dataclass(frozen=True, slots=True)
class Option:
    """One grade: whether it may be given, what that takes, the rules that say so, and what the grade means.

    `expected`: the rules that lead one to expect it; a higher grade is then still possible, with its reason.
    """

    limit: Limit
    state: str
    colour: str
    descriptor: Descriptor | None
    proposed: bool
    expected: tuple[Rule, ...] = ()

    @property
    def possible(self) -> bool:
        """Whether it may be chosen."""
        return self.limit.possible


@dataclass(frozen=True, slots=True)
class Excerpt:
    """How an item of evidence begins, and what kind of evidence it is."""

    id: UUID
    kind: str
    begins: str
    voice: bool


@dataclass(frozen=True, slots=True)
class Support:
    """A criterion with the number of items under it, and how the newest of them begin."""

    criterion: Criterion
    items: int
    href: str
    newest: tuple[Excerpt, ...]


@dataclass(frozen=True, slots=True)
class Open:
    """A rule that cannot be decided yet, and where to give what it needs."""

    rule: Rule
    needs: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Deliberation:
    """One judgement on its page."""

    judgement: Judgement
    is_overall: bool
    options: tuple[Option, ...]
    first: tuple[Link, ...]
    open: tuple[Open, ...]
    notes: tuple[Rule, ...]
    areas: tuple[EvidenceArea, ...]
    support: tuple[Support, ...]
    reach: Coverage
    proposal: Proposal | None
    proposed_by: str
    verdict: Words
    because: tuple[Words, ...]
    nothing_possible: bool


def deliberation(record: Record, judgement: Judgement) -> Deliberation:
    """The page of one judgement as values."""
    framework, one = record.framework, record.outcome.of(judgement.id)
    proposal = record.proposals.get(judgement.id)
    standing = proposal if proposal is not None and proposal.grade else None
    options = tuple(_options(record, judgement, one))
    # The verdict first, the rules that cannot be decided yet last; those are shown with links to what they need.
    sentences = list(explain_judgement(framework, record.case, one))
    names = {person.username: person.display_name for person in record.team}
    return Deliberation(
        judgement=judgement,
        is_overall=judgement.role == "headline",
        options=options,
        first=tuple((framework.judgement_by_id[name].title, _page(record, name)) for name in one.waits_for),
        open=tuple(_open(record, name) for name in one.undecided),
        notes=tuple(rule for rule in framework.rules if rule.is_note),
        areas=tuple(area for area in framework.evidence_areas if area.judgement == judgement.id),
        support=tuple(_support(record, judgement)),
        reach=reach_of(record, judgement.id),
        proposal=standing,
        proposed_by=names.get(standing.by, standing.by) if standing else "",
        verdict=sentences[0],
        because=tuple(sentences[1 : len(sentences) - len(one.undecided)]),
        nothing_possible=not any(option.possible for option in options),
    )


def _options(record: Record, judgement: Judgement, one: JudgementOutcome) -> list[Option]:
    descriptors = record.framework.descriptors_of(judgement.id)
    found = []
    for limit in limits(record.framework, record.outcome, judgement.id):
        state, colour = _state(limit, one)
        expected = _expecting(record, limit, one)
        descriptor = descriptors.get(limit.grade.id)
        found.append(Option(limit, state, colour, descriptor, one.proposed == limit.grade.ordinal, expected))
    return found


def _expecting(record: Record, limit: Limit, one: JudgementOutcome) -> tuple[Rule, ...]:
    """The rules behind an expectation that this grade meets: those that ask for a reason above it."""
    if one.expected_at_most is None or limit.permission is not Permission.ALLOWED:
        return ()
    asking = (Permission.REASON, Permission.EXPLANATION)
    rules = {step.rule for step in one.steps for _ordinal, permission in step.sets if permission in asking}
    return tuple(rule for rule in record.framework.rules if rule.id in rules)


def _state(limit: Limit, one: JudgementOutcome) -> tuple[str, str]:
    match limit.permission:
        case Permission.REFUSED:
            return _("Not possible"), "red"
        case Permission.EXPLANATION:
            return _("Needs an explanation in the report"), "orange"
        case Permission.REASON:
            return _("Needs a recorded reason"), "yellow"
        case _ if one.expected_at_most is not None:
            return _("Expected by the rules"), "teal"
        case _:
            return _("Possible"), "green"


def _page(record: Record, judgement: str) -> str:
    return reverse("inspections:judgement", args=[record.inspection.pk, judgement])


def _open(record: Record, rule_id: str) -> Open:
    framework = record.framework
    rule = framework.rule_by_id[rule_id]
    facts = reverse("inspections:facts", args=[record.inspection.pk])
    needs: list[Link] = []
    for name in missing(rule.when, record.case):
        if name in framework.fact_by_id:
            needs.append((framework.fact_by_id[name].question, f"{facts}#id_{name}"))
        else:
            title = framework.judgement_by_id[name].title
            needs.append((_("the grade of “%(title)s”") % {"title": title}, _page(record, name)))
    return Open(rule, tuple(needs))


def _support(record: Record, judgement: Judgement) -> list[Support]:
    evidence = reverse("inspections:evidence", args=[record.inspection.pk])
    criteria = record.framework.criteria_of(judgement.id)
    # One walk over the evidence, however many criteria there are; it is newest first.
    under: dict[str, list[Recorded]] = {one.id: [] for one in criteria}
    for item in record.evidence:
        for name in item.item.criteria:
            if name in under:
                under[name].append(item)
    return [
        Support(
            criterion=one,
            items=len(under[one.id]),
            href=f"{evidence}?criterion={one.id}",
            newest=tuple(_excerpt(item) for item in under[one.id][:NEWEST]),
        )
        for one in criteria
    ]


def _excerpt(one: Recorded) -> Excerpt:
    declared = kind(one.item.kind)
    said = one.item.said
    begins = said if len(said) <= BEGINS else f"{said[:BEGINS].rsplit(maxsplit=1)[0]} …"
    return Excerpt(one.id, words(declared.title) if declared else one.item.kind, begins, carries_a_voice(one.item))


def rules_fed_by(record: Record, fact_id: str) -> tuple[Rule, ...]:
    """The rules that ask about a fact, in the order of the framework."""
    return tuple(
        rule
        for rule in record.framework.rules
        if any(isinstance(leaf, FactIs) and leaf.fact == fact_id for leaf in conditions_in(rule.when))
    )
