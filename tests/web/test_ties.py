"""Sentences of a report are tied to what they rest on; a tie holds for words, and lapses with them."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from tests.web import reports_story as story
from tests.web.quality_story import anchor, texts

from evenhand.casework.policies import Refusal
from evenhand.casework.versions import Stale
from evenhand.findings import BadInput
from evenhand.report.ties import Tie


def tie(cast, inspection, number=1, *, by=None, based_on=0, evidence=None, criteria=()):
    from evenhand.web.reports.tying import tie_sentences

    items = [str(inspection.evidence.first().id)] if evidence is None else evidence
    return tie_sentences(
        by=by or cast.ida,
        inspection=inspection,
        slot=story.PROTECTED,
        ties={anchor(inspection, story.PROTECTED, number): Tie("", tuple(items), tuple(criteria))},
        based_on=based_on,
    )


def test_a_sentence_rests_on_what_it_was_tied_to_and_the_others_on_nothing(cast) -> None:
    inspection = story.a_written_report(cast)
    tie(cast, inspection)
    text = texts(inspection)[story.PROTECTED]
    assert text.tied == 1 and len(text.sentences) == 3
    assert text.sentences[0].tie.evidence == (str(inspection.evidence.first().id),)


def test_a_tie_lapses_when_its_sentence_changes_and_comes_back_with_the_words(cast) -> None:
    inspection = story.a_written_report(cast)
    tie(cast, inspection, 2)
    old = story.WRITTEN[story.PROTECTED]
    story.write(cast, inspection, **{story.PROTECTED: old.replace("small signs", "every sign")})
    text = texts(inspection)[story.PROTECTED]
    assert text.tied == 0 and len(text.lapsed) == 1 and "small signs" in text.lapsed[0].sentence
    story.write(cast, inspection, **{story.PROTECTED: old})
    assert texts(inspection)[story.PROTECTED].tied == 1


def test_tying_one_sentence_leaves_the_ties_of_the_others(cast) -> None:
    from evenhand.web.reports.models import SectionTies

    inspection = story.a_written_report(cast)
    tie(cast, inspection, 1)
    tie(cast, inspection, 2, based_on=1)
    assert texts(inspection)[story.PROTECTED].tied == 2
    tie(cast, inspection, 1, based_on=2, evidence=[])
    assert texts(inspection)[story.PROTECTED].tied == 1
    assert SectionTies.objects.count() == 3, "rows are only added"


def test_two_people_do_not_overwrite_each_others_ties(cast) -> None:
    inspection = story.a_written_report(cast)
    tie(cast, inspection, 1)
    with pytest.raises(Stale):
        tie(cast, inspection, 2, by=cast.ivan, based_on=0)


def test_only_the_team_ties_and_only_to_what_is_in_the_record(cast) -> None:
    inspection = story.a_written_report(cast)
    for person in (cast.iris, cast.quentin, cast.petra, cast.ada):
        with pytest.raises(Refusal):
            tie(cast, inspection, by=person)
    for wrong in ({"evidence": ["no-such-item"]}, {"criteria": ["no.such.criterion"]}):
        with pytest.raises(BadInput):
            tie(cast, inspection, **wrong)


def test_the_page_ties_a_sentence_by_a_plain_form_and_counts(cast, as_) -> None:
    inspection = story.a_written_report(cast)
    address = reverse("reports:ties", args=[inspection.id, story.PROTECTED])
    name, item = anchor(inspection, story.PROTECTED, 1), str(inspection.evidence.first().id)
    browser = as_(cast.ida)
    assert item in browser.get(address, {"sentence": name}).content.decode()
    sent = browser.post(address, {"sentence": name, "based_on": 0, "evidence": [item]})
    assert sent.status_code == 302
    for page in (
        address,
        reverse("reports:draft", args=[inspection.id]),
        reverse("reports:trace", args=[inspection.id]),
    ):
        assert "1 of 3 sentences rest" in browser.get(page).content.decode()


def test_a_sentence_that_changed_meanwhile_is_not_tied(cast, as_) -> None:
    inspection = story.a_written_report(cast)
    address = reverse("reports:ties", args=[inspection.id, story.PROTECTED])
    sent = as_(cast.ida).post(address, {"sentence": "gone.1.00000000", "based_on": 0})
    assert sent.status_code == 409 and "has changed" in sent.content.decode()


@pytest.mark.parametrize("change", ["UPDATE reports_sectionties SET slot = 'x'", "DELETE FROM reports_sectionties"])
def test_the_database_keeps_every_version_of_the_ties(cast, change) -> None:
    from django.db import connection

    tie(cast, story.a_written_report(cast))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_any_two_versions_are_compared_word_by_word(cast, as_) -> None:
    inspection = story.a_written_report(cast)
    changed = story.WRITTEN[story.PROTECTED].replace("small signs", "every sign")
    story.write(cast, inspection, **{story.PROTECTED: changed})
    story.write(cast, inspection)
    address = reverse("reports:versions", args=[inspection.id])
    page = as_(cast.quentin).get(address, {"old": "1", "new": "2"}).content.decode()
    assert "every sign" in page and "<ins>" in page and "<del>" in page
    same = as_(cast.quentin).get(address, {"old": "1", "new": "3"}).content.decode()
    assert "No word has changed." in same
    assert as_(cast.ida).get(address, {"old": "nonsense", "new": "99"}).status_code == 200
