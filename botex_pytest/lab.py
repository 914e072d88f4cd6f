"""What one process needs to play sessions: an oTree server, a browser, and models that answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from botex_pytest.bots.brief import Handler
from botex_pytest.casting import Models
from botex_pytest.checks.base import Fault
from botex_pytest.config import Config
from botex_pytest.drivers.base import Driver
from botex_pytest.project_info import ProjectInfo
from botex_pytest.run_folder import RunFolder
from botex_pytest.servers.otree_api import OtreeApi
from botex_pytest.servers.stacks import Hang
from botex_pytest.servers.tracebacks import Frame, Traceback
from botex_pytest.waiting import WaitTimeout, wait_until

_LOG_SECONDS = 5.0  # on a busy machine; an error page is nearly always in the log before it is read


class Server(Protocol):
    """What playing needs of an oTree server, ours or somebody else's. `start` starts it again when it has died.

    `alive` may ask the server; `has_died` costs nothing, and knows only of a server of our own."""

    url: str

    @property
    def log(self) -> Path | None: ...

    @property
    def alive(self) -> bool: ...

    @property
    def has_died(self) -> bool: ...

    def start(self) -> None: ...

    def raise_if_dead(self) -> None: ...

    def frozen(self) -> bool: ...

    def give_up(self) -> Hang | None: ...

    def api(self) -> OtreeApi: ...

    def log_position(self) -> int: ...

    def log_tail(self, lines: int = 15) -> tuple[str, ...]: ...

    def tracebacks(self, since: int) -> tuple[Traceback, ...]: ...


@dataclass
class Lab:
    """One per process."""

    config: Config
    info: ProjectInfo
    project: Path
    folder: RunFolder
    server: Server
    browser: Driver
    models: Models
    own_checks: Mapping[str, Any] = field(default_factory=dict)  # checks of the user's own, by name
    handler: Handler | None = None  # the user's own code for pages that bots cannot play
    progress: Callable[[str, str], None] = lambda _name, _line: None  # session's name, who is where


def find_fault(server: Server, project: Path, since: int, app: str, page: str) -> Fault | None:
    """The traceback behind an error page: of those since the step began the first that names the page's app and the page, else
    the app, the page, any line of the author's. What comes later is more likely another participant's."""
    try:  # the log is written after the error page has been sent
        tracebacks = wait_until(lambda: server.tracebacks(since), _LOG_SECONDS, "the traceback is in the log")
    except WaitTimeout:
        return None
    found = max(tracebacks, key=lambda t: _closeness(t, app, page))  # the first of the closest ones
    frame = found.author_frame
    if frame is None:
        return Fault(found.title, found.short or found.text)
    return fault_at(frame, found.title, found.short, project)


def fault_at(frame: Frame, error: str, text: str, project: Path) -> Fault:
    """`error` at a line of the author's, with its file in the project's terms."""
    file = Path(frame.file)
    return Fault(error, text, str(file.relative_to(project) if file.is_relative_to(project) else file), frame.line)


def _closeness(traceback: Traceback, app: str, page: str) -> int:
    frame = traceback.author_frame
    in_app = frame is not None and app in Path(frame.file).parts
    names_page = re.search(rf"\b{re.escape(page)}\b", traceback.text) is not None
    return 4 * in_app + 2 * names_page + (frame is not None)
