"""Alarms of the watch: told to framework authors and to nobody else, each once, with all that limits them."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from tests.web.test_alerts import letters, link_in  # noqa: F401  # the letter box, for every test here
from tests.web.test_public_pages import text_of

from evenhand.casework.actors import Role
from evenhand.web.accounts.actions import System, end_role
from evenhand.web.alerts import links, queries, sending, watching
from evenhand.web.alerts.models import Message, Subscription, WatchAlarm, WatchLook
from evenhand.web.audit.models import Event
from evenhand.web.frameworks.queries import in_force_on
from evenhand.web.jobs.models import Job
from evenhand.web.jobs.working import work_portion
from evenhand.web.register.models import Home, ListedInspection, RegisterImport

PAGE = "/alerts/watch/"
VERSION = "sccif-2025"
GO_LIVE = date(2025, 4, 4)
ADDRESS = "fay@example.org"


@pytest.fixture(autouse=True)
def in_time(db):
    version = in_force_on(timezone.localdate())
    assert version.pk == VERSION and version.in_force_from == GO_LIVE


def listed(n: int, good: int, first: date, *, fictional: bool = False) -> None:
    """Inspections of as many homes, spread over a year, `good` of them good and spread as evenly as they go."""
    start = Home.objects.count()
    columns = {"provision_type": "Children's home", "sector": "Private", "region": "London", "fictional": fictional}
    homes = Home.objects.bulk_create(
        Home(urn=f"SC{start + k:06}", local_authority="Camden", places=4, **columns) for k in range(n)
    )
    days = [first + timedelta(days=k % 360) for k in range(n)]
    ListedInspection.objects.bulk_create(
        ListedInspection(
            home=home,
            inspected_on=on,
            published_on=on + timedelta(21),
            overall=3 if (k * good) // n != ((k + 1) * good) // n else 2,
            source="a test",
        )
        for k, (home, on) in enumerate(zip(homes, days, strict=True))
    )


@pytest.fixture
def collapse(cast):
    """A year in which four in five were good, and a year since the go-live day in which half are."""
    listed(300, 240, date(2024, 4, 4))
    listed(400, 190, GO_LIVE)
    return cast


def wants_letters(client, username: str = "fay.framework", address: str = ADDRESS) -> None:
    client.post(f"/alerts/confirm/{links.confirming(links.Wish('watch', username, address))}/")


def work(kind: str) -> None:
    for job in Job.objects.filter(kind=kind, finished_at=None):
        for portion in job.portions.all():
            work_portion.func(portion.pk)


def test_an_alarm_reaches_the_author_by_letter_and_page_with_all_that_limits_it(collapse, client, as_, letters):  # noqa: F811
    wants_letters(client)
    watching.start()
    work(watching.KIND)
    alarms = {one.kind: one for one in WatchAlarm.objects.all()}
    assert set(alarms) == {"fall", "chart"} and all(one.framework == VERSION for one in alarms.values())
    for pk in sending.waiting().values_list("pk", flat=True):
        sending.send(str(pk))
    assert [one.to for one in letters] == [[ADDRESS]] * 2
    fall = next(one.body for one in letters if "lower than expected" in one.body)
    n = alarms["fall"].n
    for said in (
        f"n = {n} inspections", "95% confidence sequence", "Basis: full inspections of real homes since 2025-04-04",
        "300 listed inspections", "False alarms of this kind, measured:", "simulated watches of 300 inspections",
        "no proof of anything, and it names no cause", PAGE, "/alerts/stop/", "not a service of Ofsted",
    ):  # fmt: skip
        assert said in fall, said
    page = text_of(as_(collapse.fay).get(PAGE))
    assert f"n = {n} inspections" in page and "no proof of anything" in page and "False alarms" in page
    assert "400" in page and "It proves nothing" in page


def test_looking_again_tells_nothing_twice(collapse, client):
    wants_letters(client)
    for _ in range(2):
        watching.look_at(VERSION)
    assert WatchAlarm.objects.count() == 2 == Message.objects.count()
    assert Event.objects.filter(action="watch.alarm_raised").count() == 2
    assert WatchLook.objects.get().told["n"] == 400
    watching.look_at("ch-2015")
    assert WatchLook.objects.count() == 1, "only the version in force is watched"


def test_an_alarm_and_its_letters_are_noted_together_or_not_at_all(collapse, client, monkeypatch):
    wants_letters(client)

    def dies(*_):
        raise RuntimeError("the worker died")

    with monkeypatch.context() as broken:
        broken.setattr(sending, "note", dies)
        with pytest.raises(RuntimeError):
            watching.look_at(VERSION)
    assert not WatchAlarm.objects.exists() and not Event.objects.filter(action="watch.alarm_raised").exists()
    watching.look_at(VERSION)
    assert WatchAlarm.objects.count() == 2 == Message.objects.count()


def test_the_audit_log_says_it_in_words_and_alarms_cannot_be_changed(collapse, as_):
    watching.look_at(VERSION)
    assert "noted an alarm of the watch over grades since sccif-2025 went live" in text_of(
        as_(collapse.ada).get("/audit/")
    )
    for wrong in (lambda: WatchAlarm.objects.update(n=1), lambda: WatchAlarm.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            wrong()


def test_nobody_but_authors_can_ask_for_letters_or_see_alarms(collapse, client, as_, letters):  # noqa: F811
    for name in ("ida.inspector", "ada.admin", "petra.provider", "nobody.there"):
        wants_letters(client, name)
    assert not Subscription.objects.exists()
    assert client.get("/alerts/about/watch/fay.framework/").status_code == 404
    watching.look_at(VERSION)
    assert not Message.objects.exists()
    for who in (collapse.ada, collapse.ida, collapse.petra):
        assert as_(who).get(PAGE).status_code == 403
        assert queries.alarms(who.as_actor()) == [] and queries.state(who.as_actor()) is None


def test_an_author_asks_on_the_page_and_confirms_by_letter(cast, as_, letters):  # noqa: F811
    browser = as_(cast.fay)
    assert browser.post(PAGE, {"address": "no address"}).status_code == 422
    assert browser.post(PAGE, {"address": ADDRESS}).headers["Location"] == "/alerts/asked/"
    assert not Subscription.objects.exists() and letters[0].to == [ADDRESS]
    browser.post(link_in(letters[0], "confirm"))
    kept = Subscription.objects.get()
    assert (kept.kind, kept.key) == ("watch", cast.fay.username) and ADDRESS not in kept.sealed_address
    assert "You get an e-mail for each new alarm" in text_of(browser.get(PAGE))
    assert "You get an e-mail for each new alarm" not in text_of(as_(cast.fred).get(PAGE))


def test_whose_role_ended_gets_no_letter_and_the_address_is_deleted(collapse, client, letters):  # noqa: F811
    wants_letters(client)
    watching.look_at(VERSION)
    due = [str(pk) for pk in sending.waiting().values_list("pk", flat=True)]
    end_role(by=System(), person=collapse.fay, role=Role.FRAMEWORK_AUTHOR)
    for pk in due:
        sending.send(pk)
    assert letters == [] and not Subscription.objects.exists() and not Message.objects.exists()
    assert Event.objects.filter(action="alert.stopped").count() == 1


def test_invented_homes_are_not_watched(cast):
    listed(300, 240, date(2024, 4, 4), fictional=True)
    listed(400, 100, GO_LIVE, fictional=True)
    watching.start()
    assert not Job.objects.filter(kind=watching.KIND).exists()
    watching.look_at(VERSION)
    assert WatchLook.objects.get().told["watched"] is False and not WatchAlarm.objects.exists()


def test_a_thin_year_before_is_said_not_watched(cast, as_):
    listed(50, 40, date(2024, 4, 4))
    listed(400, 100, GO_LIVE)
    assert "was not looked at yet" in text_of(as_(cast.fay).get(PAGE))
    watching.look_at(VERSION)
    assert "cannot be watched: fewer than 200" in text_of(as_(cast.fay).get(PAGE))


def test_switched_off_nothing_is_looked_at(collapse, as_, settings):
    settings.WATCH_ALERTS = False
    watching.start()
    watching.look_at(VERSION)
    assert not Job.objects.filter(kind=watching.KIND).exists() and not WatchLook.objects.exists()
    assert "EVENHAND_WATCH_ALERTS=on" in text_of(as_(collapse.fay).get(PAGE))


def an_import() -> RegisterImport:
    empty = {"counts": {}, "changes": {}, "findings": []}
    return RegisterImport.objects.create(at=timezone.now(), by="system", file_name="x.csv", fingerprint="0", **empty)


def test_an_import_begins_a_look_and_one_during_the_job_another(collapse, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        an_import()
    assert Job.objects.filter(kind=watching.KIND).count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        an_import()
    assert Job.objects.filter(kind=watching.KIND).count() == 1, "one at a time"
    with django_capture_on_commit_callbacks(execute=True):
        work(watching.KIND)
    assert Job.objects.filter(kind=watching.KIND).count() == 2
    with django_capture_on_commit_callbacks(execute=True):
        work(watching.KIND)
    assert not Job.objects.filter(kind=watching.KIND, finished_at=None).exists()


def test_each_inspection_knows_the_grade_before_it_and_its_day_of_publication(cast):
    home = Home.objects.create(urn="SC900001", provision_type="Children's home", sector="Private", region="London")
    for on, grade in ((date(2023, 5, 1), 2), (date(2025, 5, 1), 4)):
        ListedInspection.objects.create(home=home, inspected_on=on, overall=grade, source="a test")
    ListedInspection.objects.create(home=home, inspected_on=date(2024, 5, 1), overall=None, source="a test")
    before, after = watching.inspections(in_force_on(GO_LIVE))
    assert (before.previous, after.previous, after.previous_on) == (None, 2, date(2023, 5, 1))
    assert after.good and not before.good and after.seen == date(2025, 5, 1)


def test_the_alerts_load_nothing_that_the_sums_need_where_requests_are_answered():
    code = (
        "import sys, django; django.setup(); from evenhand.web.alerts import urls;"
        "from evenhand.web.jobs.kinds import job_kinds;"
        "assert 'alerts.watch' in job_kinds();"
        "print([one for one in ('numpy', 'scipy', 'altair', 'vl_convert') if one in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_setting_is_on_or_off_and_nothing_else(tmp_path):
    from evenhand.web import environment

    def read(**values: str) -> environment.Environment:
        return environment.read({"EVENHAND_VAR": str(tmp_path), **values})

    assert read().watch_alerts and not read(EVENHAND_WATCH_ALERTS="off").watch_alerts
    with pytest.raises(environment.Refused, match="Write EVENHAND_WATCH_ALERTS=on"):
        read(EVENHAND_WATCH_ALERTS="maybe")
