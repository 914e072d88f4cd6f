"""A mouse and a keyboard for who plays a page in the bot's place: real input events, each of them accounted for."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from botex_pytest.drivers.base import Account, NeedsBrowser
from botex_pytest.drivers.window import Window
from botex_pytest.errors import BrowserError
from botex_pytest.hook_errors import HookError
from botex_pytest.page import Page

KEYS = {
    "Enter": "\ue007",
    "Tab": "\ue004",
    "Escape": "\ue00c",
    "Backspace": "\ue003",
    "Delete": "\ue017",
    "ArrowLeft": "\ue012",
    "ArrowUp": "\ue013",
    "ArrowRight": "\ue014",
    "ArrowDown": "\ue015",
}
"""WebDriver's code points for keys that are no character."""

_STEPS = 4  # moves between two points: what follows the pointer wants to see it come
_LONGEST = 2000  # characters of a script or a text that are told
_WAITS = 0.5  # seconds between two looks at whether there still is time
_BOX = """(() => {
    let found = null;
    try { found = document.querySelector(%s); } catch {}
    if (!found) return '';
    if (%s) found.scrollIntoView({block: 'center', inline: 'center', behavior: 'instant'});
    const box = found.getBoundingClientRect();
    return JSON.stringify([box.left, box.top, box.width, box.height]);
})()"""

Point = tuple[float, float]
Action = dict[str, Any]


class ChromeHands:
    """See `drivers.base.Hands`."""

    def __init__(self, window: Window, look: Callable[[], Page], account: Account) -> None:
        self._window, self._look, self._account = window, look, account

    def look(self) -> Page:
        self._account("")  # a handler may look until something happens, which may be never
        return self._look()

    def click(self, selector: str, x: float | None = None, y: float | None = None) -> None:
        self._account(f"clicked {selector}" + ("" if x is None or y is None else f" at {x:g}, {y:g}"))
        place = self._middle(selector) if x is None or y is None else self._at(selector, (x, y))
        self._mouse(_move(place), {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0})

    def drag(self, selector: str, *points: Point, to: str = "") -> None:
        if not to and len(points) < 2:
            raise ValueError("drag needs two points, or what to drag `to`")
        way = f"to {to}" if to else f"along {len(points)} points"
        self._account(f"dragged {selector} {way}")
        if to:
            self._middle(selector)  # both are in view, if they fit
            end = self._middle(to)
            places = [self._middle(selector, scroll=False), end]
        else:
            places = [self._at(selector, point) for point in points]
        down = [_move(places[0]), {"type": "pointerDown", "button": 0}]
        moves = [_move(place) for here, there in itertools.pairwise(places) for place in _between(here, there)]
        self._mouse(*down, *moves, {"type": "pointerUp", "button": 0})

    def type(self, text: str) -> None:
        self._account(f"typed {text[:_LONGEST]}")
        self._strike(text)

    def press(self, key: str) -> None:
        if key not in KEYS and len(key) != 1:
            raise ValueError(f"{key!r} is no key; those with a name are {', '.join(KEYS)}")
        self._account(f"pressed the key {key.strip() or 'space'}")
        self._strike([KEYS.get(key, key)])

    def evaluate(self, javascript: str) -> Any:
        self._account(f"ran {javascript[:_LONGEST]}")
        wrapped = f"(async () => JSON.stringify({{value: await ({javascript})}}))()"
        asked = {"expression": wrapped, "target": {"context": self._window.context}, "awaitPromise": True, "userActivation": True}
        done = self._window.ask("script.evaluate", asked)
        if done["type"] != "success":
            raise HookError.script_failed(done["exceptionDetails"].get("text", ""))
        return json.loads(done["result"]["value"]).get("value")

    def wait(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        self._account(f"waited {seconds:g} s")
        while (left := end - time.monotonic()) > 0:
            time.sleep(min(left, _WAITS))
            self._account("")

    # --- where, and with what ---

    def _box(self, selector: str, *, scroll: bool = True) -> tuple[float, float, float, float]:
        found = self._window.run(_BOX % (json.dumps(selector), json.dumps(scroll)))
        if not found:
            raise HookError.no_element(selector)
        left, top, width, height = json.loads(found)
        return left, top, width, height

    def _at(self, selector: str, point: Point) -> Point:
        left, top, *_ = self._box(selector)
        return left + point[0], top + point[1]

    def _middle(self, selector: str, *, scroll: bool = True) -> Point:
        left, top, width, height = self._box(selector, scroll=scroll)
        return left + width / 2, top + height / 2

    def _mouse(self, *actions: Action) -> None:
        self._perform({"type": "pointer", "id": "mouse", "actions": list(actions)})

    def _strike(self, keys: Iterable[str]) -> None:
        strokes = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._perform({"type": "key", "id": "keyboard", "actions": strokes})

    def _perform(self, actions: Action) -> None:
        try:
            self._window.command("input.performActions", {"actions": [actions]})
        except BrowserError as error:
            if "out of bounds" not in str(error):
                raise
            raise HookError.out_of_sight() from None


class NoHands:
    """What a driver without a browser offers: a look, and nothing else."""

    def __init__(self, look: Callable[[], Page], account: Account) -> None:
        self._look, self._account = look, account

    def look(self) -> Page:
        self._account("")
        return self._look()

    def __getattr__(self, name: str) -> Any:
        raise NeedsBrowser(name)


def _move(place: Point) -> Action:
    return {"type": "pointerMove", "x": round(place[0]), "y": round(place[1])}


def _between(here: Point, there: Point) -> Iterator[Point]:
    for step in range(1, _STEPS + 1):
        part = step / _STEPS
        yield here[0] + (there[0] - here[0]) * part, here[1] + (there[1] - here[1]) * part
