"""The real service in a process of its own with a fresh database, and one real browser for the session."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

# Without these, Chromium as root does not start, or looks for hosts that it will never reach.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 120  # seconds for the first page of a fresh service on a slow, shared machine


@dataclass(frozen=True)
class Service:
    """Where it answers, what the demonstration people's password is, and where its files lie."""

    address: str
    password: str
    var: Path


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    var = tmp_path_factory.mktemp("var")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("EVENHAND_", "DJANGO_"))}
    environment |= {"EVENHAND_VAR": str(var), "PORT": str(port)}
    log = (var / "serve.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "evenhand", "serve"],
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, process, var / "serve.log")
        yield Service(address, (var / "demo-password").read_text().strip(), var)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)
        log.close()


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5)  # noqa: S310 - our own loopback address
            return
        except OSError:
            time.sleep(0.3)
    pytest.fail(f"the service did not answer:\n{log.read_text()}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        yield chromium
        chromium.close()


class Visitor:
    """Somebody at a browser. Every page they come to is checked with axe and for sideways scrolling."""

    def __init__(self, page: Page, service: Service, pictures: Path | None) -> None:
        self.page, self.service, self.pictures = page, service, pictures
        self.faults: list[str] = []
        self.looked_at: list[str] = []

    def opens(self, path: str) -> None:
        self.page.goto(self.service.address + path)
        self.looks()

    def clicks(self, role: str, name: str) -> None:
        self.page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]
        self.looks()

    def signs_in(self, username: str) -> None:
        self.opens("/sign-in/")
        self.page.get_by_label("Sign-in name").fill(username)
        self.page.get_by_label("Password", exact=True).fill(self.service.password)
        self.clicks("button", "Sign in")

    def signs_out(self) -> None:
        self.clicks("button", "Sign out")

    def looks(self) -> None:
        """Read the page as the checker does: no violation, the disclaimer in place, nothing scrolls sideways."""
        self.page.wait_for_load_state()
        name = f"{len(self.looked_at):02d} {self.page.title()}"
        self.looked_at.append(self.page.title())
        self.checks(name)
        if "not an Ofsted" not in self.page.locator("body").inner_text():
            self.faults.append(f"{name}: does not say that it is not an Ofsted service")
        if self.page.title().startswith("Something went wrong"):
            self.faults.append(f"{name}: {self.page.url} gave a 500")
        if self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            self.faults.append(f"{name}: scrolls sideways at {self.page.viewport_size}")
        if self.pictures:
            safe = "".join(letter if letter.isalnum() else "-" for letter in name)[:60]
            self.page.screenshot(path=self.pictures / f"{safe}.png", full_page=True)

    def checks(self, name: str) -> None:
        """The checker alone, on the page as it is now; `name` says which page that is."""
        for violation in Axe().run(self.page).response["violations"]:
            targets = [" ".join(map(str, node["target"])) for node in violation["nodes"][:3]]
            self.faults.append(f"{name}: {violation['id']} at {targets}")

    @property
    def text(self) -> str:
        return self.page.locator("main").inner_text()


@pytest.fixture
def visitor(browser: Browser, service: Service) -> Iterator[Visitor]:
    """JOURNEY_PICTURES=folder keeps a picture of every page, to look at."""
    pictures = os.environ.get("JOURNEY_PICTURES")
    if pictures:
        Path(pictures).mkdir(parents=True, exist_ok=True)
    context = browser.new_context(viewport={"width": 1200, "height": 900}, locale="en-GB")
    context.set_default_timeout(15_000)
    yield Visitor(context.new_page(), service, Path(pictures) if pictures else None)
    context.close()
