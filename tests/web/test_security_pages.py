"""What every answer sends along: no inline code, nothing of another site, and headers that hold the browser to it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.test import Client
from tests.web.test_every_route import ROUTES, addresses  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


class Inline(HTMLParser):
    """Finds what a policy without 'unsafe-inline' would stop, and what is fetched from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("type") == "application/ld+json":
            return  # data, which no browser runs
        if tag == "style" or "style" in given or (tag == "script" and not given.get("src")):
            self.found.append(f"<{tag}> with inline code")
        self.found += [f"<{tag} {name}>" for name in given if name.startswith("on")]
        if tag in ("script", "link", "img", "iframe", "object", "embed", "source"):
            there = given.get("src") or given.get("href") or ""
            if re.match(r"(https?:)?//", there) and given.get("rel") not in ("canonical", "license"):
                self.found.append(f"<{tag}> from {there}")
        if (given.get("href") or "").strip().lower().startswith("javascript:"):
            self.found.append("javascript: address")


def faults(client: Client, route: str, address: str) -> list[str]:
    answer = client.get(address)
    kind, wrong = answer.get("Content-Type", ""), []
    wrong += [f"{name}: {answer.get(name)}" for name, value in HEADERS.items() if answer.get(name) != value]
    wrong += [f"no {one}" for one in ("Permissions-Policy", "Cross-Origin-Resource-Policy") if not answer.get(one)]
    policy = answer.get("Content-Security-Policy", "")
    if "unsafe" in policy or "default-src 'none'" not in policy:
        wrong.append(f"policy {policy!r}")
    if kind.startswith("text/html"):
        parser = Inline()
        parser.feed(answer.content.decode())
        wrong += parser.found
        given = dict(part.strip().split(" ", 1) for part in policy.split(";"))
        wrong += [f"{name}: {given.get(name)}" for name, value in POLICY.items() if given.get(name) != value]
    return [f"{route} ({answer.status_code}): {one}" for one in wrong]


@pytest.mark.parametrize("who", ["signed_out", "ida", "quentin", "petra", "fred", "ada"])
def test_no_page_holds_inline_code_and_every_answer_its_headers(cast, addresses, as_, client, who):  # noqa: F811
    browser = client if who == "signed_out" else as_(getattr(cast, who))
    wrong = [one for route, address in addresses.items() for one in faults(browser, route, address)]
    assert wrong == []
    assert len(addresses) == len(ROUTES)


@pytest.mark.parametrize("path", ["/no/such/page/", "/find/?urn=%00", "/sign-out/", "/static/no-such-file.js"])
def test_errors_send_them_too(client, path):
    assert faults(client, "error", path) == []


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "localhost:80@evil.example", "a\tb"])
def test_a_host_that_is_not_ours_is_refused_and_never_repeated(client, host):
    answer = client.get("/sign-in/", HTTP_HOST=host)
    assert answer.status_code == 400 and "evil" not in answer.content.decode()


def test_a_forwarded_host_is_not_believed(client, cast):
    answer = client.get("/inspections/", HTTP_X_FORWARDED_HOST="evil.example")
    assert answer["Location"] == "/sign-in/?next=/inspections/"


@pytest.mark.parametrize("path", ["//evil.example/", "//evil.example/%2e%2e", "/\\evil.example/"])
def test_no_address_leads_to_another_site(client, path):
    answer = client.get(path, follow=False)
    assert answer.status_code in (200, 301, 302, 400, 404)
    there = answer.get("Location", "")
    assert not re.match(r"(https?:)?[/\\]{2}", there), there


def test_what_a_signed_in_person_is_shown_is_kept_by_nobody(cast, as_):
    for page in ("/inspections/", "/register/", "/sessions/", "/second-step/"):
        assert "no-store" in as_(cast.ida).get(page)["Cache-Control"], page


@pytest.mark.parametrize("who", ["ida", "quentin", "petra", "fred", "ada"])
def test_no_form_is_taken_without_our_token(cast, addresses, who):  # noqa: F811
    """Every route that somebody of this role can post to, without a token: refused before any view runs."""
    from evenhand.web.audit.models import Event

    client = Client(enforce_csrf_checks=True)
    client.force_login(getattr(cast, who))
    before, taken = Event.objects.count(), []
    for route, address in addresses.items():
        answer = client.post(address, {"x": "1"})
        if route == "alerts:stop":
            continue  # one click in an e-mail carries no token; the sealed link is the key, and it says no to this one
        if answer.status_code not in (302, 403, 404, 405):
            taken.append(f"{route}: {answer.status_code}")
    assert taken == [] and Event.objects.count() == before
