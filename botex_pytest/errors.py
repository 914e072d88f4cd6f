"""What can go wrong on our side or in the user's set-up. A finding about the experiment is never an exception.

    BotexError
    ├── ProjectError        the folder, its interpreter or its code: the user can fix it
    ├── RunFolderError      where results are written and read
    ├── OtreeStartError     oTree's server did not come up, or died
    ├── OtreeHangError      oTree's server runs and answers nobody
    ├── OtreeApiError       oTree's REST API refused a call
    ├── BrowserError        Chrome or its driver: missing, killed, not answering
    ├── WorkerError         a worker of xdist elsewhere cannot take part
    ├── StudyError          botex.toml or a marker says something that cannot be
    └── SettingError        an option, ini key or environment variable

Every message says what failed, why, what was tried and how to fix it. One named constructor per cause, one test per message.
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path


class BotexError(Exception):
    """Base of all our errors; prints in one form. `remedies` are (what to do, the command or line to use) pairs."""

    def __init__(
        self,
        what: str,
        *,
        cause: str = "",
        tried: Sequence[str] = (),
        log: Sequence[str] = (),
        log_path: str = "",
        remedies: Sequence[tuple[str, str]] = (),
    ) -> None:
        self.what, self.cause, self.log_path = what, cause, log_path
        self.tried, self.log, self.remedies = tuple(tried), tuple(log), tuple(remedies)
        super().__init__(self._text())

    @classmethod
    def no_templates(cls, places: Sequence[str]) -> BotexError:
        return cls(
            "botex_pytest's templates are missing.",
            cause="the installation is incomplete.",
            tried=places,
            remedies=[("install it again", "python -m pip install --force-reinstall --no-deps botex-pytest")],
        )

    def _text(self) -> str:
        lines = [self.what]
        if self.cause:
            lines.append(f"Cause: {self.cause}")
        if self.tried:
            lines += ["Tried:", *(f"    {line}" for line in self.tried)]
        if self.log:
            lines += [f"Last lines of its log ({self.log_path}):" if self.log_path else "Last lines of its log:"]
            lines += [f"    {line}" for line in self.log]
        if self.remedies:
            lines.append("To fix this, either:" if len(self.remedies) > 1 else "To fix this:")
            width = max(len(what) for what, _ in self.remedies) + 1
            lines += [f"  - {what + (':' if how else ''):<{width}} {how}".rstrip() for what, how in self.remedies]
        return "\n".join(lines)


class ProjectError(BotexError):
    """The oTree project cannot be read as it is."""

    @classmethod
    def bots_need_requests(cls, python: Path) -> ProjectError:
        return cls(
            "oTree's own bots cannot run.",
            cause=f"they need the package requests, which {python} does not have.",
            remedies=[("install it", f"{python} -m pip install requests"), ("leave them out", "--no-botex-otree-bots")],
        )

    @classmethod
    def bots_did_not_end(cls, config: str, problem: str, log: Sequence[str]) -> ProjectError:
        return cls(
            f"oTree's own bots of {config} came to no result.",
            cause=f"{problem}.",
            log=log,
            remedies=[("run them by hand", f"otree test {config}"), ("leave them out", "--no-botex-otree-bots")],
        )

    @classmethod
    def no_session_configs(cls, settings: Path) -> ProjectError:
        return cls(
            f"{settings} has no session config, so there is nothing to play.",
            cause="SESSION_CONFIGS is empty.",
            remedies=[("add one", "SESSION_CONFIGS = [dict(name='my_study', app_sequence=['my_app'], num_demo_participants=2)]")],
        )

    @classmethod
    def not_a_project(cls, folder: object, below: Sequence[str] = ()) -> ProjectError:
        """`below`: names of sub-folders that are projects."""
        remedies = [(f"go into {name}", f'cd "{folder}/{name}"') for name in below[:3]]
        return cls(
            f"{folder} is no oTree project.",
            cause="it has no settings.py with SESSION_CONFIGS.",
            remedies=[*remedies, ("name the project's folder", "--botex-project=/path/to/project")],
        )

    @classmethod
    def interpreter_without_otree(cls, python: object, problem: str) -> ProjectError:
        return cls(
            f"The interpreter named by --botex-otree-python cannot run oTree: {python}",
            cause=f"{problem}.",
            remedies=[
                ("install oTree there", f'"{python}" -m pip install otree'),
                ("name another interpreter", "--botex-otree-python=/path/to/python"),
            ],
        )

    @classmethod
    def no_interpreter(cls, root: object, tried: Sequence[str]) -> ProjectError:
        return cls(
            f"No Python with oTree found for {root}.",
            tried=tried,
            remedies=[
                ("install oTree beside pytest", f'"{sys.executable}" -m pip install otree'),
                ("give the project its own", f'python3 -m venv "{root}/.venv" && "{root}/.venv/bin/python" -m pip install otree'),
                ("name the interpreter", "--botex-otree-python=/path/to/python"),
            ],
        )

    @classmethod
    def cannot_import(
        cls, root: object, cause: str, traceback: Sequence[str], remedies: Sequence[tuple[str, str]]
    ) -> ProjectError:
        """`traceback`: cut to the author's files; `remedies`: what fits the cause."""
        by_hand = ("see it by hand", f'cd "{root}" && otree devserver')
        return cls(f"oTree cannot load the project in {root}.", cause=cause, log=traceback, remedies=[*remedies, by_hand])


