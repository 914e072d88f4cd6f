"""Plays one session of a config: all its participants at the same time, in threads. Items only judge what this brings home."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import replace

from botex_pytest.bots.bot import Bot
from botex_pytest.bots.brief import Learnt
from botex_pytest.bots.table import Seat, Table
from botex_pytest.briefing import Briefing
from botex_pytest.casting import Cast
from botex_pytest.checks.base import Fault, Play
from botex_pytest.checks.examine import Examined, examine
from botex_pytest.checks.points import declared_points
from botex_pytest.drivers.base import Tab
from botex_pytest.drivers.lasting import LastingTab
from botex_pytest.errors import BotexError, OtreeApiError, OtreeHangError
from botex_pytest.experimenter import Experimenter
from botex_pytest.flow import Flow
from botex_pytest.flow_file import Snapshot, flow_file
from botex_pytest.lab import Lab, fault_at, find_fault
from botex_pytest.labels import make_labels
from botex_pytest.learning import learn
from botex_pytest.manner import Manner
from botex_pytest.otree_exports import Rows, app_rows, keep_exports
from botex_pytest.own_checks import with_own_checks
from botex_pytest.plain import to_plain
from botex_pytest.planning import Planned
from botex_pytest.played import Played, Stop
from botex_pytest.pulse import Pulse
from botex_pytest.results import SessionResult
from botex_pytest.run_folder import play_number, write_json
from botex_pytest.servers.otree_api import SessionCreated
from botex_pytest.servers.stacks import FREEZE, Hang
from botex_pytest.session_data import SessionData
from botex_pytest.session_result import endless_result, not_created_result, not_played_result, played_result, write_result
from botex_pytest.transcript import Transcript

_HANDS = 4
"""Tabs that are opened or closed at the same time; a browser does not get faster with more."""

_GOODBYE = 10.0
"""Seconds that bots get to stop after an interruption; their browser is closed under them afterwards."""


class SessionPlay:
    """One play: from the creation of the session to its result."""

    def __init__(
        self, lab: Lab, planned: Planned, cast: Cast, manner: Manner, around_tab: Callable[[int, Tab], Tab] = lambda _, tab: tab
    ) -> None:
        """`around_tab`: what is put between a participant, by number, and its tab."""
        self._lab, self._planned, self._cast, self._manner, self._around_tab = lab, planned, cast, manner, around_tab
        self._last = lab.info.max_index(planned.config)
        self._folder = lab.folder.session_folder(planned.config, planned.variant)
        self._briefing = Briefing(lab, planned, cast, manner, self._folder)
        self._started = time.time()
        # A test's own session is told its answers, and goes where these lead.
        compared = not planned.test and not lab.config.update_flow
        self._snapshot = Snapshot.load(flow_file(lab.project, planned.config, planned.variant)) if compared else None
        self.played: Play | None = None
        self._examined: Examined | None = None
        self._closing: list[Future[None]] = []

    def play(self) -> SessionResult:
        self._lab.browser.expect(self._planned.participants)
        try:
            return self._play()
        finally:
            self._lab.browser.expect(0)  # whatever came between

    def _play(self) -> SessionResult:
        server, planned = self._lab.server, self._planned
        if not server.alive:
            server.start()  # the last session's server has died; that session said so
        with server.api() as api, ThreadPoolExecutor(_HANDS) as hands:
            position, began = server.log_position(), time.monotonic()
            try:
                created = api.create_session(
                    planned.config, planned.participants, fields=dict(planned.study.session), room=planned.study.room
                )
            except OtreeApiError as error:
                server.raise_if_dead()
                if not error.status:
                    return self._hung(server.give_up(), error, round(time.monotonic() - began))
                if not error.of_study:
                    raise
                fault = find_fault(server, self._lab.project, position, "", "creating_session")
                return not_created_result(self._empty(""), planned.participants, error, fault)
            seats = self._seats(created)
            self._write_start(created.code, [seat.label for seat in seats])
            data = SessionData(api, created)
            experimenter = Experimenter(self._lab, planned.config, created.code)
            patience = self._lab.config.page_timeout
            with Pulse(server, patience) as pulse:
                try:
                    players = self._run(seats, hands, data, experimenter, pulse)
                    lost = pulse.settled()
                except OtreeApiError:
                    lost = pulse.settled()
                    if not lost:
                        raise
            server.raise_if_dead()  # what bots met then says nothing about the study
            if lost:
                return self._hung(pulse.hang, OtreeHangError.silent(server.url, patience, (), ""), patience)
            self.played = self._as_play(players, data, experimenter)
            keep_exports(self._lab.folder, self._folder, self.played.admin, created.code)
            self._examined = examine(self.played)
            for closed in self._closing:
                closed.result()
            result = played_result(self._empty(created.code), players, self._examined, data.payoffs(), self._last)
        return with_own_checks(result, self._lab, self.played, self._lab.own_checks)

    def _hung(self, hang: Hang | None, error: BotexError, seconds: float) -> SessionResult:
        """Of a server that had answered nobody for `seconds`. Raises why, or `error`, unless the study's own code is at fault."""
        server, planned = self._lab.server, self._planned
        if hang is None:
            raise error
        log = str(server.log or "")
        if hang.author_frame is not None:
            frame = hang.author_frame
            fault = fault_at(frame, frame.function, "\n".join(hang.shown), self._lab.project)
            return endless_result(self._empty(""), planned.participants, fault, seconds)
        if hang.of_otree:
            raise OtreeHangError.frozen(server.url, FREEZE, hang.shown, log)
        raise OtreeHangError.silent(server.url, seconds, server.log_tail(), log)

    def lesson(self) -> tuple[Learnt, Learnt] | None:
        """What the next play should avoid and prefer; None when there is nothing to be learnt."""
        if self.played is None or self._examined is None:
            return None
        if any(p.stop and p.stop.kind == "budget" for p in self.played.players):
            return None  # another play would have nothing to spend, and take the place of this one
        return learn(self.played, self._examined, self._manner.avoid, self._manner.prefer)

    def not_played(self, error: BotexError) -> SessionResult:
        """For the run folder: what kept us from playing, as the items will say it."""
        return not_played_result(self._empty(""), self._planned.participants, error)

    def store(self, result: SessionResult) -> SessionResult:
        return write_result(self._lab.folder, self._folder, result)

    # --- playing ---

    def _seats(self, created: SessionCreated) -> list[Seat]:
        """Every participant with a label: declared ones, those that the room admits, else those of the whole run."""
        study = self._planned.study
        room = next((r.labels for r in self._lab.info.rooms if r.name == study.room), ())
        scheme = study.labels or room or self._lab.config.labels
        labels = make_labels(scheme, self._planned.participants, f"{self._planned.name}/{self._manner.seed}")
        return [
            Seat(link.number, link.code, label, f"{link.url}?participant_label={label}" if label else link.url)
            for link, label in zip(created.participants, labels, strict=True)
        ]

    def _run(
        self, seats: list[Seat], hands: Executor, data: SessionData, experimenter: Experimenter, pulse: Pulse
    ) -> tuple[Played, ...]:
        table = Table(seats, data.groups, self._lab.config.wait_timeout + self._briefing.longest_timer())
        with ExitStack() as open_things:
            opening = [hands.submit(self._tab, seat) for seat in seats]
            bots: list[Bot] = []
            open_things.callback(lambda: self._give_back(opening, bots, hands))
            tabs = [
                self._around_tab(seat.number, experimenter.watch(tab.result())) for seat, tab in zip(seats, opening, strict=True)
            ]
            self._lab.browser.expect(0)  # where others lend theirs, fewer windows were needed here
            redact = self._lab.folder.redact.data
            transcripts = [open_things.enter_context(Transcript(self._folder / f"P{s.number}.jsonl", redact)) for s in seats]
            brief = self._briefing.brief(data, table)
            bots += [Bot(s.number, tab, table, t, brief) for s, tab, t in zip(seats, tabs, transcripts, strict=True)]
            self._wait_for(bots, table, pulse)
        self._lab.progress(self._planned.name, "")
        return tuple(bot.played for bot in bots)

    def _give_back(self, opening: list[Future[Tab]], bots: list[Bot], hands: Executor) -> None:
        """Close the tabs, while the session is looked at. A page that a bot gave up may go on acting for it: it does no more when
        this is over, but for a borrowed one, which follows soon."""
        self._closing = [hands.submit(_close, tab) for tab in opening if not tab.cancel()]
        if bots:  # else nobody will look at it
            pairs = zip(self._closing, bots, strict=True)
            wait([closing for closing, bot in pairs if not bot.played.finished])

    def _tab(self, seat: Seat) -> Tab:
        url = self._lab.server.url
        return LastingTab(lambda: self._lab.browser.tab(url), seat.url)

    def _wait_for(self, bots: list[Bot], table: Table, pulse: Pulse) -> None:
        threads = [threading.Thread(target=bot.run, name=f"botex-P{bot.played.number}", daemon=True) for bot in bots]
        try:
            for thread in threads:
                thread.start()
            for thread in threads:
                while thread.is_alive():
                    thread.join(0.2)
                    if self._lab.server.has_died:
                        table.cancel("oTree has died")
                    if pulse.lost:
                        table.cancel("oTree answers nobody any more")
                    self._lab.progress(self._planned.name, table.progress())
        except BaseException as interruption:  # Ctrl-C, a time-out: end the bots, then let it pass
            table.cancel(str(interruption) or type(interruption).__name__)
            end = time.monotonic() + _GOODBYE
            for thread in threads:
                if thread.ident is not None:
                    thread.join(max(0.0, end - time.monotonic()))
            raise

    # --- what came of it ---

    def _as_play(self, players: tuple[Played, ...], data: SessionData, experimenter: Experimenter) -> Play:
        def fault(stop: Stop) -> Fault | None:
            app, _, page = stop.where.partition(".")
            return find_fault(self._lab.server, self._lab.project, stop.log_position, app, page)

        seen = experimenter.end()  # before `unseen`: this look may fail, too
        exports: dict[str, Rows | None] = {**app_rows(seen)}

        def rows(app: str) -> Rows | None:
            if app not in exports:
                exports[app] = data.rows(app)
            return exports[app]

        planned, lab = self._planned, self._lab
        return Play(
            planned.config,
            lab.info,
            planned.study,
            players,
            lab.project,
            fault,
            rows,
            skip_checks=lab.config.skip_checks,
            admin=seen,
            admin_unseen=experimenter.unseen,
            snapshot=self._snapshot,
            own_checks=tuple(lab.own_checks),
        )

    def _empty(self, code: str) -> SessionResult:
        planned = self._planned
        return SessionResult(
            planned.config,
            planned.variant,
            play_number(self._folder),
            code,
            self._manner.seed,
            self._cast.name,
            self._lab.config.driver,
            f"sessions/{self._folder.name}",
            (),
            seconds=time.time() - self._started,
            started=self._started,
            settings=to_plain(dict(planned.study.session)),
            test=planned.test,
            arrivals=self._manner.arrivals,
            time_factor=self._manner.pace.factor,
            purpose=self._manner.purpose,
            repeat=self._manner.repeat,
            flow=Flow(declared_points(self._lab.info, planned.config)),  # what there is to reach, also where nobody gets anywhere
        )

    def _write_start(self, code: str, labels: list[str]) -> None:
        """What is known before the play, for the report of a run that is killed in it."""
        start = to_plain(replace(self._empty(code), seconds=0.0))
        kept = ("config", "variant", "play", "repeat", "code", "seed", "model", "driver", "started", "test")
        begun = {**{k: start[k] for k in kept}, "participants": self._planned.participants, "labels": labels}
        write_json(self._folder / "session.json", self._lab.folder.redact.data(begun))


def _close(opening: Future[Tab]) -> None:
    if opening.exception() is None:
        opening.result().close()
