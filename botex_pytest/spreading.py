"""One session over several workers (--botex-spread). One of them leads it, as if it were alone: it has the server, the bots, and
the last word. The others lend it their browsers, and judge what it has come to."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from typing import Any

from botex_pytest.drivers.base import Driver
from botex_pytest.drivers.borrowed import SharedDriver
from botex_pytest.drivers.lending import Lender
from botex_pytest.errors import BotexError
from botex_pytest.meeting import Meeting, Place
from botex_pytest.plain import from_plain, to_plain
from botex_pytest.results import SessionResult
from botex_pytest.run import Run

Results = tuple[SessionResult, ...]

Lead = Callable[[Callable[[Driver], Driver]], Results]
"""Plays the session, given what makes of a worker's own browser one that it shares with all."""


def open_meeting(run: Run) -> Meeting:
    """The controller's, open until the run ends. Safe to call again."""
    if run.meeting is None:
        run.meeting = Meeting(secrets.token_urlsafe())
        run.meeting.open()
        run.at_end(run.meeting.close)
    return run.meeting


def play_together(run: Run, session: str, browser: Driver, lead: Lead) -> Results:
    """What the session of that node id came to, for a worker that has a share of it: calls `lead`, or lends `browser` until
    another worker has led it. Raises what `lead` raises, or `BotexError` with what kept the other one from playing."""
    port, secret = run.meets_at["port"], run.meets_at["secret"]
    lender = Lender(browser, secret)
    lender.open()
    try:
        with Place(port, secret, session, worker=os.environ["PYTEST_XDIST_WORKER"], lends_at=lender.port) as place:
            said = place.leads()
            if said is not None:
                return _results(said["outcome"])
            patience = run.config.page_timeout
            return _led(place, session, lambda: lead(lambda own: SharedDriver(own, place.lenders, secret, patience)))
    finally:
        lender.close()


def _led(place: Place, session: str, play: Callable[[], Results]) -> Results:
    try:
        results = play()
    except BotexError as error:
        place.tell({"lost": str(error)})
        raise
    except BaseException as error:
        place.tell({"lost": f"The play of {session} was interrupted: {error or type(error).__name__}"})
        raise
    place.tell({"results": to_plain(results)})
    return results


def _results(outcome: dict[str, Any]) -> Results:
    if "lost" in outcome:
        raise BotexError(outcome["lost"])
    return tuple(from_plain(SessionResult, result) for result in outcome["results"])
