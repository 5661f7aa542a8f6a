"""Settings from the environment: a wrong one stops the start with a paragraph that says what to write."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from evenhand.web import environment

SECRET = "s" * 64
GOOD = {
    "EVENHAND_MODE": "production",
    "SECRET_KEY": SECRET,
    "ALLOWED_HOSTS": "inspect.example.org, www.inspect.example.org",
    "DATABASE_URL": "postgresql://app:p%40ss@db.example.org:5433/evenhand",
}


def without(*names: str) -> dict[str, str]:
    return {name: value for name, value in GOOD.items() if name not in names}


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"EVENHAND_MODE": "prod"}, "EVENHAND_MODE is 'prod'"),
        (without("SECRET_KEY"), "SECRET_KEY is not set"),
        (GOOD | {"SECRET_KEY": "short"}, "SECRET_KEY has 5 characters"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY has 5 characters"),
        (without("ALLOWED_HOSTS"), "ALLOWED_HOSTS is not set"),
        (GOOD | {"ALLOWED_HOSTS": " , "}, "ALLOWED_HOSTS is not set"),
        (GOOD | {"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS is *"),
        (GOOD | {"ALLOWED_HOSTS": "inspect.example.org,*"}, "ALLOWED_HOSTS is *"),
        (without("DATABASE_URL"), "DATABASE_URL is not set"),
        (GOOD | {"DATABASE_URL": "mysql://db/evenhand"}, "DATABASE_URL starts with 'mysql'"),
        (GOOD | {"DATABASE_URL": "evenhand.sqlite3"}, "DATABASE_URL starts with"),
        (GOOD | {"DATABASE_URL": "postgresql://db:many/evenhand"}, "The port in DATABASE_URL"),
        (GOOD | {"DATABASE_URL": "postgresql://db:5432/"}, "names no database"),
        (GOOD | {"DATABASE_URL": "postgresql://db"}, "names no database"),
    ],
)
def test_a_wrong_setting_is_refused_with_what_is_wrong_and_what_to_write(values, says, tmp_path):
    with pytest.raises(environment.Refused) as refused:
        environment.read({"EVENHAND_VAR": str(tmp_path), **values})
    assert says in refused.value.paragraph
    assert "Evenhand will not start." in str(refused.value)
    # It says what to do, not only what is wrong.
    assert any(word in refused.value.paragraph for word in ("Write ", "Name ", "Make ", "Use "))


def test_a_secret_never_stands_in_the_refusal(tmp_path):
    with pytest.raises(environment.Refused) as refused:
        environment.read(GOOD | {"EVENHAND_VAR": str(tmp_path), "SECRET_KEY": "hunter2"})
    assert "hunter2" not in str(refused.value)


def test_a_folder_that_cannot_be_written_is_refused(tmp_path):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    with pytest.raises(environment.Refused) as refused:
        environment.read({"EVENHAND_VAR": str(in_the_way)})
    assert "cannot be written" in refused.value.paragraph


@pytest.mark.parametrize("wrong", [{"EVENHAND_MODE": "prod"}, {"EVENHAND_MODE": "production"}])
def test_the_program_ends_with_a_paragraph_no_traceback_and_a_code_that_is_not_zero(wrong, tmp_path):
    values = {"PATH": os.environ["PATH"], "EVENHAND_VAR": str(tmp_path), **wrong}
    ended = subprocess.run(
        [sys.executable, "-c", "import evenhand.web.settings"], env=values, capture_output=True, text=True, timeout=60
    )
    assert ended.returncode != 0
    assert "Evenhand will not start." in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_good_production_environment_is_read_whole(tmp_path):
    read = environment.read({"EVENHAND_VAR": str(tmp_path), **GOOD})
    assert read.production
    assert read.secret_key == SECRET
    assert read.allowed_hosts == ("inspect.example.org", "www.inspect.example.org")
    assert {name: read.database[name] for name in ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "evenhand",
        "USER": "app",
        "PASSWORD": "p@ss",
        "HOST": "db.example.org",
        "PORT": "5433",
    }


def test_a_socket_folder_may_stand_in_the_query(tmp_path):
    url = "postgresql://app@/evenhand?host=/run/postgresql"
    read = environment.read({"EVENHAND_VAR": str(tmp_path), **GOOD, "DATABASE_URL": url})
    assert (read.database["HOST"], read.database["PORT"]) == ("/run/postgresql", "")


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("", "{var}/evenhand.sqlite3"),
        ("sqlite:////srv/with%20space/e.sqlite3", "/srv/with space/e.sqlite3"),
        ("sqlite://", "{var}/evenhand.sqlite3"),
    ],
)
def test_sqlite_is_opened_so_that_writers_wait_for_each_other(url, name, tmp_path):
    read = environment.read({"EVENHAND_VAR": str(tmp_path), "DATABASE_URL": url})
    assert read.database["NAME"] == name.format(var=tmp_path)
    assert read.database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in read.database["OPTIONS"]["init_command"]
    assert "foreign_keys=ON" in read.database["OPTIONS"]["init_command"]
    # A test database in memory would refuse the second writer at once.
    assert str(read.database["TEST"]["NAME"]).endswith("test.sqlite3")


def test_a_demo_needs_nothing_and_keeps_its_key(tmp_path):
    first = environment.read({"EVENHAND_VAR": str(tmp_path)})
    second = environment.read({"EVENHAND_VAR": str(tmp_path)})
    assert not first.production
    assert len(first.secret_key) >= environment.MIN_SECRET
    assert first.secret_key == second.secret_key
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0
    assert "127.0.0.1" in first.allowed_hosts
