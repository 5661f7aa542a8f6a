"""Production as an operator starts it: Django's own checks are silent, cookies are bound, and TLS is insisted on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PRODUCTION = {
    "EVENHAND_MODE": "production",
    "SECRET_KEY": "uS3t0nlyInTests-9aK2mQ7xV4bN8cR1zL6pW5yT0eJ3hG-dF_sA2k",
    "ALLOWED_HOSTS": "inspect.example.org",
    "DJANGO_SETTINGS_MODULE": "evenhand.web.settings",
}
LOOK = """
import json, django
django.setup()
from django.conf import settings
from django.core.management import call_command
call_command("migrate", verbosity=0, interactive=False)
from django.test import Client
from evenhand.casework.actors import Role
from evenhand.web.accounts.actions import System, make_person, give_role
person = make_person(by=System(), username="ida", display_name="Ida", password="three random words")
give_role(by=System(), person=person, role=Role.INSPECTOR)
browser = Client(HTTP_HOST="inspect.example.org", HTTP_X_FORWARDED_PROTO="https")
plain = Client(HTTP_HOST="inspect.example.org").get("/sign-in/")
page = browser.get("/sign-in/")
answer = browser.post("/sign-in/", {"username": "ida", "password": "three random words"})
cookies = {
    name: {one: morsel[one] for one in ("secure", "httponly", "samesite", "path", "domain", "expires")}
    for client in (browser.cookies, page.cookies, answer.cookies) for name, morsel in client.items()
}
print(json.dumps({
    "cookies": cookies,
    "headers": dict(page.headers),
    "plain": [plain.status_code, plain.get("Location")],
    "health": Client(HTTP_HOST="inspect.example.org").get("/health/").status_code,
    "spoofed": Client(HTTP_HOST="inspect.example.org", HTTP_X_FORWARDED_HOST="evil.example").get("/")["Location"],
    "then": [answer.status_code, answer["Location"], browser.get("/inspections/")["Location"]],
    "forged": Client(enforce_csrf_checks=True, HTTP_HOST="inspect.example.org", HTTP_X_FORWARDED_PROTO="https",
        HTTP_ORIGIN="https://evil.example").post("/sign-in/", {}).status_code,
    "debug": settings.DEBUG,
}))
"""


def run(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    url = f"sqlite:///{folder / 'e.sqlite3'}"
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "PYTHONPATH") if name in os.environ}
    values = {**kept, "EVENHAND_VAR": str(folder), "DATABASE_URL": url, **PRODUCTION, **more}
    return subprocess.run([sys.executable, *arguments], env=values, capture_output=True, text=True, timeout=180)


def test_djangos_own_checks_for_deployment_find_nothing(tmp_path):
    done = run(tmp_path, "-m", "django", "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout + done.stderr


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    done = run(tmp_path_factory.mktemp("production"), "-c", LOOK)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_the_session_cookie_is_bound_to_this_host_by_tls_and_out_of_reach_of_scripts(found):
    session = found["cookies"]["__Host-session"]
    assert session["secure"] and session["httponly"] and session["samesite"] == "Lax"
    assert session["path"] == "/" and not session["domain"] and not session["expires"], "gone with the browser"
    assert found["cookies"]["csrftoken"]["secure"] and found["cookies"]["csrftoken"]["samesite"] == "Lax"


def test_browsers_are_told_to_come_by_tls_only(found):
    assert found["headers"]["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert found["plain"] == [301, "https://inspect.example.org/sign-in/"]
    assert found["spoofed"] == "https://inspect.example.org/", "never the host that a visitor wrote"
    assert found["health"] == 200, "a machine beside the service asks by plain HTTP"
    assert found["debug"] is False


def test_staff_must_set_up_a_second_step_unless_the_operator_says_otherwise(found):
    assert found["then"] == [302, "/inspections/", "/second-step/"]


def test_a_form_of_another_site_is_refused(found):
    assert found["forged"] == 403
