"""Work in the background: done once to its end, whoever dies; what goes wrong is listed and never lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from tests.web.jobs_story import NOTING, a_job, read_diary

from evenhand.findings import BadInput

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def noting(settings, monkeypatch, tmp_path):
    """The service knows one more kind of job, whose items write down that they were done."""
    from evenhand.web.jobs import kinds, working

    settings.JOB_KINDS = ["tests.web.jobs_story", "evenhand.web.reports.documents"]
    kinds.job_kinds.cache_clear()
    monkeypatch.setenv("EVENHAND_DIARY", str(tmp_path / "diary"))
    monkeypatch.setattr(working, "PAUSE", 0)
    yield NOTING
    kinds.job_kinds.cache_clear()


def begun(by, items: str, monkeypatch):
    from evenhand.web.jobs import actions

    monkeypatch.setenv("EVENHAND_ITEMS", items)
    return actions.begin(by=by, kind=NOTING.name)


def work(job) -> list[str]:
    from evenhand.web.jobs.working import work_portion

    return [work_portion.call(portion.pk) for portion in job.portions.all()]


def ended() -> list[str]:
    return [item for what, item, _pid in read_diary() if what == "ended"]


def shown(job, by):
    from evenhand.web.jobs import queries

    return queries.job(by.as_actor(), job.pk)


def test_every_item_is_done_once_and_the_job_is_over(cast, noting, monkeypatch) -> None:
    job = begun(cast.ada, "a b c d e", monkeypatch)
    assert [portion.items for portion in job.portions.all()] == [["a", "b"], ["c", "d"], ["e"]]
    assert work(job) == ["done"] * 3
    assert ended() == ["a", "b", "c", "d", "e"]
    assert work(job) == ["nothing to do"] * 3, "a task that the queue repeats does nothing"
    found = shown(job, cast.ada)
    assert (found.done, found.failed, found.percent, found.state) == (5, 0, 100, "finished")


def test_beginning_cancelling_and_finishing_are_in_the_audit_log(cast, noting, monkeypatch) -> None:
    from evenhand.web.audit.models import Event
    from evenhand.web.jobs import actions

    work(begun(cast.ada, "a", monkeypatch))
    actions.cancel(by=cast.ada, job=begun(cast.ada, "a", monkeypatch))
    acts = list(Event.objects.filter(action__startswith="job.").order_by("number").values_list("action", "actor"))
    who = cast.ada.username
    assert acts == [("job.begun", who), ("job.finished", "system"), ("job.begun", who), ("job.cancelled", who)]


def test_what_goes_wrong_is_listed_and_the_rest_goes_on(cast, noting, monkeypatch) -> None:
    job = begun(cast.ada, "a bad hopeless flaky e", monkeypatch)
    work(job)
    assert ended() == ["a", "flaky", "e"]
    assert [(one.item, one.words) for one in job.troubles.all()] == [
        ("bad", ": error DO019: this item is not fit"),
        ("hopeless", "OSError: the disk is gone"),
    ]
    tried = Counter(item for what, item, _pid in read_diary() if what == "begun")
    assert (tried["bad"], tried["hopeless"], tried["flaky"]) == (1, 3, 2), "bad input does not get better by trying"
    assert (shown(job, cast.ada).done, shown(job, cast.ada).failed) == (5, 2)


def test_the_database_keeps_what_went_wrong(cast, noting, monkeypatch) -> None:
    from evenhand.web.jobs.models import Trouble

    work(begun(cast.ada, "bad", monkeypatch))
    for forbidden in (lambda: Trouble.objects.update(words=""), lambda: Trouble.objects.all()._raw_delete("default")):
        with pytest.raises(DatabaseError), transaction.atomic():
            forbidden()
    assert Trouble.objects.count() == 1


def test_one_job_of_a_kind_at_a_time(cast, noting, monkeypatch) -> None:
    job = begun(cast.ada, "a", monkeypatch)
    with pytest.raises(BadInput, match="DO014"):
        begun(cast.ada, "a", monkeypatch)
    work(job)
    assert begun(cast.ada, "a", monkeypatch).total == 1


def test_a_job_about_nothing_is_over_at_once(cast, noting, monkeypatch) -> None:
    job = begun(cast.ada, "", monkeypatch)
    assert shown(job, cast.ada).is_over and shown(job, cast.ada).percent == 100


def test_a_cancelled_job_stops_after_the_item_in_hand(cast, noting, monkeypatch) -> None:
    from evenhand.web.jobs import actions

    job = begun(cast.ada, "a b c", monkeypatch)
    first = job.portions.first()

    def cancelled_meanwhile(kind, item) -> str:
        actions.cancel(by=cast.ada, job=job)
        return ""

    monkeypatch.setattr("evenhand.web.jobs.working._tried", cancelled_meanwhile)
    from evenhand.web.jobs.working import work_portion

    assert work_portion.call(first.pk) == "cancelled, or in other hands"
    assert shown(job, cast.ada).done == 1 and shown(job, cast.ada).state == "cancelled"
    with pytest.raises(BadInput, match="DO015"):
        actions.cancel(by=cast.ada, job=job)


def test_a_worker_that_is_told_to_stop_hands_back_what_it_holds(cast, noting, monkeypatch) -> None:
    from evenhand.web.jobs import working

    job = begun(cast.ada, "a b c", monkeypatch)
    before = set(job.portions.values_list("task", flat=True))
    monkeypatch.setattr(working, "told_to_stop", [lambda: True])
    assert work(job) == ["handed back"] * 2
    monkeypatch.setattr(working, "told_to_stop", [])
    assert not before & set(job.portions.values_list("task", flat=True)), "each portion is in the queue again"
    assert work(job) == ["done"] * 2 and ended() == ["a", "b", "c"]


# --- workers that die -----------------------------------------------------------------------------------------------


def holds(portion, holder: str, *, silent: float = 0) -> None:
    portion.holder, portion.beat_at = holder, timezone.now() - timedelta(seconds=silent)
    portion.save()


def test_a_portion_of_a_silent_worker_is_brought_back_once(cast, noting, monkeypatch) -> None:
    from evenhand.web.jobs.working import rescue, work_portion

    job = begun(cast.ada, "a b", monkeypatch)
    portion = job.portions.get()
    holds(portion, "elsewhere/x:1:abc", silent=NOTING.patience - 5)
    assert rescue() == 0 and work(job) == ["nothing to do"], "it may still be at work"
    holds(portion, "elsewhere/x:1:abc", silent=NOTING.patience + 5)
    assert rescue() == 1 and rescue() == 0
    assert work_portion.call(portion.pk) == "done" and ended() == ["a", "b"]


def test_a_worker_that_was_taken_for_dead_loses_its_portion(cast, noting, monkeypatch) -> None:
    from evenhand.web.jobs import working

    job = begun(cast.ada, "a b", monkeypatch)
    portion = job.portions.get()

    def slow(kind, item) -> str:
        # Meanwhile somebody else rescued the portion and holds it.
        type(portion).objects.filter(pk=portion.pk).update(holder="another")
        return ""

    monkeypatch.setattr(working, "_tried", slow)
    assert working.work_portion.call(portion.pk) == "in other hands"
    portion.refresh_from_db()
    assert (portion.position, portion.holder) == (0, "another"), "only who holds it may move it on"


def test_a_task_that_the_queue_lost_is_queued_again(cast, noting, monkeypatch) -> None:
    from django_tasks_db.models import DBTaskResult

    from evenhand.web.jobs.working import rescue

    job = begun(cast.ada, "a b c", monkeypatch)
    DBTaskResult.objects.all().delete()
    assert rescue() == 2 and DBTaskResult.objects.ready().count() == 2
    work(job)
    assert shown(job, cast.ada).is_over


def test_a_job_whose_last_step_was_lost_is_finished_by_the_next_worker(cast, noting, monkeypatch) -> None:
    from evenhand.web.jobs.working import rescue

    job = begun(cast.ada, "a", monkeypatch)
    job.portions.update(position=1, finished_at=timezone.now())
    rescue()
    assert shown(job, cast.ada).state == "finished"


def test_an_item_that_kills_three_workers_is_left_out(cast, noting, monkeypatch) -> None:
    from evenhand.web.jobs.working import rescue

    job = begun(cast.ada, "killer b", monkeypatch)
    for _ in range(3):
        holds(job.portions.get(), "elsewhere/x:1:abc", silent=NOTING.patience + 5)
        assert rescue() == 1
    work(job)
    assert ended() == ["b"] and shown(job, cast.ada).failed == 1
    assert "3 workers died" in job.troubles.get().words


# --- real processes -------------------------------------------------------------------------------------------------

PREPARE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from evenhand.web.accounts.actions import System
from evenhand.web.jobs import actions
print(actions.begin(by=System(), kind="tests.noting").pk)
"""
COUNT = """
import django; django.setup()
import json
from evenhand.web.audit.models import Event
from evenhand.web.jobs import following
from evenhand.web.jobs.models import Job
found = following.shown(Job.objects.get().pk)
events = Event.objects.filter(action="job.finished").count()
print(json.dumps([found.state, found.done, found.failed, events, following.wrong(found.job.pk)]))
"""


