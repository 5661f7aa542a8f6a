"""The interface does what its description says: asked with drawn questions, it never breaks and never surprises."""

from __future__ import annotations

import re

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.openapi import from_wsgi
from schemathesis.specs.openapi import checks
from tests.builders import an_open_requirement

from evenhand.web.api import slowing
from evenhand.web.wsgi import application

CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
EXAMPLES = 12


@pytest.fixture
def described(cast, settings):
    """The description, over a register with a published report; nobody counts how often it is asked."""
    settings.API_REQUESTS_A_MINUTE = 0
    an_open_requirement(cast)
    # The real application closes its connection after each answer, and with it this test's transaction.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield from_wsgi("/api/v1/openapi.json", application)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_the_description_is_openapi_and_names_every_question(described) -> None:
    raw = described.raw_schema
    assert raw["openapi"] == "3.1.0" and len(raw["paths"]) == 21
    assert all(one["get"]["responses"].keys() >= {"200", "304", "422", "429"} for one in raw["paths"].values())
    assert not re.search(r"postcode|address", str([one["get"]["parameters"] for one in raw["paths"].values()]))


def test_no_question_breaks_it_or_gets_an_answer_that_is_not_described(described) -> None:
    asked = 0
    for found in described.get_all_operations():
        operation = found.ok()
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):

            @settings(
                max_examples=EXAMPLES,
                deadline=None,
                database=None,
                suppress_health_check=list(HealthCheck),
                derandomize=True,
            )
            @given(operation.as_strategy(generation_mode=mode))
            def ask(case: schemathesis.Case) -> None:
                nonlocal asked
                case.call_and_validate(checks=CHECKS)
                asked += 1

            ask()
    assert asked > 200


ODD = st.text(max_size=30) | st.integers().map(str) | st.sampled_from(["-1", "1e9", "NaN", "%00", "\ufeff", "٣", "0x1"])


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(
        ["homes", "inspections", "judgements.csv", "reports", "requirements", "changes", "authorities", "statistics"]
    ),
    st.dictionaries(st.sampled_from(["limit", "offset", "since", "urn", "first_day", "grade", "region", "x"]), ODD),
    st.sampled_from(["", "*/*", "text/csv", "application/xml", ";q=", "text/csv;q=x"]),
)
def test_whatever_is_written_after_the_question_mark_gets_an_answer(cast, client, path, asked, accept) -> None:
    slowing.forget()
    response = client.get(f"/api/v1/{path}", asked, headers={"Accept": accept})
    assert response.status_code in (200, 400, 422)
    assert response.status_code == 200 or response["Content-Type"] == "application/problem+json"
