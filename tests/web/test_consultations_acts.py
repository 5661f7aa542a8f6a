"""What is done to a consultation: who may, when, and that nobody who responded can be found again."""

from __future__ import annotations

import json
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from tests.web.consultation_story import ROWS, a_consultation, shown, source

from evenhand.casework.actors import NOBODY
from evenhand.casework.policies import NotNow, Refusal
from evenhand.casework.versions import Stale
from evenhand.consultation.account import Answer, Decision
from evenhand.consultation.phases import Phase
from evenhand.consultation.responses import Given
from evenhand.consultation.words import Agreement, Respondent
from evenhand.findings import BadInput
from evenhand.web.accounts.actions import System, Visitor
from evenhand.web.audit.models import Event
from evenhand.web.consultations import actions, queries
from evenhand.web.consultations.models import AnswerGiven, Consultation, ResponseGiven
from evenhand.web.frameworks.models import FrameworkVersion


@pytest.fixture
def row(cast) -> Consultation:
    return a_consultation(cast)


@pytest.fixture
def opened(cast) -> Consultation:
    return a_consultation(cast, Phase.OPEN)


@pytest.fixture
def closed(cast) -> Consultation:
    return a_consultation(cast, Phase.CLOSED)


def said(question: str = "q1", agreement: Agreement | None = Agreement.AGREE, comment: str = "") -> dict[str, Given]:
    return {question: Given(question, agreement, comment)}


ANSWERS = [
    Answer(proposal="leaving", decision=Decision.KEPT, said="Half agreed.", did="It stays.", clauses=("full",)),
    Answer(proposal="manager", decision=Decision.DROPPED, said="Nobody spoke.", did="It goes."),
]


def test_only_a_framework_author_keeps_a_consultation(cast, row) -> None:
    acts = [
        lambda by: actions.write(by=by, source=source(), name="c.yaml"),
        lambda by: actions.open_(by=by, row=row),
        lambda by: actions.close(by=by, row=row),
        lambda by: actions.import_file(by=by, row=row, name="r.csv", content=ROWS.encode()),
        lambda by: actions.decide(by=by, row=row, decisions={}),
        lambda by: actions.write_answer(by=by, row=row, answer=ANSWERS[0]),
        lambda by: actions.publish_account(by=by, row=row),
    ]
    before = Event.objects.count()
    for act in acts:
        for by in (cast.ida, cast.quentin, cast.petra, cast.ada, cast.nobody, Visitor()):
            with pytest.raises(Refusal) as refusal:
                act(by)
            assert refusal.value.code == "PO040"
    assert Event.objects.count() == before
    for who in (cast.ida.as_actor(), NOBODY):
        with pytest.raises(Refusal):
            queries.to_read(who, shown(row), "unread", 1)


def test_a_consultation_is_checked_against_the_draft_and_refused_by_line(cast) -> None:
    with pytest.raises(BadInput) as refusal:
        actions.write(by=cast.fay, source=source().replace("R1", "R99"), name="c.yaml")
    assert [(one.code, one.where.line) for one in refusal.value.findings] == [("CN005", 14)]
    assert not Consultation.objects.exists()


def test_it_remembers_which_draft_it_was_checked_against_or_that_it_was_not(cast, row) -> None:
    assert row.draft_fingerprint == FrameworkVersion.objects.get(pk="sccif-2025").fingerprint
    other = source().replace("leaving-2026", "other").replace("about: sccif-2025", "about: not-here")
    assert actions.write(by=cast.fay, source=other, name="o.yaml").draft_fingerprint == ""


def test_an_id_is_used_once(cast, row) -> None:
    with pytest.raises(BadInput, match="CS009"):
        actions.write(by=cast.fay, source=source(), name="c.yaml")


def test_it_only_moves_forwards(cast, row) -> None:
    with pytest.raises(NotNow):
        actions.close(by=cast.fay, row=row)
    actions.open_(by=cast.fay, row=row)
    with pytest.raises(NotNow):
        actions.open_(by=cast.fay, row=row)
    actions.close(by=cast.fay, row=row)
    with pytest.raises(NotNow):
        actions.open_(by=cast.fay, row=row)
    assert queries.phase_of(row) is Phase.CLOSED


def test_it_is_not_opened_after_its_last_day(cast) -> None:
    past = source(opens=date(2020, 1, 1), closes=date(2020, 2, 1))
    row = actions.write(by=cast.fay, source=past, name="c.yaml")
    with pytest.raises(NotNow, match="CS002"):
        actions.open_(by=cast.fay, row=row)


def test_anybody_may_respond_while_it_is_open_and_leaves_no_trace_of_who(cast, opened) -> None:
    given = {"row": opened, "kind": Respondent.STAFF, "answers": said(comment="Why not")}
    actions.respond(by=Visitor(), form=uuid4(), **given)
    event = Event.objects.latest("number")
    assert (event.actor, event.action, event.subject_id) == ("visitor", "consultation.responded", "leaving-2026")
    assert json.loads(event.details) == {}, "neither the kind nor the response is told"
    response = ResponseGiven.objects.get()
    assert (response.kind, response.code, response.received_on) == ("staff", "", timezone.localdate())
    assert not {"by", "at", "name", "person", "address"} & {field.name for field in ResponseGiven._meta.get_fields()}


