"""What reaches the service before any page of it: odd requests get an answer, never a server error."""

from __future__ import annotations

import io

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from evenhand.web.environment import Refused, read


@pytest.fixture
def one_connection(db):
    """The service closes its connection after an answer; here it is the test's own and stays open."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("alphabet", ["rot13", "hex", "undefined", "utf-16", "no-such-thing"])
def test_a_content_type_with_a_nonsense_alphabet_is_answered(alphabet):
    from evenhand.web.wsgi import application

    answered: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/find/",
        "QUERY_STRING": "urn=a",
        "CONTENT_TYPE": f"text/plain; charset={alphabet}",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.input": io.BytesIO(),
        "wsgi.url_scheme": "http",
    }
    body = b"".join(application(environ, lambda status, headers: answered.append(status)))
    assert answered == ["422 Unprocessable Entity"] and b"letters and digits" in body


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("page", ["/", "/about/", "/find/", "/frameworks/", "/frameworks/sccif-2025/"])
def test_public_pages_may_be_asked_for_by_their_heads(client, db, page, method):
    assert client.generic(method, page).status_code == 200


def test_an_address_of_a_database_that_cannot_be_read_is_refused_in_a_paragraph(tmp_path):
    with pytest.raises(Refused) as refused:
        read({"EVENHAND_VAR": str(tmp_path), "DATABASE_URL": "postgresql://u:p@[::1/d"})
    assert "DATABASE_URL cannot be read" in refused.value.paragraph
