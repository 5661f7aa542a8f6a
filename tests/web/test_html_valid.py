"""Every page against the standard of HTML, by the checker that its authors write: no errors, in one run over all.

The pages come from the table of all addresses, as each kind of person sees them: opened, refused, and with an empty
form sent. Two pages of one address that differ in nothing but their tokens are checked once.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from tests.people import Cast
from tests.web.inspection_pages import at
from tests.web.test_every_route import PEOPLE, ROUTES, TABLE, addresses  # noqa: F401  # a fixture

from evenhand.evidence.kinds import KINDS

REPOSITORY = Path(__file__).parents[2]
PATIENCE = 300  # seconds; the checker takes about ten for all pages on two cores
PUT = "var/checker/node_modules/vnu-jar/build/dist/vnu.jar"
MISSING = (
    "The pages were not checked against the standard of HTML: {what} is missing. As root on Debian: "
    "apt-get install --no-install-recommends default-jre-headless npm, then "
    "npm install --ignore-scripts --prefix var/checker vnu-jar. "
    "`.ci/run` does both; there this test fails instead of being skipped."
)
TOKENS = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"')
# An empty form is not sent to them: they end the session in which the next page is opened.
ENDS_THE_VISIT = {"accounts:sign_out", "accounts:sign_in", "accounts:sessions", "accounts:password"}


@pytest.fixture(scope="module")
def checker() -> list[str]:
    """The command that checks; a person without Java is told what to install, CI has to have it."""
    jar, java = Path(os.environ.get("VNU_JAR") or REPOSITORY / PUT), shutil.which("java")
    if java and jar.is_file():
        return [java, "-Xss4m", "-jar", str(jar), "--stdout", "--exit-zero-always", "--format", "json"]
    told = MISSING.format(what=PUT if java else "Java")
    if os.environ.get("CI"):
        pytest.fail(told)
    pytest.skip(told)


def browser(cast: Cast, who: str, as_: Any) -> Client:
    """A browser of this person, in which a fault of the service is a page and not an exception."""
    made: Client = Client() if who == "signed_out" else as_(getattr(cast, who))
    made.raise_request_exception = False
    return made


def before_anything_happened(cast: Cast, as_: Any) -> Iterator[tuple[str, bytes]]:
    """The pages that list things, while there are none."""
    for route, pattern in ROUTES.items():
        for who in sorted(TABLE[route]) if not pattern.pattern.regex.groupindex and ":" in route else ():
            try:
                address = reverse(route)
            except NoReverseMatch:
                continue
            yield f"{route} empty for {who}", page(browser(cast, who, as_).get(address))


def everything_seen(cast: Cast, where: dict[str, str], as_: Any) -> Iterator[tuple[str, bytes]]:
    """Each page with a name that says how one comes to see it."""
    for who in PEOPLE:
        client = browser(cast, who, as_)
        refused: set[int] = set()
        for route, address in where.items():
            response = client.get(address)
            if who in TABLE[route] or response.status_code not in refused:
                refused.add(response.status_code)
                yield f"{route} opened by {who}", page(response)
        for route, address in where.items():
            # What is refused is told alike to everybody who may send it: the first of them is asked.
            if who == min(TABLE[route] & set(PEOPLE), default="") and route not in ENDS_THE_VISIT:
                yield f"{route} sent by {who}", page(sent(client, address))


def sent(client: Client, address: str) -> Any:
    """What an empty form gives; what it changed is undone."""
    with transaction.atomic():
        response = client.post(address, {})
        transaction.set_rollback(True)
    return response


def every_kind_of_evidence(cast: Cast, as_: Any, inspection: Any) -> Iterator[tuple[str, bytes]]:
    """The form of each kind, empty and refused."""
    ida = browser(cast, "ida", as_)
    for kind in KINDS:
        address = at("new_evidence", inspection, kind.id)
        yield f"evidence {kind.id} opened by ida", page(ida.get(address))
        yield f"evidence {kind.id} sent by ida", page(sent(ida, address))


def page(response: Any) -> bytes:
    """The bytes of a page, and nothing of what is none."""
    is_page = response.get("Content-Type", "").startswith("text/html") and not response.streaming
    return response.content if is_page else b""


def kept(seen: Iterator[tuple[str, bytes]], folder: Path) -> int:
    """Write each different page once; how many there are."""
    found = set()
    for name, content in seen:
        fingerprint = (name.split()[0], TOKENS.sub(b"", content))
        if content and fingerprint not in found:
            found.add(fingerprint)
            (folder / f"{name.replace(':', '.')}.html").write_bytes(content)
    return len(found)


def told(command: list[str], folder: Path) -> tuple[Counter[str], Counter[str]]:
    """What the checker says of the pages in a folder: errors and warnings, each with the first page that has it."""
    done = subprocess.run([*command, str(folder)], capture_output=True, text=True, timeout=PATIENCE)
    messages = json.loads(done.stdout)["messages"]
    where: dict[str, str] = {}
    found: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for one in messages:
        said = one["message"]
        where.setdefault(said, f"{Path(one.get('url', '')).stem}, line {one.get('lastLine')}: {one.get('extract', '')}")
        found[one.get("subType") == "warning"][f"{said} ({where[said]})"] += 1
    return found


def test_the_checker_finds_what_is_wrong(checker: list[str], tmp_path: Path) -> None:
    """A check that could not fail would prove nothing."""
    (tmp_path / "wrong.html").write_text("<!DOCTYPE html><html lang=en><title>x</title><ul><p>An item</p></ul></html>")
    errors, _warnings = told(checker, tmp_path)
    assert len(errors) == 1 and "not allowed as child of element “ul”" in next(iter(errors))


def test_every_page_is_valid_html(
    cast: Cast, as_: Any, checker: list[str], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    from evenhand.web.inspections.models import Inspection

    pages = kept(before_anything_happened(cast, as_), tmp_path)
    where: dict[str, str] = request.getfixturevalue("addresses")
    inspection = Inspection.objects.get(pk=where["inspections:workspace"].split("/")[2])
    pages += kept(everything_seen(cast, where, as_), tmp_path)
    pages += kept(every_kind_of_evidence(cast, as_, inspection), tmp_path)
    assert pages > len(TABLE), "at least as many pages as addresses"
    errors, warned = told(checker, tmp_path)
    if warned:
        warnings.warn(f"{pages} pages, which the checker warns of: {dict(warned)}", stacklevel=1)
    assert not errors, "\n".join(f"{number} x {said}" for said, number in errors.most_common())