class RunFolderError(BotexError):
    """The folder a run writes to, or was asked to read, cannot be used."""

    @classmethod
    def cannot_create(cls, base: Path, cause: OSError) -> RunFolderError:
        return cls(
            f"A run folder could not be made in {base}.",
            cause=f"{cause.strerror or cause}.",
            remedies=[
                ("make the folder writable", f"chmod u+w {base.parent}"),
                ("write the results elsewhere", "--botex-runs-dir=/path/to/folder"),
            ],
        )

    @classmethod
    def no_run(cls, path: Path) -> RunFolderError:
        return cls(
            f"{path} is not the folder of a run.",
            cause="it has no run.json.",
            remedies=[("name a folder such as", ".botex__temp/run-0001"), ("play the project first", "pytest --botex")],
        )

    @classmethod
    def unknown_field(cls, name: str, known: Iterable[str]) -> RunFolderError:
        return cls(
            f"The report was not written: {name!r} was to be removed from it, and no question of this run has that name.",
            cause=_similar(name, known).strip().replace("Did", "did"),
            remedies=[
                ("name fields as your models do", "--botex-redact=FIELD,..."),
                ("remove every answer in free text", "--botex-redact=texts"),
                ("remove labels and completion codes only", "--botex-redact=labels"),
            ],
        )

    @classmethod
    def needs_allure(cls) -> RunFolderError:
        return cls(
            "Results for Allure cannot be written.",
            cause=f"allure-pytest is not installed for {sys.executable}.",
            remedies=[("install it", f'{sys.executable} -m pip install "botex-pytest[allure]"')],
        )

    @classmethod
    def cannot_write(cls, path: Path, cause: OSError) -> RunFolderError:
        return cls(
            f"{path} could not be written.",
            cause=f"{cause.strerror or cause}.",
            remedies=[("close it in other programs", ""), ("name another place", "")],
        )

    @classmethod
    def cannot_export(cls, folder: Path, cause: OSError) -> RunFolderError:
        return cls(
            f"The data could not be written to {folder}.",
            cause=f"{cause.strerror or cause}" + (f": {cause.filename}." if cause.filename else "."),
            remedies=[("close files of it that are open in another program", ""), ("write elsewhere", "--to=/path/to/folder")],
        )