def test_a_form_sent_twice_counts_once(opened) -> None:
    form = uuid4()
    for _ in range(2):
        actions.respond(by=Visitor(), row=opened, form=form, kind=Respondent.STAFF, answers=said())
    assert ResponseGiven.objects.count() == AnswerGiven.objects.count() == 1


def test_a_form_of_another_consultation_is_refused_and_not_an_accident(cast, opened) -> None:
    other = actions.write(by=cast.fay, source=source().replace("leaving-2026", "leaving-2027"), name="c.yaml")
    actions.open_(by=cast.fay, row=other)
    form = uuid4()
    actions.respond(by=Visitor(), row=opened, form=form, kind=Respondent.STAFF, answers=said())
    with pytest.raises(BadInput, match="another consultation"):
        actions.respond(by=Visitor(), row=other, form=form, kind=Respondent.STAFF, answers=said())


@pytest.mark.parametrize("name", ["new", "published-today"])
def test_the_address_of_another_page_is_no_id(cast, name) -> None:
    with pytest.raises(BadInput, match="address of another page"):
        actions.write(by=cast.fay, source=source().replace("leaving-2026", name), name="c.yaml")


@pytest.mark.parametrize("phase", ["draft", "closed", "too early", "too late"])
def test_nobody_responds_when_it_is_not_open(cast, phase) -> None:
    today = timezone.localdate()
    days = {
        "too early": {"opens": today + timedelta(days=1)},
        "too late": {"opens": date(2020, 1, 1), "closes": date(2020, 2, 1)},
    }
    row = actions.write(by=cast.fay, source=source(**days.get(phase, {})), name="c.yaml")
    if phase != "draft":
        actions.open_(by=cast.fay, row=row, today=date(2020, 1, 1) if phase == "too late" else None)
    if phase == "closed":
        actions.close(by=cast.fay, row=row)
    with pytest.raises(NotNow, match="PO041"):
        actions.respond(by=Visitor(), row=row, form=uuid4(), kind=Respondent.STAFF, answers=said())


@pytest.mark.parametrize("answers", [{}, said("q9"), said(agreement=None), said(comment="x" * 4001)])
def test_a_response_answers_what_is_asked(opened, answers) -> None:
    with pytest.raises(BadInput, match="CS004"):
        actions.respond(by=Visitor(), row=opened, form=uuid4(), kind=Respondent.STAFF, answers=answers)
    assert not ResponseGiven.objects.exists()


def test_a_flood_is_slowed_down(opened, monkeypatch) -> None:
    monkeypatch.setattr(actions.receiving, "MOST_AT_ONCE", 3)
    for _ in range(3):
        actions.respond(by=Visitor(), row=opened, form=uuid4(), kind=Respondent.STAFF, answers=said())
    with pytest.raises(NotNow, match="CS003"):
        actions.respond(by=Visitor(), row=opened, form=uuid4(), kind=Respondent.STAFF, answers=said())


def test_a_file_is_brought_in_once_and_no_respondent_twice(cast, opened) -> None:
    file = actions.import_file(by=cast.fay, row=opened, name="r.csv", content=ROWS.encode())
    assert file.counts == {"rows": 12, "bad_rows": 0, "responses": 12, "already_here": 0, "findings": 0}
    with pytest.raises(BadInput, match="CS006"):
        actions.import_file(by=cast.fay, row=opened, name="again.csv", content=ROWS.encode())
    more = f"{ROWS}12,staff,q1,Agree,\n13,press,q1,Agree,\n".encode()
    second = actions.import_file(by=cast.fay, row=opened, name="more.csv", content=more)
    assert (second.counts["responses"], second.counts["already_here"], second.counts["bad_rows"]) == (1, 12, 1)
    assert [one["line"] for one in second.findings if one["code"] == "CR010"] == [15]
    assert ResponseGiven.objects.count() == 13
    assert not ResponseGiven.objects.filter(code__in=["1", "12"]).exists(), "codes are kept as digests only"


def test_files_come_in_while_it_is_open_or_closed_only(cast, row) -> None:
    with pytest.raises(NotNow, match="CS005"):
        actions.import_file(by=cast.fay, row=row, name="r.csv", content=ROWS.encode())


def test_what_the_database_counts_is_what_the_core_counts(closed) -> None:
    from evenhand.consultation.responses import import_responses
    from evenhand.consultation.results import tally

    content = queries.content_of(closed)
    assert queries.counted(shown(closed)) == tally(content, import_responses(content, ROWS.encode(), "r.csv").responses)


def test_results_are_for_everybody_once_it_is_closed_and_for_its_keepers_before(cast, opened) -> None:
    assert queries.results(cast.fay.as_actor(), shown(opened)).respondents == 0
    for who in (NOBODY, cast.ada.as_actor(), cast.petra.as_actor()):
        with pytest.raises(NotNow, match="PO042"):
            queries.results(who, shown(opened))
    actions.close(by=cast.fay, row=opened)
    assert queries.results(NOBODY, shown(opened)).respondents == 0


