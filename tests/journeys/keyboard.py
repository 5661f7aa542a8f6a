"""Somebody who has no mouse: they move by Tab and the arrow keys, and every stop on the way has to be visible."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Page
from tests.journeys.conftest import Service, Visitor

Name = str | re.Pattern[str]
MOST_STOPS = 260  # the longest page of the inspection has about half as many
NARROW = {"width": 320, "height": 640}

# What a screen reader would say of the element with the focus, and whether an eye can see that it has the focus.
FOCUS = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return {at: "nowhere", name: "", group: "", tag: "body", seen: true};
  const plain = (text) => (text ?? "").replace(/\\s+/g, " ").trim();
  const byId = (ids) => ids.split(/\\s+/).map((id) => plain(document.getElementById(id)?.textContent)).join(" ");
  const name = one.getAttribute("aria-labelledby") ? byId(one.getAttribute("aria-labelledby"))
    : one.getAttribute("aria-label")
      ?? (one.labels?.length ? [...one.labels].map((each) => each.textContent).join(" ") : one.textContent);
  const shows = (style) => (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0
    && style.outlineColor !== "rgba(0, 0, 0, 0)") || style.boxShadow !== "none";
  const label = one.matches("input[type=radio], input[type=checkbox]") ? one.labels?.[0] : null;
  const drawn = [getComputedStyle(one)];
  if (label) drawn.push(getComputedStyle(label, "::before"), getComputedStyle(label));
  const box = (label ?? one).getBoundingClientRect();
  const clipped = box.width < 2 || box.height < 2 || box.right < 1 || box.left > innerWidth - 1;
  const inside = box.bottom > 0 && box.top < innerHeight;
  return {at: one.id || one.name || one.tagName, name: plain(name), tag: one.tagName.toLowerCase(),
    type: one.type ?? "",
    group: plain(one.closest("fieldset")?.querySelector("legend")?.textContent),
    checked: Boolean(one.checked), value: one.value ?? "",
    chosen: one.tagName === "SELECT" ? plain(one.selectedOptions[0]?.textContent) : "",
    // Inside a box for a date the browser moves by itself, and shows the part that has the focus.
    seen: one.getAttribute("tabindex") === "-1" || one.type === "date" || (drawn.some(shows) && !clipped && inside)};
}"""
STATE = """() => [".govuk-error-summary", ".govuk-notification-banner", ".app-stop", "details[open]", ".app-empty"]
  .map((one) => document.querySelectorAll(one).length > 0)"""
WHAT_IS_WRONG = """() => [
  document.querySelectorAll("h1").length === 1 ? "" : "has not exactly one heading of the first level",
  new Set([...document.querySelectorAll("[id]")].map((one) => one.id)).size === document.querySelectorAll("[id]").length
    ? "" : "gives an id twice",
].filter(Boolean)"""


def fits(wanted: Name, words: str) -> bool:
    """Whether the words are those, or fit the pattern."""
    return words == wanted if isinstance(wanted, str) else bool(wanted.search(words))


