"""oTree and a browser in one process: sessions of pages without HTML, for tests of what plays whole sessions."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from study_builder import NEXT, URL, choice, integer

from botex_pytest.casting import Models
from botex_pytest.config import Config
from botex_pytest.errors import OtreeApiError
from botex_pytest.lab import Lab
from botex_pytest.models.embedded import Embedded
from botex_pytest.page import Answer, BrowserEvent, Outcome, Page
from botex_pytest.project_info import PageInfo, ProjectInfo
from botex_pytest.run_folder import RunFolder
from botex_pytest.servers.otree_api import ParticipantInfo, ParticipantLink, SessionCreated, SessionInfo
from botex_pytest.servers.stacks import Hang
from botex_pytest.servers.tracebacks import Traceback

Condition = Callable[[Mapping[str, Any]], bool]
"""A participant's answers so far -> whether a page is displayed."""


class FakeOtree:
    """Server, API and driver. Pages without fields whose name begins with `End` or `Out` have no button; groups are of two.

    `rng` makes every request take another time, so that threads meet in another order.
    """

    name = "fake"
    url = "http://127.0.0.1:50123"

    def __init__(self, info: ProjectInfo, shown: Mapping[str, Condition] | None = None, rng: random.Random | None = None) -> None:
        self.info, self._shown, self._rng = info, shown or {}, rng
        self._changed = threading.Condition()
        self.asked: list[str] = []  # by the experimenter
        self.answers: dict[str, tuple[int, str]] = {}  # to the experimenter, by path
        self.sessions: list[dict[int, dict[str, str]]] = []  # answers by participant
        self.alive = True
        self.silent = False  # it answers nobody who only asks whether it is there
        self.hang: Hang | None = Hang()  # where it says that it is stuck
        self.advanced: list[str] = []
        self.labels: list[str] = []
        self.fails_at = ""  # a page that answers with an error
        self.picture = b""  # of every page
        self.expected: list[int] = []  # how many tabs, each time it was said
        self.on_page: Callable[[int, str], None] = lambda _number, _page: None

    # --- the server ---

    def start(self) -> None:
        self.alive, self.silent = True, False  # a new process: what its predecessor's last bot did is no matter

    has_died = False
    log = None

    def raise_if_dead(self) -> None: ...

    def frozen(self) -> bool:
        return self.hang is not None and self.hang.of_otree

    def give_up(self) -> Hang | None:
        self.silent, self.alive = False, False
        return self.hang

    def log_tail(self, _lines: int = 15) -> tuple[str, ...]:
        return ("the end of the log",)

    def api(self) -> FakeOtree:
        return self

    def __enter__(self) -> FakeOtree:
        return self

    def __exit__(self, *_: object) -> None: ...

    def log_position(self) -> int:
        return 0

    def tracebacks(self, _since: int) -> tuple[Traceback, ...]:
        return (Traceback("Traceback ...", "KeyError", "'x'"),)

    # --- its API ---

    def version(self, _timeout: float) -> str:
        if self.silent:
            raise OtreeApiError.unreachable(self.url, "ReadTimeout")
        return "6.0.15"

    def create_session(self, _config: str, participants: int, **_more: Any) -> SessionCreated:
        self._at = dict.fromkeys(range(1, participants + 1), 0)
        self.sessions.append({n: {} for n in self._at})
        self._stored: dict[tuple[int, str, int], dict[str, Any]] = {}  # by participant, app and round
        for number in self._at:
            self._go_on(number)
        links = (ParticipantLink(n, f"code{n}", f"{self.url}/InitializeParticipant/code{n}") for n in self._at)
        return SessionCreated(f"session{len(self.sessions)}", tuple(links), "")

    def admin_page(self, path: str) -> tuple[int, str]:
        self.asked.append(path)
        return self.answers.get(path.partition("?")[0], (200, ""))

    def export_app(self, app: str, _code: str) -> list[dict[str, str]]:
        return [
            {
                "participant.id_in_session": str(n),
                "participant.code": f"code{n}",
                "subsession.round_number": str(round_),
                "group.id_in_subsession": str((n + 1) // 2),
                **{f"player.{name}": _stored(value) for name, value in self._stored.get((n, app, round_), {}).items()},
            }
            for n in self._at
            for round_ in range(1, self.info.app(app).rounds + 1)
        ]

    def export_wide(self, _code: str) -> list[dict[str, str]]:
        return [{"participant.id_in_session": str(n), "participant.pet": "cat"} for n in self._at]

    def get_session(self, code: str) -> SessionInfo:
        people = (ParticipantInfo(n, f"code{n}", "", 1.5 * n) for n in self._at)
        return SessionInfo(code, {}, tuple(people), "EUR")

    def may_advance(self) -> bool:
        return True

    def advance(self, _session: str, code: str) -> None:
        self.advanced.append(code)
        self._go_on(int(code.removeprefix("code")))

    # --- its pages ---

    def page(self, number: int) -> Page:
        with self._changed:
            while True:
                index = self._at[number]
                if index > self.info.max_index("config"):
                    return Page("finished", f"{self.url}/OutOfRangeNotification/code{number}")
                here = self.info.page_at("config", index)
                if not here.page.wait or not self._all_there(number, index):
                    break
                self._go_on(number)
        self.on_page(number, here.page.name)
        status = 500 if here.page.name == self.fails_at else 200
        kind = "error" if status == 500 else _kind(here.page)
        return Page(
            kind,  # type: ignore[arg-type]
            f"{URL}/{here.app.url_name}/{here.page.name}/{index}",
            app=here.app.url_name,
            name=here.page.name,
            index=index,
            status=status,
            fields=tuple(choice(f.name, "yes", "no") if f.type == "boolean" else integer(f.name) for f in here.page.fields),
            buttons=(NEXT,) if kind == "form" else (),
            waits_for="group" if kind == "wait" else "",
        )

    def submit(self, number: int, answer: Answer) -> None:
        self.sessions[-1][number].update(answer.values)  # type: ignore[arg-type]
        here = self.info.page_at("config", self._at[number])
        self._stored.setdefault((number, here.app.name, here.round), {}).update(answer.values)
        self._go_on(number)

    def wait_for_change(self, number: int, seen: int, seconds: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self._at[number] != seen or self._all_there(number, seen), seconds)

    def _all_there(self, number: int, index: int) -> bool:
        return all(at >= index for n, at in self._at.items() if (n + 1) // 2 == (number + 1) // 2)

    def _go_on(self, number: int) -> None:
        self.take_time()
        with self._changed:
            while True:
                self._at[number] += 1
                if self._at[number] > self.info.max_index("config"):
                    break
                page = self.info.page_at("config", self._at[number]).page
                if self._shown.get(page.name, lambda _answers: True)(self.sessions[-1][number]):
                    break
            self._changed.notify_all()

    def take_time(self) -> None:
        if self._rng:
            time.sleep(self._rng.random() * 0.004)

    # --- the browser ---

    def expect(self, tabs: int) -> None:
        self.expected.append(tabs)

    def tab(self, origin: str) -> FakeTab:
        assert origin == self.url
        return FakeTab(self)

    def close(self) -> None: ...


class FakeTab:
    alive = True

    def __init__(self, otree: FakeOtree) -> None:
        self._otree, self._number = otree, 0
        self._page = Page("foreign", "about:blank")
        self.closed = False

    def hold_timers(self) -> None: ...

    def open(self, url: str) -> Page:
        code, _, label = url.rpartition("/")[2].partition("?participant_label=")
        self._number = int(code.removeprefix("code"))
        self._otree.labels.append(label)
        return self.look()

    def look(self) -> Page:
        self._page = self._otree.page(self._number)
        return self._page

    def submit(self, answer: Answer) -> Outcome:
        self._otree.submit(self._number, answer)
        return Outcome("moved", self.look())

    def wait_for_change(self, seconds: float) -> Page | None:
        changed = self._otree.wait_for_change(self._number, self._page.index, seconds)
        return self.look() if changed else None

    def events(self) -> tuple[BrowserEvent, ...]:
        return ()

    def screenshot(self) -> bytes:
        return self._otree.picture

    def close(self) -> None:
        self.closed = True


def _stored(value: str) -> str:
    """As oTree has it in a BooleanField: any word but False is true."""
    return "1" if value in ("yes", "no") else value


def _kind(page: PageInfo) -> str:
    if page.wait:
        return "wait"
    return "still" if not page.fields and page.name.startswith(("End", "Out")) else "form"


def lab(otree: FakeOtree, folder: Path, **options: Any) -> Lab:
    config = Config.load({f"botex_{name}": value for name, value in options.items()})
    return Lab(config, otree.info, folder, RunFolder.new(folder / "runs", keep=3), otree, otree, Models(lambda _: Embedded()))  # type: ignore[arg-type]
