"""Checks the form of one page: plays as many sessions as its probes use up participants, all of them up to that page as it was
played before, and to the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from botex_pytest.briefing import place_of
from botex_pytest.casting import Cast
from botex_pytest.drivers.base import Tab
from botex_pytest.form_results import Crash, FormResult, Probe, Tried
from botex_pytest.forms.agenda import Agenda
from botex_pytest.forms.asked import Asked
from botex_pytest.forms.before import Before
from botex_pytest.forms.judge import FormJudge
from botex_pytest.forms.past import past_the_browser
from botex_pytest.forms.places import FormPlace
from botex_pytest.forms.plan import plan
from botex_pytest.forms.probed_tab import ProbedTab
from botex_pytest.forms.series import Series
from botex_pytest.lab import Lab, find_fault
from botex_pytest.manner import Manner
from botex_pytest.models.base import Person, Respondent
from botex_pytest.models.embedded import Embedded, button_fields
from botex_pytest.page import Answer, Page
from botex_pytest.play import SessionPlay
from botex_pytest.results import FORMS, SessionResult
from botex_pytest.run_folder import RunFolder
from botex_pytest.testing.probing import Again

_MISSES = 2
"""Sessions in which nobody came to the page again, after which it is given up."""

_MOST_SESSIONS = 60


class FormCheck:
    """One page, once."""

    def __init__(self, lab: Lab, place: FormPlace, before: Before) -> None:
        self._place, self._before = place, before
        folder = RunFolder(lab.folder.path / FORMS, lab.folder.redact)
        folder.path.mkdir(exist_ok=True)
        config = replace(lab.config, admin_pages=False, screenshots="off", timers="skip")
        self._lab = replace(lab, config=config, folder=folder)
        study = replace(before.planned.study, answers=())  # all answers are those of before
        self._planned = replace(before.planned, study=study)
        self._past = past_the_browser(lambda: lab.server.url, lab.config.page_timeout)
        self._judge = FormJudge(place.where, place.page, before.planned.config)
        self._agenda = Agenda(place.allowed, self._judge.grave)
        self._untried: tuple[str, ...] = ()
        self._sessions = 0
        self._trouble = ""
        self.tried: list[Tried] = []

    def run(self) -> FormResult:
        """Raises `BotexError` where we, not the study, are to blame."""
        if self._before.broken:
            return FormResult(self._place.where, reason=f"{self._place.where} ends in a server error with ordinary answers")
        misses = 0
        while misses < _MISSES and self._sessions < _MOST_SESSIONS and not self._agenda.done and not self._trouble:
            series = self._play(anybody=misses > 0)
            misses = 0 if series.begun else misses + 1
        result = FormResult(
            self._place.where,
            self._before.round,
            self._before.number,
            tuple(self.tried),
            self._agenda.left_out,
            self._untried,
            self._agenda.counts,
            self._sessions,
            trouble=self._trouble,
        )
        if not self._agenda.done and self._sessions == _MOST_SESSIONS:
            return replace(result, reason=f"{_MOST_SESSIONS} sessions are the most for one page")
        if misses and not self._trouble:
            many = "any more" if self.tried else "again, although the answers were the same"
            return replace(result, reason=f"{self._place.where} was not reached {many}")
        return result

    def _play(self, *, anybody: bool) -> Series:
        """One session: the agenda's first probes on the first participant who comes to the page."""
        in_browser = self._lab.config.driver == "chrome" and not self._before.acted
        series = Series(self._probes, self._past, in_browser, self._watch)
        before = self._before

        def around(person: Person, own: Respondent) -> Respondent:
            return Again(own, before.answers.get(person.number, {}))

        def around_tab(number: int, tab: Tab) -> Tab:
            return ProbedTab(tab, self._is_here, series) if anybody or number == before.number else tab

        cast, manner = Cast([Embedded()], around), Manner.of(self._planned, self._lab.config)
        play = SessionPlay(self._lab, self._planned, cast, manner, around_tab)
        result = play.store(play.play())
        self._sessions += 1
        self._trouble = next((p.reason for p in result.participants if p.status == "infrastructure"), "")
        self._take(series, result)
        return series

    def _is_here(self, page: Page) -> bool:
        here = place_of(self._lab.info, self._planned.config, page)
        return here.where == self._place.where

    def _probes(self, page: Page, _answer: Answer) -> Sequence[Probe]:
        declared = {f.name: f for f in self._place.declared}
        seen = {f.name: f for f in (*button_fields(page), *page.fields)}
        asked = [Asked(declared[n], f) for n, f in seen.items() if n in declared]
        hidden = [f.name for f in self._place.page.fields if f.name not in seen and f.type != "missing"]
        others = [a.name for a in asked if not a.usable]
        self._untried = (
            *(f"{name}: the page shows no control for it" for name in hidden),
            *(f"{name}: wrong answers to such a control are not known" for name in others),
        )
        return self._agenda.of(plan(asked))

    def _take(self, series: Series, result: SessionResult) -> None:
        """What the session came to, and what has to be tried again because of it."""
        crash = self._crash(result)
        tried = [replace(t, session=f"{FORMS}/{result.folder}") for t in series.tried]
        if tried and crash and (tried[-1].taken or tried[-1].server == "unclear"):
            tried[-1] = replace(tried[-1], crash=crash)
        self.tried += tried
        self._agenda.settle(tried, good_refused=series.good_refused)

    def _watch(self) -> Callable[[], Crash | None]:
        """Called before something is sent: tells afterwards what the server's log says of it."""
        position = self._lab.server.log_position()

        def told() -> Crash | None:
            app, page = self._place.app.name, self._place.page.name
            fault = find_fault(self._lab.server, self._lab.project, position, app, page)
            return Crash("", fault.error, fault.text, fault.file, fault.line, self._place.where) if fault else None

        return told

    def _crash(self, result: SessionResult) -> Crash | None:
        """The first error that was not there before: of the server's, or code that never ends."""
        for found in result.findings:
            if found.check in ("server-error", "endless-code") and found.key not in self._before.faults:
                return Crash(found.key, found.title, found.detail, found.file, found.line, found.where)
        return None