@pytest.fixture
def surroundings(tmp_path):
    """A database of its own for processes of their own."""
    more = {
        "DJANGO_SETTINGS_MODULE": "tests.web.jobs_settings",
        "EVENHAND_VAR": str(tmp_path),
        "EVENHAND_DIARY": str(tmp_path / "diary"),
        "EVENHAND_ITEMS": "a b c d e f",
        "EVENHAND_ITEM_SECONDS": "0.4",
        "PYTHONPATH": str(ROOT),
    }
    url, name = os.environ.get("DATABASE_URL", ""), f"evenhand_jobs_{os.getpid()}"
    if url:
        import psycopg

        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            server.execute(f"CREATE DATABASE {name}")
        more["DATABASE_URL"] = urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    yield os.environ | more
    if url:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def python(surroundings, program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], env=surroundings, cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def until(what, seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_job_whose_worker_was_killed_is_taken_up_and_runs_once_to_its_end(surroundings, monkeypatch) -> None:
    monkeypatch.setenv("EVENHAND_DIARY", surroundings["EVENHAND_DIARY"])
    python(surroundings, PREPARE)
    parent = subprocess.Popen([sys.executable, "-m", "evenhand", "work"], env=surroundings, cwd=ROOT)
    try:
        until(lambda: len(ended()) >= 1 and read_diary()[-1][0] == "begun")
        killed = read_diary()[-1][2]
        os.kill(killed, signal.SIGKILL)
        until(lambda: len(set(ended())) == 6)
        until(lambda: json.loads(python(surroundings, COUNT))[0] == "finished")
    finally:
        parent.terminate()
        assert parent.wait(30) == 0
    assert json.loads(python(surroundings, COUNT)) == ["finished", 6, 0, 1, []]
    begun_by = Counter(item for what, item, _pid in read_diary() if what == "begun")
    assert sum(begun_by.values()) - 6 <= 1, "only the item in hand is done again"
    assert len({pid for _what, _item, pid in read_diary()}) == 2
    assert all(gone(pid) for _what, _item, pid in read_diary()), "no worker outlives its parent"


def test_workers_end_when_their_parent_is_killed(surroundings, monkeypatch) -> None:
    monkeypatch.setenv("EVENHAND_DIARY", surroundings["EVENHAND_DIARY"])
    python(surroundings, PREPARE)
    parent = subprocess.Popen([sys.executable, "-m", "evenhand", "work"], env=surroundings, cwd=ROOT)
    until(lambda: read_diary())
    parent.kill()
    parent.wait()
    until(lambda: gone(read_diary()[0][2]), 20)
    assert json.loads(python(surroundings, COUNT))[1] < 6, "what is left waits for the next worker"


def test_work_without_a_database_is_refused_in_words(tmp_path) -> None:
    surroundings = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, "-m", "evenhand", "work"],
        env=surroundings | {"EVENHAND_VAR": str(tmp_path / "empty")},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 2 and "not set up yet" in done.stderr and "Traceback" not in done.stderr


