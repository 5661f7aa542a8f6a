"""The web tests: one database for each worker, SQLite or what DATABASE_URL says, with the real frameworks on the shelf.

The append-only triggers refuse to empty tables, so a test may not ask for `transactional_db`; `db` rolls everything
back. What needs real concurrency runs in a process and a database of its own (see `test_inspections_races.py`).
"""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import tempfile
from copy import deepcopy

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
# The collector would walk through all of Django thousands of times: an eighth of the time that the tests take.
gc.freeze()
gc.set_threshold(50_000, 20, 50)

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
    """The test database with the shipped frameworks, and everybody; made once, by the real acts."""
    from evenhand.web.accounts.actions import System
    from evenhand.web.frameworks.actions import load_shelf

    with django_db_blocker.unblock():
        load_shelf(by=System())
        return people()


@pytest.fixture
def cast(db, django_db_setup) -> Cast:
    """The people of the stories, with their roles, and the fictional home that one of them answers for."""
    return deepcopy(django_db_setup)  # what a test does to them, or they remember, is not the next one's


@pytest.fixture
def before_anybody(db) -> None:
    """The service as it is before the first person and home: for tests of those who bring their own."""
    from evenhand.web.accounts.models import Person, RoleHeld
    from evenhand.web.register.models import CouncilOfCommissioner, Home, HomeOfProvider

    for table in (HomeOfProvider, CouncilOfCommissioner, RoleHeld, Person, Home):
        table.objects.all().delete()


@pytest.fixture
def as_():
    """A browser in which somebody is signed in: `as_(cast.ida).get("/inspections/")`."""

    def signed_in(person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return signed_in
