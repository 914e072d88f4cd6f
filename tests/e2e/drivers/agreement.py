"""Walks through session configs with two drivers at once, and notes page by page where they see different things."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field, fields

from otree_copy import Server

from botex_pytest.drivers.base import Driver, Tab
from botex_pytest.models.base import Ask
from botex_pytest.models.embedded import Embedded
from botex_pytest.page import Answer, Button, Field, Page

OF_PAGE = (
    "kind",
    "title",
    "text",
    "status",
    "messages",
    "unknown",
    "hidden_text",
    "hidden_fields",
    "live",
    "waits_for",
    "links_out",
)
OF_BUTTON = ("label", "role", "name", "value", "enabled")
OF_FIELD = tuple(f.name for f in fields(Field))
MOST_PAGES = 80  # of one participant
SECONDS = 5.0  # without any progress
TRIES = 4


@dataclass
class Agreement:
    """What was compared: for each attribute how often, and every difference as `config, page: attribute: Chrome | HTTP`."""

    compared: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)
    pages: set[str] = field(default_factory=set)
    left_to_chrome: dict[str, tuple[str, ...]] = field(default_factory=dict)  # page -> why

    def table(self) -> str:
        wrong = Counter(line.split(": ")[1] for line in self.differences)
        rows = [f"{name} | {count - wrong[name]} of {count}" for name, count in sorted(self.compared.items())]
        left = [f"left to Chrome: {where} | {'; '.join(why)}" for where, why in self.left_to_chrome.items()]
        return "\n".join(["compared | agree", *rows, f"pages | {len(self.pages)}", *left])

    def add(self, where: str, chrome: Page, http: Page) -> None:
        if http.needs_browser:
            self.left_to_chrome[where] = http.needs_browser
            return
        self.pages.add(where)
        for name in OF_PAGE:
            self._compare(where, name, getattr(chrome, name), getattr(http, name))
        self._compare(where, "buttons", *(list(map(_button, page.buttons)) for page in (chrome, http)))
        self._compare(where, "fields", *([f.name for f in page.fields] for page in (chrome, http)))
        for seen in chrome.fields:
            read = http.field(seen.name)
            for name in OF_FIELD if read else ():
                self._compare(f"{where}.{seen.name}", f"field {name}", getattr(seen, name), getattr(read, name))

    def _compare(self, where: str, name: str, chrome: object, http: object) -> None:
        self.compared[name] += 1
        if chrome != http:
            self.differences.append(f"{where}: {name}: {chrome!r} | {http!r}")


def _button(button: Button) -> tuple[object, ...]:
    return tuple(getattr(button, name) for name in OF_BUTTON)


class Walk:
    """One session, its participants in turn: HTTP plays, Chrome opens every page as well. From pages that need a browser
    everybody is moved on, or Chrome answers where the app wants an answer: what they do there is not what is compared."""

    def __init__(self, config: str, server: Server, participants: int, http: Driver, chrome: Tab, seen: Agreement) -> None:
        self._config, self._server, self._chrome, self._seen = config, server, chrome, seen
        self._tabs = [(http.tab(server.url), link) for link in server.links(config, participants)]
        self._model = Embedded("random")

    def run(self) -> None:
        """Until everybody has come to an end or nobody gets on."""
        pages = [self._arrive(tab.open(link)) for tab, link in self._tabs]
        progress = time.monotonic()
        while time.monotonic() - progress < SECONDS and any(page is not None for page in pages):
            for number, (tab, _) in enumerate(self._tabs):
                page = pages[number]
                if page is None:
                    continue
                after = tab.wait_for_change(0.05) if page.kind == "wait" else self._pass(number, tab, page)
                if after is page or (after and after.kind == "wait" and after.index == page.index):
                    after = None if page.kind != "wait" else page
                elif after is None and page.kind == "wait":
                    after = page
                else:
                    progress = time.monotonic()
                    after = after and self._arrive(after)
                pages[number] = after
        for tab, _ in self._tabs:
            tab.close()

    def _arrive(self, page: Page) -> Page | None:
        """Compare; None when there is nothing to do on the page."""
        if page.kind == "error" or page.index > MOST_PAGES:
            return None
        if page.kind != "finished":
            self._seen.add(f"{self._config}/{page.where}", self._chrome.open(page.url), page)
        return page if page.kind in ("form", "wait") else None

    def _pass(self, number: int, tab: Tab, page: Page) -> Page | None:
        """The page after this one; None when no answer leads there."""
        if page.needs_browser:
            link = self._tabs[number][1]
            if self._server.advance(link):
                return tab.open(link)
            outcome = self._chrome.submit(self._answer(number, self._chrome.look(), 1))
            return tab.open(link) if outcome.kind == "moved" else None
        for attempt in range(1, TRIES + 1):
            outcome = tab.submit(self._answer(number, tab.look(), attempt))
            if outcome.kind == "moved":
                return outcome.page
            if outcome.kind == "left":
                return None
        return None

    def _answer(self, number: int, page: Page, attempt: int) -> Answer:
        return self._model.answer(Ask(page, self._config, number + 1, seed=1, attempt=attempt))
