"""Studies, pages and participants as plain data, for tests of what plays and judges them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from botex_pytest.checks.base import AdminPage, Fault, Play
from botex_pytest.page import Button, Choice, Field, Page, PageKind, Value
from botex_pytest.played import Accepted, Played, Refused, Stop, StopKind, Stuck, Visit
from botex_pytest.project_info import AppInfo, ConfigInfo, FieldInfo, PageInfo, ProjectInfo
from botex_pytest.study_config import StudyConfig

URL = "http://127.0.0.1:50123/p/abcd1234"
NEXT = Button("Next", "next", "b1")


# --- pages, as a driver reads them ---


def page(name: str, index: int, kind: PageKind = "form", app: str = "app", **more: Any) -> Page:
    more.setdefault("buttons", (NEXT,) if kind == "form" else ())
    more.setdefault("waits_for", "group" if kind == "wait" else "")
    return Page(kind, f"{URL}/{app}/{name}/{index}", app=app, name=name, index=index, **more)


def integer(name: str, low: float | None = 0, high: float | None = 100, **more: Any) -> Field:
    return Field(name, "integer", "number", min=low, max=high, required=True, **more)


def choice(name: str, *values: str, **more: Any) -> Field:
    return Field(name, "choice", "radio", choices=tuple(Choice(v, v.title()) for v in values), required=True, **more)


def button(value: str, name: str = "answer", **more: Any) -> Button:
    return Button(value.title(), "answer", f"b-{value}", name, value, **more)


# --- the project, as introspection tells it ---


def form(name: str, *fields: str | FieldInfo, **more: Any) -> PageInfo:
    known = (f if isinstance(f, FieldInfo) else FieldInfo(f, "player", "integer") for f in fields)
    return PageInfo(name, form_model="player" if fields else "", fields=tuple(known), file="app/__init__.py", line=1, **more)


def shown_if(name: str, *condition_names: str, fields: Iterable[str] = (), **more: Any) -> PageInfo:
    """A page with an `is_displayed` that reads `condition_names`."""
    return form(name, *fields, conditional=True, condition_names=condition_names, **more)


def wait(name: str, **more: Any) -> PageInfo:
    return PageInfo(name, wait=True, **more)


def app(*pages: PageInfo, name: str = "app", rounds: int = 1, **more: Any) -> AppInfo:
    return AppInfo(name, name, None, rounds, name, pages, **more)


def project(*apps: AppInfo, configs: Iterable[ConfigInfo] = ()) -> ProjectInfo:
    configs = tuple(configs) or (ConfigInfo("config", "", tuple(a.name for a in apps), 2, 1),)
    return ProjectInfo("6.0.15", "en", "EUR", True, "points", 0, (), (), configs, apps)


# --- participants, as bots bring them home ---


class Way:
    """One participant's way through `info`, told page by page: `Way(info, 1).answer("Consent", agree="yes").stop("Refused")`"""

    def __init__(self, info: ProjectInfo, number: int, config: str = "config") -> None:
        self._info, self._config = info, config
        self.played = Played(number, f"code{number}", f"label{number}", "random")
        self._index = 0

    def see(self, name: str, kind: str = "form") -> Way:
        """The next page of that name, in whatever round; the pages between are not displayed."""
        while True:
            self._index += 1
            here = self._info.page_at(self._config, self._index)
            if here.page.name == name:
                break
        where = f"{here.app.name}.{name}"
        self.played.visits.append(Visit(len(self.played.visits) + 1, self._index, where, here.round, kind))
        return self

    def answer(self, name: str, *, declared: Iterable[str] = (), at: float | None = None, **values: Value) -> Way:
        visit = self.see(name).played.visits[-1]
        at = float(visit.step) if at is None else at
        accepted = Accepted(visit.step, visit.index, visit.where, visit.round, values, tuple(values), at, tuple(declared))
        self.played.accepted.append(accepted)
        self.played.last_values = values
        return self

    def refuse(self, *refused: Refused) -> Way:
        self.played.refused += refused
        return self

    def stop(self, name: str, kind: StopKind = "still", *, stuck: Stuck | None = None, **more: Any) -> Played:
        """Stops on the next page of that name."""
        self.see(name, "wait" if kind == "stuck" else "still")
        return self.stop_here(kind, stuck=stuck, **more)

    def stop_here(self, kind: StopKind, *, reason: str = "", page: Mapping[str, Any] | None = None, **more: Any) -> Played:
        visit = self.played.visits[-1]
        app_name, _, name = visit.where.partition(".")
        seen = Page("still", f"{URL}/{visit.index}", app=app_name, name=name, index=visit.index)
        seen = Page(**{**vars(seen), **(page or {})})
        self.played.stop = Stop(kind, seen, visit.where, visit.round, reason, **more)
        return self.played


def play(
    info: ProjectInfo,
    *players: Played,
    study: Mapping[str, Any] | None = None,
    rows: Mapping[str, list[dict[str, str]]] | None = None,
    fault: Fault | None = None,
    folder: Path = Path("/nowhere"),
    config: str = "config",
    admin: Iterable[AdminPage] = (),
    admin_unseen: str = "",
) -> Play:
    return Play(
        config,
        info,
        StudyConfig.from_dict(study or {}),
        players,
        folder,
        lambda _stop: fault,
        (rows or {}).get,
        admin=tuple(admin),
        admin_unseen=admin_unseen,
    )