def test_nobody_reads_a_comment_before_somebody_has_cleared_it(cast, closed) -> None:
    page = shown(closed)
    told = queries.results(NOBODY, page)
    assert queries.comments(NOBODY, page, told) == [] and queries.comment_counts(page)["unread"] == 3
    first, second, third = queries.with_decision(page).order_by("comment")
    decided = {first.pk: "cleared", second.pk: "held"}
    assert actions.decide(by=cast.fay, row=closed, decisions=decided) == 2
    assert [one.text for one in queries.comments(NOBODY, page, told)] == [first.comment]
    assert actions.decide(by=cast.fay, row=closed, decisions=decided) == 0, "the same again changes nothing"
    actions.decide(by=cast.fay, row=closed, decisions={first.pk: "held"})
    assert queries.comments(NOBODY, page, told) == []
    assert queries.comment_counts(page) == {"unread": 1, "held": 2, "cleared": 0} and third.decision is None


def test_a_comment_of_a_small_group_does_not_name_the_group(cast, opened) -> None:
    few = "20,children,q1,Agree,We are few\n21,parents,q2,Agree,So are we\n"
    few += "".join(f"{n},parents,q2,Agree,\n" for n in (22, 23, 24))
    actions.import_file(by=cast.fay, row=opened, name="r.csv", content=f"{ROWS}{few}".encode())
    actions.close(by=cast.fay, row=opened)
    page = shown(opened)
    actions.decide(by=cast.fay, row=opened, decisions={one.pk: "cleared" for one in queries.with_decision(page)})
    told = queries.results(NOBODY, page)
    kinds = {one.text: one.kind for one in queries.comments(NOBODY, page, told)}
    assert kinds["We are few"] is None and kinds["So are we"] is None
    assert kinds["Because of 1"] is Respondent.STAFF
    assert queries.comments(NOBODY, page, told, kind="children") == []
    assert {one.text for one in queries.comments(NOBODY, page, told, kind="few")} == {"We are few", "So are we"}


def test_answers_are_written_after_it_closed_and_never_overwritten(cast, opened) -> None:
    with pytest.raises(NotNow, match="CS008"):
        actions.write_answer(by=cast.fay, row=opened, answer=ANSWERS[0])
    actions.close(by=cast.fay, row=opened)
    actions.write_answer(by=cast.fay, row=opened, answer=ANSWERS[0])
    with pytest.raises(Stale) as stale:
        actions.write_answer(by=cast.fred, row=opened, answer=ANSWERS[0].model_copy(update={"did": "Other"}))
    assert stale.value.theirs["did"] == "It stays." and stale.value.yours["did"] == "Other"
    actions.write_answer(by=cast.fred, row=opened, answer=ANSWERS[0], based_on=1)
    assert queries.written(shown(opened))["leaving"] == (2, ANSWERS[0]) and opened.written.count() == 2


def test_what_was_done_is_sealed_with_the_version_that_carries_it(cast, closed) -> None:
    with pytest.raises(BadInput, match="CA001"):
        actions.publish_account(by=cast.fay, row=closed, version="sccif-2025")
    for one in ANSWERS:
        actions.write_answer(by=cast.fay, row=closed, answer=one)
    with pytest.raises(BadInput, match="CA003"):
        actions.publish_account(by=cast.fay, row=closed)
    assert queries.phase_of(closed) is Phase.CLOSED
    made = actions.publish_account(by=cast.fay, row=closed, version="sccif-2025")
    account = queries.accounts(shown(closed))[0].account
    assert account.framework_fingerprint == FrameworkVersion.objects.get(pk="sccif-2025").fingerprint
    assert (account.consultation_fingerprint, account.respondents) == (closed.fingerprint, 12)
    assert (account.heard[0].answered, account.heard[0].agreeing) == (12, 6)
    assert queries.phase_of(closed) is Phase.ANSWERED and made.number == 1
    assert actions.publish_account(by=cast.fay, row=closed, version="sccif-2025").number == 2


def test_a_comment_that_nobody_may_read_is_behind_no_answer(cast, closed) -> None:
    unread = queries.with_decision(shown(closed)).first()
    for one in (ANSWERS[0].model_copy(update={"comments": (unread.reference,)}), ANSWERS[1]):
        actions.write_answer(by=cast.fay, row=closed, answer=one)
    with pytest.raises(BadInput, match="CA004"):
        actions.publish_account(by=cast.fay, row=closed, version="sccif-2025")


def test_the_examples_are_made_once_by_the_real_acts(cast) -> None:
    made = actions.load_example(by=System())
    assert actions.load_example(by=cast.fay) == made
    assert queries.phase_of(made.answered) is Phase.ANSWERED and shown(made.still_open).is_open
    assert queries.content_of(made.answered).invented and queries.content_of(made.still_open).invented
    assert made.answered.responses.count() == 60
    assert queries.comment_counts(shown(made.answered)) == {"unread": 0, "held": 5, "cleared": 32}
