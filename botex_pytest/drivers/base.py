"""How pages are reached.

A driver hands out tabs; a tab is one participant's own browser (cookies, storage), used by one thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from botex_pytest.page import Answer, BrowserEvent, Outcome, Page


class Hands(Protocol):
    """A mouse, a keyboard and a look at the page, for code that plays a page in the bot's place. `selector` is CSS's; the first
    element that it selects is scrolled into view. Places are CSS pixels from the upper left corner of that element."""

    def look(self) -> Page:
        """The page as it is now."""

    def click(self, selector: str, x: float | None = None, y: float | None = None) -> None:
        """In the middle, or at (x, y)."""

    def drag(self, selector: str, *points: tuple[float, float], to: str = "") -> None:
        """Press at the first of `points`, move along the others, let go at the last; or from the middle of the one element to the
        middle of what `to` selects."""

    def type(self, text: str) -> None:
        """Into whatever has the focus: click it first."""

    def press(self, key: str) -> None:
        """A character, or Enter, Tab, Escape, Backspace, Delete, ArrowLeft, ArrowRight, ArrowUp, ArrowDown."""

    def evaluate(self, javascript: str) -> Any:
        """The value of an expression in the page, as JSON has it. A promise is awaited."""

    def wait(self, seconds: float) -> None:
        """For what the page does by itself."""


class NeedsBrowser(Exception):
    """Hands were asked for, and a driver without a browser has none."""


class Reopened(Exception):
    """The browser is gone, and the participant at `page` in another one. Whether what was under way came through shows there."""

    def __init__(self, page: Page) -> None:
        super().__init__("the page was opened in another browser")
        self.page = page


Act = Callable[[Page, Hands], bool]
"""Plays a page by hand, and says whether it did."""

Account = Callable[[str], None]
"""Told, in words, what hands are about to do; may raise to keep them from it."""


class Tab(Protocol):
    """One participant's isolated browser. Every method is bounded by the driver's page deadline and raises `BrowserError`
    when the browser itself is gone; what the *page* does wrong is data in what is returned."""

    @property
    def alive(self) -> bool:
        """Whether its browser is there, as far as is known. Asked after an error; never raises one."""

    def hold_timers(self) -> None:
        """From the next document on, oTree's page timers reach zero without sending anything."""

    def open(self, url: str) -> Page:
        """Go to `url`, follow the server's redirects, return the page when it can be read."""

    def look(self) -> Page:
        """The page as it is now; never reloads (a re-GET would lose the messages of a rejected submit)."""

    def submit(self, answer: Answer) -> Outcome:
        """Fill in what `answer` says, press its button (the next button if it names none), report what came of it."""

    def by_hand(self, act: Act, account: Account) -> Page | None:
        """Lets `act` play the page, and returns what has become of it; None when it did not play. Raises `NeedsBrowser`, and
        whatever `act` raises."""

    def wait_for_change(self, seconds: float) -> Page | None:
        """The next page as soon as another document has replaced the present one; None after `seconds`."""

    def events(self) -> tuple[BrowserEvent, ...]:
        """What the browser noticed since the last call."""

    def screenshot(self) -> bytes:
        """The whole page as JPEG; b"" where the driver has no pictures."""

    def close(self) -> None:
        """Give the tab back. Safe to call twice, and when the browser is gone."""


class Driver(Protocol):
    """One per process; starts nothing before it is told to, told to expect somebody, or asked for the first tab."""

    name: str

    def start(self) -> None:
        """Begin to start, in the background; a failure is told by the first `tab`."""

    def expect(self, tabs: int) -> None:
        """So many will be asked for soon: what can be done for them ahead may begin, in the background."""

    def tab(self, origin: str) -> Tab:
        """A new isolated tab that may not leave `origin` (scheme://host:port)."""

    def close(self) -> None:
        """End the browser and everything it started."""


class ChildProcess(Protocol):
    """A process that is ended with its whole tree, also when we are killed."""

    @property
    def alive(self) -> bool: ...

    @property
    def pid(self) -> int | None: ...

    def start(self) -> object: ...

    def log_tail(self, lines: int = 20) -> Sequence[str]: ...

    def stop(self, grace: float = 3.0) -> object:
        """End it and everything it started; the politer way first, for `grace` seconds. Safe to call twice."""


class MakeProcess(Protocol):
    """How a driver that needs a process of its own gets one; nothing runs before `start()`."""

    def __call__(self, command: Sequence[str], *, log: Path, name: str, leavings: Sequence[str] = ()) -> ChildProcess:
        """`leavings`: folders that are of no use when it has ended."""
        ...
