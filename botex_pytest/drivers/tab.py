"""One participant's tab: opens, looks, fills in, presses, and says what came of it."""

from __future__ import annotations

import base64
import json
import threading
import time
from typing import Any

from botex_pytest.drivers.base import Account, Act
from botex_pytest.drivers.hands import KEYS, ChromeHands
from botex_pytest.drivers.navigation import FAILED_SECONDS
from botex_pytest.drivers.outcomes import classify, refusals
from botex_pytest.drivers.page_reader import read_page, unread_page
from botex_pytest.drivers.scripts import timer_script
from botex_pytest.drivers.window import Frozen, Window
from botex_pytest.errors import BrowserError
from botex_pytest.page import KEY, Answer, BrowserEvent, Message, Outcome, Page, Value

PRESS_SECONDS = 5.0  # for a button to become pressable, and for a press to show an effect
QUIET_SECONDS = 0.15  # a page that has not been redrawn for this long has finished drawing
DRAW_SECONDS = 1.0  # for a script to draw something
DIALOG_SECONDS = 1.0  # after an alert that kept the form from being sent, a navigation is unlikely
STIR_SECONDS = 30.0
SETTLED_SECONDS = 5.0  # for a page that goes on by itself, before it is sent elsewhere
_GIVEN_UP = "net::ERR_ABORTED"
_TRIES = 5  # a page that goes on by itself while it is read is read again


