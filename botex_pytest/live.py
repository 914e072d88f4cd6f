"""--botex-live: a page that shows where everybody is, written anew every few seconds while the run lasts. By a thread of the
controller, or of the only process; workers know nothing of it."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from botex_pytest.report.html import render_live
from botex_pytest.report.live import Watch
from botex_pytest.run_folder import RunFolder, write_whole

if TYPE_CHECKING:
    from botex_pytest.run import Run

EVERY = 2.0
"""Seconds between two looks."""

_LAST_WORD = 30.0
"""Seconds that the end of a run waits for its page at most."""


def live_file(run: Run) -> Path:
    """The same for every run of a project, so that a browser can stay open at it; it shows the newest."""
    return run.config.runs_dir / "live.html"


class LivePage:
    """Begins with `start`; after `close` it says how the run ended. A page that cannot be written never disturbs the run.

    Raises `BotexError` where there is no project to play."""

    def __init__(self, run: Run) -> None:
        self._run, self._file, self._over = run, live_file(run), threading.Event()
        self._project = run.project.root.name
        planned = [(p.name, p.participants) for p in run.plan if p not in run.left_out] if run.asked is not None else []
        self._watch = Watch(planned, hushed=bool(run.config.redact))
        self._thread = threading.Thread(target=self._keep_writing, name="botex-live", daemon=True)

    def start(self) -> None:
        try:
            RunFolder.make_base(self._file.parent)
        except OSError:  # the first session says so
            return
        self._thread.start()

    def close(self) -> None:
        self._over.set()
        if self._thread.ident is not None:
            self._thread.join(_LAST_WORD)

    def _keep_writing(self) -> None:
        pause = 0.0
        while True:
            over = self._over.wait(pause)
            try:
                self._write(over=over)
            except Exception:  # noqa: BLE001, S110 - a full disk, a file that is half written: the next look may go well
                pass
            if over:
                return
            pause = EVERY

    def _write(self, *, over: bool) -> None:
        run = self._run
        folder = run.folder if run.started else None
        if folder and not folder.is_newest():
            return  # somebody has begun another run in the same project
        data = self._watch.look(folder, over=over)
        report = f"{folder.name}/{folder.report.name}" if folder and data["over"] and folder.report.is_file() else ""
        page = render_live({**data, "report": report, "project": self._project, "every": round(EVERY)})
        write_whole(self._file, run.folder.redact.text(page) if folder else page)
