"""How long people take over a page. Bots that play at a share of that meet timers, other participants and scripts as people do.

Silent reading of English runs at about 240 words a minute (Brysbaert 2019, doi:10.1016/j.jml.2019.104047), typing at about 50
(Dhakal et al. 2018, doi:10.1145/3173574.3174220).
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass

from botex_pytest.page import Field, Page, Value

WORDS = 240
"""Read in a minute."""

_KEYS = 50 * 5 / 60
"""A second; a word counts as five letters, as typists count it."""

_GLANCE = 2.2
"""Seconds before anybody presses anything on a page, however short."""

_CHOICE = 1.0
"""Seconds to settle on one of several answers and to click it."""

_MOMENT = 2.0
"""Seconds within which people who are told to begin have clicked."""

_HURRY = 0.7
"""Of what a timer leaves, people use at most this share: they see it run."""

_SIGNS = r"\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_WORD = re.compile(rf"[{_SIGNS}]|[^\s{_SIGNS}]+")
"""Where no blanks stand between words (Thai, Japanese, Chinese), about as many signs are read a minute as words elsewhere."""


@dataclass(frozen=True)
class Pace:
    """`factor`: 0 takes no time at all, 1 that of people. `longest`: seconds over which nobody reads or types on one page.
    `words`: how many people read in a minute."""

    factor: float = 0.0
    longest: float = math.inf
    seed: int = 0
    words: int = WORDS

    def reading(self, page: Page, number: int) -> float:
        """Seconds that participant `number` looks at `page` before answering. People differ, so no two click at one instant."""
        seconds = max(_GLANCE, len(_WORD.findall(page.text)) * 60 / self.words)
        # An address may hold half a surrogate pair, which random cannot encode by itself.
        drawn_by = f"{self.seed}|{number}|{page.index}|{page.name}".encode("utf-8", "surrogatepass")
        draw = random.Random(drawn_by).uniform(1.0, 1.4)
        return self._within(page, min(seconds * self.factor, self.longest) * draw)

    def answering(self, page: Page, values: Mapping[str, Value]) -> float:
        """Seconds to choose and to type `values`. The form is filled at once when they are over."""
        seconds = sum(_seconds(page.field(name), value) for name, value in values.items())
        return self._within(page, min(seconds * self.factor, self.longest))

    @property
    def acting(self) -> float:
        """Seconds between two presses of something outside the form."""
        return min(_CHOICE * self.factor, self.longest)

    @property
    def moment(self) -> float:
        return min(_MOMENT * self.factor, self.longest)

    def _within(self, page: Page, seconds: float) -> float:
        return seconds if page.seconds_left is None else min(seconds, _HURRY * page.seconds_left)


def _seconds(field: Field | None, value: Value) -> float:
    typed = field is not None and not field.choices and field.kind != "tick"
    return len(value) / _KEYS if typed and isinstance(value, str) else _CHOICE


AT_ONCE = Pace()
