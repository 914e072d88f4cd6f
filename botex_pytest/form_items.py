"""The verdict on the form of one page, for the items of --botex-forms."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from botex_pytest.errors import BotexError
from botex_pytest.form_results import FormResult
from botex_pytest.forms.before import Before, Plays, find_before
from botex_pytest.forms.check import FormCheck
from botex_pytest.forms.outcome import stored
from botex_pytest.judging import SESSION, Judgement, judge, properties
from botex_pytest.lab import Lab
from botex_pytest.planning import Planned
from botex_pytest.results import FORMS, SessionResult
from botex_pytest.run import Run
from botex_pytest.run_folder import RunFolder
from botex_pytest.sessions import play_planned, tell
from botex_pytest.stash import PLAYED

if TYPE_CHECKING:
    from botex_pytest.collect import FormItem

_MOST_CONFIGS = 4
"""Sessions that are played only to find a page."""


def verdict(item: FormItem, run: Run, lab: Callable[[], Lab]) -> Judgement:
    """Checks the form, each time an item asks."""
    tell(item, status="infrastructure")  # which is what it stays if we do not get to the end of this
    equipment = lab()
    try:
        result = _checked(item, run, equipment)
    except BotexError as error:
        return Judgement("error", "infrastructure", str(error))
    finally:
        equipment.progress(f"{FORMS}::{item.place.where}", "")
    (result,) = run.shown((result,))
    item.stash[PLAYED] = (result,), SESSION
    judgement = judge((result,), SESSION, run.folder.info())
    tell(item, status=judgement.status, **properties((result,), SESSION))
    return judgement


def _checked(item: FormItem, run: Run, lab: Lab) -> SessionResult:
    place, started = item.place, time.time()
    if place.allowed == 0:
        return stored(lab, place, place.sessions[0], FormResult(place.where, reason="left out by the budget"), started)
    before = _before(item, run, lab)
    if before is None:
        form = FormResult(place.where, reason=f"nobody has answered {place.where} in the sessions that were played")
        return stored(lab, place, place.sessions[0], form, started)
    return stored(lab, place, before.planned, FormCheck(lab, place, before).run(), started)


def _before(item: FormItem, run: Run, lab: Lab) -> Before | None:
    """In what was played anyway, if it was; else in the cheapest session that shows the page."""
    at_hand = [p for p in item.place.sessions if p.name in run.played]
    others = [p for p in item.place.sessions if p not in at_hand][:_MOST_CONFIGS]
    for planned in (*at_hand, *others):
        found = find_before(run.info, planned, _plays(item, run, lab, planned), item.place.where)
        if found:
            return found
    return None


def _plays(item: FormItem, run: Run, lab: Lab, planned: Planned) -> Plays:
    """Apart from the run's own sessions where it is played for this alone: nobody asked for a verdict on it."""
    if planned.name in run.played:
        return Plays(lab.folder, run.played[planned.name])
    if planned.name not in run.before_forms:
        folder = RunFolder(lab.folder.path / FORMS, lab.folder.redact)
        folder.path.mkdir(exist_ok=True)
        apart = replace(lab, folder=folder)
        run.before_forms[planned.name] = Plays(folder, play_planned(apart, planned, item.config))
    return run.before_forms[planned.name]
