"""Plays one session config as often as it takes: again with other answers when somebody who answered was sent away early."""

from __future__ import annotations

from botex_pytest.bots.brief import Learnt
from botex_pytest.errors import BotexError
from botex_pytest.lab import Lab
from botex_pytest.models.base import Model
from botex_pytest.planning import Planned
from botex_pytest.play import SessionPlay
from botex_pytest.results import SessionResult
from botex_pytest.session_result import superseded


def play_config(lab: Lab, planned: Planned, model: Model) -> tuple[SessionResult, ...]:
    """Plays `planned` until nobody ends early undeclared, or there is nothing new to try. The last play is the one judged.

    Raises what interrupted it (Ctrl-C, a time-out, a server that died); what was done until then is in the run folder.
    """
    avoid: Learnt = {}
    prefer: Learnt = {}
    results: list[SessionResult] = []
    while True:
        session = SessionPlay(lab, planned, model, avoid, prefer)
        try:
            result = session.play()
        except BotexError as error:
            session.store(session.not_played(error))
            raise
        lesson = session.lesson() if len(results) < lab.config.replays else None
        if lesson is None:
            return (*results, session.store(result))
        avoid, prefer = lesson
        results.append(session.store(superseded(result)))
