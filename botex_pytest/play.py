"""Plays one session of a config: all its participants at the same time, in threads. Items only judge what this brings home."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

from botex_pytest.bots.arrivals import Arrivals
from botex_pytest.bots.bot import Bot
from botex_pytest.bots.brief import Brief, Learnt, Limits, Place
from botex_pytest.bots.pace import AT_ONCE, Pace
from botex_pytest.bots.table import Seat, Table
from botex_pytest.casting import Cast
from botex_pytest.checks.base import Fault, Play
from botex_pytest.checks.endings import in_the_way
from botex_pytest.checks.examine import Examined, examine
from botex_pytest.config import Config
from botex_pytest.drivers.base import Tab
from botex_pytest.errors import BotexError, OtreeApiError
from botex_pytest.lab import Lab, find_fault
from botex_pytest.labels import make_labels
from botex_pytest.learning import learn
from botex_pytest.models.base import Person, Respondent
from botex_pytest.page import Page, Value
from botex_pytest.plain import from_plain, to_plain
from botex_pytest.planning import Planned
from botex_pytest.played import Played, Stop
from botex_pytest.results import Purpose, SessionResult
from botex_pytest.run_folder import write_json
from botex_pytest.servers.otree_api import SessionCreated
from botex_pytest.session_data import Rows, SessionData
from botex_pytest.session_result import not_created_result, not_played_result, played_result
from botex_pytest.transcript import Transcript
from botex_pytest.waiting import Deadline

_HANDS = 4
"""Tabs that are opened or closed at the same time; a browser does not get faster with more."""

_GOODBYE = 10.0
"""Seconds that bots get to stop after an interruption; their browser is closed under them afterwards."""


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

    @classmethod
    def of(cls, planned: Planned, config: Config) -> Manner:
        """Of the first play, as the settings and the study file want it; the file counts first."""
        seed = planned.study.seed if planned.study.seed is not None else config.seed
        return cls(seed, planned.study.arrivals or config.arrivals, Pace(config.time_factor, seed=seed))

    @property
    def draws(self) -> int:
        """The seed of what is drawn in this play."""
        return self.seed + _TURN * self.turn


class SessionPlay:
    """One play: from the creation of the session to its result."""

    def __init__(self, lab: Lab, planned: Planned, cast: Cast, manner: Manner) -> None:
        self._lab, self._planned, self._cast, self._manner = lab, planned, cast, manner
        self._last = lab.info.max_index(planned.config)
        self._folder = lab.folder.session_folder(planned.config, planned.variant)
        self._number = int(self._folder.name.rpartition("-")[2])
        self._started = time.time()
        self._shot: set[str] = set()
        self.played: Play | None = None
        self._examined: Examined | None = None

    def play(self) -> SessionResult:
        server, planned = self._lab.server, self._planned
        if not server.alive:
            server.start()  # the last session's server has died; that session said so
        with server.api() as api:
            position = server.log_position()
            try:
                created = api.create_session(
                    planned.config, planned.participants, fields=dict(planned.study.session), room=planned.study.room
                )
            except OtreeApiError as error:
                server.raise_if_dead()
                if not error.of_study:
                    raise
                fault = find_fault(server, self._lab.project, position, "", "creating_session")
                return not_created_result(self._empty(""), planned.participants, error, fault)
            self._write_start(created.code)
            data = SessionData(api, created)
            players = self._run(self._seats(created), data)
            server.raise_if_dead()  # what bots met then says nothing about the study
            self.played = self._as_play(players, data)
            self._examined = examine(self.played)
            return played_result(self._empty(created.code), players, self._examined, data.payoffs(), self._last)

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
        """Returns what was stored, without secrets: whoever tells it further (terminal, JUnit) need not think of them."""
        clean = self._lab.folder.redact.data(to_plain(result))
        write_json(self._folder / "result.json", clean)
        return from_plain(SessionResult, clean)

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

    def _run(self, seats: list[Seat], data: SessionData) -> tuple[Played, ...]:
        table = Table(seats, data.groups, self._lab.config.wait_timeout + self._longest_timer())
        with ThreadPoolExecutor(_HANDS) as hands, ExitStack() as open_things:
            tabs: list[Tab] = []
            open_things.callback(lambda: list(hands.map(_close, tabs)))
            for tab in hands.map(lambda _: self._lab.browser.tab(self._lab.server.url), seats):
                tabs.append(tab)
            redact = self._lab.folder.redact.data
            transcripts = [open_things.enter_context(Transcript(self._folder / f"P{s.number}.jsonl", redact)) for s in seats]
            brief = self._brief(data, table)
            bots = [Bot(s.number, tab, table, t, brief) for s, tab, t in zip(seats, tabs, transcripts, strict=True)]
            self._wait_for(bots, table)
        self._lab.progress(self._planned.name, "")
        return tuple(bot.played for bot in bots)

    def _wait_for(self, bots: list[Bot], table: Table) -> None:
        threads = [threading.Thread(target=bot.run, name=f"botex-P{bot.played.number}", daemon=True) for bot in bots]
        try:
            for thread in threads:
                thread.start()
            for thread in threads:
                while thread.is_alive():
                    thread.join(0.2)
                    if self._lab.server.has_died:
                        table.cancel("oTree has died")
                    self._lab.progress(self._planned.name, table.progress())
        except BaseException as interruption:  # Ctrl-C, a time-out: end the bots, then let it pass
            table.cancel(str(interruption) or type(interruption).__name__)
            end = time.monotonic() + _GOODBYE
            for thread in threads:
                if thread.ident is not None:
                    thread.join(max(0.0, end - time.monotonic()))
            raise

    def _longest_timer(self) -> float:
        """Seconds that nobody may move for, because a page's timer is let run."""
        if self._lab.config.timers == "skip":
            return 0.0
        apps = (self._lab.info.app(name) for name in self._lab.info.config(self._planned.config).apps)
        return max((page.timeout or 0.0 for app in apps for page in app.pages), default=0.0)

    def _brief(self, data: SessionData, table: Table) -> Brief:
        study, config, manner = self._planned.study, self._lab.config, self._manner
        limits = Limits(page=config.page_timeout, tries=config.max_tries, session=Deadline(self._cast.seconds(config)))
        arrivals = Arrivals(manner.arrivals, table, limits, manner.pace, f"{self._planned.name}/{manner.draws}")
        labels = {number: seat.label for number, seat in table.seats.items()}

        def enter(seat: Seat) -> str:
            if not study.room or not seat.label:
                return seat.url
            link = data.enter(study.room, seat.code, seat.label)
            return link if self._lab.browser.name != "http" else f"{link}&welcome_page_ok=1"  # a script's work

        def declared(place: Place, number: int, name: str) -> Value | None:
            if not place.app and name == "participant_label":  # a room asks for it
                return labels[number]
            if not study.answers:
                return None
            role = data.role(place.app, place.round, number) if study.answers_by_role else ""
            found = study.answer(place.app, place.name, name, participant=number, role=role, round_number=place.round)
            return found.value if found else None

        return Brief(
            config=self._planned.config,
            seed=manner.draws,
            respondent=self._respondent,
            place=self._place,
            declared=declared,
            ends=lambda place: study.is_end(place.where),
            last=lambda page: page.index >= self._last,
            enter=enter,
            advances=lambda place: study.skips(place.where) or study.is_experimenter(place.where),
            advance=data.advance,
            log_position=self._lab.server.log_position,
            in_the_way=lambda page: in_the_way(self._lab.info, self._planned.config, page.index),
            skip_timers=config.timers == "skip",
            limits=limits,
            arrive=arrivals.wait_for,
            pace=manner.pace,
            known=self._known,
            avoid=manner.avoid,
            prefer=manner.prefer,
            persona=lambda place, number: study.persona(number, lambda: data.role(place.app, place.round, number)),
            shoot=self._wants_shot,
            shots=None if config.screenshots == "off" else self._folder / "shots",
        )

    def _respondent(self, number: int) -> Respondent:
        planned = self._planned
        return self._cast.respondent(Person(planned.config, number, self._manner.draws, planned.variant, self._number))

    def _place(self, page: Page) -> Place:
        if not 0 < page.index <= self._last:
            return Place(page.where, page.app, page.name, 0)
        here = self._lab.info.page_at(self._planned.config, page.index)
        return Place(f"{here.app.name}.{here.page.name}", here.app.name, here.page.name, here.round)

    def _known(self, place: Place) -> tuple[dict[str, str], ...]:
        pages = [page for app in self._lab.info.apps if app.name == place.app for page in app.pages]
        return next((page.own_answers for page in pages if page.name == place.name), ())

    def _wants_shot(self, place: Place) -> bool:
        """Each distinct page once a session. Two threads may both take the first picture; that costs a picture and no lock."""
        if self._lab.config.screenshots != "pages" or place.where in self._shot:
            return False
        self._shot.add(place.where)
        return True

    # --- what came of it ---

    def _as_play(self, players: tuple[Played, ...], data: SessionData) -> Play:
        def fault(stop: Stop) -> Fault | None:
            app, _, page = stop.where.partition(".")
            return find_fault(self._lab.server, self._lab.project, stop.log_position, app, page)

        exports: dict[str, Rows | None] = {}

        def rows(app: str) -> Rows | None:
            if app not in exports:
                exports[app] = data.rows(app)
            return exports[app]

        planned, lab = self._planned, self._lab
        return Play(planned.config, lab.info, planned.study, players, lab.project, fault, rows, lab.config.skip_checks)

    def _empty(self, code: str) -> SessionResult:
        planned = self._planned
        return SessionResult(
            planned.config,
            planned.variant,
            self._number,
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
        )

    def _write_start(self, code: str) -> None:
        """What is known before the play, for the report of a run that is killed in it."""
        start = to_plain(replace(self._empty(code), seconds=0.0))
        kept = ("config", "variant", "play", "code", "seed", "model", "driver", "started", "test")
        begun = {**{k: start[k] for k in kept}, "participants": self._planned.participants}
        write_json(self._folder / "session.json", self._lab.folder.redact.data(begun))


def _close(tab: Tab) -> None:
    tab.close()
