"""The web tests: one database for each worker, SQLite or what DATABASE_URL says, with the real frameworks on the shelf.

The append-only triggers refuse to empty tables, so a test may not ask for `transactional_db`; `db` rolls everything
back. What needs real concurrency runs in a process and a database of its own (see `test_inspections_races.py`).
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

# Settings read the environment once, when Django starts, so this comes before anything else. Each worker of xdist is a
# process of its own and gets a folder of its own; pytest-django adds the worker's name to the database's.
_VAR = tempfile.mkdtemp(prefix="evenhand-tests-")
os.mkdir(os.path.join(_VAR, "static"))
atexit.register(shutil.rmtree, _VAR, ignore_errors=True)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evenhand.web.settings")
os.environ["EVENHAND_VAR"] = _VAR
os.environ["EVENHAND_MODE"] = "demo"
os.environ.pop("ALLOWED_HOSTS", None)

import django  # noqa: E402

django.setup()

import pytest  # noqa: E402
from django.test import Client  # noqa: E402
from tests.people import Cast, people  # noqa: E402


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords():
    """Scrypt is slow on purpose; no test is about how slow."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database with the shipped frameworks, loaded once."""
    from evenhand.web.accounts.actions import System
    from evenhand.web.frameworks.actions import load_shelf

    with django_db_blocker.unblock():
        load_shelf(by=System())


@pytest.fixture
def cast(db) -> Cast:
    """The people of the stories, with their roles, and the fictional home that one of them answers for."""
    return people()


@pytest.fixture
def as_():
    """A browser in which somebody is signed in: `as_(cast.ida).get("/inspections/")`."""

    def signed_in(person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return signed_in
