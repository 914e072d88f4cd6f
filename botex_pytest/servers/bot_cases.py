"""The author's own oTree bots, one case at a time, and what is to blame when one does not pass: the study, or the bots."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePath
from typing import Literal

from botex_pytest.errors import ProjectError
from botex_pytest.servers.process import Process
from botex_pytest.servers.project import Project
from botex_pytest.servers.scratch import Scratch
from botex_pytest.servers.tracebacks import Traceback, find_tracebacks
from botex_pytest.waiting import WaitTimeout

HELPER = Path(__file__).with_name("bots_helper.py")

_STALE = (
    "Discrepancy between bot code and app code",
    "Your bot yielded",
    "not found in the HTML",
    "no button was found in the HTML",
)
"""What oTree says when bots submit a page that is not there any more, or fields and buttons that its HTML does not have."""

_NO_REQUESTS = "You need to install requests"


@dataclass(frozen=True)
class CaseResult:
    """failed: the study does not do what its bots expect. review: the bots do not fit the study. `detail`: the traceback, cut."""

    outcome: Literal["passed", "failed", "review"]
    title: str = ""
    detail: str = ""

    @property
    def text(self) -> str:
        return "\n\n".join(filter(None, (self.title, self.detail)))


class BotCases:
    """Runs cases of `project`'s bots in one private copy of it in `work`. Each takes a second or two."""

    def __init__(self, project: Project, python: Path | None, work: Path) -> None:
        self.project, self.python, self.work = project, python, work

    @cached_property
    def _copy(self) -> Scratch:
        return self.project.scratch_copy(self.work / "project")

    def run(self, config: str, case: int, seconds: float, *, live_is_dead: bool = False) -> CaseResult:
        """One session of `config` with case number `case`, which counts from 0 as oTree's do.

        `live_is_dead`: the bots call live methods, which this oTree does not run for bots. Raises `ProjectError` where the
        bots cannot run at all, or not within `seconds`.
        """
        interpreter = self.project.interpreter(self.python)
        log = self.work / f"bots-{case}.log"
        process = Process(
            [str(interpreter.python), str(HELPER), config, str(case)],
            log=log,
            cwd=self._copy.folder,
            env=interpreter.activate(self.project.environment()),
            name="oTree's bots",
        )
        since = process.log_position()
        try:
            with process:
                process.wait(seconds)
        except (OSError, WaitTimeout) as error:
            raise ProjectError.bots_did_not_end(config, str(error), process.log_tail()) from None
        output = self._copy.as_user_path(process.read_log(since))
        if process.exit_code == 0:
            return CaseResult("passed")
        if _NO_REQUESTS in output:
            raise ProjectError.bots_need_requests(interpreter.python)
        found = find_tracebacks(output, self.project.root)
        if not found:
            raise ProjectError.bots_did_not_end(config, f"exit code {process.exit_code}", tuple(output.splitlines()[-15:]))
        return _judged(found[-1], live_is_dead=live_is_dead)


def _judged(found: Traceback, *, live_is_dead: bool) -> CaseResult:
    """An assertion of the bots is about the study, unless oTree says that the page is another one. Any other error in the file of
    the bots is that file's own."""
    said = found.message.strip()
    asserted = found.error_type.endswith(("AssertionError", "ExpectError", "BotError"))
    in_bots = found.author_frame is not None and _is_of_bots(found.author_frame.file)
    if any(words in " ".join(said.split()) for words in _STALE) or (in_bots and not asserted):
        return CaseResult("review", f"tests.py does not fit the app as it is now: {_line(found)}", found.short)
    if live_is_dead:
        told = "oTree 6 runs no live method for its own bots, which may be all that is wrong"
        return CaseResult("review", f"{_line(found)} ({told})", found.short)
    return CaseResult("failed", _line(found), found.short or found.text)


def _line(found: Traceback) -> str:
    """The exception in one line; oTree's own messages need several."""
    said = " ".join(found.message.split())
    return f"{found.error_type}: {said}" if said else found.error_type


def _is_of_bots(file: str) -> bool:
    path = PurePath(file)
    return path.name == "tests.py" or path.parent.name == "tests"
