"""Every change is an action: who did it is always asked, and the change and its event stand or fall together."""

from __future__ import annotations

import json

import pytest
from django.db import transaction

from evenhand.web.accounts.actions import System
from evenhand.web.accounts.models import Person
from evenhand.web.audit.actions import ACTIONS, Acted, action
from evenhand.web.audit.models import Event
from evenhand.web.audit.sentences import SENTENCES, action_in_words, sentence


@pytest.fixture(autouse=True)
def _leave_no_actions_behind():
    before = dict(ACTIONS)
    yield
    ACTIONS.clear()
    ACTIONS.update(before)


def test_an_action_that_does_not_ask_who_cannot_be_written():
    def without_by(*, name: str) -> Acted[None]: ...

    with pytest.raises(TypeError, match="'without_by' must take keyword-only parameters, 'by' among them"):
        action("test.done")(without_by)


def test_an_action_with_positional_parameters_cannot_be_written():
    def positional(by: System, *, name: str) -> Acted[None]: ...
    def sprawling(*names: str, by: System) -> Acted[None]: ...
    def open_ended(*, by: System, **names: str) -> Acted[None]: ...

    for wrong in (positional, sprawling, open_ended):
        with pytest.raises(TypeError, match="keyword-only"):
            action("test.done")(wrong)


def test_an_action_cannot_be_called_without_saying_who():
    @action("test.done")
    def done(*, by: System, name: str) -> Acted[None]:
        return Acted(None, ("person", name))

    with pytest.raises(TypeError):
        done(name="x")
    with pytest.raises(TypeError):
        done(System(), name="x")


@pytest.mark.django_db
def test_an_action_leaves_exactly_one_event_that_says_who_what_and_on_what():
    @action("test.done")
    def done(*, by: System, name: str) -> Acted[str]:
        return Acted(name.upper(), ("person", name), {"b": [1, "ü"], "a": None})

    before = Event.objects.count()
    assert done(by=System(), name="ida") == "IDA"
    assert Event.objects.count() == before + 1
    last = Event.objects.latest("number")
    assert (last.actor, last.action, last.subject_kind, last.subject_id) == ("system", "test.done", "person", "ida")
    assert last.details == '{"a":null,"b":[1,"ü"]}'


@pytest.mark.django_db
@pytest.mark.parametrize("details", [{"what": object()}, {"what": float("nan")}, {"what": {1, 2}}])
def test_when_the_event_cannot_be_written_the_change_is_not_made_either(details):
    @action("test.done")
    def done(*, by: System) -> Acted[None]:
        Person.objects.make("changed", "Changed", "x" * 12)
        return Acted(None, ("person", "changed"), details)

    before = Event.objects.count()
    with pytest.raises((TypeError, ValueError)):
        done(by=System())
    assert not Person.objects.filter(username="changed").exists()
    assert Event.objects.count() == before


@pytest.mark.django_db
def test_an_action_that_forgets_to_say_what_it_did_changes_nothing():
    @action("test.done")
    def done(*, by: System) -> None:
        Person.objects.make("changed", "Changed", "x" * 12)

    with pytest.raises(TypeError, match="must return Acted"):
        done(by=System())
    assert not Person.objects.filter(username="changed").exists()


@pytest.mark.django_db
def test_when_the_change_fails_there_is_no_event():
    @action("test.done")
    def done(*, by: System) -> Acted[None]:
        raise ValueError("not today")

    before = Event.objects.count()
    with pytest.raises(ValueError, match="not today"):
        done(by=System())
    assert Event.objects.count() == before


@pytest.mark.django_db
def test_an_action_inside_a_larger_change_that_fails_is_undone_with_it(cast):
    from evenhand.casework.actors import Role
    from evenhand.web.accounts.actions import give_role

    before = Event.objects.count()
    with pytest.raises(ValueError, match="later"), transaction.atomic():
        give_role(by=cast.ada, person=cast.nobody, role=Role.INSPECTOR)
        raise ValueError("later")
    assert Event.objects.count() == before


def every_action() -> list[str]:
    import evenhand.web.urls  # noqa: F401  (imports every app's views, and with them their actions)

    return sorted(name for name in ACTIONS if not name.startswith("test."))


def test_every_action_has_a_sentence_of_its_own():
    assert [name for name in every_action() if name not in SENTENCES] == []


@pytest.mark.parametrize("name", sorted(SENTENCES))
def test_a_sentence_is_whole_even_when_details_are_missing(name):
    event = Event(number=1, actor="ada.admin", action=name, subject_kind="person", subject_id="ida", details="{}")
    shown = sentence(event)
    assert "{" not in shown and shown.endswith(".")
    assert action_in_words(name) != name


def test_an_action_nobody_has_words_for_is_still_shown():
    event = Event(actor="ada.admin", action="moon.landed", subject_kind="moon", subject_id="1", details="broken")
    assert sentence(event) == "ada.admin did “moon.landed” to the moon 1."


def test_a_sentence_names_what_a_person_can_read_and_shortens_what_only_machines_read():
    given = {"judgement": "protection", "grade": "requires_improvement"}
    about = "0190d3a2-7f1e-7c54-9d1c-0a4f5b6c7d8e"
    event = Event(actor="ida", action="grade.proposed", subject_kind="inspection", subject_id=about)
    event.details = json.dumps(given)
    assert sentence(event) == "ida proposed the grade requires improvement for protection in the inspection 0190d3a2…."
