"""Who is where in one session: the only state that the bots of a session share, and what decides that waiting is hopeless."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from botex_pytest.played import Gap, Stuck

Groups = dict[int, int]
"""Group by participant; {} when it cannot be known."""

GroupsOf = Callable[[str, int], Groups]
"""(app, round) -> the groups as they are now. Costs a request, so a waiting seat asks no more often than `_ASK_SECONDS`."""

_ASK_SECONDS = 2.0

_QUIET_SECONDS = 2.0
"""Nobody may have moved for so long before a barrier is lifted while others wait: they may be about to be let go."""


@dataclass
class Seat:
    """One participant. `index` is oTree's page index; `since` says when it last moved (monotonic seconds)."""

    number: int
    code: str
    label: str
    url: str
    where: str = ""
    app: str = ""
    round: int = 0
    index: int = 0
    waits_for: str = ""  # "group", "subsession", "arrival" or "room"; "" on a page that is no wait page
    doing: Literal["starting", "playing", "waiting", "stopped", "ended"] = "starting"  # stopped: at a barrier
    gap: Gap | None = None  # at a barrier where something was asked
    complete: bool = False  # ended by having nothing left to do
    done: bool = False  # with a page that only its timer ends
    idle: bool = False  # on a page from which nothing of its own doing leads on
    since: float = 0.0
    asked: float = float("-inf")  # when its group was asked for last


