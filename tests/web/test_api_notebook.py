"""The example notebook does what it says, against a service that really listens."""

from __future__ import annotations

import json
import threading
from datetime import date
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections
from tests.people import a_home

from evenhand.web.api import slowing
from evenhand.web.wsgi import application

NOTEBOOK = Path(__file__).resolve().parents[2] / "docs" / "api-example.ipynb"


class Quiet(WSGIRequestHandler):
    def log_message(self, *_) -> None:
        pass


@pytest.fixture
def service(cast, monkeypatch):
    """The real application on a port of this machine, with this test's own connection to the database."""
    home = a_home("SC000001", fictional=False, region="London", local_authority="Camden")
    a_home("SC000002", fictional=False, region="London", local_authority="Ealing")
    a_home("SC000003", fictional=False, region="London", local_authority="Ealing")
    type(home).objects.filter(region="London").update(
        latest_overall=3, latest_overall_label="Good", latest_inspected_on=date(2024, 1, 9)
    )
    slowing.forget()
    ours = connections["default"]
    ours.inc_thread_sharing()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)

    def answering(environ, start_response):
        connections["default"] = ours
        return application(environ, start_response)

    server = make_server("127.0.0.1", 0, answering, handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("EVENHAND_URL", f"http://127.0.0.1:{server.server_port}")
    yield
    server.shutdown()
    server.server_close()
    thread.join()
    ours.dec_thread_sharing()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_every_cell_of_the_notebook_runs(service, capsys) -> None:
    cells = [one for one in json.loads(NOTEBOOK.read_text())["cells"] if one["cell_type"] == "code"]
    assert len(cells) >= 8 and not any(one["outputs"] for one in cells)
    names: dict[str, object] = {}
    for cell in cells:
        exec("".join(cell["source"]), names)  # noqa: S102  # the notebook is ours
    said = capsys.readouterr().out
    assert "3.1.0" in said and "3 of them in London" in said and "200 then 304 with 0 bytes" in said
    assert "Good: 3 of 3 (100%)" in said and "locate a home: []" in said
    assert "since then came 0" in said and "422 application/problem+json" in said
