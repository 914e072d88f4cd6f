"""The session of a test: played when it is first asked for, then read; played again where a test asks what else would happen."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from botex_pytest.casting import Around, Cast
from botex_pytest.errors import BotexError
from botex_pytest.forms.past import past_the_browser
from botex_pytest.lab import Lab
from botex_pytest.manner import Manner
from botex_pytest.models.base import Person, Respondent
from botex_pytest.models.embedded import Embedded
from botex_pytest.page import Value
from botex_pytest.planning import Planned
from botex_pytest.play import SessionPlay
from botex_pytest.results import SessionResult, judged
from botex_pytest.tables import Table
from botex_pytest.testing.by_hand import ByHand, Hand
from botex_pytest.testing.errors import TestingError
from botex_pytest.testing.probing import Again, Probe, Probed
from botex_pytest.testing.reading import all_pages, read_participants, session_data
from botex_pytest.testing.seen import Participant, SeenPage


class OtreeSession:
    """One session config with what the test's marker declares. `play` costs what a session costs; everything else reads."""

    def __init__(self, lab: Lab, planned: Planned, play: Callable[[Around | None], tuple[SessionResult, ...]]) -> None:
        """`play` plays it, with something between its participants and their models."""
        self._lab, self._planned, self._play = lab, planned, play
        self._participants: tuple[Participant, ...] = ()
        self._failed: BaseException | None = None
        self._player: threading.Thread | None = None  # plays beside a test that steps through the session
        self.results: tuple[SessionResult, ...] = ()
        self.checked = True  # whether what is broken fails the test

    @property
    def config(self) -> str:
        return self._planned.config

    @property
    def code(self) -> str:
        """oTree's code of the session that was played; of the one that counts, when it was worth while to play several."""
        return judged(self.results).code if self.results else ""

    @property
    def participants(self) -> tuple[Participant, ...]:
        """Everybody who played, P1 first. Plays first if need be."""
        return self.play(check=self.checked)

    def play(self, *, check: bool = True) -> tuple[Participant, ...]:
        """Everybody plays to the end, at the same time; done once, however often it is called.

        With `check`, what is broken or could not be played fails the test after its own assertions, as it would fail a run
        with --botex; without, the test alone says what it expects. Raises `BotexError` when we could not play, which is never
        the study's fault.
        """
        self.checked = check
        self._play_once(None)
        return self._participants

    @contextmanager
    def by_hand(self, number: int = 1) -> Iterator[ByHand]:
        """The test answers for participant `number`, bots for all others, in the background; at the end of the `with` block that
        participant's bot plays on alone, to the end of the session."""
        if self.results:
            raise TestingError.played_before(f"P{number} of {self.config}")
        self._refuse_if_played_now()
        hands: list[Hand] = []
        seated = threading.Event()

        def around(person: Person, own: Respondent) -> Respondent:
            if person.number != number or hands:  # another play of the same config is the bots' alone
                return own
            hands.append(Hand(own))
            seated.set()
            return hands[0]

        player = threading.Thread(target=self._play_in_background, args=(around, hands, seated), daemon=True, name="botex-play")
        self._player = player
        player.start()
        seated.wait(self._lab.config.session_timeout)
        if self._failed or not hands:
            raise self._failed or TestingError.no_participant(self.config, number, self._planned.participants)
        to_the_end = True
        try:
            patience = self._lab.config.session_timeout
            yield ByHand(f"P{number} of {self.config}", hands[0], all_pages(self._lab, self.config), patience)
        except KeyboardInterrupt:
            to_the_end = False
            raise
        finally:
            hands[0].let_go()
            while to_the_end and player.is_alive():  # bounded by the session's own deadlines, as any play is
                player.join(0.2)
        if self._failed:
            raise self._failed

    def probe(self, page: SeenPage, name: str, values: Sequence[Value]) -> Probed:
        """What becomes of `values` in a field of a page that is past. Plays a session with the same answers up to there, and
        another one after each value that is taken: a page that is left does not come back."""
        answers = {p.number: {(s.where, s.round): s.answer for s in p.pages} for p in self.participants}
        study = replace(self._planned.study, answers=())  # all answers are those of before
        planned = replace(self._planned, variant=f"{self._planned.variant} {page.name}.{name}", study=study)
        lab = replace(self._lab, config=replace(self._lab.config, max_tries=len(values) + self._lab.config.max_tries))
        probed, left, seconds, sessions = Probed(), list(values), 0.0, 0
        past = past_the_browser(lambda: self._lab.server.url, self._lab.config.page_timeout)
        while left:
            probes: list[Probe] = []

            def around(person: Person, own: Respondent) -> Respondent:
                if person.number != page.number:
                    return Again(own, answers[person.number])
                place = (page.where, page.round)
                probes.append(Probe(own, answers[page.number], place, name, left, probed, past))  # noqa: B023
                return probes[0]  # noqa: B023

            play = SessionPlay(lab, planned, Cast([Embedded()], around), Manner.of(planned, lab.config))
            result = play.store(play.play())
            seconds, sessions = seconds + result.seconds, sessions + 1
            if not probes or len(probes[0].left) == len(left):
                raise TestingError.not_reached_again(repr(page), result.code)
            probes[0].close()
            left = probes[0].left
        probed.cost = f"{sessions} more session{'s' if sessions > 1 else ''}, {seconds:.1f} s"
        return probed

    def data(self) -> dict[str, Table]:
        """oTree's data of this session as normalised tables of plain dicts: `session`, `participant`, `<app>_player`,
        `<app>_group`, `<app>_subsession`; ready for `pandas.DataFrame(...)`. Costs a request per app. Needs oTree 6."""
        self.play(check=self.checked)
        return session_data(self._lab, self.config, self.code)

    # --- playing ---

    def _refuse_if_played_now(self) -> None:
        if self._player is not None and self._player.is_alive() and self._player is not threading.current_thread():
            raise TestingError.being_played(self.config)

    def _play_once(self, around: Around | None) -> None:
        self._refuse_if_played_now()
        if self._failed:
            raise self._failed
        if self.results:
            return
        try:
            self.results = self._play(around)
        except BotexError as error:
            self._failed = error
            raise
        self._participants = read_participants(self._lab, judged(self.results), self.probe)

    def _play_in_background(self, around: Around, hands: Sequence[Hand], seated: threading.Event) -> None:
        try:
            self._play_once(around)
        except BotexError:
            pass  # told by the test's own thread
        except BaseException as error:  # noqa: BLE001 - our own bug: a test whose session was not played must not pass
            self._failed = error
        finally:
            seated.set()
            for hand in hands:
                hand.over()
