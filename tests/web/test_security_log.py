"""The log says what was slow or broken and never who, what they sent, or from where."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from tests.web.second_step_story import is_in, sets_up_an_app, signs_in

from evenhand.web.design.requestlog import JsonLines

pytestmark = pytest.mark.django_db
LOGGERS = ("", "evenhand.request", "django.request", "django.security", "django.server", "evenhand")
PLANTED = "hunter-planted-secret"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that any logger says, as the settings would have it written."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    request = logging.getLogger("evenhand.request")
    before = request.level
    request.setLevel(logging.INFO)
    named = [logging.getLogger(name) for name in ("", "django.request", "django.security")]
    for logger in named:
        logger.addHandler(handler)
    yield stream
    for logger in named:
        logger.removeHandler(handler)
    request.setLevel(before)


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_a_request_is_one_line_of_json_with_its_route_and_no_address(cast, as_, log):
    answer = as_(cast.ida).get("/find/?urn=SC123456")
    (line,) = lines(log)
    assert line["route"] == "public:find" and line["status"] == answer.status_code and line["method"] == "GET"
    assert line["roles"] == ["inspector"] and isinstance(line["ms"], int)
    assert line["request"] == answer["X-Request-ID"]
    assert "SC123456" not in log.getvalue() and "ida" not in log.getvalue()


def test_a_request_id_is_taken_over_only_when_it_is_one(client, log):
    assert client.get("/health/", HTTP_X_REQUEST_ID="abc-123-def-456")["X-Request-ID"] == "abc-123-def-456"
    assert client.get("/health/", HTTP_X_REQUEST_ID=f"{PLANTED} {{}}")["X-Request-ID"] != f"{PLANTED} {{}}"
    assert PLANTED not in log.getvalue()


def test_no_form_header_cookie_or_address_ever_reaches_the_log(cast, as_, log, monkeypatch):
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    headers = {
        "HTTP_AUTHORIZATION": f"Bearer {PLANTED}",
        "HTTP_USER_AGENT": PLANTED,
        "HTTP_REFERER": f"https://{PLANTED}.example/",
        "HTTP_X_FORWARDED_FOR": "203.0.113.77",
        "REMOTE_ADDR": "203.0.113.77",
    }
    for client in (Client(raise_request_exception=False, **headers), strict):
        signs_in(client, PLANTED, PLANTED)
        signs_in(client, "ida.inspector", PLANTED)
        client.get(f"/{PLANTED}/?q={PLANTED}")
        client.get(f"/find/?urn={PLANTED}")
        client.get("/find/?urn=%00" + PLANTED)
        client.get("/", HTTP_HOST=f"{PLANTED}.example")
        client.get("/", HTTP_HOST=f"{PLANTED}_not a host")
        client.post("/sign-in/", data=PLANTED, content_type="application/json")
        client.post("/sign-in/", {f"x{number}": PLANTED for number in range(1200)})
        client.get("/sign-in/", HTTP_COOKIE=f"sessionid={PLANTED}")
        client.generic(PLANTED.upper(), "/")
    text = log.getvalue()
    assert len(lines(log)) > 15 and {"django.security.DisallowedHost"} <= {one["logger"] for one in lines(log)}
    for secret in (PLANTED, PLANTED.upper(), "203.0.113.77", "ida.inspector", "Mozilla"):
        assert secret not in text


def test_a_fault_says_where_it_was_raised_and_none_of_its_values(cast, as_, log, monkeypatch):
    from evenhand.web.accounts.views import own

    def breaks(*_args: Any, **_more: Any) -> None:
        child_said = PLANTED
        raise ValueError(f"could not read {child_said}")

    monkeypatch.setattr(own, "render", breaks)
    client = Client(raise_request_exception=False)
    client.force_login(cast.ida)
    assert client.get("/second-step/").status_code == 500
    fault = next(one for one in lines(log) if "exception" in one)
    assert fault["exception"] == "ValueError" and any("breaks" in where for where in fault["where"])
    assert fault["request"], "the fault and the request can be put together"
    assert PLANTED not in log.getvalue()
    assert next(one for one in lines(log) if one.get("status") == 500)["level"] == "error"


def test_passwords_codes_and_secrets_of_the_second_step_stay_out(cast, as_, log):
    client = as_(cast.ida)
    secret, kept = sets_up_an_app(client)
    other = Client()
    signs_in(other, "ida.inspector", next=f"/register/?q={PLANTED}")
    other.post("/sign-in/second-step/", {"code": "135790"})
    other.post("/sign-in/second-step/", {"recovery": kept[3]})
    assert is_in(other)
    import base64

    text = log.getvalue()
    key = client.session.session_key
    for one in (kept[3], kept[0], "135790", base64.b32encode(secret).decode(), key, PLANTED, "a-long-password"):
        assert one not in text


def test_nothing_but_the_console_is_written_to_and_django_does_not_mail(settings):
    kinds = {handler["class"] for handler in settings.LOGGING["handlers"].values()}
    assert kinds == {"logging.StreamHandler"}
    from evenhand.web import serving

    set_up = serving._server_settings("127.0.0.1", 8000, 1, lambda: None)
    assert "accesslog" not in set_up and set_up["logconfig_dict"]["loggers"]["gunicorn.access"]["handlers"] == []
    assert set_up["logconfig_dict"]["formatters"] == settings.LOGGING["formatters"]
