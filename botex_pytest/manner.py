"""How one play of a config differs from another: seed, arrivals, pace, and what earlier plays have taught."""

from __future__ import annotations

from dataclasses import dataclass, field

from botex_pytest.bots.brief import Learnt
from botex_pytest.bots.pace import AT_ONCE, Pace
from botex_pytest.config import Config
from botex_pytest.planning import Planned
from botex_pytest.results import Purpose

_TURN = 1_000_003
"""Between the seeds of two turns, so that no turn of one seed is the first of another that people would name."""


@dataclass(frozen=True)
class Manner:
    """How one play of a config differs from another."""

    seed: int
    arrivals: str
    pace: Pace = AT_ONCE
    avoid: Learnt = field(default_factory=dict)
    prefer: Learnt = field(default_factory=dict)
    turn: int = 0  # what is drawn by the seed is drawn anew in each
    purpose: Purpose = ""
    ordinal: int = 1  # of the plays of a config that differ in more than pace
    repeat: int = 1  # which of the times that the whole of it is played

    @classmethod
    def of(cls, planned: Planned, config: Config, repeat: int = 1) -> Manner:
        """Of the first play, as settings and study file want it; planning decides which is stronger. The seeds of repeats follow
        one another, so that --botex-seed plays any of them by itself."""
        seed = (planned.study.seed if planned.study.seed is not None else config.seed) + repeat - 1
        pace = Pace(config.time_factor, seed=seed, words=config.words_per_minute)
        return cls(seed, planned.study.arrivals or config.arrivals, pace, repeat=repeat)

    @property
    def draws(self) -> int:
        """The seed of what is drawn in this play."""
        return self.seed + _TURN * self.turn
