"""The experimenter beside the bots: asks for every page and export that people in the lab ask for, before anybody starts, when
the first has given an answer and all others are somewhere, and at the end."""

from __future__ import annotations

import re
import threading
from collections.abc import Generator, Iterator

from botex_pytest.checks.base import AdminPage, Moment
from botex_pytest.drivers.base import Tab
from botex_pytest.drivers.watched import Rest, WatchedTab
from botex_pytest.errors import OtreeApiError
from botex_pytest.lab import Lab, find_fault
from botex_pytest.page import Page
from botex_pytest.servers.otree_api import OtreeApi, csv_rows

_PATIENCE = 5.0
"""Seconds in which all bots must come to rest for a look in the middle; else there is none."""

_Got = Generator[AdminPage, None, tuple[int, str]]

_REPORTED_APP = re.compile(r'<option[^>]*\bvalue="([^"]+)"')
_FIRST_WITH_EXPORTS = 6  # before, oTree has no exports of one session by their address


class Experimenter:
    """Looks at session `code` of `config`, from whatever thread. Costs some ten requests a look; none when it is switched off."""

    def __init__(self, lab: Lab, config: str, code: str) -> None:
        self._lab, self._config, self._code = lab, config, code
        self._rest = Rest()
        self._middle = threading.Lock()  # taken by the first to get there, and never given back
        self._on = lab.config.admin_pages
        self.seen: tuple[AdminPage, ...] = ()
        self.unseen = ""  # why there was no look
        self._look("before")

    def watch(self, tab: Tab) -> Tab:
        """`tab`, which lets the experimenter have a look when the session is in the middle."""
        return WatchedTab(tab, self._rest, self._answered) if self._on else tab

    def end(self) -> tuple[AdminPage, ...]:
        """All that was seen, with a last look when everybody has stopped."""
        self._look("end")
        return self.seen

    def _answered(self, page: Page) -> None:
        """Somebody has come to `page` by an answer."""
        if page.kind not in ("error", "finished") and self._middle.acquire(blocking=False):
            with self._rest.of_all(_PATIENCE) as at_rest:
                if at_rest:
                    self._look("middle")
                else:
                    self.unseen = "the experimenter's pages were not looked at in the middle: bots never came to rest"

    def _look(self, moment: Moment) -> None:
        if not self._on:
            return
        try:
            with self._lab.server.api() as api:
                self.seen += tuple(self._pages(api, moment))
        except OtreeApiError as error:  # a closed admin, a server that is gone: whatever it is, no fault of the study
            self._on, self.unseen = False, f"the experimenter's pages were not looked at: {error.what}"

    def _pages(self, api: OtreeApi, moment: Moment) -> Iterator[AdminPage]:
        code = self._code
        _, monitor = yield from self._get(api, moment, "the monitor", f"/SessionMonitor/{code}")
        yield from self._get(api, moment, "the page Data", f"/SessionData/{code}")
        yield from self._get(api, moment, "the table of the page Data", f"/session_data/{code}")
        yield from self._get(api, moment, "the page Payments", f"/SessionPayments/{code}")
        if f"/AdminReport/{code}" in monitor:
            yield from self._reports(api, moment)
        if int(self._lab.info.otree_version.partition(".")[0]) < _FIRST_WITH_EXPORTS:
            return
        yield from self._get(api, moment, "the wide export", f"/api/export_wide?session_code={code}", export="wide")
        for app in dict.fromkeys(self._lab.info.config(self._config).apps):
            path = f"/api/export_app?app={app}&session_code={code}"
            yield from self._get(api, moment, f"the export of {app}", path, app, export=f"app {app}")
            for function in self._lab.info.app(app).custom_exports:
                path = f"/api/export_app_custom?app={app}&function_name={function}&session_code={code}"
                yield from self._get(api, moment, f"{function} of {app}", path, app, export=f"custom {app} {function}")
        yield from self._get(api, moment, "the export of chats", f"/api/export_chat?session_code={code}", export="chat")
        if self._lab.config.otree_url is None:  # somebody else's server: page times are those of all its sessions, ever
            yield from self._get(api, moment, "the export of page times", "/api/export_page_times", export="page_times")

    def _reports(self, api: OtreeApi, moment: Moment) -> Iterator[AdminPage]:
        """The admin report of each app that has one. The first is what the tab opens; where it fails, it names no others."""
        path = f"/AdminReport/{self._code}"
        apps = self._lab.info.config(self._config).apps
        _, first = yield from self._get(api, moment, "the admin report", path)
        for app in [name for name in _REPORTED_APP.findall(first) if name in apps][1:]:
            yield from self._get(api, moment, f"the admin report of {app}", f"{path}?app_name={app}", app)

    def _get(self, api: OtreeApi, moment: Moment, name: str, path: str, app: str = "", *, export: str = "") -> _Got:
        position = self._lab.server.log_position()
        status, text = api.admin_page(path)
        fault = find_fault(self._lab.server, self._lab.project, position, app, "") if status >= 500 else None
        rows = csv_rows(text) if export and status < 400 else ()
        yield AdminPage(name, moment, status, rows, fault, export)
        return status, text
