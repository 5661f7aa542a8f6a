"""Somebody at a desk with a mouse whose every page is read twice: as wide as a desk, and as narrow as a telephone."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from playwright.sync_api import Browser, Locator
from tests.journeys.conftest import Service
from tests.journeys.keyboard import NARROW, Typist

WIDE = {"width": 1200, "height": 900}
One = TypeVar("One", bound=Typist)


@contextmanager
def each_with_a_browser(
    browser: Browser, service: Service, widths: dict[str, dict[str, int]], kind: type[One]
) -> Iterator[dict[str, One]]:
    """People by name, each with a browser of their own, as wide as is said; JOURNEY_PICTURES as for a visitor."""
    pictures, contexts, found = os.environ.get("JOURNEY_PICTURES"), [], {}
    for name, width in widths.items():
        context = browser.new_context(viewport=width, locale="en-GB")  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
        contexts.append(context)
        folder = Path(pictures) / name if pictures else None
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
        found[name] = kind(context.new_page(), service, folder, name)
    yield found
    for context in contexts:
        context.close()


class Clerk(Typist):
    """A typist who clicks. The checker reads each page at both widths; the console stays empty."""

    def looks(self) -> None:
        """What a typist looks at, and the checker once more on the narrow page."""
        before = len(self.known)
        super().looks()
        if len(self.known) > before:
            self.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
            self.checks(f"{self.page.title()} at 320")
            self.page.set_viewport_size(WIDE)  # type: ignore[arg-type]

    def uses(self, place: Locator) -> None:
        """Click something after which a page comes."""
        with self.page.expect_navigation():
            place.click()
        self.looks()

    def clicks(self, role: str, name: Any) -> None:
        """Click what is called exactly so, or fits the pattern, after which a page comes."""
        self.uses(self.page.get_by_role(role, name=name, exact=isinstance(name, str)).first)  # type: ignore[arg-type]

    def fills(self, label: str, words: str) -> None:
        """Write into the box with this label, or with this beginning of one."""
        self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}")).first.fill(words)

    def status(self, path: str) -> int:
        """What the service answers to this browser, without a page."""
        return self.page.request.get(self.service.address + path, max_redirects=0).status
