"""Plays one session config as often as it takes: again with other answers when somebody was sent away early, again and again to
explore, and at human pace when something broke; all of it as often as --botex-repeat says. Every play's findings count; of each
time one play says who finished."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from botex_pytest import confirming, exploring
from botex_pytest.bots.pace import AT_ONCE
from botex_pytest.casting import Cast
from botex_pytest.errors import BotexError, OtreeHangError
from botex_pytest.lab import Lab
from botex_pytest.manner import Manner
from botex_pytest.planning import Planned
from botex_pytest.play import SessionPlay
from botex_pytest.results import SessionResult
from botex_pytest.session_result import superseded

_FREEZES = 2
"""Plays in a row that the known bug of oTree's own may cost: it befalls about one in forty of three bots in step."""
_QUIET = 2
"""Sessions in a row that reach nothing new, after which exploring is over."""


def play_config(lab: Lab, planned: Planned, cast: Cast) -> tuple[SessionResult, ...]:
    """All plays of `planned`, in their order; those that are `replayed` leave it to another one to say who finished.

    Raises what interrupted it (Ctrl-C, a time-out, a server that died); what was done until then is in the run folder.
    """
    results: list[SessionResult] = []
    manners: list[Manner] = []
    for repeat in range(1, 2 if planned.test else lab.config.repeat + 1):  # a test repeats its assertions with its session
        plays = _Plays(lab, planned, cast, repeat, manners)
        plays.until_nobody_ends_early()
        if lab.config.explore:
            plays.explore()
        if lab.config.confirm:
            plays.confirm()
        results += plays.results
        manners += plays.manners
        if plays.has_spent_all:
            break
    return tuple(results)


class _Plays:
    """The plays of one config in one run, or in one of its repeats; `earlier`: those of the repeats before."""

    def __init__(self, lab: Lab, planned: Planned, cast: Cast, repeat: int, earlier: Sequence[Manner]) -> None:
        self._lab, self._planned, self._cast = lab, planned, cast
        self._repeat, self._earlier = repeat, tuple(earlier)
        self.manners: list[Manner] = []
        self._sessions: list[SessionPlay] = []
        self.results: list[SessionResult] = []

    def until_nobody_ends_early(self) -> None:
        """The first play, and others until nobody ends early undeclared or there is no other answer to try."""
        manner = Manner.of(self._planned, self._lab.config, self._repeat)
        self._play(manner)
        while len(self.results) <= self._lab.config.replays:
            lesson = self._sessions[-1].lesson()
            if lesson is None:
                return
            avoid, prefer = lesson
            self._change(len(self.results) - 1, superseded(self.results[-1]))
            manner = replace(manner, avoid=avoid, prefer=prefer, purpose="other-answers")
            self._play(manner)

    def explore(self) -> None:
        """With other arrivals, draws and answers, until nothing new is reached."""
        first, most, quiet = self.manners[-1], self._lab.config.max_plays, 0
        while quiet < _QUIET and len(self.results) < most:
            played = [session.played for session in self._sessions if session.played]
            if not played:
                return  # the session cannot even be created
            self._play(exploring.next_manner(first, self.manners, played, self._planned.participants))
            if self.has_spent_all:
                break
            quiet = 0 if exploring.is_new(self.results[-1], self.results[:-1]) else quiet + 1
        self._take_over(exploring.settled(self.results))

    @property
    def has_spent_all(self) -> bool:
        """Another play would have nothing to spend."""
        return any(p.status == "budget" for p in self.results[-1].participants)

    def confirm(self) -> None:
        """What broke and may have been broken by speed is played once at human pace; if it did not happen then, once more as
        it was, because what does not come again at any pace hangs on chance."""
        at = next((n for n, result in enumerate(self.results) if confirming.suspects(result)), None)
        if at is None or self.manners[at].pace.factor or self._cast.thinks:
            return  # that was not machine speed
        fast, manner = self.results[at], self.manners[at]
        slow = self._play(replace(manner, pace=confirming.human_pace(fast), purpose="human-pace"))
        gone = confirming.vanished(fast, slow)
        again = self._play(replace(manner, purpose="machine-speed")) if gone else None
        self._take_over(confirming.settled(self.results, gone, slow, again))

    def _play(self, manner: Manner, *, told: tuple[str, ...] = ()) -> SessionResult:
        """`told`: sentences for the result about how it came by."""
        manner = self._counted(manner)
        session = SessionPlay(self._lab, self._planned, self._cast, manner)
        try:
            result = session.play()
            result = replace(result, skipped=(*told, *result.skipped))
        except OtreeHangError as error:  # a server of ours, which is started again: once is bad luck
            lost = session.not_played(error)
            again = len(told) < (_FREEZES if error.of_otree else 1) and not self._cast.guided
            session.store(replace(lost, replayed=True, participants=(), findings=()) if again else lost)
            if not again:
                raise
            how = f"{error.what.rstrip('.')}: the session was played again on a new one"
            return self._play(manner, told=(*told, how))
        except BotexError as error:
            session.store(session.not_played(error))
            raise
        self.manners.append(manner)
        self._sessions.append(session)
        self.results.append(session.store(result))
        return self.results[-1]

    def _counted(self, manner: Manner) -> Manner:
        """Whoever replays answers gives the same at any pace."""
        alike = [replace(other, pace=AT_ONCE, purpose="", ordinal=1) for other in (*self._earlier, *self.manners, manner)]
        distinct = [other for at, other in enumerate(alike) if other not in alike[:at]]
        return replace(manner, ordinal=distinct.index(alike[-1]) + 1)

    def _take_over(self, results: list[SessionResult]) -> None:
        for at, result in enumerate(results):
            self._change(at, result)

    def _change(self, at: int, result: SessionResult) -> None:
        if result != self.results[at]:
            self.results[at] = self._sessions[at].store(result)
