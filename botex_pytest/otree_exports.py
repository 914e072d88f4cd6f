"""oTree's own exports of a session, kept beside its transcripts when it is over: the server they come from is gone after the run.

They are those that the experimenter downloads at the end, so keeping them costs no request. By name: `wide`, `app NAME`,
`custom NAME FUNCTION`, `chat`, `page_times`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from botex_pytest.checks.base import AdminPage
from botex_pytest.run_folder import RunFolder, read_json, write_json

Export = list[list[str]]
"""Rows of text; the first are the names of the columns, but for some custom exports, which have none."""

Rows = list[dict[str, str]]
"""By the names of their columns."""

_FILE = "otree.json"
_WHO = "participant.id_in_session"
_OF_ALL_SESSIONS = "page_times"
"""oTree cannot be asked for one session's; its first column is the session's code."""


def keep_exports(run: RunFolder, folder: Path, pages: Iterable[AdminPage], code: str) -> None:
    """Writes what the experimenter downloaded of session `code` at its end into the session's `folder`; nothing when there is
    nothing: the experimenter did not look, or oTree is older than 6."""
    found = {page.export: _rows(page, code) for page in pages if page.moment == "end" and page.export and page.rows}
    if found:
        write_json(folder / _FILE, run.redact.data(found))


def kept_exports(folder: Path) -> dict[str, Export]:
    """What was kept of one session; empty when nothing was."""
    return read_json(folder / _FILE)


def as_dicts(export: Export) -> Rows:
    """One dict per row, by the names in the first row."""
    head, *rows = export or [[]]
    return [dict(zip(head, row, strict=False)) for row in rows if row]


def app_rows(pages: Iterable[AdminPage]) -> dict[str, Rows]:
    """By app, its rows as the experimenter downloaded them at the end, with the fields of each row's participant."""
    kept = {page.export: [list(row) for row in page.rows] for page in pages if page.moment == "end" and page.rows}
    wide = as_dicts(kept.get("wide", []))
    return {app: with_participants(rows, wide) for app, rows in app_exports(kept).items()}


def with_participants(rows: Rows, wide: Rows) -> Rows:
    """An app's rows with the fields of each participant, where studies keep treatments: the wide export alone has these."""
    own = {row[_WHO]: {name: value for name, value in row.items() if name.startswith("participant.")} for row in wide}
    return [{**own.get(row[_WHO], {}), **row} for row in rows]


def app_exports(kept: Mapping[str, Export]) -> dict[str, Rows]:
    """The exports that have a row for each player and round, by app."""
    return {name.removeprefix("app "): as_dicts(export) for name, export in kept.items() if name.startswith("app ")}


def _rows(page: AdminPage, code: str) -> Export:
    rows = [list(row) for row in page.rows if row]
    return rows if page.export != _OF_ALL_SESSIONS else [rows[0], *(row for row in rows[1:] if row[0] == code)]
