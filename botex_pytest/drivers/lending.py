"""Lends tabs of this process's browser to another process of the run: one wire, one tab, one thread."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from botex_pytest.drivers.base import Driver, Hands, NeedsBrowser, Tab
from botex_pytest.errors import BotexError
from botex_pytest.hook_errors import HookError
from botex_pytest.page import Answer, Page
from botex_pytest.plain import from_plain, to_plain
from botex_pytest.wire import Message, Switchboard, Wire, WireLost


class Lender(Switchboard):
    """`drivers.borrowed` is the other side. A tab whose borrower has ended is closed."""

    def __init__(self, browser: Driver, secret: str) -> None:
        super().__init__(secret)
        self._browser = browser

    def serve(self, wire: Wire, greeting: Message) -> None:
        try:
            tab = self._browser.tab(str(greeting["origin"]))
        except BotexError as error:
            wire.send(failure(error))
            return
        try:
            wire.send({"is": None})
            _Lent(wire, tab).run()
        finally:
            tab.close()


class _Abandoned(Exception):
    """What plays a page by hand has stopped, for a reason that its own process knows."""


class _Lent:
    def __init__(self, wire: Wire, tab: Tab) -> None:
        self._wire = wire
        self._raised: Exception | None = None  # by what was last done by hand
        self._methods: dict[str, Callable[..., object]] = {
            "alive": lambda: tab.alive,
            "hold_timers": tab.hold_timers,
            "open": tab.open,
            "look": tab.look,
            "submit": lambda answer: tab.submit(from_plain(Answer, answer)),
            "by_hand": lambda: tab.by_hand(self._act, self._account),
            "wait_for_change": tab.wait_for_change,
            "events": tab.events,
            "screenshot": lambda: base64.b64encode(tab.screenshot()).decode(),
        }

    def run(self) -> None:
        """Until the borrower has ended, which raises `WireLost`."""
        while True:
            self._do(self._wire.receive(None))

    def _do(self, asked: Message) -> None:
        self._reply(lambda: self._methods[asked["do"]](*asked["with"]))

    def _reply(self, do: Callable[[], object]) -> None:
        self._raised = None
        try:
            reply: Message = {"is": to_plain(do())}
        except WireLost:
            raise
        except Exception as error:  # noqa: BLE001 - the borrower has to do with it whatever it is
            self._raised, reply = error, failure(error)
        self._wire.send(reply)

    def _act(self, page: Page, hands: Hands) -> bool:
        """Asks the borrower to play the page, and does with these hands what it says, until it has played."""
        self._wire.send({"act": to_plain(page)})
        while True:
            asked = self._wire.receive(None)
            if "acted" in asked:
                return bool(asked["acted"])
            if "raised" in asked:
                raise (self._raised if asked["raised"] == "yours" else None) or _Abandoned
            if "do" in asked:
                self._do(asked)
            else:
                self._reply(lambda: _by_hand(hands, **asked))  # noqa: B023 - called at once

    def _account(self, what: str) -> None:
        self._wire.send({"account": what})
        while "do" in (asked := self._wire.receive(None)):  # whoever is told may want to know what the page has done until now
            self._do(asked)
        if "raised" in asked:
            raise _Abandoned


_HANDS = ("look", "click", "drag", "type", "press", "evaluate", "wait")


def _by_hand(hands: Hands, *, hand: str, given: list[Any], more: dict[str, Any]) -> object:
    if hand not in _HANDS:
        raise ValueError(f"hands cannot {hand}")
    return getattr(hands, hand)(*given, **more)


def failure(error: Exception) -> Message:
    """`error` as the borrower needs it: to be told, and to be the same there."""
    told = {"kind": type(error).__name__, "what": str(error)}
    if isinstance(error, BotexError):
        parts = ("what", "cause", "tried", "log", "log_path", "remedies")
        told |= {"kind": "HookError" if isinstance(error, HookError) else "BrowserError"}
        told |= {part: to_plain(getattr(error, part)) for part in parts}
    elif isinstance(error, NeedsBrowser):
        told["kind"] = "NeedsBrowser"
    return {"failed": told}
