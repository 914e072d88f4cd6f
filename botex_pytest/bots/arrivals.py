"""When each participant of a session opens the link. People never arrive at one instant, and what an experiment shows may hang on
who came first."""

from __future__ import annotations

import random
from contextlib import suppress
from itertools import accumulate

from botex_pytest.bots.brief import Limits
from botex_pytest.bots.pace import Pace
from botex_pytest.bots.table import Table
from botex_pytest.waiting import WaitTimeout, wait_until

_GAP = 1.0
"""Seconds between two staggered arrivals of bots that play at machine speed, on average: several pages, as among people."""

_HUMAN_GAP = 10.0
"""The same for participants who read."""

_READS = 4
"""How much longer than a bot somebody who reads may stay on one page before the next is let in, in page deadlines."""

_SPREAD = 60.0
"""All arrivals of a large session fall within about so many seconds at machine speed."""


class Arrivals:
    """Shared by all bots of a session. together: at once, or within the moments that people need to click. staggered: in an order
    and at distances that the seed draws. one-by-one: by number, each when everybody before has ended, waits or cannot go on."""

    def __init__(self, pattern: str, table: Table, limits: Limits, pace: Pace, seed: str) -> None:
        self._pattern, self._table, self._session = pattern, table, limits.session
        self._patience = limits.page * (1 + _READS * pace.factor)
        rng = random.Random(seed)
        order = rng.sample(sorted(table.seats), len(table.seats))
        gap = min(_GAP, _SPREAD / len(order)) + _HUMAN_GAP * pace.factor
        gaps = [rng.uniform(0.5, 1.5) * gap for _ in order[1:]]
        self._after: dict[int, float] = {}  # seconds from the beginning, by participant
        if pattern == "staggered":
            self._after = dict(zip(order, accumulate(gaps, initial=0.0), strict=True))
        elif pattern == "together":
            self._after = {number: rng.uniform(0.0, pace.moment) for number in order}

    def wait_for(self, number: int) -> None:
        """Returns when it is this participant's turn, or when the play was cancelled. The session's deadline begins anew."""
        table, after = self._table, self._after.get(number)
        seconds = self._session.seconds * number if after is None else after
        with suppress(WaitTimeout):  # for those who are told when to come that is the moment itself
            wait_until(lambda: bool(table.cancelled) or (after is None and table.may_follow(number, self._patience)), seconds, "")
        self._session.renew()
