"""The demonstration: people who do not exist, a home that does not exist, and never in production."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from evenhand.casework.actors import Role
from evenhand.web import demo
from evenhand.web.accounts.models import Person
from evenhand.web.audit.models import Event
from evenhand.web.environment import Refused
from evenhand.web.inspections.models import Inspection, TeamMember
from evenhand.web.register.models import Home, HomeOfProvider

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("before_anybody")]


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for the password."""
    monkeypatch.setattr(settings, "ENVIRONMENT", replace(settings.ENVIRONMENT, var=tmp_path))
    return tmp_path


def test_the_scene_has_its_people_home_and_inspection(var: Path) -> None:
    demo.set_the_scene()
    assert {one.username: set(one.roles) for one in Person.objects.filter(fictional=True)} == {
        "ida.inspector": {Role.INSPECTOR},
        "ivan.inspector": {Role.INSPECTOR},
        "quentin.quality": {Role.QUALITY_ASSURER},
        "quilla.quality": {Role.QUALITY_ASSURER},
        "petra.provider": {Role.PROVIDER},
        "connie.commissioner": {Role.COMMISSIONER},
        "fay.framework": {Role.FRAMEWORK_AUTHOR},
        "fred.framework": {Role.FRAMEWORK_AUTHOR},
        "ada.admin": {Role.ADMINISTRATOR},
    }
    home = Home.objects.get(urn="FICTION1")
    assert home.fictional and "fictional" in home.region and "fictional" in home.local_authority
    assert home.listed_inspections.count() == 2 and home.latest_overall == 3
    assert HomeOfProvider.objects.get(home=home).person.username == "petra.provider"
    inspection = Inspection.objects.get(home=home)
    assert (inspection.kind, inspection.starts_on) == ("full", timezone.localdate())
    assert inspection.framework_id == "sccif-2025"
    lead = TeamMember.objects.get(inspection=inspection, is_lead=True)
    assert lead.person.username == "ida.inspector"


def test_setting_the_scene_again_does_nothing(var: Path) -> None:
    demo.set_the_scene()
    before = Event.objects.count()
    demo.set_the_scene()
    assert Event.objects.count() == before


def test_the_password_is_long_random_kept_and_private(var: Path) -> None:
    demo.set_the_scene()
    file = var / "demo-password"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(demo.password()) >= 16 and demo.password() == file.read_text().strip()
    assert all(one.check_password(demo.password()) for one in Person.objects.filter(fictional=True))


def test_a_lost_password_file_is_made_anew_and_everybody_gets_the_new_one(var: Path) -> None:
    demo.set_the_scene()
    old = demo.password()
    (var / "demo-password").unlink()
    demo.set_the_scene()
    ida = Person.objects.get(username="ida.inspector")
    assert demo.password() != old and ida.check_password(demo.password()) and not ida.check_password(old)
    event = Event.objects.order_by("-number").first()
    assert event is not None and event.action == "demo.passwords_renewed" and demo.password() not in event.details


def test_nothing_of_it_exists_in_production(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ENVIRONMENT", replace(settings.ENVIRONMENT, mode="production"))
    with pytest.raises(Refused, match="EVENHAND_MODE"):
        demo.set_the_scene()
    assert not Person.objects.exists() and not Home.objects.exists() and not list(var.iterdir())


def test_a_third_home_has_its_draft_with_the_provider_and_two_comments(var: Path) -> None:
    from evenhand.web.accuracy.models import DraftSent

    demo.set_the_scene()
    draft = DraftSent.objects.get(inspection__home__urn="FICTION3")
    assert draft.inspection.home.fictional
    assert [one.kind for one in draft.comments.all()] == ["factual", "judgement"]
    assert Inspection.objects.get(home__urn="FICTION3").stage_changes.last().stage == "with_provider"


def test_two_reports_are_published_and_one_waits_for_a_reviewer(var: Path) -> None:
    from evenhand.web.inspections.models import Paper
    from evenhand.web.reports.models import PublishedReport, ReviewComment

    demo.set_the_scene()
    published = {row.urn: row for row in PublishedReport.objects.all()}
    assert set(published) == {"FICTION4", "FICTION6"}
    assert {row.published_by for row in published.values()} == {"quilla.quality"}
    full = Inspection.objects.get(home__urn="FICTION4")
    assert full.requirements.count() == 1
    assert Paper.objects.get(inspection=full).kind == "letter_to_children"
    assert Inspection.objects.get(home__urn="FICTION6").kind == "assurance"
    waits = Inspection.objects.get(home__urn="FICTION5")
    assert waits.stage_changes.last().stage == "in_quality_assurance"
    assert ReviewComment.objects.get(inspection=waits).by == "quentin.quality"


def test_the_commissioner_works_for_a_real_authority_too_where_the_register_has_it(var: Path) -> None:
    Home.objects.create(urn="SC1", local_authority=demo.COUNCIL)
    demo.set_the_scene()
    connie = Person.objects.get(username="connie.commissioner")
    assert {one.authority for one in connie.councils.all()} == {demo.COUNCIL, "Nowhereshire (fictional)"}


def test_a_visit_without_grades_is_told_before_the_older_grade(var: Path, client: Client) -> None:
    demo.set_the_scene()
    page = client.get("/homes/FICTION6/").content.decode()
    found = page[page.index("What inspectors found last") :]
    assert found.index("Assurance inspection") < found.index("The last overall grade, from before that:")
    assert found.index("Serious or widespread concerns: ") < found.index("Requires improvement to be good")


def test_what_was_seen_and_said_was_noted_when_inspectors_work(var: Path) -> None:
    from evenhand.web.inspections.record import read_record

    demo.set_the_scene()
    for urn in ("FICTION2", "FICTION3", "FICTION4", "FICTION5", "FICTION6"):
        inspection = Inspection.objects.get(home__urn=urn)
        noted = [timezone.localtime(one.item.occurred_at) for one in read_record(inspection).evidence]
        assert noted and all(8 <= at.hour < 20 and at.date() == inspection.starts_on for at in noted), urn


def test_the_start_page_says_what_an_inspection_without_grades_found(var: Path, client: Client) -> None:
    demo.set_the_scene()
    page = client.get("/").content.decode()
    found = page[page.index("Assurance inspection of FICTION6") : page.index("Full inspection of FICTION4")]
    assert "No overall grade." in found and "Serious or widespread concerns: No serious" in found


def test_a_letter_to_the_children_stays_as_it_is_after_publication(var: Path, client: Client) -> None:
    demo.set_the_scene()
    client.force_login(Person.objects.get(username="ida.inspector"))
    published = Inspection.objects.get(home__urn="FICTION4")
    page = client.get(f"/inspections/{published.pk}/letter/").content.decode()
    assert "The report is published, so this stays as it is." in page and "Possible now" not in page
