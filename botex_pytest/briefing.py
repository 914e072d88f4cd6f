"""What the bots of one play are told: the settings, what the author declared, and what is known of the study."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from botex_pytest.bots.arrivals import Arrivals
from botex_pytest.bots.brief import Brief, Limits, Place
from botex_pytest.bots.table import Seat, Table
from botex_pytest.casting import Cast
from botex_pytest.checks.endings import in_the_way
from botex_pytest.lab import Lab
from botex_pytest.manner import Manner
from botex_pytest.models.base import Person, Respondent
from botex_pytest.page import Page, Value
from botex_pytest.planning import Planned
from botex_pytest.project_info import ProjectInfo
from botex_pytest.session_data import SessionData
from botex_pytest.waiting import Deadline


class Briefing:
    """Of one play; `folder` is the play's."""

    def __init__(self, lab: Lab, planned: Planned, cast: Cast, manner: Manner, folder: Path) -> None:
        self._lab, self._planned, self._cast, self._manner, self._folder = lab, planned, cast, manner, folder
        self._last, self._timed = lab.info.max_index(planned.config), lab.info.timed_pages(planned.config)
        self._shot: dict[str, object] = {}

    def longest_timer(self) -> float:
        """Seconds that nobody may move for, because a page's timer is let run."""
        real = self._lab.config.timers == "real"
        return max((page.timeout or 0.0 for page in self._timed), default=0.0) if real else 0.0

    def brief(self, data: SessionData, table: Table) -> Brief:
        """For all bots of the session."""
        study, config, manner = self._planned.study, self._lab.config, self._manner
        deadline = Deadline(self._cast.seconds(config, self._planned.participants * self._last))
        limits = Limits(page=config.page_timeout, tries=config.max_tries, session=deadline)
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
            respondent=lambda number: self._respondent(number, data, table),
            place=lambda page: place_of(self._lab.info, self._planned.config, page),
            declared=declared,
            ends=lambda place: study.is_end(place.where),
            last=lambda page: page.index >= self._last,
            enter=enter,
            advances=lambda place: study.skips(place.where) or study.is_experimenter(place.where),
            advance=data.advance,
            log_position=self._lab.server.log_position,
            in_the_way=lambda page: in_the_way(self._lab.info, self._planned.config, page.index),
            skip_timers=config.timers == "skip" and bool(self._timed) and data.may_advance(),
            limits=limits,
            arrive=arrivals.wait_for,
            pace=manner.pace,
            known=self._known,
            avoid=manner.avoid,
            prefer=manner.prefer,
            persona=lambda place, number: study.persona(number, lambda: data.role(place.app, place.round, number)),
            shoot=self._wants_shot,
            shoot_failure=lambda place: self._first(f"failed {place}"),
            handler=self._lab.handler,
            shots=None if config.screenshots == "off" else self._folder / "shots",
        )

    def _respondent(self, number: int, data: SessionData, table: Table) -> Respondent:
        planned, manner = self._planned, self._manner
        names = (data.code, *(name for seat in table.seats.values() for name in (seat.code, seat.label)))
        given = partial(data.given, self._lab.info.config(planned.config).apps, number)
        return self._cast.respondent(Person(planned.config, number, manner.draws, planned.variant, manner.ordinal, names, given))

    def _known(self, place: Place) -> tuple[dict[str, str], ...]:
        pages = [page for app in self._lab.info.apps if app.name == place.app for page in app.pages]
        return next((page.own_answers for page in pages if page.name == place.name), ())

    def _wants_shot(self, place: Place) -> bool:
        """What every page of a participant is asked; failures are pictured whatever this says."""
        wanted = self._lab.config.screenshots
        return wanted == "all" or (wanted == "pages" and self._first(place.where))

    def _first(self, what: str) -> bool:
        """Once a session, whichever thread asks first."""
        mine = object()
        return self._shot.setdefault(what, mine) is mine


def place_of(info: ProjectInfo, config: str, page: Page) -> Place:
    """Where `page` stands in session config `config`; what is no page of the study has its address, and round 0."""
    if not 0 < page.index <= info.max_index(config):
        return Place(page.where, page.app, page.name, 0)
    here = info.page_at(config, page.index)
    return Place(f"{here.app.name}.{here.page.name}", here.app.name, here.page.name, here.round)