class OtreeStartError(BotexError):
    """oTree's server did not start, or ended while it was needed."""

    @classmethod
    def ended(
        cls, url: str, cause: str, log: Sequence[str], log_path: str, remedies: Sequence[tuple[str, str]] = ()
    ) -> OtreeStartError:
        """The process ended before or after it had answered. `remedies`: what fits the cause."""
        running = ("use a server you started", "--botex-otree-url http://127.0.0.1:8000")
        what = f"oTree's server at {url} has ended."
        return cls(what, cause=cause, log=log, log_path=log_path, remedies=[*remedies, running])

    @classmethod
    def no_answer(cls, url: str, seconds: float, log: Sequence[str], log_path: str, by_hand: str) -> OtreeStartError:
        return cls(
            f"oTree did not answer at {url} within {seconds:g} s.",
            cause="the process runs, but its REST API does not reply.",
            log=log,
            log_path=log_path,
            remedies=[
                ("run the same by hand", by_hand),
                ("allow more time", f"--botex-start-timeout {2 * seconds:g}"),
                ("use a server you started", "--botex-otree-url http://127.0.0.1:8000"),
            ],
        )

    @classmethod
    def cannot_run(cls, command: str, problem: str) -> OtreeStartError:
        return cls(
            "oTree's server could not be started.",
            cause=problem,
            tried=[command],
            remedies=[("name another interpreter", "--botex-otree-python=/path/to/python")],
        )

    @classmethod
    def nobody_answers(cls, url: str, problem: str) -> OtreeStartError:
        return cls(
            f"No oTree server answers at {url}.",
            cause=problem,
            remedies=[
                ("start it, or start it again", "otree devserver 8000"),
                ("correct the address", "--botex-otree-url http://127.0.0.1:8000"),
                ("let us start one", "leave --botex-otree-url out"),
            ],
        )

    @classmethod
    def not_this_machine(cls, url: str, host: str) -> OtreeStartError:
        return cls(
            f"{url} is not on this machine; sessions of bots are not created there unasked.",
            cause=f"{host} is no loopback address, and a study in the field may run there.",
            remedies=[("if you mean it", "--botex-allow-remote"), ("use a local server", "leave --botex-otree-url out")],
        )

    @classmethod
    def bad_url(cls, url: str) -> OtreeStartError:
        return cls(
            f"{url!r} is no address of a server.",
            remedies=[("give scheme, host and port", "--botex-otree-url http://127.0.0.1:8000")],
        )


class OtreeHangError(BotexError):
    """oTree's server runs and answers nobody any more, through no fault of the study's own code."""

    of_otree = False
    """Whether it is the bug that is known, which another play will hardly meet again."""

    @classmethod
    def frozen(cls, url: str, cause: str, stack: Sequence[str], log_path: str) -> OtreeHangError:
        """A bug of oTree's own, which befalls people, too."""
        error = cls(
            f"oTree's server at {url} has frozen, by a bug of oTree's own.",
            cause=cause,
            log=stack,
            log_path=log_path,
            remedies=[("play the session again", "pytest --botex"), ("in the lab, start the server again", "")],
        )
        error.of_otree = True
        return error

    @classmethod
    def silent(cls, url: str, seconds: float, log: Sequence[str], log_path: str) -> OtreeHangError:
        """It has answered nothing for `seconds`, and nobody knows why."""
        return cls(
            f"oTree's server at {url} runs, but has answered nothing for {seconds:g} s.",
            log=log,
            log_path=log_path,
            remedies=[("give it more time", f"--botex-page-timeout {seconds * 3:g}"), ("start the run again", "")],
        )


