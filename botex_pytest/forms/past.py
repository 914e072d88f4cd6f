"""What the server alone makes of an answer: posted over HTTP beside the browser, for the same participant."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from botex_pytest.drivers.http import HttpDriver
from botex_pytest.page import Message, Outcome, Page, Value


class Past(Protocol):
    """Posts `values` to `page`, past whatever the browser would say. "unchanged": the page is not to be had any more."""

    def __call__(self, page: Page, values: Mapping[str, Value]) -> Outcome: ...


def past_the_browser(origin: Callable[[], str], timeout: float) -> Past:
    """Costs two requests a call. A participant of oTree's is an address: whoever posts there answers for it. `origin` is asked at
    every call: a server that was started again has another port."""

    def post(page: Page, values: Mapping[str, Value]) -> Outcome:
        tab = HttpDriver(page_timeout=timeout).tab(origin())
        tab.hold_timers()
        try:
            opened = tab.open(page.url)
            if opened.index != page.index or opened.kind == "error":
                return Outcome("unchanged", opened, (Message("the page was not there any more"),))
            return tab.force(_as_sent(page, values))
        finally:
            tab.close()

    return post


def is_taken(outcome: Outcome, page: Page) -> bool:
    """Whether `page` was left by an answer that was sent, be it to an error page that follows it."""
    failed = outcome.page.kind == "error" and outcome.page.index in (0, page.index)
    return outcome.kind == "left" or (outcome.kind == "moved" and outcome.sent and not failed)


def _as_sent(page: Page, values: Mapping[str, Value]) -> dict[str, Value]:
    """As a form sends it: of a box that is not ticked, and of a question without a choice, nothing."""
    silent = {n for n, v in values.items() if v == "" and (seen := page.field(n)) and seen.widget in ("radio", "checkbox")}
    return {n: () if n in silent else v for n, v in values.items()}
