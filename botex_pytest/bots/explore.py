"""Uses what lies outside the form: cards, tabs, sliders, live controls, keys. Bounded, and every action is written down.

People do so without being told, because the page's text says it. A bot does it where a page needs it: where the server listens
(a live page), where the form holds an empty hidden input, where a control belongs to no form, and where there is no way on.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

from botex_pytest.bots.brief import Brief, Place
from botex_pytest.bots.diary import Diary
from botex_pytest.drivers.base import Tab
from botex_pytest.models.base import Respondent
from botex_pytest.page import KEY, NOTHING, SCROLL, Answer, Button, Page, Value

_FIRST = 6
"""Actions before the form is answered."""

_MOST = 40
"""Actions in all on one page; a live page may want a trade or two, and ends by its timer."""


class Explorer:
    """One participant's hands on one page."""

    def __init__(self, number: int, place: Place, tab: Tab, diary: Diary, brief: Brief, respondent: Respondent) -> None:
        self._number, self._place, self._respondent = number, place, respondent
        self._tab, self._diary, self._brief = tab, diary, brief
        self._done: Counter[str] = Counter()  # presses by ref, on all that the server made of this page
        self._fresh: set[tuple[str, str]] = set()  # what was done since the page was last drawn anew, and what it showed then
        self._seen: set[str] = set()  # texts that the page has shown
        self._leads_on = ""  # the button that has just made it show a new one

    def prepare(self, page: Page) -> Page:
        """Before the page is answered: set its loose controls, fill what waits to be filled, make some moves on a live page.
        Returns the page as it is then, which may be another one."""
        self._fresh.clear()
        if page.tools and not _others(page):
            page = self._act(page, NOTHING, "")
        for done in range(_FIRST):
            wanted = page.live or page.awaits or (page.tools and not done)
            button = self._next_button(page) if wanted else None
            if button is None or self._left(page):
                break
            page = self._press(page, button)
        return page

    def step(self, page: Page) -> Page | None:
        """One action on a page that cannot be left. None when there is nothing new to do; a live page may want the old again."""
        if sum(self._done.values()) >= _MOST:
            return None
        button = self._next_button(page) or (self._next_button(page, again=True) if page.live else None)
        if button:
            return self._press(page, button)
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
        so that says nothing there.
        """
        open_ = [b for b in _others(page) if again or (page.text, b.ref) not in self._fresh]
        draw = random.Random(f"{self._brief.seed}|{self._brief.config}|{self._number}|{page.index}|{sum(self._done.values())}")
        draw.shuffle(open_)
        return min(open_, key=lambda b: (b.ref != self._leads_on or page.live, self._done[b.ref]), default=None)

    def _press(self, page: Page, button: Button) -> Page:
        return self._act(page, button.ref, f"pressed “{button.label}”")

    def _act(self, page: Page, ref: str, what: str) -> Page:
        values = self._values(page)
        labels = {tool.name: tool.label or tool.widget for tool in page.tools}
        set_to = [
            f"set {labels[name]} to {value if isinstance(value, str) else ', '.join(value)}" for name, value in values.items()
        ]
        self._done[ref] += 1
        self._fresh.add((page.text, ref))
        self._seen.add(page.text)
        pause = self._brief.pace.acting
        after = self._tab.wait_for_change(pause) if pause else None
        if after is not None and self._left(after):
            return after
        outcome = self._tab.submit(Answer(values, ref))
        self._leads_on = "" if outcome.page.text in self._seen else ref
        self._diary.acted("; ".join([*set_to, *filter(None, [what])]))
        return outcome.page

    def _values(self, page: Page) -> dict[str, Value]:
        """What the model puts into the loose controls, asked anew for each action."""
        if not page.tools:
            return {}
        asked = replace(page, fields=page.tools, buttons=())
        ask = self._brief.ask(asked, self._place, self._number, sum(self._done.values()) + 1)
        answer = self._respondent.answer(ask)
        return {name: value for name, value in answer.values.items() if asked.field(name)}

    def _left(self, page: Page) -> bool:
        return page.index != self._diary.visit.index or page.kind not in ("form", "still")


def _others(page: Page) -> list[Button]:
    return [b for b in page.buttons if b.role == "other" and b.enabled]