class ChromeTab:
    """See `drivers.base.Tab`. Made by `ChromeDriver.tab`, in a `window` that admits somebody; used by one thread at a time."""

    def __init__(self, window: Window, *, origin: str, page_timeout: float) -> None:
        self._window, self._navigation = window, window.navigation
        self._origin, self._timeout = origin, page_timeout
        self._no_answer = f"The server has not answered within {page_timeout:g} s."
        self._no_end = f"A script of the page has not come to an end within {page_timeout:g} s."
        self._frozen = False
        self._closed = threading.Event()
        self._seen = -1  # the document that the caller was shown last
        self._page: Page | None = None
        self._stirred = 0.0

    @property
    def alive(self) -> bool:
        return self._window.alive

    def hold_timers(self) -> None:
        self._window.preload(timer_script())

    # -- looking

    def open(self, url: str) -> Page:
        nav = self._navigation
        nav.wait(lambda: not nav.under_way, min(SETTLED_SECONDS, self._timeout))  # of two, Chrome would choose which one comes
        page = self._navigate(url) or self._navigate(url)  # the page may have left by itself at that very moment
        return page or unread_page(nav.requested or url, f"Chrome gave it up ({_GIVEN_UP}): what the server answers is no page.")

    def _navigate(self, url: str) -> Page | None:
        """None when it was given up for something else that did not come either."""
        nav = self._navigation
        before, left, led_away = nav.documents, len(nav.outgoing), nav.led_away
        sent = self._window.post("browsingContext.navigate", {"url": url, "wait": "none"})
        sent.add_done_callback(lambda _: nav.wake())

        def refusal() -> BaseException | None:
            return sent.exception() if sent.done() else None

        def leads_away() -> bool:
            return nav.documents == before and (nav.led_away > led_away or url in nav.outgoing[left:])

        nav.wait(lambda: nav.documents > before or leads_away() or bool(refusal()), self._timeout)
        if leads_away():
            return Page("foreign", nav.outgoing[-1])
        if refusal():
            nav.wait(lambda: nav.documents > before, FAILED_SECONDS)  # Chrome's own page about it
            # or the page went elsewhere by itself at that very moment, and that has won
            nav.wait(lambda: nav.documents > before or not nav.under_way, self._timeout)
        if nav.documents > before:
            return self.look()
        if _GIVEN_UP in str(refusal()) and not nav.under_way:
            return None
        return unread_page(nav.requested or url, str(refusal() or self._no_answer))

    def look(self) -> Page:
        try:
            return self._look()
        except Frozen:
            return self._frozen_page()

    def _look(self) -> Page:
        nav = self._navigation
        page = self._read()
        if page.kind == "still":  # perhaps drawn by a script a moment after loading
            self._window.run(f"botex.settle({QUIET_SECONDS}, {DRAW_SECONDS}, false)", optional=True)
            page = self._read()
        self._seen, self._page = nav.documents, page
        return page

    def _read(self) -> Page:
        nav = self._navigation
        facts = None
        for _ in range(_TRIES):
            if not nav.wait(lambda: not nav.under_way, self._timeout):
                break  # Chrome runs no script of ours while it waits for the server
            before = nav.documents
            facts = self._window.run("botex.snapshot()", optional=True)
            if facts and nav.documents == before and not nav.under_way:
                return read_page(json.loads(facts))
        if facts:
            return read_page(json.loads(facts))
        return self._page or unread_page(nav.requested or self._origin, self._no_answer)

    def _frozen_page(self) -> Page:
        self._frozen = True
        return unread_page(self._page.url if self._page else self._navigation.requested, self._no_end)

    def wait_for_change(self, seconds: float) -> Page | None:
        nav, end = self._navigation, time.monotonic() + seconds
        while True:
            self._stir()
            left = end - time.monotonic()
            if nav.wait(lambda: nav.documents != self._seen and not nav.under_way, min(left, STIR_SECONDS)):
                return self.look()
            if left <= STIR_SECONDS:
                return None

    def _stir(self) -> None:
        """Move the mouse: oTree sends whoever sits still on a page that groups by arrival time to a page for the absent."""
        if self._page and self._page.waits_for == "arrival" and time.monotonic() - self._stirred >= STIR_SECONDS:
            self._stirred = time.monotonic()
            moves = [{"type": "pointerMove", "x": place, "y": place} for place in (10, 20)]
            actions = [{"type": "pointer", "id": "mouse", "actions": moves}]
            self._window.command("input.performActions", {"actions": actions})

    def events(self) -> tuple[BrowserEvent, ...]:
        return self._navigation.take_events()

    def screenshot(self) -> bytes:
        if self._frozen:
            return b""
        return self._picture("document") or self._picture("viewport")  # a page may be too long for one picture

    def _picture(self, origin: str) -> bytes:
        # WebP would be half as large, and keep Chrome from everything else for twice as long
        shot = {"origin": origin, "format": {"type": "image/jpeg", "quality": 0.75}}
        try:
            return base64.b64decode(self._window.command("browsingContext.captureScreenshot", shot)["data"])
        except BrowserError:
            if not self._window.alive:
                raise
            return b""

    # -- acting

    def by_hand(self, act: Act, account: Account) -> Page | None:
        page = self._page or self.look()
        documents = self._navigation.documents
        try:
            if not act(page, ChromeHands(self._window, self.look, account)):
                return None
            self._await_effect(documents, len(self._navigation.outgoing), 0, sent=False, redraws=True)
        except Frozen:
            return self._frozen_page()
        return self.look()

    def submit(self, answer: Answer) -> Outcome:
        try:
            return self._submit(answer)
        except Frozen:
            return Outcome("moved", self._frozen_page())

    def _submit(self, answer: Answer) -> Outcome:
        nav, page = self._navigation, self._page
        if page is None or nav.under_way or nav.documents != self._seen:
            return Outcome("moved", self.look(), sent=False)  # the page went on by itself: the answer was meant for another one
        documents, left, dialogs = nav.documents, len(nav.outgoing), len(nav.dialogs)
        done = self._fill_and_press(answer, page)
        if done.get("gone") and page.seconds_left is not None:
            return Outcome("moved", self.look(), sent=False)  # by its timer, or by us
        unfilled = tuple(one["name"] for one in done.get("untaken", ()))
        if done.get("obstacle"):
            return Outcome("unchanged", self.look(), (Message(done["obstacle"], by="browser"),), unfilled=unfilled)
        refused = refusals(done, answer.values)
        if refused:
            return Outcome("blocked", self.look(), refused, unfilled=unfilled)

        leads = any(b.role != "other" for b in page.buttons if b.ref == answer.button) or answer.button is None
        self._await_effect(documents, left, dialogs, sent=bool(done.get("submitted")), redraws=not leads)
        outgoing = nav.outgoing[-1] if len(nav.outgoing) > left else ""
        if outgoing and nav.documents == documents:
            return Outcome("left", page, outgoing=outgoing, unfilled=unfilled)
        if nav.documents == documents:
            if nav.under_way:
                return Outcome("unchanged", self.look(), (Message(self._no_answer),), unfilled=unfilled)
            said = tuple(Message(text, by="browser") for text in nav.dialogs[dialogs:])  # why a script kept the form
            return Outcome("blocked" if said else "unchanged", self.look(), said, unfilled=unfilled)
        return classify(page, self.look(), unfilled)

    def _fill_and_press(self, answer: Answer, page: Page) -> dict[str, Any]:
        if answer.button and answer.button.startswith(KEY):
            self._strike(answer.button.removeprefix(KEY))
            return {}
        arguments = f"{json.dumps(answer.values)}, {json.dumps(answer.button)}, {PRESS_SECONDS}"
        reply = self._window.run(f"botex.submit({arguments}, {json.dumps(answer.typed)})", optional=True)
        keys = json.loads(reply).get("keys", ()) if reply else ()
        if keys:
            for name in keys:
                self._type(name, answer.values[name], page)
            reply = self._window.run(f"botex.press({arguments})", optional=True)
        return json.loads(reply) if reply else {"submitted": True, "gone": True}  # the page went away under our hands

    def _type(self, name: str, value: Value, page: Page) -> None:
        """As a person does it: into the focused control, over what is selected in it."""
        field = page.field(name)
        newline = KEYS["Enter"] if field and field.widget == "textarea" else " "
        text = value if isinstance(value, str) else ",".join(value)
        keys = text.replace("\r\n", "\n").replace("\n", newline) or KEYS["Delete"]
        if self._window.run(f"botex.aim({json.dumps(name)})"):
            self._strike(*keys)

    def _strike(self, *keys: str) -> None:
        strokes = [{"type": kind, "value": KEYS.get(key, key)} for key in keys for kind in ("keyDown", "keyUp")]
        actions = [{"type": "key", "id": "keyboard", "actions": strokes}]
        self._window.command("input.performActions", {"actions": actions})

    def _await_effect(self, documents: int, left: int, dialogs: int, *, sent: bool, redraws: bool) -> None:
        """Until another document has come or one was refused; as long as the server takes if a request is under way."""
        nav = self._navigation

        def arrived() -> bool:
            return nav.came_or_left(documents, left)

        def begun() -> bool:
            return arrived() or nav.under_way

        if sent or not redraws:
            quick = not sent and len(nav.dialogs) > dialogs
            acted = nav.wait(begun, DIALOG_SECONDS if quick else PRESS_SECONDS)
        else:
            acted = nav.wait(begun, QUIET_SECONDS)
            if not acted:
                self._window.run(f"botex.settle({QUIET_SECONDS}, {DRAW_SECONDS}, true)", optional=True)
                acted = begun()
        if acted:
            nav.wait(lambda: arrived() or not nav.under_way, self._timeout)

    def close(self) -> None:
        if not self._closed.is_set():
            self._closed.set()
            self._window.close()