# --- the pages ------------------------------------------------------------------------------------------------------


def test_an_administrator_begins_a_job_sees_its_bar_and_what_went_wrong(cast, as_, noting, monkeypatch) -> None:
    ada = as_(cast.ada)
    monkeypatch.setenv("EVENHAND_ITEMS", "a bad c")
    assert "No job was begun yet" in ada.get(reverse("jobs:all")).content.decode()
    page = ada.post(reverse("jobs:begin"), {"kind": NOTING.name}, follow=True)
    job = page.context["shown"].job if page.context else None
    address = page.redirect_chain[-1][0]
    assert "0 of 3 (0%)" in page.content.decode() and "Refresh this page" in page.content.decode()
    again = ada.post(reverse("jobs:begin"), {"kind": NOTING.name}, follow=True)
    assert again.redirect_chain[-1][0] == address and "under way already" in again.content.decode()
    from evenhand.web.jobs.models import Job

    job = Job.objects.get(finished_at=None)
    work(job)
    after = ada.get(address).content.decode()
    assert 'value="3"' in after and "3 of 3 (100%), 1 went wrong" in after and "this item is not fit" in after
    assert "Refresh this page" not in after and "progress.js" not in after
    assert f">{cast.ada.username}<" not in after and cast.ada.display_name in after[after.index("<dl") :]
    state = ada.get(reverse("jobs:state", args=[job.pk])).json()
    assert state["done"] == 3 and state["failed"] == 1 and state["over"] is True


