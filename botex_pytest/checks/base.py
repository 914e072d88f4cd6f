"""What every check is given, and the names of all checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from botex_pytest.checks.sources import Source, loaded
from botex_pytest.flow_file import Snapshot
from botex_pytest.page import BrowserEvent
from botex_pytest.played import Played, Stop
from botex_pytest.project_info import AppInfo, PageAt, PageInfo, ProjectInfo
from botex_pytest.study_config import StudyConfig

FORM_CHECKS: Mapping[str, str] = {
    "rule-not-kept": "a declared rule of a form field that nobody keeps",
    "only-in-browser": "a rule of a form field that only the browser keeps, or only the page's controls",
    "valid-refused": "an answer that is refused although it is within all declared rules",
    "error-on-answer": "an answer that ends in a server error",
    "crash-later": "an answer that is taken, and ends in a server error on a later page",
    "silent-refusal": "an answer that is refused without a word at the page",
    "label-and-bounds": "a label that names other numbers than the field takes",
    "own-refusal": "an answer within all declared rules that the author's own code refuses",
    "counts-attempts": "a page that takes or refuses the same answer from one time to the next",
    "otree-form": "what oTree itself takes in a way that authors may not expect",
}
"""Those that --botex-forms makes; playing says nothing about them."""

CHECKS: Mapping[str, str] = {
    "server-error": "oTree answered with an error page",
    "endless-code": "code of the study that runs for so long that nobody is answered",
    "script-error": "a script of the study threw an error",
    "live-error": "a live method that fails",
    "dead-end": "a page that nobody can leave although more pages follow",
    "endless-wait": "a wait page that nobody leaves",
    "late-release": "a wait page that was left only after a reload",
    "timer-won": "a page that went on by itself before bots had answered",
    "unclear": "a question that a language model called unclear",
    "refused-at-first": "a question whose first answer by a language model was refused",
    "understood": "what a language model said to have understood (--botex-debrief)",
    "early-end": "a page that ends a participant early and is not declared",
    "needs-answer": "a page that wants an answer which it does not show",
    "refused-choice": "an answer that a page offers and that is beyond the bounds of the field",
    "needs-recording": "a page that the recorded answers do not fit",
    "needs-skill": "a page that wants something bots cannot do",
    "needs-time": "a page or a session that takes longer than bots are given",
    "needs-network": "a file of another server that could not be reached from here",
    "untouched-control": "a control that bots saw and did not understand",
    "lost-answer": "an answer that is not in oTree's data as it was sent",
    "rewritten-answer": "an answer that the app itself changed later",
    "unseen-page": "a page that no participant saw",
    "changed-flow": "pages that are not those of the flow snapshot",
    "missing-file": "a file of the server that a page asks for and does not get",
    "missing-template": "a template that a page needs and that is not there, in exactly these letters",
    "missing-field": "a form field that the model does not have",
    "undeclared-field": "a field of participant or session that is used and not declared in the settings",
    "missing-requirement": "a package that is imported and that requirements.txt does not bring",
    "local-link": "a link to the author's own computer",
    "completion-link": "a link back to a recruiting platform whose code is missing or a placeholder",
    "admin-page": "a page of the experimenter, or an export, that ends in an error",
    "uneven-export": "an export whose rows do not fit its head, or whose columns change during the session",
    "unset-payoff": "payoffs that are set only by a function which nothing calls",
    "open-amount": "a number that payoffs are reckoned from and that has no bound on one side",
    "odd-payment": "a payment that is negative, or nothing for one role while others earn",
    **FORM_CHECKS,
}
"""Every check by its name in findings and in `botex.toml`, with what it finds."""

_HARMLESS = ("ResizeObserver loop",)
"""Chrome reports these as errors although nothing is wrong with the page."""

_OTREE_FILES = "/static/otree/"


def is_script_error(event: BrowserEvent) -> bool:
    return event.kind == "script-error" and not event.text.startswith(_HARMLESS)


def is_study_error(event: BrowserEvent) -> bool:
    """An error thrown by a script of the study itself, not of oTree's or another server's."""
    return is_script_error(event) and event.own and _OTREE_FILES not in event.url


Moment = Literal["before", "middle", "end"]
"""Of a session: before anybody starts; when the first has given an answer; when all have stopped."""


@dataclass(frozen=True)
class Fault:
    """What the server's log says about an error page; paths are the author's own."""

    error: str  # "ZeroDivisionError: division by zero"
    text: str  # traceback cut to the author's files
    file: str = ""  # relative to the project
    line: int = 0

    @property
    def cause(self) -> str:
        """What stays the same with other values: `int('ab')` and `int('cd')` in one line are one fault."""
        return f"{self.file}:{self.line}|{self.error.partition(':')[0]}" if self.file else self.error

    @property
    def advice(self) -> str:
        if self.file:
            return f"The error comes from line {self.line} of {self.file}."
        return "The error comes from oTree itself, so look at what the page names: its template, form_fields, the app to go to."


@dataclass(frozen=True)
class AdminPage:
    """What the experimenter got, who asked for a page or an export at one moment of the session."""

    name: str  # "the monitor", "the wide export", "trust's custom_export"
    moment: Moment
    status: int
    rows: tuple[tuple[str, ...], ...] = ()  # of an export
    fault: Fault | None = None
    export: str = ""  # which one: "wide", "app NAME", "custom NAME FUNCTION", "chat", "page_times"


@dataclass(frozen=True)
class Scope:
    """One session config, as oTree and the author's files describe it before anybody plays."""

    info: ProjectInfo
    project: Path
    config: str

    @property
    def apps(self) -> tuple[AppInfo, ...]:
        return tuple(self.info.app(name) for name in dict.fromkeys(self.info.config(self.config).apps))

    @property
    def sources(self) -> tuple[Source, ...]:
        return loaded(self.project, tuple(app.folder for app in self.apps))

    @property
    def pages(self) -> Iterator[tuple[str, PageInfo]]:
        """Every page with its name, app.Page."""
        return ((f"{app.name}.{page.name}", page) for app in self.apps for page in app.pages)


@dataclass(frozen=True)
class Play:
    """One play of a session, as the checks see it."""

    config: str
    info: ProjectInfo
    study: StudyConfig
    players: tuple[Played, ...]
    project: Path
    fault: Callable[[Stop], Fault | None]
    rows: Callable[[str], list[dict[str, str]] | None]  # app -> oTree's export of this session; None where there is none
    skip_checks: tuple[str, ...] = ()  # left out of the whole run
    admin: tuple[AdminPage, ...] = ()
    admin_unseen: str = ""  # why the experimenter's pages were not looked at, where somebody wanted it
    snapshot: Snapshot | None = None  # the pages as the author has committed them
    own_checks: tuple[str, ...] = ()  # names of the user's own, which run after ours

    def at(self, index: int) -> PageAt | None:
        """The page that oTree's index means; None for an address without one."""
        return self.info.page_at(self.config, index) if 0 < index <= self.last else None

    def checks(self, name: str) -> bool:
        """Whether check `name` is on, for the run and for this study."""
        return name not in self.skip_checks and self.study.check_on(name)

    def page(self, index: int) -> PageInfo | None:
        here = self.at(index)
        return here.page if here else None

    @property
    def last(self) -> int:
        """Index of the last page."""
        return self.info.max_index(self.config)
