"""What live pages and the server said to each other."""

from __future__ import annotations

from collections.abc import Iterator

from botex_pytest.checks.base import Play
from botex_pytest.page import Page
from botex_pytest.played import Played, Stop, Visit
from botex_pytest.results import Finding


def live_failures(play: Play) -> Iterator[Finding]:
    """Live methods that raised an error: the page goes on as if nothing had happened, and the message is lost."""
    told: set[tuple[str, int]] = set()
    for player in play.players:
        said = ""
        for visit, event in player.noticed:
            if event.kind == "live-sent":
                said = event.text
            elif event.live_failure and (visit.where, player.number) not in told:
                told.add((visit.where, player.number))
                yield _failure(said, visit, player, play)


def _failure(said: str, visit: Visit, player: Played, play: Play) -> Finding:
    page = play.page(visit.index)
    fault = play.fault(Stop("error", Page("error", ""), visit.where, visit.round, log_position=visit.log_position))
    what = fault.error if fault else "oTree's log does not say why"
    message = f" when it gets the message {said}" if said else ""
    return Finding(
        "live-error",
        "broken",
        f"The live method of {visit.where} fails: {what}",
        play.config,
        f"live-error|{visit.where}|{fault.cause if fault else what}",
        (player.number,),
        visit.where,
        visit.round,
        visit.step,
        detail=f"The live method fails{message}." + (f"\n{fault.text}" if fault else ""),
        advice=fault.advice if fault else "It must return nothing, or a dict of messages by id_in_group (0: the whole group).",
        shot=player.shots.get(visit.step, ""),
        file=fault.file if fault and fault.file else page.file if page else "",
        line=fault.line if fault and fault.file else page.line if page else 0,
    )
