"""Which session an item belongs to, and when it is played: once, by the first of its items that runs."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from botex_pytest.drivers.base import Driver
from botex_pytest.errors import BotexError
from botex_pytest.judging import Judgement, judge, properties
from botex_pytest.lab import Lab
from botex_pytest.options import FALSE
from botex_pytest.planning import Planned
from botex_pytest.results import SessionResult
from botex_pytest.run import Run
from botex_pytest.spreading import play_together
from botex_pytest.stash import PLAYED
from botex_pytest.terminal import handed_over

if TYPE_CHECKING:
    from botex_pytest.casting import Around
    from botex_pytest.collect import BotItem


def verdict(item: BotItem, run: Run, lab: Callable[[], Lab], browser: Callable[[], Driver]) -> Judgement:
    """Plays the item's session if that is still to be done, or if this item was judged before (a rerun); then judges.
    `browser`: the lab's, which is all that is needed where another worker plays.

    An interrupted play counts for none of the session's items: what it did not reach was not tested.
    """
    name = item.planned.name
    if (name, item.number) in run.judged:
        _forget(run, name)
        run.alone.add(name)
    run.judged.add((name, item.number))
    tell(item, status="infrastructure")  # which is what it stays if we do not get to the end of this
    repeated = name in run.unfinished
    if name not in run.played and not repeated:
        _play(item, run, lab, browser)
    if name in run.unfinished:
        text = run.unfinished[name]
        return Judgement("error", "infrastructure", f"{text.splitlines()[0]} (told above)" if repeated else text)
    plays = run.shown(run.played[name])
    told = {number for session, number in run.judged if session == name and number != item.number}
    item.stash[PLAYED] = plays, item.number
    judgement = judge(plays, item.number, run.folder.info(), told)
    tell(item, status=judgement.status, **properties(plays, item.number))
    return judgement


def _forget(run: Run, name: str) -> None:
    run.played.pop(name, None)
    run.unfinished.pop(name, None)
    run.judged = {key for key in run.judged if key[0] != name}


def tell(item: pytest.Item, **facts: object) -> None:
    """Puts `facts` where reports find them, in place of what was told about the item before."""
    others = [(key, value) for key, value in item.user_properties if not key.startswith("botex_")]
    item.user_properties[:] = [*others, *((f"botex_{key}", value) for key, value in facts.items())]


def _play(item: BotItem, run: Run, lab: Callable[[], Lab], browser: Callable[[], Driver]) -> None:
    name = item.planned.name
    run.unfinished[name] = f"The play of {name} did not begin: it was interrupted."
    begun = False

    def lead(share: Callable[[Driver], Driver] = lambda own: own) -> tuple[SessionResult, ...]:
        nonlocal begun
        if not run.meets_at:
            browser().expect(item.planned.participants)  # while the server starts
        try:
            equipment = lab()
            begun = True
            try:
                return play_planned(replace(equipment, browser=share(equipment.browser)), item.planned, item.config)
            finally:
                equipment.progress(name, "")
        finally:
            browser().expect(0)  # where nothing was played after all

    try:
        if run.meets_at and name not in run.alone:
            run.played[name] = play_together(run, item.nodeid.rpartition("::")[0], browser(), lead)
        else:
            run.played[name] = lead()
    except BotexError as error:
        run.unfinished[name] = str(error)
    except BaseException as error:  # Ctrl-C, a time-out, our own bug: it goes on its way, and no item passes
        no_lab = isinstance(error, pytest.fail.Exception) and not begun  # no server, no folder: its fixture says why
        run.unfinished[name] = str(error) if no_lab else f"The play of {name} was interrupted: {error or type(error).__name__}"
        raise
    else:
        del run.unfinished[name]


def play_planned(lab: Lab, planned: Planned, config: pytest.Config, around: Around | None = None) -> tuple[SessionResult, ...]:
    """Plays a session in this process, be it for the items of --botex or for a test. A person who answers gets the terminal."""
    from botex_pytest.recordings import play_recorded

    in_ci = os.environ.get("CI", "").strip().lower() not in ("", *FALSE)
    if "human" not in (planned.study.model or lab.config.model):
        return play_recorded(lab, planned, in_ci=in_ci, around=around)
    with handed_over(config):
        return play_recorded(replace(lab, progress=lambda _name, _line: None), planned, in_ci=in_ci, around=around)
