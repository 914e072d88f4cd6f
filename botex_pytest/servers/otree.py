"""oTree's server: one we start in a private copy of the project, or one somebody else runs. Both have the same attributes."""

from __future__ import annotations

import shlex
import time
import uuid
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from botex_pytest.errors import OtreeApiError, OtreeStartError
from botex_pytest.servers import diagnosis
from botex_pytest.servers.interpreter import Interpreter
from botex_pytest.servers.line_coverage import SAVE_SECONDS, LineCoverage
from botex_pytest.servers.loopback import is_loopback
from botex_pytest.servers.otree_api import OtreeApi
from botex_pytest.servers.process import HOST, Process, ProcessDied, free_port
from botex_pytest.servers.project import Project
from botex_pytest.servers.scratch import Scratch
from botex_pytest.servers.stacks import LISTEN, Hang, ask_where
from botex_pytest.servers.tracebacks import Traceback, find_tracebacks
from botex_pytest.waiting import WaitTimeout

PORT_ATTEMPTS = 3  # a free port may be taken by somebody else before oTree binds it
PASSING_SECONDS = 0.3  # in which whoever only passes through the place where oTree freezes has left it
PROBE_SECONDS = 2.0  # one look whether it answers; who does not answer may be somebody else on the same port
STOP_SECONDS = 3.0  # oTree takes up to one
_PORT_TAKEN = ("address already in use", "Only one usage of each socket address")


class OtreeServer:
    """oTree for `project`, on a free loopback port, in a copy of it under `work`; ends with us, whatever we die of.

    People get what `debug=False` gives: no debug panel, no tracebacks on pages. Admin pages and API of this server are open,
    whatever OTREE_AUTH_LEVEL the shell or `.env` sets: nobody but this machine reaches it, participants' pages are the same at
    every level, and sessions have to be created. A level that settings.py itself sets is obeyed, with a REST key of our own.
    Starting takes one to two seconds.
    """

    def __init__(
        self,
        project: Project,
        *,
        work: Path,
        debug: bool = False,
        python: Path | None = None,
        start_timeout: float = 30.0,
        lines: LineCoverage | None = None,
    ) -> None:
        self.project, self.work, self.debug, self.lines = project, work, debug, lines
        self.python, self.start_timeout = python, start_timeout
        self.rest_key = uuid.uuid4().hex
        self.url = self.version = ""
        self.admin_password = ""
        self.log = work / "otree.log"
        self._process: Process | None = None
        self._scratch: Scratch | None = None
        self._stopped = False

    def start(self) -> None:
        """Returns when the server answers. Raises `ProjectError` (no interpreter) or `OtreeStartError`.

        Called again after an end, it uses the same copy, with the sessions that oTree saved when it was stopped.
        """
        interpreter = self.project.interpreter(self.python)
        self._scratch = self._scratch or self.project.scratch_copy(self.work / "project")
        for attempt in range(PORT_ATTEMPTS):
            since = self.log.stat().st_size if self.log.exists() else 0
            try:
                self._start_once(interpreter)
                return
            except (ProcessDied, WaitTimeout, OSError) as error:
                self.stop()
                taken = any(words in self.read_log(since) for words in _PORT_TAKEN)
                if not taken or attempt == PORT_ATTEMPTS - 1:
                    raise self._start_error(error, interpreter, since) from None
            except OtreeApiError as error:  # of somebody who has the port, unless oTree says no to our key
                self.stop()
                if error.status == HTTPStatus.FORBIDDEN or attempt == PORT_ATTEMPTS - 1:
                    raise
            except BaseException:
                self.stop()
                raise

    def _start_once(self, interpreter: Interpreter) -> None:
        assert self._scratch is not None
        port = free_port()
        self.url = f"http://{HOST}:{port}"
        startup = LISTEN + (self.lines.startup if self.lines else "")
        command = interpreter.otree("devserver_inner", str(port), startup=startup)
        env = self._environment(interpreter)
        self.admin_password = env.get("OTREE_ADMIN_PASSWORD", "")
        self._process = Process(command, log=self.log, cwd=self._scratch.folder, env=env, name="oTree")
        self._process.start()
        with self.api() as api:
            self.version = self._process.wait_ready(lambda: _answer(api), self.start_timeout, f"oTree answers at {self.url}")
        self._stopped = False

    def _environment(self, interpreter: Interpreter) -> dict[str, str]:
        env = self.project.environment()
        if env.get("OTREE_AUTH_LEVEL"):
            env["OTREE_AUTH_LEVEL"] = ""  # not removed: a settings.py may insist that it is there
        env.pop("PORT", None)
        env.pop("OTREE_PRODUCTION", None)
        if not self.debug:
            env["OTREE_PRODUCTION"] = "1"
        env["OTREE_REST_KEY"] = self.rest_key
        env |= self.lines.environment() if self.lines else {}
        return interpreter.activate(env)

    def _start_error(self, error: Exception, interpreter: Interpreter, since: int) -> OtreeStartError:
        assert self._process is not None
        by_hand = f'cd "{self.project.root}" && {shlex.join(interpreter.otree("devserver_inner", "8000"))}'
        if isinstance(error, OSError):
            return OtreeStartError.cannot_run(by_hand, str(error))
        if isinstance(error, WaitTimeout):
            return OtreeStartError.no_answer(self.url, self.start_timeout, self.log_tail(), str(self.log), by_hand)
        found = diagnosis.diagnose(self.read_log(since), self.project.root, interpreter.python)
        cause = f"{error}. {found.cause}" if found else f"{error}."
        lines, remedies = diagnosis.tail(found, self.log_tail()), found.remedies if found else ()
        return OtreeStartError.ended(self.url, cause, lines, str(self.log), remedies)

    def stop(self) -> None:
        """End the server and all it started; takes about a second. Safe to call twice, or when it has died."""
        self._stopped = True
        if self._process is not None:
            self._process.stop(grace=SAVE_SECONDS if self.lines else STOP_SECONDS)

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.alive

    @property
    def has_died(self) -> bool:
        """It ended without being asked to. Costs nothing."""
        return self._process is not None and not self._stopped and not self._process.alive

    def raise_if_dead(self) -> None:
        """Raises `OtreeStartError`, with the end of the log, when the server has died without being asked to."""
        if self._process is not None and not self._stopped:
            try:
                self._process.raise_if_dead()
            except ProcessDied as error:
                raise OtreeStartError.ended(self.url, f"{error}.", self.log_tail(), str(self.log)) from None

    def frozen(self) -> bool:
        """Whether it will never answer again, whatever it is given, by a bug of oTree's own. Takes half a second."""
        if not self._where().of_otree:
            return False
        time.sleep(PASSING_SECONDS)
        return self._where().of_otree

    def give_up(self) -> Hang | None:
        """It runs and answers nobody: end it, by force. Gives where it hangs. `start` starts it again, without its sessions."""
        if self._process is None or not self._process.alive:
            return None
        hang = self._where()
        self._stopped = True
        self._process.stop(grace=0)
        return hang

    def _where(self) -> Hang:
        """What its threads are at."""
        return ask_where(self._process, self.read_log, self.project.root) if self._process else Hang()

    def api(self) -> OtreeApi:
        """A client of its own for the caller; use one per thread, and close it."""
        return OtreeApi(self.url, self.rest_key, admin_password=self.admin_password)

    def log_position(self) -> int:
        return self._process.log_position() if self._process else 0

    def read_log(self, since: int = 0) -> str:
        """The log from a `log_position` on, with paths of the copy shown as the user's own files."""
        return self.as_user_path(self._process.read_log(since)) if self._process else ""

    def log_tail(self, lines: int = 15) -> tuple[str, ...]:
        return tuple(self.as_user_path(line) for line in self._process.log_tail(lines)) if self._process else ()

    def tracebacks(self, since: int = 0) -> tuple[Traceback, ...]:
        """The exceptions logged from a `log_position` on; one is there soon after its error page was sent."""
        return find_tracebacks(self.read_log(since), self.project.root)

    def as_user_path(self, text: str) -> str:
        return self._scratch.as_user_path(text) if self._scratch else text

    def __enter__(self) -> OtreeServer:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def _answer(api: OtreeApi) -> str | None:
    try:
        return api.version(PROBE_SECONDS)
    except OtreeApiError as error:
        if error.status:  # it answers, though not as we would like: that is no start failure
            raise
        return None


