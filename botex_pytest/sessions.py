"""Which session an item belongs to, and when it is played: once, by the first of its items that runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from botex_pytest.errors import BotexError
from botex_pytest.judging import Judgement, judge, properties
from botex_pytest.lab import Lab
from botex_pytest.results import SessionResult
from botex_pytest.run import Run

if TYPE_CHECKING:
    from botex_pytest.collect import BotItem


def verdict(item: BotItem, run: Run, lab: Callable[[], Lab]) -> Judgement:
    """Plays the item's session if that is still to be done, or if this item was judged before (a rerun); then judges.

    An interrupted play counts for none of the session's items: what it did not reach was not tested.
    """
    name = item.planned.name
    if (name, item.number) in run.judged:
        _forget(run, name)
    run.judged.add((name, item.number))
    _tell(item, status="infrastructure")  # which is what it stays if we do not get to the end of this
    repeated = name in run.unfinished
    if name not in run.played and not repeated:
        _play(item, run, lab)
    if name in run.unfinished:
        text = run.unfinished[name]
        return Judgement("error", "infrastructure", f"{text.splitlines()[0]} (told above)" if repeated else text)
    plays = run.played[name]
    told = {number for session, number in run.judged if session == name and number != item.number}
    judgement = judge(plays, item.number, run.folder.info(), told)
    _tell(item, status=judgement.status, **properties(plays, item.number))
    return judgement


def _forget(run: Run, name: str) -> None:
    run.played.pop(name, None)
    run.unfinished.pop(name, None)
    run.judged = {key for key in run.judged if key[0] != name}


def _tell(item: BotItem, **facts: object) -> None:
    """Puts `facts` where reports find them, in place of what was told about the item before."""
    others = [(key, value) for key, value in item.user_properties if not key.startswith("botex_")]
    item.user_properties[:] = [*others, *((f"botex_{key}", value) for key, value in facts.items())]


def _play(item: BotItem, run: Run, lab: Callable[[], Lab]) -> None:
    name = item.planned.name
    run.unfinished[name] = f"The play of {name} did not begin: it was interrupted."
    try:
        equipment = lab()
    except pytest.fail.Exception as error:  # no server, no folder: its fixture says why
        run.unfinished[name] = str(error)
        raise
    try:
        run.played[name] = _play_with(equipment, item, run)
    except BotexError as error:
        run.unfinished[name] = str(error)
    except BaseException as error:  # Ctrl-C, a time-out, our own bug: it goes on its way, and no item passes
        run.unfinished[name] = f"The play of {name} was interrupted: {error or type(error).__name__}"
        raise
    else:
        del run.unfinished[name]
    finally:
        equipment.progress(name, "")


def _play_with(lab: Lab, item: BotItem, run: Run) -> tuple[SessionResult, ...]:
    from botex_pytest.casting import Cast
    from botex_pytest.replays import play_config

    names = item.planned.study.model or run.config.model
    return play_config(lab, item.planned, Cast([lab.models.get(name) for name in names]))
