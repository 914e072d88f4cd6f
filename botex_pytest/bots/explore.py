"""Uses what lies outside the form: cards, tabs, sliders, live controls, keys. Bounded, and every action is written down.

People do so without being told, because the page's text says it. A bot does it where a page needs it: where the server listens
(a live page), where the form holds an empty hidden input, where a control belongs to no form, and where there is no way on.
"""

from __future__ import annotations

import random
from collections import Counter, deque
from dataclasses import replace

from botex_pytest.bots.asking import Asking
from botex_pytest.bots.attempt import asks
from botex_pytest.bots.brief import Brief, Place
from botex_pytest.bots.diary import Diary
from botex_pytest.drivers.base import Tab
from botex_pytest.page import KEY, NOTHING, SCROLL, Answer, Button, Page

_FIRST = 6
"""Actions before the form is answered."""

_MOST = 40
"""Actions in all on one page; a live page may want a trade or two, and ends by its timer."""

_REMINDED = 10
"""The last actions on a page, of which a model is reminded."""

_GO_ON, _WAIT = "none of these: go on to the questions of the page", "none of these: wait"

_WAITS, _PAUSE = 3, 2.0
"""How often a model may wait on a page that nobody else changes, and for how many seconds each time."""


class Explorer:
    """One participant's hands on one page. A model may choose what is done next, or leave the choice to us."""

    def __init__(self, number: int, place: Place, tab: Tab, diary: Diary, brief: Brief, model: Asking) -> None:
        self._number, self._place, self._model = number, place, model
        self._tab, self._diary, self._brief = tab, diary, brief
        self._done: Counter[str] = Counter()  # presses by ref, on all that the server made of this page
        self._fresh: dict[tuple[str, str], str] = {}  # what was done since the page was last drawn anew: from which text to which
        self._offered: dict[str, set[str]] = {}  # by text, what could be pressed there
        self._seen: set[str] = set()  # texts that the page has shown
        self._leads_on = ""  # the button that has just made it show a new one
        self._told: list[str] = []  # what was done, in words

    def prepare(self, page: Page) -> Page:
        """Before the page is answered: set its loose controls, fill what waits to be filled, make some moves on a live page.
        Returns the page as it is then, which may be another one."""
        self._fresh.clear()
        if page.tools and not _others(page):
            page = self._act(page, NOTHING, "")
        for done in range(_FIRST):
            wanted = page.live or page.awaits or (page.tools and not done)
            if not wanted or not _others(page) or self._left(page):
                break
            chosen = self._chosen(page, _GO_ON if asks(page) else _WAIT)
            button = self._button(page, chosen)
            if button is None:
                if chosen.button == NOTHING:
                    self._did("pressed nothing more", chosen)
                break
            page = self._press(page, button, chosen)
        return page

    def renew(self) -> None:
        """Its questions have other answers now: what was pressed in vain before may do something."""
        self._fresh.clear()

    def step(self, page: Page) -> Page | None:
        """One action on a page that cannot be left. None when there is nothing new to do; a live page may want the old again."""
        if sum(self._done.values()) >= _MOST:
            return None
        if _others(page) and (page.live or self._done[NOTHING] <= _WAITS):
            chosen = self._chosen(page, _WAIT)
            if chosen.button == NOTHING:
                return self._wait(chosen)
            button = self._button(page, chosen) or (self._next_button(page, again=True) if page.live else None)
            if button:
                return self._press(page, button, chosen)
        done = {ref for _, ref in self._fresh}
        if page.scrolls and SCROLL not in done:
            return self._act(page, SCROLL, "scrolled to the end")
        key = next((k for k in page.keys if KEY + k not in done), None)
        return self._act(page, KEY + key, f"pressed the key {key.strip() or 'space'}") if key else None

    def can_vary(self, page: Page) -> bool:
        """Whether a refused page may be answered differently by what lies outside its form."""
        return bool(_others(page)) and bool(page.awaits or page.tools)

    def _next_button(self, page: Page, *, again: bool = False) -> Button | None:
        """The least used of the buttons that lead nowhere by themselves; which of several equals is drawn by the seed.

        What has just led on may lead further, as the button below a series of slides does. A live page changes whatever is done,
        so that says nothing there. Where nothing is left, it is gone back to where something is.
        """
        self._offered[page.text] = {b.ref for b in _others(page)}
        open_ = [b for b in _others(page) if again or (page.text, b.ref) not in self._fresh]
        if not open_:
            back = self._way_to_something_new(page.text)
            return next((b for b in _others(page) if b.ref == back), None)
        draw = random.Random(f"{self._brief.seed}|{self._brief.config}|{self._number}|{page.index}|{sum(self._done.values())}")
        draw.shuffle(open_)
        return min(open_, key=lambda b: (b.ref != self._leads_on or page.live, self._done[b.ref]))

    def _way_to_something_new(self, text: str) -> str:
        """What to press first, by the shortest way known; "" without any."""
        ways, seen = deque([(text, "")]), {text}
        while ways:
            here, first = ways.popleft()
            if first and any((here, ref) not in self._fresh for ref in self._offered.get(here, ())):
                return first
            for (start, ref), end in self._fresh.items():
                if start == here and end not in seen:
                    seen.add(end)
                    ways.append((end, first or ref))
        return ""

    def _button(self, page: Page, chosen: Answer) -> Button | None:
        """The model's choice; ours where it leaves that to us; none where it wants none pressed."""
        if chosen.button == NOTHING:
            return None
        return next((b for b in _others(page) if b.ref == chosen.button), None) or self._next_button(page)

    def _wait(self, chosen: Answer) -> Page:
        """The model would rather see what happens."""
        self._done[NOTHING] += 1
        self._did("waited", chosen)
        return self._tab.wait_for_change(_PAUSE) or self._tab.look()

    def _press(self, page: Page, button: Button, chosen: Answer) -> Page:
        return self._act(page, button.ref, f"pressed “{button.label}”", chosen)

    def _act(self, page: Page, ref: str, what: str, chosen: Answer | None = None) -> Page:
        answer = chosen or (self._chosen(replace(page, buttons=()), "") if page.tools else Answer())
        values = {name: value for name, value in answer.values.items() if any(t.name == name for t in page.tools)}
        labels = {tool.name: tool.label or tool.widget for tool in page.tools}
        set_to = [
            f"set {labels[name]} to {value if isinstance(value, str) else ', '.join(value)}" for name, value in values.items()
        ]
        self._done[ref] += 1
        self._fresh[page.text, ref] = page.text
        self._seen.add(page.text)
        pause = self._brief.pace.acting
        after = self._tab.wait_for_change(pause) if pause else None
        if after is not None and self._left(after):
            if answer.meta:
                self._did("was too slow: the page had gone on", answer)
            return after
        outcome = self._tab.submit(Answer(values, ref))
        self._fresh[page.text, ref] = outcome.page.text
        self._leads_on = "" if outcome.page.text in self._seen else ref
        self._did("; ".join([*set_to, *filter(None, [what])]), answer)
        return outcome.page

    def _did(self, what: str, chosen: Answer) -> None:
        self._told.append(what)
        self._diary.acted(what, chosen)

    def _chosen(self, page: Page, stop: str) -> Answer:
        """What the model puts into the loose controls, and what it wants pressed; asked anew for each action. `stop`: what
        pressing nothing would mean."""
        asked = replace(page, fields=page.tools, buttons=tuple(_others(page)))
        ask = self._brief.ask(asked, self._place, self._number, sum(self._done.values()) + 1)
        return self._model.answer(replace(ask, acting=True, may_stop=stop, done=tuple(self._told[-_REMINDED:])))

    def _left(self, page: Page) -> bool:
        return page.index != self._diary.visit.index or page.kind not in ("form", "still")


def _others(page: Page) -> list[Button]:
    return [b for b in page.buttons if b.role == "other" and b.enabled]