class RunningOtree:
    """A server that somebody else runs, at `url`. Used as it is, never stopped; its log is not ours to read.

    Raises `OtreeStartError` when `url` is not on this machine (unless `allow_remote`) or nobody answers.
    """

    debug = False
    log: Path | None = None

    def __init__(self, url: str, *, rest_key: str | None = None, admin_password: str = "", allow_remote: bool = False) -> None:
        self.url, self.rest_key, self.admin_password = url.rstrip("/"), rest_key, admin_password
        self.version = ""
        check_host(self.url, allow_remote=allow_remote)

    def start(self) -> None:
        """Only looks whether it is there, and which version."""
        try:
            with self.api() as api:
                self.version = api.version()
        except OtreeApiError as error:
            if error.status:
                raise
            raise OtreeStartError.nobody_answers(self.url, error.cause) from None

    def stop(self) -> None:
        """Nothing: it is not ours."""

    @property
    def alive(self) -> bool:
        """Asks it; costs one request."""
        with self.api() as api:
            return _answer(api) is not None

    @property
    def has_died(self) -> bool:
        """Never said: whether it answers would have to be asked, and it may only be busy."""
        return False

    def frozen(self) -> bool:
        """Never said: it does not tell what it does."""
        return False

    def give_up(self) -> Hang | None:
        """None: it is not ours to end, and does not tell what it does."""
        return None

    def raise_if_dead(self) -> None:
        if not self.alive:
            raise OtreeStartError.nobody_answers(self.url, "it answered before; it may have ended, or frozen.")

    def api(self) -> OtreeApi:
        return OtreeApi(self.url, self.rest_key, admin_password=self.admin_password)

    def log_position(self) -> int:
        return 0

    def read_log(self, since: int = 0) -> str:
        return ""

    def log_tail(self, lines: int = 15) -> tuple[str, ...]:
        return ()

    def tracebacks(self, since: int = 0) -> tuple[Traceback, ...]:
        return ()

    def as_user_path(self, text: str) -> str:
        return text

    def __enter__(self) -> RunningOtree:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def check_host(url: str, *, allow_remote: bool) -> None:
    """Raises `OtreeStartError` unless every address of the host is a loopback address (or `allow_remote`)."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise OtreeStartError.bad_url(url)
    if allow_remote:
        return
    try:
        here = is_loopback(parts.hostname)
    except OSError as error:
        raise OtreeStartError.nobody_answers(url, f"the name {parts.hostname} is not known ({error}).") from None
    if not here:
        raise OtreeStartError.not_this_machine(url, parts.hostname)