class OtreeApiError(BotexError):
    """oTree's REST API answered with an error. `status`: the HTTP status, 0 when there was no answer at all."""

    status = 0
    of_study = False
    """Whether the project's own code failed, and not the request or the server."""

    @classmethod
    def _with_status(cls, status: int, what: str, cause: str, remedies: Sequence[tuple[str, str]]) -> OtreeApiError:
        error = cls(what, cause=cause, remedies=remedies)
        error.status = status
        return error

    @classmethod
    def unreachable(cls, url: str, problem: str) -> OtreeApiError:
        return cls(
            f"oTree at {url} does not answer.",
            cause=problem,
            remedies=[("look whether it still runs, and at its log", ""), ("start the run again", "")],
        )

    @classmethod
    def unknown_config(cls, name: str, known: Iterable[str]) -> OtreeApiError:
        what = f"There is no session config {name!r}.{near_matches(name, known)}"
        return cls._with_status(
            400, what, "settings.py does not list it in SESSION_CONFIGS.", [("name another", "--botex-config NAME")]
        )

    @classmethod
    def bad_group_size(cls, config: str, participants: int, reason: str) -> OtreeApiError:
        """`reason`: oTree's own sentence, which names the group size."""
        return cls._with_status(
            400,
            f"Session config {config!r} cannot be played by {participants} participants.",
            reason,
            [("choose a multiple of the group size", "--botex-participants N")],
        )

    @classmethod
    def refused(cls, what: str, status: int, reason: str) -> OtreeApiError:
        """Anything else oTree does not accept; `reason` is what it says."""
        return cls._with_status(status, f"oTree refused to {what} (HTTP {status}).", reason, [])

    @classmethod
    def needs_rest_key(cls, url: str, reason: str) -> OtreeApiError:
        remedies = [("give the server's key", "--botex-otree-rest-key KEY (the server's OTREE_REST_KEY)")]
        return cls._with_status(403, f"oTree at {url} wants its REST key.", reason, remedies)

    @classmethod
    def creating_session_failed(cls, config: str, status: int, reason: str) -> OtreeApiError:
        """An exception in the project's own `creating_session`: a fault of the study. `reason` is all that the API tells."""
        error = cls._with_status(
            status,
            f"creating_session fails in session config {config!r}.",
            reason or "the project's code raised an exception; the server's log has the traceback.",
            [("correct creating_session, or the session config's fields it reads", "")],
        )
        error.of_study = True
        return error

    @classmethod
    def unknown_room(cls, room: str, known: Iterable[str]) -> OtreeApiError:
        what = f"There is no room {room!r}.{near_matches(room, known)}"
        return cls._with_status(404, what, "settings.py does not list it in ROOMS.", [("add it to ROOMS, or name another", "")])

    @classmethod
    def cannot_advance_one(cls, version: str) -> OtreeApiError:
        return cls(
            "A single participant cannot be advanced on this server.",
            cause=f"oTree {version} can only move all those who are last; oTree 6 can name one.",
            remedies=[("install oTree 6", "pip install -U otree")],
        )

    @classmethod
    def login_failed(cls, url: str) -> OtreeApiError:
        return cls._with_status(
            403,
            f"oTree at {url} did not let us in as administrator.",
            "user name or password are not those of settings.py (ADMIN_USERNAME, ADMIN_PASSWORD).",
            [("give the server's password", "OTREE_ADMIN_PASSWORD=... in the environment")],
        )


