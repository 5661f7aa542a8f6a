"""The second home of the demonstration: an inspection half finished, with evidence of every kind. All of it made up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from uuid import UUID, uuid5

from django.utils import timezone

from evenhand.evidence.item import EvidenceItem
from evenhand.web.accounts.actions import System
from evenhand.web.accounts.models import Person
from evenhand.web.demo.judged import CHOSEN, FACTS, GRADES, required, sample
from evenhand.web.demo.pack import fill_pack
from evenhand.web.inspections import actions
from evenhand.web.inspections.models import EvidenceItem as Row
from evenhand.web.inspections.models import Inspection
from evenhand.web.inspections.record import read_record
from evenhand.web.register.actions import give_home, list_inspections, make_fictional_home
from evenhand.web.register.models import Home
from evenhand.web.register.queries import may_answer_for

URN = "FICTION2"
_P, _L, _E = "sccif.protection.good.", "sccif.leadership.good.", "sccif.experiences.good."


@dataclass(frozen=True, slots=True)
class Noted:
    """One item: its kind, the time on day one, words, initials, criteria, answers; `by_second`: Ivan wrote it."""

    kind: str
    at: str
    said: str
    initials: tuple[str, ...]
    criteria: tuple[str, ...]
    answers: Mapping[str, str] = field(default_factory=dict)
    by_second: bool = False


def _child(said: str, who: str, at: str, safe: str, *criteria: str, ivan: bool = False, **more: str) -> Noted:
    answers = {"consent": "agreed", "communication": "Speech", "means": "speech", "feels_safe": safe}
    return Noted("conversation_with_child", at, said, (who,), criteria, {**answers, **more}, ivan)


def _seen(said: str, at: str, setting: str, *criteria: str, ivan: bool = False, **more: str) -> Noted:
    answers = {"setting": setting, **more}
    return Noted("observation_of_relationships", at, said, ("QZ", "XW"), criteria, answers, ivan)


def _read(said: str, at: str, record: str, *criteria: str, ivan: bool = False) -> Noted:
    answers = {"record": record, "period": "The last three months"}
    return Noted("record_read", at, said, ("QZ",), criteria, answers, ivan)


NOTES: tuple[Noted, ...] = (
    _child(
        "“I like it here. If I am worried I knock on the office door and somebody comes.”",
        "QZ",
        "16:30",
        "feels_safe",
        f"{_P}safe_and_feels_safe",
        f"{_P}trusted_adult",
        quotation="allowed",
    ),
    _child(
        "“At night it gets loud upstairs. I put a chair against my door.” Asked what would help: a second adult awake.",
        "XW",
        "16:50",
        "does_not",
        f"{_P}safe_and_feels_safe",
        f"{_P}environment",
        ivan=True,
        quotation="not_allowed",
    ),
    _child(
        "Pointed to the picture for calm, then to the picture of the garden swing, and smiled at V.",
        "YV",
        "15:50",
        "not_said",
        f"{_E}communication",
        ivan=True,
        communication="Pictures on a board, with a member of staff who knows the board",
        means="pictures",
    ),
    _child(
        "“They asked us what colour the kitchen should be, and then it really was that colour.”",
        "JQ",
        "16:10",
        "feels_safe",
        f"{_E}participation",
        quotation="allowed",
    ),
    _seen(
        "XW came in upset from school. V sat down on the stairs beside XW and waited. After some minutes XW talked.",
        "15:30",
        "After school",
        f"{_P}trusted_adult",
        f"{_E}stability_trust",
        warmth="Low voice, same height, no hurry.",
        attunement="V noticed the bag thrown down before a word was said.",
    ),
    _seen(
        "At tea two adults talked about their shifts across the table while QZ tried three times to say something.",
        "17:30",
        "At tea",
        f"{_L}culture",
        ivan=True,
        respect="QZ was not listened to until the third try.",
        repair="One adult said sorry, and asked QZ to tell it again.",
    ),
    _seen(
        "A quarrel about the television was settled: each child said what they wanted, and the adult wrote a list.",
        "18:40",
        "Evening",
        f"{_P}restorative",
        f"{_P}deescalation",
        boundaries="Clear, the same for both, and explained.",
    ),
    Noted(
        "are_and_feel_safe",
        "19:00",
        "XW: doors and night checks are in order by the record; XW does not sleep for fear of noise.",
        ("XW",),
        (f"{_P}safe_and_feels_safe",),
        {
            "are_safe": "safe",
            "feel_safe": "does_not",
            "known_from": "said",
            "child_says": "I put a chair against my door.",
            "explanation": "Night staff stay downstairs. The manager was told, and will try a second waking night.",
        },
    ),
    Noted(
        "are_and_feel_safe",
        "19:10",
        "QZ: risks are known and reviewed; QZ says that somebody always comes.",
        ("QZ",),
        (f"{_P}safe_and_feels_safe",),
        {
            "are_safe": "safe",
            "feel_safe": "feels_safe",
            "known_from": "said",
            "child_says": "I like it here.",
        },
    ),
    Noted(
        "case_tracking",
        "11:30",
        "XW moved in in spring, missed school for weeks before, and is there four days in five now.",
        ("XW",),
        (f"{_E}education", f"{_E}arrivals"),
        {
            "sampled_for": "recent_arrival",
            "rests_on": "Care plan, school attendance, XW, the social worker",
            "starting_point": "Out of school; slept by day.",
            "home_did": "A taxi with the same driver, breakfast together, a call from the school each noon.",
            "change": "Attendance from none to four days in five.",
        },
    ),
    Noted(
        "case_tracking",
        "11:50",
        "QZ went missing twice in a month, then not again since the plan was written with QZ.",
        ("QZ",),
        (f"{_P}missing_response",),
        {"sampled_for": "missing", "rests_on": "Missing records, QZ, the police", "change": "No episode in ten weeks."},
        by_second=True,
    ),
    Noted(
        "staff_interview",
        "13:20",
        "Knows each child's plan without looking. Would go to the council if nobody listened to a worry.",
        ("VU",),
        (f"{_L}team_support",),
        {"post": "Support worker", "employment": "permanent"},
    ),
    Noted(
        "staff_interview",
        "14:00",
        "First shift this week. Had not been shown the plan for XW and did not know about the nights.",
        ("TT",),
        (f"{_L}consistency", f"{_L}training"),
        {"post": "Support worker", "employment": "agency"},
        by_second=True,
    ),
    Noted(
        "manager_interview",
        "14:20",
        "Named the nights as the weakest part of the home before being asked, and has asked for one more post.",
        ("MM",),
        (f"{_L}registered_manager", f"{_L}monitoring"),
        {"post": "registered_manager", "knows": "Nights; agency staff who arrive without an introduction."},
    ),
    Noted(
        "parent_or_carer",
        "13:00",
        "Rings on Sundays and is told how the week was, the bad parts too.",
        ("PQ",),
        (f"{_E}stability_trust",),
        {"relationship": "Parent", "informed": "yes"},
        by_second=True,
    ),
    Noted(
        "professional",
        "12:10",
        "Says that QZ has come on more here in six months than in the three years before.",
        ("SW",),
        (f"{_L}multi_agency", f"{_L}progress_demonstrated"),
        {"post": "social_worker"},
    ),
    Noted(
        "professional",
        "12:30",
        "Reports from the home arrive on time. Asked for the night record in June and had to ask three times.",
        ("IR",),
        (f"{_L}multi_agency",),
        {"post": "reviewing_officer"},
        by_second=True,
    ),
    _read(
        "The risk assessment for XW is of spring and does not name the nights, although the log does, nine times.",
        "10:30",
        "risk_assessment",
        f"{_P}risk_assessment",
    ),
    _read(
        "Nine entries in three months: XW awake after midnight, chair against the door, reassured, back to bed.",
        "10:40",
        "daily_log",
        f"{_P}risk_assessment",
        f"{_L}case_records",
        ivan=True,
    ),
    _read(
        "Two restraints in the year. Each has the child's words, a talk afterwards, and the manager's review in a day.",
        "10:50",
        "restraint_record",
        f"{_P}restraint",
        ivan=True,
    ),
    _read(
        "Three files of new staff: references checked by telephone in each, gaps in employment explained.",
        "11:10",
        "staff_file",
        f"{_P}safer_recruitment",
    ),
    Noted(
        "premises",
        "09:40",
        "The landing light upstairs does not work. The garden has swings that are used.",
        (),
        (f"{_P}environment", f"{_L}premises"),
        {
            "place": "Upstairs landing, garden",
            "lived_in": "Homely; dark at night upstairs.",
            "danger": "no",
        },
    ),
    Noted(
        "document",
        "09:50",
        "Says that a waking night is always on the floor where children sleep. The rota shows otherwise.",
        (),
        (f"{_L}statement_of_purpose",),
        {"document": "statement_of_purpose", "written_by": "The provider", "dated": "This spring"},
    ),
    Noted(
        "survey_result",
        "10:00",
        "Three of four said that adults listen. One wrote: “not at night”.",
        (),
        (f"{_E}participation",),
        {"whose": "children", "when": "Last month", "asked": "4", "answered": "4"},
        by_second=True,
    ),
    Noted(
        "notification",
        "10:10",
        "QZ was found by the police at the coast, unhurt, and came back the same night.",
        ("QZ",),
        (f"{_L}notifications", f"{_P}police_work"),
        {"event": "police", "told": "in_time", "home_did": "A talk with QZ the next day, and a new plan with QZ."},
    ),
)


def furnish(ida: Person, ivan: Person, petra: Person) -> None:
    """Make the lodge and its half-finished inspection where they are missing, by the real acts."""
    home = Home.objects.filter(urn=URN).first() or _home()
    if not may_answer_for(petra, home):
        give_home(by=System(), home=home, person=petra)
    fill_pack(home, petra, ida)
    inspection = Inspection.objects.filter(home=home).first() or _begun(home, ida, ivan)
    # Each item's id is made from its place, so a start that was cut short goes on where it stopped.
    there = set(Row.objects.filter(inspection=inspection).values_list("pk", flat=True))
    for number, note in enumerate(NOTES):
        id = _id(inspection, number)
        if id not in there:
            item = _item(note, id, inspection.starts_on)
            actions.record_evidence(by=(ivan if note.by_second else ida), inspection=inspection, item=item)
    if len(there) < len(NOTES):
        _judge(inspection, ida)


def _home() -> Home:
    home = make_fictional_home(
        by=System(),
        urn=URN,
        facts={
            "name": "Plainly Invented Lodge",
            "address": "2 Nowhere Lane, Nowhereshire (fictional)",
            "provision_type": "Children's home",
            "status": "Active",
            "sector": "Voluntary",
            "region": "Nowhere (fictional)",
            "local_authority": "Nowhereshire (fictional)",
            "places": 5,
            "registered_on": date(2020, 4, 1),
        },
    )
    past = {"overall": 3, "overall_label": "Good", "helped_protected": 3, "leaders_managers": 3}
    return list_inspections(
        by=System(), home=home, inspections=[(date(2025, 9, 9), {"published_on": date(2025, 10, 14), **past})]
    )


def _begun(home: Home, ida: Person, ivan: Person) -> Inspection:
    today = timezone.localdate()
    inspection = actions.schedule(
        by=ida,
        home=home,
        kind="full",
        starts_on=today - timedelta(days=1),
        ends_on=today + timedelta(days=1),
        lead=ida,
        team=[ivan],
    )
    actions.begin(by=ida, inspection=inspection)
    return inspection


def _id(inspection: Inspection, number: int) -> UUID:
    return uuid5(inspection.pk, f"lodge {number}")


def _item(note: Noted, id: UUID, day_one: date) -> EvidenceItem:
    happened = timezone.make_aware(datetime.combine(day_one, time.fromisoformat(note.at)))
    return EvidenceItem(
        id=id,
        kind=note.kind,
        said=note.said,
        occurred_at=happened,
        recorded_at=happened + timedelta(minutes=30),
        initials=note.initials,
        criteria=note.criteria,
        answers=dict(note.answers),
    )


def _judge(inspection: Inspection, ida: Person) -> None:
    """A sample, facts, one of the three grades, and two requirements; the rest is left to whoever explores."""
    _draw(inspection, ida)
    record = read_record(inspection)
    known = {name: value for name, value in FACTS.items() if name in record.framework.fact_by_id}
    actions.answer_facts(by=ida, inspection=inspection, answers=known, based_on=record.versions.facts)
    for judgement, grade, reason in GRADES:
        if judgement not in record.proposals:
            actions.propose_grade(by=ida, inspection=inspection, judgement=judgement, grade=grade, reason=reason)
    for proposed in required(inspection, partial(_under, inspection), _id(inspection, 1))[
        inspection.requirements.count() :
    ]:
        actions.make_requirement(by=ida, inspection=inspection, proposed=proposed)


def _draw(inspection: Inspection, ida: Person) -> None:
    if not inspection.case_samples.exists():
        actions.draw_case_sample(by=ida, inspection=inspection, children=sample(), chosen=CHOSEN, based_on=0)


def _under(inspection: Inspection, criterion: str) -> tuple[UUID, ...]:
    return tuple(_id(inspection, n) for n, note in enumerate(NOTES) if criterion in note.criteria)
