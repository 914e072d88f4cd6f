"""The session of a test: played when it is first asked for, then read."""

from __future__ import annotations

from botex_pytest.casting import Cast
from botex_pytest.errors import BotexError
from botex_pytest.lab import Lab
from botex_pytest.page import Page
from botex_pytest.planning import Planned
from botex_pytest.records import read_session
from botex_pytest.replays import play_config
from botex_pytest.results import ParticipantResult, SessionResult, judged
from botex_pytest.tables import Table, session_tables
from botex_pytest.testing.errors import TestingError
from botex_pytest.testing.seen import Participant, seen_pages


class OtreeSession:
    """One session config with what the test's marker declares. `play` costs what a session costs; everything else reads."""

    def __init__(self, lab: Lab, planned: Planned) -> None:
        self._lab, self._planned = lab, planned
        self._participants: tuple[Participant, ...] = ()
        self._failed: BotexError | None = None
        self.results: tuple[SessionResult, ...] = ()
        self.checked = True  # whether what is broken fails the test

    @property
    def config(self) -> str:
        return self._planned.config

    @property
    def code(self) -> str:
        """oTree's code of the session that was played; of the one that says who finished, when there was reason to play again."""
        return judged(self.results).code if self.results else ""

    def play(self, *, check: bool = True) -> tuple[Participant, ...]:
        """Everybody plays to the end, at the same time; done once, however often it is called.

        With `check`, what is broken or could not be played fails the test after its own assertions, as it would fail a run
        with --botex; without, the test alone says what it expects. Raises `BotexError` when we could not play, which is never
        the study's fault.
        """
        if self._failed:
            raise self._failed
        if not self.results:
            try:
                names = self._planned.study.model or self._lab.config.model
                self.results = play_config(self._lab, self._planned, Cast([self._lab.models.get(name) for name in names]))
            except BotexError as error:
                self._failed = error
                raise
            self._participants = self._read()
        self.checked = check
        return self._participants

    @property
    def participants(self) -> tuple[Participant, ...]:
        """Everybody who played, P1 first. Plays first if need be."""
        return self.play(check=self.checked)

    def data(self) -> dict[str, Table]:
        """oTree's data of this session as normalised tables of plain dicts: `participant`, `<app>_player`, `<app>_group`,
        `<app>_subsession`; ready for `pandas.DataFrame(...)`. Costs a request per app. Needs oTree 6."""
        self.play(check=self.checked)
        info = self._lab.info
        apps = [info.app(name) for name in info.config(self.config).apps]
        with self._lab.server.api() as api:
            exports = {app.name: api.export_app(app.name, self.code) for app in apps}
        known = {name: rows for name, rows in exports.items() if rows is not None}
        if len(known) < len(exports):
            raise TestingError.no_table(info.otree_version)
        return session_tables(apps, known)

    def _read(self) -> tuple[Participant, ...]:
        lab, result = self._lab, judged(self.results)
        taken = read_session(lab.folder, lab.folder.path / result.folder).transcripts
        pages = [(f"{app}.{p.name}", p) for app in lab.info.config(self.config).apps for p in lab.info.app(app).pages]
        waits = frozenset(n for where, p in pages if p.wait for n in (where, p.name))

        def participant(of: ParticipantResult) -> Participant:
            own = [step for step in taken.get(of.number, ()) if step.seen]
            places = [self._place(step.seen.page) for step in own if step.seen]
            seen = seen_pages(f"P{of.number} of {self.config}", own, places)
            names = tuple(dict.fromkeys(where for where, _ in pages))
            return Participant(of.number, of.code, of.label, self.config, of.status, of.reason, of.payoff, seen, names, waits)

        return tuple(participant(p) for p in result.participants)

    def _place(self, page: Page) -> tuple[str, int]:
        """app.Page and round; what is no page of the study has its address and round 0."""
        info = self._lab.info
        if not 0 < page.index <= info.max_index(self.config):
            return page.where, 0
        here = info.page_at(self.config, page.index)
        return f"{here.app.name}.{here.page.name}", here.round