class BrowserError(BotexError):
    """Chrome or its driver is missing, was killed or does not answer."""

    @classmethod
    def chrome_not_found(cls, tried: Sequence[str]) -> BrowserError:
        return cls(
            "Chrome was not found, so no page can be opened.",
            tried=tried,
            remedies=[
                ("on Debian or Ubuntu", "sudo apt-get install chromium chromium-driver"),
                ("on macOS", "brew install --cask google-chrome chromedriver"),
                ("name one that is elsewhere", "--botex-chrome=/path/to/chrome"),
                ("play without it what can be", "--botex-driver http"),
            ],
        )

    @classmethod
    def driver_not_found(cls, chrome: str, version: str, tried: Sequence[str]) -> BrowserError:
        major = version.partition(".")[0]
        return cls(
            f"Chrome {version} was found ({chrome}), but not the chromedriver that steers it.",
            tried=tried,
            remedies=[
                ("on Debian or Ubuntu", "sudo apt-get install chromium-driver"),
                (f"get chromedriver {major}", "https://googlechromelabs.github.io/chrome-for-testing/"),
                ("name one that is elsewhere", "--botex-chromedriver=/path/to/chromedriver"),
            ],
        )

    @classmethod
    def not_a_browser(cls, path: str, option: str, cause: str) -> BrowserError:
        return cls(
            f"{path} cannot be used as {option}.",
            cause=cause,
            remedies=[
                ("name a program that runs", f"{option}=/path/to/program"),
                (f"leave {option} away to have it searched", ""),
            ],
        )

    @classmethod
    def versions_differ(cls, chrome: str, chrome_version: str, driver: str, driver_version: str) -> BrowserError:
        return cls(
            f"Chrome {chrome_version} ({chrome}) cannot be steered by chromedriver {driver_version} ({driver}).",
            cause="their first version numbers differ; they have to be the same.",
            remedies=[
                ("on Debian or Ubuntu, update both", "sudo apt-get install chromium chromium-driver"),
                ("name the chromedriver of this Chrome", "--botex-chromedriver=/path/to/chromedriver"),
                ("name the Chrome of this chromedriver", "--botex-chrome=/path/to/chrome"),
            ],
        )

    @classmethod
    def not_started(cls, what: str, cause: str, log: Sequence[str] = (), log_path: str = "") -> BrowserError:
        return cls(
            f"{what} did not start.",
            cause=cause,
            log=log,
            log_path=log_path,
            remedies=[
                ("see whether Chrome starts by hand", "chromium --headless=new --dump-dom about:blank"),
                ("check memory and disk", "df -h /tmp /dev/shm; free -m"),
                ("name another Chrome", "--botex-chrome=/path/to/chrome"),
            ],
        )

    @classmethod
    def grid_has_none(cls, grid: str, cause: str) -> BrowserError:
        return cls(
            f"No Chrome was to be had at {grid}.",
            cause=cause,
            remedies=[
                ("see whether it is there, and has a browser to spare", f"curl {grid}/status"),
                ("give it more time", "--botex-start-timeout 120"),
                ("ask for fewer browsers, one for each worker", "-n 2"),
                ("use the Chrome of this machine", "leave --botex-grid out"),
            ],
        )

    @classmethod
    def server_out_of_reach(cls, grid: str, server: str, cause: str) -> BrowserError:
        return cls(
            f"The Chrome at {grid} cannot open oTree at {server}.",
            cause=f"{cause}. To that machine, 127.0.0.1 is itself.",
            remedies=[
                ("lead it here, as long as the run takes", "ssh -N -R 1080 user@grid"),
                ("and say so", "--botex-grid-socks 1080"),
                ("or name an oTree that both machines reach", "--botex-otree-url https://otree.example --botex-allow-remote"),
                ("use the Chrome of this machine", "leave --botex-grid out"),
            ],
        )

    @classmethod
    def gone(cls, cause: str, log: Sequence[str] = (), log_path: str = "") -> BrowserError:
        return cls(
            "Chrome is gone: it was closed, killed, or crashed while pages were being played.",
            cause=cause,
            log=log,
            log_path=log_path,
            remedies=[
                ("run again; if it happens again, check memory", "free -m; dmesg | tail"),
                ("play fewer participants at a time", "--botex-participants"),
            ],
        )

    @classmethod
    def out_of_reach(cls, cause: str) -> BrowserError:
        return cls(
            "A browser that another worker had lent is out of reach.",
            cause=f"that worker has ended, or does not answer: {cause}.",
            remedies=[
                ("run again; if it happens again, check memory", "free -m; dmesg | tail"),
                ("play each session in one worker", "leave --botex-spread out"),
            ],
        )

    @classmethod
    def no_answer(cls, command: str, seconds: float) -> BrowserError:
        return cls(
            f"Chrome did not answer within {seconds:g} s.",
            cause=f"no reply to {command}; the machine is overloaded, or a script on the page never ends.",
            remedies=[("give pages more time", "--botex-page-timeout 120"), ("watch it", "--botex-headed")],
        )

    @classmethod
    def refused(cls, command: str, error: str, message: str) -> BrowserError:
        return cls(f"Chrome refused {command}.", cause=f"{error}: {message}".strip())

    @classmethod
    def no_bidi(cls, address: str) -> BrowserError:
        return cls(
            f"The browser at {address} cannot be steered over WebDriver BiDi.",
            cause="its session has no webSocketUrl.",
            remedies=[("update Chrome and chromedriver to version 125 or newer", "")],
        )


