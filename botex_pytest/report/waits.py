"""Who waited for whom, as the transcripts' times say it."""

from __future__ import annotations

import math
import sys
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from botex_pytest.export.rows import Places
from botex_pytest.page import Page
from botex_pytest.records import PlayedSession, Step
from botex_pytest.report.sentences import listed

_NAMED = 3
"""Participants that one sentence names."""


class Waits:
    """Of one session. Groups are those that oTree's data have at the end, which are those of the wait."""

    def __init__(self, played: PlayedSession, places: Places) -> None:
        self._played, self._places = played, places
        self._groups = {
            (g.app, g.round, int(member)): [int(number) for number in g.members]
            for g in played.result.flow.groups
            for member in g.members
        }
        self._arrivals = {number: _Arrivals.of(steps) for number, steps in played.transcripts.items()}
        self._known: dict[tuple[int, int], list[int]] = {}

    def others(self, number: int, step: Step) -> list[int]:
        """Whom participant `number` waited for on the wait page of `step`: who came later, the last one last, then those who
        never came. Empty where nobody is known to have been missing."""
        if (number, step.number) not in self._known:
            self._known[number, step.number] = self._others(number, step)
        return self._known[number, step.number]

    def _others(self, number: int, step: Step) -> list[int]:
        if step.seen is None or step.waited is None:
            return []
        page, since = step.seen.page, step.seen.at
        came = {other: self._arrivals[other].at(page.index) for other in self._needed(number, page) if other != number}
        return sorted((other for other, at in came.items() if at > since), key=lambda other: (came[other], other))

    def whom(self, number: int, step: Step) -> str:
        """`for P2 and P3`, `for 8 others, P4 the last`; empty as above."""
        others = self.others(number, step)
        if len(others) > _NAMED:
            return f"for {len(others)} others, P{others[-1]} the last"
        return f"for {listed([f'P{other}' for other in others])}" if others else ""

    def between(self) -> dict[tuple[int, int], float]:
        """Seconds in all that one participant (first) waited for another (second), who was the last to come."""
        found: dict[tuple[int, int], float] = {}
        for number, steps in self._played.transcripts.items():
            for step in steps:
                others = self.others(number, step)
                if others and step.waited:
                    found[number, others[-1]] = found.get((number, others[-1]), 0.0) + step.waited.seconds
        return found

    def _needed(self, number: int, page: Page) -> list[int]:
        if page.waits_for not in ("group", "subsession", "arrival"):
            return []
        everybody = list(self._arrivals)
        if page.waits_for == "subsession":
            return everybody
        app, _, round_ = self._places.of(self._played.result.config, page)
        known = self._groups.get((app, round_ or 0, number))
        return known or ([] if self._places.has_groups(app) or page.waits_for == "arrival" else everybody)


@dataclass(frozen=True)
class _Arrivals:
    """When one participant first was at each page index that was further than all before."""

    indices: list[int]
    times: list[float]

    @classmethod
    def of(cls, steps: Iterable[Step]) -> _Arrivals:
        found = cls([0], [0.0])
        for step in steps:
            if step.seen and step.seen.page.index > found.indices[-1]:
                found._add(step.seen.page.index, step.seen.at)
            if step.ended and step.ended.status == "finished":
                found._add(sys.maxsize, step.ended.at)
        return found

    def _add(self, index: int, at: float) -> None:
        self.indices.append(index)
        self.times.append(at)

    def at(self, index: int) -> float:
        """When the participant was at page `index` or behind it; infinity for never."""
        place = bisect_left(self.indices, index)
        return self.times[place] if place < len(self.times) else math.inf