def test_cancelling_asks_first(cast, as_, noting, monkeypatch) -> None:
    job = begun(cast.ada, "a b", monkeypatch)
    ada, address = as_(cast.ada), reverse("jobs:cancel", args=[job.pk])
    assert "Cancel this job?" in ada.get(address).content.decode()
    assert not shown(job, cast.ada).is_over
    assert "The job is cancelled" in ada.post(address, follow=True).content.decode()
    assert "over already" in ada.get(address).content.decode() and ada.post(address).status_code == 400


def test_a_quality_assurer_sees_jobs_and_begins_none(cast, as_, noting, monkeypatch) -> None:
    job = begun(cast.ada, "a b", monkeypatch)
    quentin = as_(cast.quentin)
    page = quentin.get(reverse("jobs:job", args=[job.pk])).content.decode()
    assert "0 of 2" in page and "Cancel the job" not in page
    assert "<button" not in quentin.get(reverse("jobs:all")).content.decode().split("<main")[1]
    assert quentin.post(reverse("jobs:cancel", args=[job.pk])).status_code == 403
    assert quentin.post(reverse("jobs:begin"), {"kind": NOTING.name}).status_code == 403


def test_a_job_that_nobody_works_on_says_so(cast, as_) -> None:
    long_ago = timezone.now() - timedelta(minutes=5)
    job = a_job(finished_at=None, begun_at=long_ago)
    page = as_(cast.ada).get(reverse("jobs:job", args=[job.pk])).content.decode()
    assert "No worker has been heard of" in page and "evenhand work" in page


def test_the_list_of_jobs_asks_no_more_for_more_jobs(cast, as_, django_assert_max_num_queries) -> None:
    for _ in range(30):
        a_job()
    ada = as_(cast.ada)
    with django_assert_max_num_queries(10):
        assert ada.get(reverse("jobs:all")).status_code == 200


def test_a_kind_that_is_not_there_is_refused(cast, as_) -> None:
    answer = as_(cast.ada).post(reverse("jobs:begin"), {"kind": "os.system"})
    assert answer.status_code == 400 and "there is no job" in answer.content.decode()