class StudyError(BotexError):
    """What `botex.toml` or a marker declares about a study cannot be. `place` is the file with its line, or the marker."""

    @classmethod
    def unknown_config(cls, name: str, known: Iterable[str]) -> StudyError:
        return cls(
            f"There is no session config {name!r}.{near_matches(name, known)}",
            cause="settings.py does not list it in SESSION_CONFIGS.",
            remedies=[("list what there is", "pytest --botex --co -q")],
        )

    @classmethod
    def not_a_multiple(cls, config: str, participants: int, multiple: int) -> StudyError:
        fitting = [n for n in (participants // multiple * multiple, -(-participants // multiple) * multiple) if n]
        return cls(
            f"{config} cannot be played by {participants} participants.",
            cause=f"its groups need a multiple of {multiple}.",
            remedies=[("use a number that fits", f"--botex-participants {n}") for n in fitting],
        )

    @classmethod
    def unreadable(cls, name: str, problem: str) -> StudyError:
        return cls(
            f"{name} cannot be read.",
            cause=problem,
            remedies=[
                ("mend the file there", "texts and dotted names need quotes, one key a line"),
                ("play without it", "rename it"),
            ],
        )

    @classmethod
    def unreadable_flow(cls, name: str, problem: str) -> StudyError:
        return cls(
            f"{name} cannot be read.",
            cause=problem,
            remedies=[("write it anew", "pytest --botex --botex-update-flow"), ("play without it", "delete it")],
        )

    @classmethod
    def unknown_key(cls, place: str, key: str, known: Iterable[str]) -> StudyError:
        names = sorted(known)
        return cls(
            f"{place}: there is nothing called {key!r} to declare.{_similar(key, names)}",
            remedies=[("use one of", ", ".join(names))],
        )

    @classmethod
    def bad_value(cls, place: str, key: str, value: object, accepted: str) -> StudyError:
        return cls(f"{place}: {key} cannot be {value!r}.", remedies=[("give it", accepted)])

    @classmethod
    def too_few_labels(cls, place: str, labels: int, participants: int) -> StudyError:
        return cls(
            f"{place}: there are {labels} labels for {participants} participants.",
            remedies=[("give every participant one", "or use a pattern"), ("use a pattern", 'labels = "P{n:03}"')],
        )

    @classmethod
    def closed_room(cls, config: str, room: str, problem: str) -> StudyError:
        return cls(
            f"{config} is played in room {room!r}, which nobody can enter.",
            cause=f"its label file cannot be used: {problem}",
            remedies=[
                ("mend the file", "participant_label_file of the room in settings.py: one label a line"),
                ("play outside of the room", "take room = ... out of botex.toml"),
            ],
        )

    @classmethod
    def too_few_places(cls, config: str, room: str, places: int, participants: int) -> StudyError:
        return cls(
            f"{config} cannot be played by {participants} participants in room {room!r}.",
            cause=f"the room's label file admits {places}; oTree would turn the others away.",
            remedies=[
                ("play with fewer", f"--botex-participants {places}"),
                ("admit more", "participant_label_file of the room in settings.py"),
                ("play outside of the room", "take room = ... out of botex.toml"),
            ],
        )

    @classmethod
    def not_in_a_table(cls, place: str, key: str) -> StudyError:
        return cls(
            f"{place}: {key!r} stands outside of any table.",
            cause="every table has the name of a session config; keys belong below one.",
            remedies=[("for one config, put above it", "[name_of_the_config]"), ("for all configs, put above it", '["*"]')],
        )

    @classmethod
    def variants_for_all(cls, place: str) -> StudyError:
        return cls(
            f'{place}: the table ["*"] cannot have variants.',
            remedies=[("declare them for each config", "[name_of_the_config.variants.name]")],
        )

    @classmethod
    def bad_answer_name(cls, place: str, name: str) -> StudyError:
        return cls(
            f"{place}: {name!r} does not name a field.",
            remedies=[("name page and field", '"Page.field" = 3'), ("where pages repeat, the app too", '"app.Page.field" = 3')],
        )

    @classmethod
    def bad_participant(cls, place: str, name: str, who: str) -> StudyError:
        return cls(
            f"{place}: the answer {name!r} is given for {who!r}, which is neither a participant nor a role.",
            remedies=[("name a participant", "P1 = 3"), ("name a role", '"role:Seller" = 3')],
        )

    @classmethod
    def bad_answer(cls, place: str, name: str, value: object) -> StudyError:
        return cls(
            f"{place}: the answer {name!r} cannot be {value!r}.",
            remedies=[
                ("give one value", f'"{name}" = 3'),
                ("one value per round", f'"{name}" = [5, 10, 0]'),
                ("by participant or role", f'"{name}" = {{ P1 = 5, "role:Seller" = 10 }}'),
            ],
        )

    @classmethod
    def unknown_name(cls, place: str, kind: str, name: str, known: Iterable[str]) -> StudyError:
        """`kind` is "session config", "page", "check" or "field on Page"."""
        return cls(f"{place}: the project has no {kind} {name!r}.{near_matches(name, known)}")

    @classmethod
    def bad_marker(cls, place: str) -> StudyError:
        return cls(
            f"{place}: only the config can be given without its name, and once.",
            remedies=[("write", '@pytest.mark.botex("trust", participants=4)')],
        )

    @classmethod
    def all_of(cls, problems: Sequence[StudyError]) -> StudyError:
        """One error that tells all of them."""
        return problems[0] if len(problems) == 1 else cls("\n".join(str(problem) for problem in problems))


class SettingError(BotexError):
    """A setting has a value that cannot be used."""

    @classmethod
    def cov_without_coverage(cls, python: str) -> SettingError:
        return cls(
            "--botex-cov needs coverage.py.",
            cause=f"it is not installed for {python}, which runs pytest.",
            remedies=[("install it", f'{python} -m pip install "botex-pytest[cov]"'), ("play without it", "--no-botex-cov")],
        )

    @classmethod
    def cov_of_a_running_server(cls, url: str) -> SettingError:
        return cls(
            f"--botex-cov cannot measure the server at {url}.",
            cause="lines are counted from the start of a server, and that one runs already.",
            remedies=[("let us start one", "leave out --botex-otree-url"), ("play without it", "--no-botex-cov")],
        )

    @classmethod
    def bad_value(cls, name: str, source: str, value: str, accepted: str, known: Iterable[str] = ()) -> SettingError:
        """`source` is "command line", "ini" or the name of an environment variable; `known` are the words that exist."""
        key = "botex_" + name.replace("-", "_") if name else "botex"
        option = f"--botex-{name}" if name else "--botex"
        given = {"command line": (option, "on the command line"), "ini": (key, "in pytest's ini file")}
        told, place = given.get(source, (source, "in the environment"))
        mend = {"command line": f"{option} ...", "ini": f"{key} = ..."}.get(source, f"{source}=...")
        return cls(
            f"{told} is {value!r} {place}.",
            cause=f"it must be {accepted}.{_similar(value, known)}",
            remedies=[("give a value of that form", mend), ("leave it out", "then the next source or the default counts")],
        )

    @classmethod
    def path_apart(cls, flag: str, path: str) -> SettingError:
        return cls(
            f"{flag} and its path must be one word.",
            cause=f"pytest takes {path} for a place of tests, and reads no ini file of this project.",
            remedies=[("join them", f"{flag}={path}")],
        )

    @classmethod
    def splits_sessions(cls, dist: str) -> SettingError:
        return cls(
            f"--dist {dist} cannot deal sessions of bots.",
            cause="it deals single items, so that every worker would play the same session for itself.",
            remedies=[
                ("leave --dist out", "-n N alone gives whole sessions to workers"),
                ("name one that keeps them whole", "--dist loadscope"),
                ("run other tests only", "name their paths"),
            ],
        )

    @classmethod
    def spread_needs_its_own_dealing(cls, dist: str) -> SettingError:
        return cls(
            f"--botex-spread and --dist {dist} do not go together.",
            cause="the shares of a session have to run at the same time, which only its own way of dealing sees to.",
            remedies=[
                ("spread sessions over workers", "leave --dist out"),
                ("deal whole sessions", "leave --botex-spread out"),
            ],
        )

    @classmethod
    def spread_over_machines(cls, worker: str) -> SettingError:
        return cls(
            f"--botex-spread needs all workers on this machine, and {worker} need not be.",
            cause="workers lend each other their browsers, and nothing of a run listens to other machines.",
            remedies=[
                ("spread sessions over workers of this machine", "-n N"),
                ("deal whole sessions to all workers", "leave --botex-spread out"),
            ],
        )

    @classmethod
    def no_options(cls, fixture: str, returned: str) -> SettingError:
        return cls(
            f"The fixture {fixture} returned {returned}, not a dict.",
            remedies=[("change what it was given, and return that", f"return {{**{fixture}, ...}}")],
        )

    @classmethod
    def unknown_option(cls, fixture: str, name: object, known: Iterable[str]) -> SettingError:
        return cls(
            f"The fixture {fixture} knows no {name!r}.{near_matches(str(name), known)}",
            remedies=[("see which fixture has it", "docs/reference/fixtures.md")],
        )

    @classmethod
    def bad_option(cls, fixture: str, name: str, value: str, accepted: str) -> SettingError:
        """`value` as Python writes it, masked if it is secret."""
        return cls(
            f"The fixture {fixture} gives {name} as {value}.",
            cause=f"it must be {accepted}.",
            remedies=[("give a value of that form", f"return {{**{fixture}, {name!r}: ...}}")],
        )

    @classmethod
    def of_the_controller(cls, fixture: str, names: Sequence[str]) -> SettingError:
        return cls(
            f"The fixture {fixture} cannot change {', '.join(names)} in a worker of xdist.",
            cause="one llama.cpp serves all workers, and the first process starts it, which has no fixtures.",
            remedies=[("put it into pytest's ini file", f"botex_{names[0]} = ..."), ("run without workers", "-n 0")],
        )

    @classmethod
    def bad_ini(cls, key: str, problem: str) -> SettingError:
        """pytest itself could not read the value in its ini file."""
        return cls(
            f"{key} in pytest's ini file cannot be read.",
            cause=problem,
            remedies=[("write a value of its kind", f"see {key} in: pytest --help")],
        )


def _similar(name: str, known: Iterable[str]) -> str:
    names = sorted(set(known))
    # Two are only offered when both are very near; beside a good match a distant one confuses.
    close = difflib.get_close_matches(name, names, n=2, cutoff=0.85) or difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    return f" Did you mean {' or '.join(repr(c) for c in close)}?" if close else ""


def near_matches(name: str, known: Iterable[str]) -> str:
    """` Did you mean 'x'?`, or the list of what exists: the end of a message about an unknown name."""
    names = sorted(set(known))
    return _similar(name, names) or (f" Known: {', '.join(names)}." if names else "")