class Typist(Visitor):
    """A visitor with a keyboard only. Each page they come to is read by the checker, also as wide as a telephone."""

    def __init__(self, page: Page, service: Service, pictures: Path | None, who: str) -> None:
        super().__init__(page, service, pictures)
        self.who, self.stops = who, 0
        self.allows: set[int] = set()  # answers that are meant, on the pages that come next
        self.known: set[tuple[Any, ...]] = set()
        self._listens()

    def _listens(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.who}: {error}"))

    def comes_back(self, path: str) -> None:
        """Close the page as it is, and open another one later."""
        context = self.page.context
        self.page.close()
        self.page = context.new_page()
        self._listens()
        self.opens(path)

    def _heard(self, message: ConsoleMessage) -> None:
        # A form that is refused answers 409 or 422, and the browser says so in its console.
        expected = "|".join(str(one) for one in (409, 422, *self.allows))
        if message.type == "error" and not re.search(rf"status of ({expected})\b", message.text):
            self.faults.append(f"{self.who} at {self.page.url}: {message.text}")

    def looks(self) -> None:
        """What every visitor looks at, one heading, no id twice; then the same page on a telephone.

        A page that somebody comes back to is read again when it says something else: an error, a message, a conflict.
        """
        self.page.wait_for_load_state()
        state = (self.page.title(), *self.page.evaluate(STATE))
        if state in self.known:
            self.looked_at.append(self.page.title())
            return
        self.known.add(state)
        super().looks()
        for wrong in self.page.evaluate(WHAT_IS_WRONG):
            self.faults.append(f"{self.page.title()}: {wrong}")
        usual = self.page.viewport_size
        if usual and usual["width"] > NARROW["width"]:
            self.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
            if self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                self.faults.append(f"{self.page.title()}: scrolls sideways at 320")
            self.page.set_viewport_size(usual)

    @property
    def focus(self) -> dict[str, Any]:
        """Where the focus is."""
        return dict(self.page.evaluate(FOCUS))

    def presses(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def steps(self, key: str = "Tab") -> dict[str, Any]:
        """One stop further; the stop has to be visible."""
        self.presses(key)
        self.stops += 1
        now = self.focus
        if not now["seen"]:
            fault = f"{self.page.title()}: nobody sees the focus at {now['at']} ({now['name'][:40]})"
            if fault not in self.faults:
                self.faults.append(fault)
        return now

    def goes_to(self, name: Name, group: Name = "", back: bool = False) -> dict[str, Any]:
        """Tab until what has the focus is called so; from the top of a page over the link that skips its head."""
        now, passed = self.focus, []
        if now["tag"] == "body" and not back:
            now = self.steps()
            if now["name"] == "Skip to main content" and not self._is_there(now, name, group):
                now = self._skips()
        for _stop in range(MOST_STOPS):
            if self._is_there(now, name, group):
                return now
            now = self.steps("Shift+Tab" if back else "Tab")
            if now["tag"] == "body":
                break
            passed.append(now["name"][:30])
        raise AssertionError(f"{self.who} finds no {name!r} {group!r} by Tab at {self.page.url}: {passed[:60]}")

    def _skips(self) -> dict[str, Any]:
        """Over the head of the page. The jump is waited for, or it would be taken for the page that comes next."""
        if not self.page.url.endswith("#main-content"):
            with self.page.expect_navigation():
                self.presses("Enter")
        return self.focus

    def goes_to_id(self, id: str) -> None:
        """Tab until the box with this number in the page has the focus."""
        for _stop in range(MOST_STOPS):
            if self.focus["at"] == id:
                return
            self.steps()
        raise AssertionError(f"{self.who} finds no {id} by Tab at {self.page.url}")

    def _is_there(self, now: dict[str, Any], name: Name, group: Name) -> bool:
        return now["tag"] != "main" and fits(name, now["name"]) and (not group or fits(group, now["group"]))

    def follows(self, name: Name, key: str = "Enter", back: bool = False) -> None:
        """Go to a link or a button and use it; a page comes."""
        self.goes_to(name, back=back)
        self.sends(key)

    def sends(self, key: str = "Enter") -> None:
        """A key after which a page comes."""
        with self.page.expect_navigation():
            self.presses(key)
        self.looks()

    def menu(self, name: str) -> None:
        """A way of the bar at the top; on a telephone the menu is opened first."""
        self.goes_to_top()
        if self.page.viewport_size and self.page.viewport_size["width"] < 641:
            self._in_head("Menu")
            self.presses("Enter")
        self._in_head(name)
        self.sends()

    def goes_to_top(self) -> None:
        """Back to the first stop of the page."""
        for _stop in range(MOST_STOPS):
            if self.focus["name"] == "Skip to main content":
                return
            self.presses("Shift+Tab" if self.focus["tag"] != "body" else "Tab")

    def _in_head(self, name: str) -> None:
        for _stop in range(40):
            if self.steps()["name"] == name:
                return
        raise AssertionError(f"{self.who} finds no {name!r} at the top of {self.page.url}")

    def writes(self, name: Name, text: str, group: Name = "", back: bool = False) -> None:
        """Go to a box and write; what stood there goes."""
        now = self.goes_to(name, group, back)
        if now["type"] in ("date", "time"):
            self._sets(now["type"], text)
            return
        if now["value"]:
            self.presses("Control+A")
        self.page.keyboard.insert_text(text) if len(text) > 60 else self.page.keyboard.type(text)

    def _sets(self, kind: str, value: str) -> None:
        """A day or a time in the browser's own box, whose order of parts follows the language of the browser."""
        if kind == "date":
            year, month, day = value.split("-")
            orders = (f"{month}{day}{year}", f"{day}{month}{year}", f"{year}{month}{day}")
        else:
            hour, minute = (int(one) for one in value.split(":"))
            orders = (f"{(hour + 11) % 12 + 1:02d}{minute:02d}{'PM' if hour > 11 else 'AM'}", f"{hour:02d}{minute:02d}")
        for digits in orders:
            self.page.keyboard.type(digits)
            if self.focus["value"] == value:
                return
            self.presses("ArrowLeft", "ArrowLeft", "ArrowLeft")
        raise AssertionError(f"{self.who} cannot give {value} in a box for a {kind} at {self.page.url}")

    def chooses(self, label: Name, group: Name, back: bool = False) -> None:
        """One of several answers: Tab to the question, arrows to the answer."""
        now = self.goes_to(re.compile(""), group, back)
        for _arrow in range(12):
            if fits(label, now["name"]):
                break
            now = self.steps("ArrowDown")
        else:
            raise AssertionError(f"{self.who} finds no answer {label!r} to {group!r} at {self.page.url}")
        if not now["checked"]:
            self.presses("Space")
        assert self.focus["checked"]

    def ticks(self, label: Name, group: Name = "", back: bool = False) -> None:
        """A box that is to be ticked."""
        now = self.goes_to(label, group, back)
        if not now["checked"]:
            self.presses("Space")
        assert self.focus["checked"]

    def selects(self, name: Name, option: Name) -> None:
        """One line of a list that opens: arrows until it is the one."""
        self.goes_to(name)
        self.presses("Home")
        for _arrow in range(40):
            if fits(option, self.focus["chosen"]):
                return
            self.presses("ArrowDown")
        raise AssertionError(f"{self.who} finds no {option!r} in {name!r} at {self.page.url}")

    def signs_in(self, username: str) -> None:
        """From the first page, by the link at the top."""
        self.opens("/")
        self._in_head("Sign in")
        self.sends()
        self.writes("Sign-in name", username)
        self.writes("Password", self.service.password)
        self.sends()
