"""A line that moves while a session is played: who is where."""

from __future__ import annotations

import shutil
import time

import pytest

_TTY_SECONDS, _LOG_SECONDS = 0.5, 15.0


class Progress:
    """Called several times a second by whoever plays. Rewrites one line in a terminal; in a log it adds one now and then."""

    def __init__(self, config: pytest.Config) -> None:
        self._reporter: pytest.TerminalReporter | None = config.pluginmanager.get_plugin("terminalreporter")
        self._capture = config.pluginmanager.get_plugin("capturemanager")
        self._quiet = self._reporter is None or config.option.verbose < 0 or hasattr(config, "workerinput")
        self._tty = bool(self._reporter and self._reporter.isatty)
        self._last = time.monotonic()
        self._shown = ""

    def __call__(self, session: str, line: str) -> None:
        """`line` empty: the play is over, and its line is taken away."""
        now = time.monotonic()
        text = f"{session}: {line}" if line else ""
        due = now - self._last >= (_TTY_SECONDS if self._tty else _LOG_SECONDS)
        if self._quiet or text == self._shown or (line and not due):
            return
        self._last, self._shown = now, text
        if self._capture is None:
            self._write(text)
            return
        with self._capture.global_and_fixture_disabled():
            self._write(text)

    def _write(self, text: str) -> None:
        assert self._reporter is not None
        if self._tty:
            self._reporter.rewrite(text[: shutil.get_terminal_size().columns - 1], erase=True)
            self._reporter.rewrite("")  # back to the start of the line
            self._reporter.currentfspath = None  # and let pytest begin its own line again
        elif text:
            self._reporter.ensure_newline()
            self._reporter.write_line(f"    ... {text}")
