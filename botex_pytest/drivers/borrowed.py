"""Tabs in the browsers of other processes of the run, which lend them (`drivers.lending`)."""

from __future__ import annotations

import base64
import itertools
import threading
from collections.abc import Callable, Sequence
from typing import Any

from botex_pytest.drivers.base import Account, Act, Driver, NeedsBrowser, Tab
from botex_pytest.errors import BrowserError
from botex_pytest.hook_errors import HookError
from botex_pytest.page import Answer, BrowserEvent, Outcome, Page
from botex_pytest.plain import from_plain, to_plain
from botex_pytest.wire import Message, Wire, WireLost

_CONNECT_SECONDS = 10.0
_LONGER = 60.0  # than what is asked of a tab may take by itself: a browser is started anew for it, on a busy machine


class SharedDriver:
    """See `drivers.base.Driver`. Tabs of `own` and of all who lend, in turn. `lenders`: their ports, as they are now."""

    def __init__(self, own: Driver, lenders: Callable[[], Sequence[int]], secret: str, page_timeout: float) -> None:
        self.name = own.name
        self._own, self._lenders, self._secret = own, lenders, secret
        self._patience = 4 * page_timeout + _LONGER
        self._turn = itertools.count()
        self._lock = threading.Lock()
        self._gone: set[int] = set()

    def start(self) -> None:
        self._own.start()

    def expect(self, tabs: int) -> None:
        """Of its own, as many as will be asked for if nobody joins or leaves."""
        lenders = [port for port in self._lenders() if port not in self._gone]
        self._own.expect(-(-tabs // (len(lenders) + 1)))

    def tab(self, origin: str) -> Tab:
        """Raises `BrowserError` when its own browser cannot be started; others that cannot are left out."""
        while True:
            with self._lock:
                ports = [port for port in self._lenders() if port not in self._gone]
                turn = next(self._turn) % (len(ports) + 1)
            if turn == 0:
                return self._own.tab(origin)
            try:
                return BorrowedTab(ports[turn - 1], origin, self._secret, self._patience)
            except BrowserError:
                self._gone.add(ports[turn - 1])

    def close(self) -> None:
        self._own.close()


class BorrowedTab:
    """See `drivers.base.Tab`. `patience`: seconds that anything may take beside the waiting that is asked for."""

    def __init__(self, port: int, origin: str, secret: str, patience: float) -> None:
        self._patience, self._wire = patience, None
        try:
            self._wire = Wire.connect(port, secret, {"origin": origin}, _CONNECT_SECONDS)
        except WireLost as lost:
            raise BrowserError.out_of_reach(str(lost)) from None
        try:
            self._reply(self._receive(patience))
        except BrowserError:
            self.close()
            raise

    @property
    def alive(self) -> bool:
        try:
            return bool(self._ask("alive"))
        except BrowserError:
            return False

    def hold_timers(self) -> None:
        self._ask("hold_timers")

    def open(self, url: str) -> Page:
        return from_plain(Page, self._ask("open", url))

    def look(self) -> Page:
        return from_plain(Page, self._ask("look"))

    def submit(self, answer: Answer) -> Outcome:
        return from_plain(Outcome, self._ask("submit", to_plain(answer)))

    def wait_for_change(self, seconds: float) -> Page | None:
        page = self._ask("wait_for_change", seconds, longer=seconds)
        return from_plain(Page, page) if page else None

    def events(self) -> tuple[BrowserEvent, ...]:
        """None of a browser that is gone."""
        try:
            return tuple(from_plain(BrowserEvent, event) for event in self._ask("events"))
        except BrowserError:
            return ()

    def screenshot(self) -> bytes:
        return base64.b64decode(self._ask("screenshot"))

    def by_hand(self, act: Act, account: Account) -> Page | None:
        raised: BaseException | None = None
        self._send({"do": "by_hand", "with": []})
        while True:
            message = self._receive(self._patience)
            if "act" not in message:
                break
            hands, raised = BorrowedHands(self._send, self._receive, self._patience, account), None
            try:
                acted = act(from_plain(Page, message["act"]), hands)
            except BaseException as error:  # noqa: BLE001 - raised below, when the other side knows
                raised = error
                self._send({"raised": "yours" if error is hands.raised else "mine"})
            else:
                self._send({"acted": bool(acted)})
        if raised is not None:
            raise raised
        page = self._reply(message)
        return from_plain(Page, page) if page else None

    def close(self) -> None:
        if self._wire:
            self._wire.close()

    def _ask(self, what: str, *arguments: object, longer: float = 0.0) -> Any:
        self._send({"do": what, "with": arguments})
        return self._reply(self._receive(self._patience + longer))

    def _send(self, message: Message) -> None:
        assert self._wire
        try:
            self._wire.send(message)
        except WireLost as lost:
            raise BrowserError.out_of_reach(str(lost)) from None

    def _receive(self, seconds: float) -> Message:
        assert self._wire
        try:
            return self._wire.receive(seconds)
        except WireLost as lost:
            self.close()  # an answer that comes late would be taken for the next one
            raise BrowserError.out_of_reach(str(lost)) from None

    def _reply(self, message: Message) -> Any:
        if "failed" in message:
            raise error_of(message["failed"])
        return message["is"]


class BorrowedHands:
    """See `drivers.base.Hands`: at a page in another process's browser. `raised`: the error of that process, if any."""

    def __init__(
        self, send: Callable[[Message], None], receive: Callable[[float], Message], patience: float, account: Account
    ) -> None:
        self._send, self._receive, self._patience, self._account = send, receive, patience, account
        self.raised: Exception | None = None

    def look(self) -> Page:
        return from_plain(Page, self._do("look"))

    def click(self, selector: str, x: float | None = None, y: float | None = None) -> None:
        self._do("click", selector, x, y)

    def drag(self, selector: str, *points: tuple[float, float], to: str = "") -> None:
        self._do("drag", selector, *points, to=to)

    def type(self, text: str) -> None:
        self._do("type", text)

    def press(self, key: str) -> None:
        self._do("press", key)

    def evaluate(self, javascript: str) -> Any:
        return self._do("evaluate", javascript)

    def wait(self, seconds: float) -> None:
        self._do("wait", seconds, longer=seconds)

    def _do(self, hand: str, *given: object, longer: float = 0.0, **more: object) -> Any:
        self._send({"hand": hand, "given": given, "more": more})
        stopped: BaseException | None = None
        while "account" in (message := self._receive(self._patience + longer)):
            try:
                self._account(message["account"])
            except BaseException as error:  # noqa: BLE001 - raised below, when the other side knows
                stopped = error
            self._send({"raised": "mine"} if stopped else {"go": True})
        if stopped is not None:
            raise stopped
        if "failed" in message:
            self.raised = error_of(message["failed"])
            raise self.raised
        return message["is"]


def error_of(told: dict[str, Any]) -> Exception:
    """What `lending.failure` has told, as the error that it was."""
    kind, what = told["kind"], told["what"]
    if kind in ("BrowserError", "HookError"):
        remedies = [(do, how) for do, how in told["remedies"]]
        parts = {name: told[name] for name in ("cause", "tried", "log", "log_path")}
        return (HookError if kind == "HookError" else BrowserError)(what, **parts, remedies=remedies)
    if kind == "NeedsBrowser":
        return NeedsBrowser(what)
    return ValueError(what) if kind == "ValueError" else RuntimeError(f"{kind}: {what}")
