"""What there is to do in an inspection, as a task list: what is done, what is possible, and why something is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from evenhand.casework.accuracy import COMMENTS, step_for
from evenhand.casework.actors import Actor, Role
from evenhand.casework.policies import NotNow, may
from evenhand.casework.stages import Act, Stage
from evenhand.casework.types import makes_grades, must_grade, rules_against_any
from evenhand.evidence.kinds import KINDS
from evenhand.evidence.spec import Kind, Privacy
from evenhand.evidence.sufficiency import Coverage, coverage
from evenhand.framework.model import Fact, Judgement
from evenhand.judgement.outcome import Verdict
from evenhand.judgement.rules import holds
from evenhand.web.design.jinja import in_words, period_in_words, words
from evenhand.web.inspections.record import Record
from evenhand.web.inspections.requirements import Counted, Notice, visit_by
from evenhand.web.inspections.sampling import Drawn

Task = dict[str, Any]
Status = tuple[str, str | None]  # the words and the colour of a tag; no colour for plain words
SENT = (Stage.IN_QUALITY_ASSURANCE, Stage.APPROVED, Stage.WITH_PROVIDER, Stage.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Section:
    """A step of the work with its tasks; `groups` are further tasks under a title each."""

    title: str
    tasks: tuple[Task, ...]
    groups: tuple[tuple[str, tuple[Task, ...]], ...] = ()


def sections(who: Actor, record: Record, required: Counted, sample: Drawn) -> tuple[Section, ...]:
    """The whole task list, in the order of the work."""
    return (
        Section(_("Prepare"), tuple(_prepare(who, record))),
        Section(_("Evidence"), (*_evidence(who, record), _sample(record, sample)), tuple(_kinds(who, record))),
        Section(_("Facts"), tuple(_facts(record))),
        judging(record),
        Section(_("Requirements and feedback"), tuple(_requirements(record, required))),
        Section(_("Report"), tuple(_report(who, record))),
        Section(_("Quality assurance"), tuple(_quality(who, record))),
        Section(_("The provider"), tuple(_provider(record))),
        Section(_("Publish"), tuple(_publish(who, record))),
    )


def address(name: str, id: UUID) -> str | None:
    """The address of a page about an inspection; None while no app has it."""
    try:
        return reverse(name, args=[id])
    except NoReverseMatch:
        return None


def task(title: str, href: str | None, status: str, colour: str | None = None, hint: str = "") -> Task:
    """One line of the list."""
    return {"title": title, "href": href, "hint": hint, "status": status, "status_colour": colour}


def why_not_yet(who: Actor, act: Act, record: Record) -> str:
    """Why the person may not do this now, in words; empty when they may."""
    refusal = may(who, act, record.situation)
    if isinstance(refusal, NotNow) and record.stage is Stage.SCHEDULED and act is not Act.BEGIN:
        return _("This can be done once the inspection has begun.")
    return words(refusal.reason) if refusal else ""


def _prepare(who: Actor, record: Record) -> Iterator[Task]:
    inspection = record.inspection
    days = period_in_words(inspection.starts_on, inspection.ends_on)
    yield task(
        _("The home and what is known of it"),
        reverse("register:home", args=[inspection.home.urn]),
        _("For information"),
    )
    # Its team and quality assurers read the pack; nobody else is shown a way to it.
    if who.is_a(Role.QUALITY_ASSURER) or who.id in record.situation.team:
        yield task(
            _("Preparation pack"),
            address("preparation:pack", inspection.pk),
            _("For information"),
            hint=_("What was sent about the home, what is missing, and lines of enquiry with why."),
        )
    framework = reverse("frameworks:version", args=[inspection.framework_id])
    yield task(_("The framework of this inspection"), framework, _("For information"), hint=record.framework.title)
    if record.stage is Stage.SCHEDULED:
        hint = why_not_yet(who, Act.BEGIN, record) or _("Use the button above on the first day.")
        yield task(_("Begin the inspection"), None, _("Not yet started"), "blue", f"{days}. {hint}")
    else:
        yield task(_("Begin the inspection"), None, _("Completed"), hint=days)


def _evidence(who: Actor, record: Record) -> Iterator[Task]:
    id = record.inspection.pk
    refused = why_not_yet(who, Act.RECORD_EVIDENCE, record)
    everything = ngettext("%(n)d item", "%(n)d items", len(record.evidence)) % {"n": len(record.evidence)}
    href = reverse("inspections:evidence", args=[id])
    if not refused:
        hint = _("One box, one key to save; criteria are added later.")
        yield task(_("Capture notes"), reverse("inspections:capture", args=[id]), _("Open"), hint=hint)
    yield task(_("All evidence"), href, everything, hint=refused or _("Read, filter and amend."))
    yield task(
        _("Is there enough?"),
        reverse("inspections:sufficiency", args=[id]),
        _("For information"),
        hint=_("How far it reaches for each judgement and criterion, what contradicts, what is left open."),
    )


def _sample(record: Record, sample: Drawn) -> Task:
    href = reverse("inspections:sample", args=[record.inspection.pk])
    hint = _("Whose way through the home is followed; nine things have to be in it.")
    if not sample.drawn:
        return task(_("Case sample"), href, _("Not yet drawn"), "blue", hint)
    status = ngettext("%(n)d chosen", "%(n)d chosen", sample.chosen) % {"n": sample.chosen}
    if sample.untracked:
        hint = _("Not tracked yet: %(codes)s.") % {"codes": ", ".join(sample.untracked)}
    if not sample.complete:
        return task(_("Case sample"), href, _("%(status)s, incomplete") % {"status": status}, "yellow", hint)
    return task(_("Case sample"), href, status, "light-blue" if sample.untracked else None, hint)


# Kinds of evidence stand together by whom they are about.
GROUPS = (
    (Privacy.CHILD, gettext_lazy("With and about children")),
    (Privacy.ADULT, gettext_lazy("From adults")),
    (Privacy.RECORD, gettext_lazy("Papers and places")),
)


def _kinds(who: Actor, record: Record) -> Iterator[tuple[str, tuple[Task, ...]]]:
    counts = Counter(one.item.kind for one in record.evidence)
    refused = bool(why_not_yet(who, Act.RECORD_EVIDENCE, record))
    for privacy, title in GROUPS:
        tasks = [_kind(record, kind, counts[kind.id], refused) for kind in KINDS if kind.privacy is privacy]
        yield str(title), tuple(tasks)


def _kind(record: Record, kind: Kind, count: int, refused: bool) -> Task:
    status = ngettext("%(n)d item", "%(n)d items", count) % {"n": count}
    href = None if refused else reverse("inspections:new_evidence", args=[record.inspection.pk, kind.id])
    return task(words(kind.title), href, status, None if count else "blue", words(kind.summary))


def _facts(record: Record) -> Iterator[Task]:
    asked, _later = facts_to_ask(record)
    href = reverse("inspections:facts", args=[record.inspection.pk])
    known = sum(fact.id in record.facts for fact in asked)
    hint = _("%(known)d of %(asked)d answered. The rules need them; more may be asked as answers come in.")
    if record.stage is Stage.SCHEDULED:
        status, colour = _("Cannot start yet"), None
    elif known == len(asked):
        status, colour = _("Completed"), None
    else:
        status, colour = (_("In progress"), "light-blue") if known else (_("Not yet started"), "blue")
    yield task(_("What the rules need to know"), href, status, colour, hint % {"known": known, "asked": len(asked)})


def facts_to_ask(record: Record) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
    """Facts that can matter in this case, and those of which other answers still decide whether they can."""
    asked, later = [], []
    for fact in record.framework.facts:
        answer = holds(fact.ask_when, record.framework, record.case)
        if answer:
            asked.append(fact)
        elif answer is None:
            later.append(fact)
    return tuple(asked), tuple(later)


def reach_of(record: Record, judgement: str) -> Coverage:
    """How far the evidence reaches under a judgement."""
    criteria = [one.id for one in record.framework.criteria_of(judgement)]
    return coverage(criteria, (one.item for one in record.evidence))


def reach_in_words(reach: Coverage) -> str:
    """Evidence under a judgement in a sentence; it informs, it stops nothing."""
    if not reach.items:
        return _("No evidence yet.")
    items = ngettext("%(n)d item", "%(n)d items", reach.items) % {"n": reach.items}
    sources = ngettext("%(n)d kind of source", "%(n)d kinds of source", len(reach.sources)) % {"n": len(reach.sources)}
    voice = _("Children’s own words are among it.") if reach.voices else _("No child’s own words yet.")
    return _("%(items)s from %(sources)s. %(voice)s") % {"items": items, "sources": sources, "voice": voice}


def judging(record: Record) -> Section:
    """The step in which judgements are made: the graded ones, the one of the type, or none."""
    if record.single_judgement is not None:
        return Section(_("The judgement of this inspection"), (_single(record, record.single_judgement),))
    if not makes_grades(record.framework, record.inspection.kind):
        none = task(_("This type of inspection makes no judgement"), None, _("No judgement is made"), "grey")
        return Section(_("Judgements"), (none,))
    return Section(_("Judgements, in the order they are decided"), tuple(_judgements(record)))


def _single(record: Record, judgement: Judgement) -> Task:
    href = reverse("inspections:single", args=[record.inspection.pk])
    reach = reach_in_words(coverage(record.criteria, (one.item for one in record.evidence)))
    return task(judgement.title, href, *status_of_single(record), hint=reach)


def status_of_single(record: Record) -> Status:
    """The state of the one judgement as a tag."""
    if record.single_grade is not None:
        return record.single_grade.label, "teal"
    if rules_against_any(record.framework, record.outcome):
        return _("No judgement is made"), "grey"
    return (_("Cannot start yet"), None) if record.stage is Stage.SCHEDULED else (_("Not yet started"), "blue")


def _requirements(record: Record, required: Counted) -> Iterator[Task]:
    id = record.inspection.pk
    href = reverse("inspections:requirements", args=[id])
    made = ngettext("%(n)d made", "%(n)d made", required.made) % {"n": required.made}
    yield task(_("Requirements"), href, made, hint=_("What the law asks of the home, with its day and its evidence."))
    if required.earlier:
        done = _("%(done)d of %(all)d looked at") % {"done": required.followed, "all": required.earlier}
        colour = None if required.followed == required.earlier else "blue"
        yield task(_("Requirements of earlier inspections"), f"{href}#earlier", done, colour)
    yield from (_notice(record, notice) for notice in required.notices)
    feedback = reverse("inspections:feedback", args=[id])
    yield task(_("Feedback sheet"), feedback, _("For printing"), hint=_("What is said on the last day."))
    letter = reverse("inspections:letter", args=[id])
    yield task(_("Letter to the children"), letter, _("For printing"), hint=_("In easy words. It is never public."))


def _notice(record: Record, notice: Notice) -> Task:
    href = f"{reverse('inspections:requirements', args=[record.inspection.pk])}#earlier"
    day, visit = notice.due_on, visit_by(record.framework, notice.due_on)
    status = _("To be met by %(day)s") % {"day": in_words(day)} if day else _("No day recorded")
    hint = _("Monitoring visit by %(day)s.") % {"day": in_words(visit)} if visit else ""
    return task(_("Compliance notice, %(law)s") % {"law": notice.regulation}, href, status, "orange", hint)


def _judgements(record: Record) -> Iterator[Task]:
    for judgement in record.framework.judgements:
        href = reverse("inspections:judgement", args=[record.inspection.pk, judgement.id])
        status, colour = status_of(record, judgement)
        yield task(judgement.title, href, status, colour, reach_in_words(reach_of(record, judgement.id)))


def status_of(record: Record, judgement: Judgement) -> Status:
    """The state of a judgement as a tag: its grade when it stands, otherwise what it waits for."""
    one = record.outcome.of(judgement.id)
    grade = "" if one.proposed is None else record.framework.scale_of(judgement.id).at(one.proposed).label
    match one.verdict:
        case Verdict.OUT_OF_SCOPE:
            return _("No judgement is made"), "grey"
        case Verdict.NOT_PROPOSED if one.waits_for or record.stage is Stage.SCHEDULED:
            return _("Cannot start yet"), None
        case Verdict.NOT_PROPOSED if not must_grade(record.framework, record.inspection.kind):
            return _("Only if new judgements are made"), None
        case Verdict.NOT_PROPOSED:
            return _("Not yet started"), "blue"
        case Verdict.ACCEPTED if one.undecided:
            return _("%(grade)s, facts missing") % {"grade": grade}, "yellow"
        case Verdict.ACCEPTED:
            return grade, "teal"
        case Verdict.REFUSED:
            return _("%(grade)s is not possible") % {"grade": grade}, "red"
        case Verdict.TOO_EARLY:
            return _("%(grade)s, too early") % {"grade": grade}, "red"
        case _:
            return _("%(grade)s needs more") % {"grade": grade}, "red"


def _report(who: Actor, record: Record) -> Iterator[Task]:
    id = record.inspection.pk
    writing = why_not_yet(who, Act.WRITE_REPORT, record)
    draft = address("reports:draft", id)
    if record.stage in SENT:
        yield task(_("Write the report"), draft, _("Completed"))
        yield task(_("Submit for quality assurance"), None, _("Completed"))
        return
    status: Status = (_("Cannot start yet"), None) if writing else (_("Open"), "blue")
    yield task(_("Write the report"), draft if not writing else None, *status, hint=writing)
    submitting = why_not_yet(who, Act.SUBMIT, record)
    status = (_("Cannot start yet"), None) if submitting else (_("Ready to submit"), "blue")
    href = None if submitting else address("reports:submit", id)
    yield task(_("Submit for quality assurance"), href, *status, hint=submitting)


def _quality(who: Actor, record: Record) -> Iterator[Task]:
    href = address("reports:review", record.inspection.pk)
    refused = why_not_yet(who, Act.APPROVE, record)
    title = _("Review by somebody who had no hand in the inspection")
    if record.stage in (Stage.APPROVED, Stage.WITH_PROVIDER, Stage.PUBLISHED):
        yield task(title, href, _("Completed"))
    elif record.stage is Stage.IN_QUALITY_ASSURANCE:
        yield task(title, None if refused else href, _("In progress"), "purple", refused)
    elif record.stage is Stage.RETURNED:
        note = _("Returned on %(day)s with comments.") % {"day": in_words(record.changes[-1].at)}
        yield task(title, href, _("Returned"), "orange", note)
    else:
        yield task(title, None, _("Cannot start yet"), None, _("It begins when the report is submitted."))


def _provider(record: Record) -> Iterator[Task]:
    href = address("accuracy:answers", record.inspection.pk)
    title = _("The draft, comments, the final report, complaints")
    if step_for(record.framework, record.inspection.kind, COMMENTS) is None:
        yield task(title, href, _("Not foreseen"), None, _("The timeline of this framework asks the provider nothing."))
    elif record.stage is Stage.WITH_PROVIDER:
        yield task(title, href, _("In progress"), "light-blue")
    elif record.stage is Stage.APPROVED:
        yield task(title, href, _("Ready to send"), "blue", _("Unless the provider has seen this report already."))
    else:
        done = record.stage is Stage.PUBLISHED
        yield task(title, href, _("Completed") if done else _("Cannot start yet"))


def _publish(who: Actor, record: Record) -> Iterator[Task]:
    id = record.inspection.pk
    if record.stage is Stage.PUBLISHED:
        yield task(_("Publish the report"), None, _("Completed"), None, in_words(record.changes[-1].at))
    else:
        refused = why_not_yet(who, Act.PUBLISH, record)
        ready = record.stage in (Stage.APPROVED, Stage.WITH_PROVIDER)
        hint = refused if ready else _("It can be published when it is approved.")
        status: Status = (_("Ready to publish"), "blue") if ready else (_("Cannot start yet"), None)
        href = None if refused else address("reports:publish", id)
        yield task(_("Publish the report"), href, *status, hint=hint)
    trace = address("reports:trace", id)
    if trace:
        yield task(_("Trace each grade to its rules and evidence"), trace, _("For information"))
