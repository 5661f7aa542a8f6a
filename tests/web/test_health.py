"""Pages for whatever watches the service: alive, ready, and not a word more."""

from __future__ import annotations

import json

import pytest
from django.db import DatabaseError

from evenhand import __version__
from evenhand.web.health import queries

pytestmark = pytest.mark.django_db


def test_alive_asks_nothing_of_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/health/").json() == {"status": "ok"}


def test_ready_says_which_checks_hold(client):
    answer = client.get("/ready/")
    assert answer.status_code == 200 and set(answer.json()["checks"].values()) == {"ok"}
    assert set(answer.json()["checks"]) == {"database", "migrations", "files", "jobs"}


@pytest.mark.parametrize("error", [DatabaseError("password=secret host=10.0.0.5"), OSError("disk")])
def test_what_fails_is_named_and_why_is_not(client, monkeypatch, error):
    def fails() -> bool:
        raise error

    monkeypatch.setitem(queries.CHECKS, "database", fails)
    answer = client.get("/ready/")
    assert answer.status_code == 503 and answer.json()["checks"]["database"] == "failing"
    assert "secret" not in answer.content.decode() and "10.0.0.5" not in answer.content.decode()


def test_tables_of_an_older_version_are_not_ready(client, monkeypatch):
    monkeypatch.setattr(queries, "_settled", set())
    monkeypatch.setattr(queries.MigrationExecutor, "migration_plan", lambda *_: ["one to come"])
    assert client.get("/ready/").status_code == 503


def test_a_full_disk_is_not_ready_and_waiting_jobs_are_only_told(client, monkeypatch):
    monkeypatch.setattr(queries, "LEAST_DISK", 10**18)
    assert client.get("/ready/").json()["checks"]["files"] == "failing"
    monkeypatch.undo()
    monkeypatch.setitem(queries.CHECKS, "jobs", lambda: False)
    answer = client.get("/ready/")
    assert answer.status_code == 200 and answer.json()["checks"]["jobs"] == "failing"


def test_no_version_no_path_no_name_of_a_library(client):
    said = client.get("/ready/").content.decode() + json.dumps(dict(client.get("/health/").headers))
    for word in (__version__, "Django", "django", "gunicorn", "sqlite", "postgres", "/var", "Python"):
        assert word not in said
