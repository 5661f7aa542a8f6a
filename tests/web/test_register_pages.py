"""The pages of the register: who sees which home, what the filters do, and what happens to a bad file."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web.test_register_importing import a_file

from evenhand.casework.actors import NOBODY
from evenhand.casework.policies import Refusal
from evenhand.web.accounts.actions import System
from evenhand.web.register import queries
from evenhand.web.register.actions import give_home, import_register
from evenhand.web.register.models import Home, RegisterImport


@pytest.fixture
def homes(cast):
    """Three real homes beside the two fictional ones of the cast."""
    import_register(
        by=System(),
        file=a_file(
            {
                "urn": "SC000001",
                "region": "London",
                "local_authority": "Camden",
                "overall": "Good",
                "overall_as_published": "Good",
            },
            {"urn": "SC000002", "region": "London", "local_authority": "Ealing", "sector": "Voluntary"},
            {"urn": "1234567", "region": "South West", "local_authority": "Devon", "inspection_date": "2024-01-09"},
        ),
    )
    return cast


def urns(listing) -> list[str]:
    return [home["urn"] for home in listing.page]


WANTED = [
    ({}, ["1234567", "FICTION1", "FICTION2", "SC000001", "SC000002"]),
    ({"urn": "sc0"}, ["SC000001", "SC000002"]),
    ({"region": "London"}, ["SC000001", "SC000002"]),
    ({"authority": "Devon"}, ["1234567"]),
    ({"sector": "Voluntary"}, ["SC000002"]),
    ({"grade": 2}, ["1234567", "SC000002"]),
    ({"fictional": "only"}, ["FICTION1", "FICTION2"]),
    ({"fictional": "without", "sort": "newest"}, ["1234567", "SC000001", "SC000002"]),
    ({"sort": "lowest", "region": "London"}, ["SC000002", "SC000001"]),
]


@pytest.mark.parametrize(("wanted", "found"), WANTED)
def test_homes_are_found_by_what_is_wanted(homes, wanted, found) -> None:
    assert urns(queries.homes(homes.ida.as_actor(), queries.Wanted(**wanted), 1)) == found


def test_the_list_is_empty_for_anybody_outside_the_inspectorate(homes) -> None:
    for who in (homes.petra.as_actor(), homes.nobody.as_actor(), NOBODY):
        assert urns(queries.homes(who, queries.Wanted(), 1)) == [] and queries.choices(who) == queries.Choices()


def test_shares_count_real_homes_only_and_say_of_which_day(homes) -> None:
    listing = queries.homes(homes.ida.as_actor(), queries.Wanted(), 1)
    assert [(one["ordinal"], one["n"]) for one in listing.shares] == [(3, 1), (2, 2)]
    assert (listing.total, listing.counted, listing.seen_in) == (5, 3, date(2024, 3, 31))


def test_the_list_takes_the_same_few_queries_however_many_homes(homes, as_) -> None:
    browser = as_(homes.ida)
    counts = []
    for number in (0, 120):
        Home.objects.bulk_create(
            Home(urn=f"SC1{n:05}", provision_type="Children's home", sector="Private", region="R", local_authority="A")
            for n in range(number)
        )
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert browser.get("/register/").status_code == 200
        counts.append(len(caught))
    # Session, person, roles; then choices, counts, and the homes of the page.
    assert counts == [6, 6]


def test_pages_keep_the_filters(homes, as_) -> None:
    Home.objects.bulk_create(
        Home(urn=f"SC1{n:05}", provision_type="Children's home", sector="Private", region="London", local_authority="A")
        for n in range(60)
    )
    page = as_(homes.ida).get("/register/?region=London&sort=newest&page=2").content.decode()
    assert "region=London&amp;sort=newest&amp;page=1" in page


NONSENSE = [
    "page=nonsense",
    "page=99999999999999999999",
    "grade=9",
    "grade=x",
    "region=%00",
    "urn=%00",
    "urn=" + "9" * 500,
    "sort=x",
    "authority=Nowhere",
]


@pytest.mark.parametrize("query", NONSENSE)
def test_nonsense_in_the_address_never_breaks_the_list(homes, as_, query) -> None:
    # A byte that no text has is refused by every page; anything else is left out.
    assert as_(homes.ida).get(f"/register/?{query}").status_code == (400 if "%00" in query else 200)


def test_the_list_says_what_to_do_when_nothing_matches(homes, as_) -> None:
    page = as_(homes.ida).get("/register/?urn=ZZZ").content.decode()
    assert "No home in the register matches" in page and "Show all homes" in page


def test_a_home_page_shows_history_frameworks_and_the_gaps(homes, as_) -> None:
    import_register(
        by=System(),
        file=a_file(
            {
                "urn": "SC000001",
                "inspection_date": "2014-06-01",
                "overall": "Adequate",
                "overall_as_published": "Adequate",
                "helped_protected": "Adequate",
                "snapshot_date": "2015-03-31",
            }
        ),
    )
    page = as_(homes.ida).get("/register/SC000001/").content.decode()
    assert "Adequate" in page and "/frameworks/ch-2014/" in page and "/frameworks/sccif-2022/" in page
    assert "with gaps" in page and "Schedule an inspection" in page


def test_every_role_sees_exactly_the_homes_that_are_its_business(homes, as_) -> None:
    answers = {
        (who, urn): as_(person).get(f"/register/{urn}/").status_code
        for who, person in {**homes.by_role, "paul": homes.paul, "nobody": homes.nobody}.items()
        for urn in ("SC000001", "FICTION1")
    }
    assert {one for one, status in answers.items() if status == 200} == {
        *(
            (role, urn)
            for role in ("inspector", "quality_assurer", "framework_author", "administrator")
            for urn in ("SC000001", "FICTION1")
        ),
        ("provider", "FICTION1"),
        ("commissioner", "FICTION1"),
    }
    assert answers["provider", "SC000001"] == answers["paul", "FICTION1"] == 404
    assert answers["nobody", "FICTION1"] == 403


def test_a_provider_reads_its_own_name_and_no_plans(homes, as_) -> None:
    page = as_(homes.petra).get("/register/fiction1/").content.decode()
    assert "1 Nowhere Lane" in page
    assert "Schedule an inspection" not in page and "Inspections of this home" not in page and "Owner" not in page


def test_a_provider_lists_its_own_homes_only(homes, as_) -> None:
    page = as_(homes.petra).get("/register/my-homes/").content.decode()
    assert "FICTION1" in page and "FICTION2" not in page
    assert as_(homes.ida).get("/register/my-homes/").status_code == 403


def test_addresses_that_are_no_urn_are_not_found(homes, as_) -> None:
    browser = as_(homes.ida)
    for address in (
        "/register/SC999999/",
        "/register/%00/",
        "/register/a'b/",
        f"/register/{'9' * 30}/",
        "/register/imports/x/",
    ):
        assert browser.get(address).status_code == (400 if "%00" in address else 404)


def upload(browser, file: bytes, kind: str = "register", name: str = "register.csv"):
    return browser.post("/register/imports/new/", {"kind": kind, "file": SimpleUploadedFile(name, file)}, follow=False)


def test_an_administrator_imports_a_file_and_sees_what_it_changed(homes, as_) -> None:
    browser = as_(homes.ada)
    answer = upload(
        browser,
        a_file(
            {"urn": "SC000001", "places": "8", "overall": "Good", "overall_as_published": "Good"},
            {"urn": "SC000009", "places": "?"},
        ).content,
    )
    made = RegisterImport.objects.order_by("-pk").first()
    assert made is not None and answer.status_code == 302 and answer["Location"] == f"/register/imports/{made.pk}/"
    page = browser.get(answer["Location"]).content.decode()
    assert "places" in page and "RG013" in page and "SC000002" in page
    assert "register.csv" in browser.get("/register/imports/").content.decode()


BAD = {
    "wrong columns": (b"name,colour\na,b\n", "RG004"),
    "a workbook": (b"PK\x03\x04", "RG003"),
    "nul": (b"urn\0", "RG003"),
    "open quotation mark": (b'urn,"' + b"x" * 200_000, "RG005"),
}


@pytest.mark.parametrize("what", BAD)
@pytest.mark.parametrize("kind", ["register", "history"])
def test_a_bad_file_is_explained_on_the_page(homes, as_, what, kind) -> None:
    content, code = BAD[what]
    answer = upload(as_(homes.ada), content, kind)
    page = answer.content.decode()
    assert answer.status_code == 422 and code in page and "nothing was changed" in page


def test_a_form_without_a_file_or_with_a_huge_one_is_explained(homes, as_) -> None:
    browser = as_(homes.ada)
    nothing = browser.post("/register/imports/new/", {})
    assert nothing.status_code == 422
    assert "Select a CSV file" in nothing.content.decode() and "Select what the file holds" in nothing.content.decode()
    huge = upload(browser, b"x" * 20_000_001)
    assert huge.status_code == 422 and "larger than 20 MB" in huge.content.decode()
    empty = upload(browser, b"")
    assert empty.status_code == 422 and "empty" in empty.content.decode()


def test_only_administrators_reach_the_imports(homes, as_) -> None:
    for role, person in homes.by_role.items():
        statuses = {as_(person).get(f"/register/imports/{rest}").status_code for rest in ("", "new/", "1/")}
        assert statuses <= {200, 404} if role == "administrator" else statuses == {403}
        assert upload(as_(person), b"").status_code == (422 if role == "administrator" else 403)


def test_words_in_a_file_are_shown_as_words_not_as_markup(homes, as_) -> None:
    answer = upload(
        as_(homes.ada), a_file({"urn": "SC000009", "region": "<script>alert(1)</script>", "places": "<b>"}).content
    )
    page = as_(homes.ada).get(answer["Location"]).content.decode()
    assert "&lt;b&gt;" in page and "<script>alert" not in page


def test_an_administrator_says_who_answers_for_a_home_and_only_providers_can(homes, as_) -> None:
    browser = as_(homes.ada)
    assert "SC000001" not in as_(homes.petra).get("/register/my-homes/").content.decode()
    for nobody in (homes.ida.pk, 999999, "", "x"):
        assert browser.post("/register/SC000001/people/", {"person": nobody}).status_code == 422
    answer = browser.post("/register/SC000001/people/", {"person": homes.petra.pk})
    assert answer.status_code == 302
    assert "Petra Provider" in browser.get(answer["Location"]).content.decode()
    assert "SC000001" in as_(homes.petra).get("/register/my-homes/").content.decode()
    assert browser.get("/register/SC999999/people/").status_code == 404


def test_nobody_else_may_say_so(homes, as_) -> None:
    for person in (homes.ida, homes.quentin, homes.petra, homes.fay, homes.nobody):
        assert as_(person).post("/register/SC000001/people/", {"person": homes.petra.pk}).status_code == 403
        with pytest.raises(Refusal):
            give_home(by=person, home=homes.home, person=homes.paul)
    assert not queries.may_answer_for(homes.paul, homes.home)
