"""Whoever opens a file that was sent about a home is on record, and nobody else gets it."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.web.preparation_story import PDF, sent

from evenhand.casework.policies import Refusal
from evenhand.web.audit.models import Event
from evenhand.web.preparation import actions, storing


def opened():
    return Event.objects.filter(action="submission.file_opened")


def test_each_opening_is_audited_with_who_and_what_and_no_name_of_the_file(cast, as_):
    row = sent(cast.petra, cast.home, "monthly_visit", content=PDF)
    address = reverse("preparation:file", args=[row.pk])
    for person in (cast.ida, cast.quentin):
        answer = as_(person).get(address)
        assert answer.status_code == 200 and answer.content == PDF
    assert [one.actor for one in opened().order_by("number")] == ["ida.inspector", "quentin.quality"]
    last = opened().latest("number")
    assert last.subject_id == cast.home.urn and "monthly_visit" in last.details
    assert row.file.stored_as not in last.details


def test_who_is_refused_leaves_no_opening(cast, as_):
    row = sent(cast.petra, cast.home, content=PDF)
    for person in (cast.petra, cast.paul, cast.fay):
        assert as_(person).get(reverse("preparation:file", args=[row.pk])).status_code in (403, 404)
    with pytest.raises(Refusal, match="PR008"):
        actions.open_file(by=cast.petra, submission=row)
    assert not opened().exists()


def test_a_file_that_was_changed_on_the_disk_is_not_served_and_that_is_on_record(cast, as_):
    row = sent(cast.petra, cast.home, content=PDF)
    (storing.place() / row.file.stored_as).write_bytes(b"%PDF-other")
    assert as_(cast.ida).get(reverse("preparation:file", args=[row.pk])).status_code == 404
    assert '"whole":false' in opened().get().details.replace(" ", "")