class Table:
    """Thread-safe. `wait_timeout`: seconds in which nobody moves before waiting counts as endless."""

    def __init__(self, seats: list[Seat], groups_of: GroupsOf, wait_timeout: float) -> None:
        self.seats = {s.number: s for s in seats}
        self._groups_of, self._wait_timeout = groups_of, wait_timeout
        self._lock = threading.Lock()
        self._verdicts: dict[int, Stuck] = {}
        self._progress = time.monotonic()
        self.cancelled = ""
        self.gap: Gap | None = None  # the first that a lifted barrier left for all

    def moved(self, number: int, *, where: str, app: str, round_: int, index: int, waits_for: str = "") -> None:
        """Participant `number` sees another page; a wait page when `waits_for` is set."""
        with self._lock:
            seat = self.seats[number]
            index = index or seat.index  # an address without an index, such as an error page's, is no step back
            if index != seat.index or seat.doing != "waiting" or not waits_for:
                self._progress = seat.since = time.monotonic()
                self._verdicts.pop(number, None)  # whoever got on waits anew the next time
            seat.where, seat.app, seat.round, seat.index, seat.waits_for = where, app, round_, index, waits_for
            seat.doing = "waiting" if waits_for else "playing"
            seat.idle = seat.done = False

    def stopped(self, number: int, gap: Gap | None) -> None:
        """Participant `number` cannot leave its page and waits for `lifted`. `gap`: what it leaves undone there."""
        with self._lock:
            seat = self.seats[number]
            seat.doing, seat.gap = "stopped", gap
            self._progress = time.monotonic()

    def lifted(self, number: int) -> bool:
        """Whether participant `number`, who has stopped, is to be moved on: nobody else can do anything any more, so that what
        is found before is found without our help. Decided once, for all who have stopped."""
        with self._lock:
            stopped = [s for s in self.seats.values() if s.doing == "stopped"]
            if self.seats[number] in stopped and self._nobody_else_moves(stopped):
                for seat in stopped:
                    seat.doing = "playing"
                    self.gap = self.gap or seat.gap
                self._progress = time.monotonic()
            return self.seats[number].doing != "stopped"

    def ended(self, number: int, *, complete: bool) -> None:
        """`complete`: at the study's end, where nobody waits for this participant any more."""
        with self._lock:
            self.seats[number].doing, self.seats[number].complete = "ended", complete
            self._progress = time.monotonic()

    def may_end(self, number: int) -> bool:
        """Whether the page that participant `number` is done with may be ended before its time: everybody who can come to it, or
        is there, is done with it as well. On a live page others may still want to deal with this one."""
        with self._lock:
            seat = self.seats[number]
            seat.done = True
            others = [s for s in self.seats.values() if s.doing in ("starting", "playing") and s.index <= seat.index]
            return all(s.done for s in others)

    def idles(self, number: int) -> None:
        """Participant `number` has nothing left to press, and watches the page."""
        with self._lock:
            self.seats[number].idle = True

    def may_follow(self, number: int, patience: float) -> bool:
        """Whether everybody before participant `number` has ended, waits, or cannot go on: idle, or `patience` seconds on one
        page, such as a live page whose partner is still to come."""
        now = time.monotonic()
        with self._lock:
            before = [s for s in self.seats.values() if s.number < number]
            return all(
                s.doing in ("ended", "waiting", "stopped") or s.idle or (s.doing == "playing" and now - s.since > patience)
                for s in before
            )

    def cancel(self, why: str) -> None:
        """Every bot stops at its next look; the play is not to be judged, or only as far as it came."""
        self.cancelled = self.cancelled or why

    def stuck(self, number: int) -> Stuck | None:
        """Whether participant `number`, who waits, waits in vain. Said of a wait page it stays said until that is left."""
        with self._lock:
            seat, hopeless = self.seats[number], self._nobody_moves()
            wanted = self._groups_wanted(seat, hopeless)
        groups = {place: self._groups_of(*place) for place in wanted}  # without the lock: this may take its time
        with self._lock:
            if hopeless and self._nobody_moves():
                self._judge_all(groups)
            return self._verdicts.get(number) or self._blocked(seat, groups)

    def progress(self) -> str:
        """One line for people: where everybody is."""
        with self._lock:
            places: dict[str, list[str]] = {}
            for seat in self.seats.values():
                place = {
                    "ended": "done" if seat.complete else "stopped",
                    "starting": "starting",
                    "waiting": f"waiting at {seat.where}",
                    "stopped": f"stopped at {seat.where}",
                }.get(seat.doing, seat.where)
                places.setdefault(place, []).append(f"P{seat.number}")
        return "; ".join(f"{_short(who)} {place}" for place, who in places.items())

    # --- all below: with the lock held ---

    def _groups_wanted(self, seat: Seat, hopeless: bool) -> set[tuple[str, int]]:
        """Whose groups must be known now: this one's when somebody may be missing from it; everybody's before all are judged."""
        if hopeless:
            return {(s.app, s.round) for s in self._waiting() if s.waits_for == "group"}
        missing = seat.waits_for == "group" and any(_ended_before(s, seat) for s in self.seats.values())
        if not missing or time.monotonic() - seat.asked < _ASK_SECONDS:
            return set()
        seat.asked = time.monotonic()
        return {(seat.app, seat.round)}

    def _blocked(self, seat: Seat, groups: dict[tuple[str, int], Groups]) -> Stuck | None:
        """Somebody whose arrival this wait page needs has ended before it: nobody has to sit out the deadline for that."""
        if seat.waits_for == "subsession" or (seat.waits_for == "group" and groups.get((seat.app, seat.round))):
            return self._say_blocked(seat, self._needed(seat, groups))
        return None

    def _nobody_else_moves(self, stopped: list[Seat]) -> bool:
        waiting = self._waiting()
        quiet = min(self._wait_timeout, _QUIET_SECONDS) if waiting else 0.0
        return self._all_in(stopped + waiting) and time.monotonic() - self._progress >= quiet

    def _all_in(self, seats: list[Seat]) -> bool:
        return len(seats) == sum(s.doing != "ended" for s in self.seats.values())

    def _nobody_moves(self) -> bool:
        """Everybody who has not ended waits, and has done so for the whole deadline."""
        return time.monotonic() - self._progress >= self._wait_timeout and self._all_in(self._waiting())

    def _judge_all(self, groups: dict[tuple[str, int], Groups]) -> None:
        """For everybody at once, so that the first to be told does not become the others' excuse. Who waits for somebody who
        waits on an earlier page is left for later: when that one ends, this one is blocked; when a reload helps, it goes on."""
        for seat in self._waiting():
            needed = self._needed(seat, groups)
            if seat.number in self._verdicts or self._say_blocked(seat, needed):
                continue
            if not any(s.doing == "waiting" and s.index < seat.index for s in needed):
                self._verdicts[seat.number] = Stuck("endless", (), None, time.monotonic() - seat.since)

    def _waiting(self) -> list[Seat]:
        return [s for s in self.seats.values() if s.doing == "waiting"]

    def _needed(self, seat: Seat, groups: dict[tuple[str, int], Groups]) -> list[Seat]:
        """Whom this wait page needs: the members of the group, else everybody."""
        known = groups.get((seat.app, seat.round), {}) if seat.waits_for == "group" else {}
        own = known.get(seat.number)
        return [s for n, s in self.seats.items() if own is None or known.get(n) == own]

    def _say_blocked(self, seat: Seat, needed: list[Seat]) -> Stuck | None:
        """By the first of those `needed` who has ended before; the root is who ended for a reason other than waiting."""
        missing = [s.number for s in needed if _ended_before(s, seat)]
        if not missing:
            return None
        before = self._verdicts.get(missing[0])
        root = before.root if before and before.root else missing[0]
        stuck = Stuck("blocked", tuple(missing), root, time.monotonic() - seat.since)
        self._verdicts[seat.number] = stuck
        return stuck


def _ended_before(other: Seat, waiting: Seat) -> bool:
    """Whether `other` stopped before the wait page, or on it (when completing the group is what failed)."""
    return other.doing == "ended" and not other.complete and other.index <= waiting.index


def _short(names: list[str]) -> str:
    return ", ".join(names) if len(names) <= 4 else f"{', '.join(names[:3])} and {len(names) - 3} more"
