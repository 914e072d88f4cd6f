"""The forms that were checked, as the report shows them: a table of fields by what was tried in them, for each page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from botex_pytest.form_results import FormResult, Reaction, Tried
from botex_pytest.report.sentences import duration, plural, value_text
from botex_pytest.results import SessionResult

Plain = dict[str, Any]

_BROWSER: Mapping[Reaction, str] = {
    "stopped": "browser stops",
    "refused": "browser sends",
    "taken": "browser sends",
    "error": "browser sends",
    "unclear": "browser unclear",
}
_SERVER: Mapping[Reaction, str] = {
    "refused": "server refuses",
    "taken": "server takes",
    "error": "server error",
    "unclear": "server unclear",
}
_SHOWN = 24
"""Letters of a value in a cell."""


def matrix(result: SessionResult, form: FormResult, number: str) -> Plain:
    """One page. Of what was tried twice the last time is shown, but for a crash."""
    cells: dict[tuple[str, str], Plain] = {}
    for tried in sorted(form.tried, key=lambda t: (bool(t.probe.field), t.crash is not None)):  # alone tells more than together
        for name, value in tried.probe.values.items():
            cells[name, tried.probe.kind] = _cell(tried, value_text(value), result)
    kinds = list(dict.fromkeys(t.probe.kind for t in form.tried))
    fields = sorted({name for name, _ in cells})
    facts = [
        f"round {form.round}" if form.round > 1 else "",
        f"as P{form.participant} of {result.config}" if form.participant else "",
        plural(len(form.tried), "answer"),
        plural(form.sessions, "session"),
        result.driver,
        duration(result.seconds),
    ]
    return {
        "id": number,
        "name": form.where,
        "facts": [fact for fact in facts if fact],
        "notes": [note for note in (form.reason, "its verdicts change from one try to the next" if form.counts else "") if note],
        "kinds": kinds,
        "rows": [{"field": name, "cells": [cells.get((name, kind)) for kind in kinds]} for name in fields],
    }


def _cell(tried: Tried, value: str, result: SessionResult) -> Plain:
    group = next((f.group for f in result.findings if f.answer == tried.probe.values), "")
    sides = (_BROWSER.get(tried.browser, ""), _SERVER.get(tried.server, ""), "crash later" if _crashed_later(tried) else "")
    return {
        "value": value if len(value) <= _SHOWN else f"{value[:10]}... ({len(value)} letters)",
        "sides": [side for side in sides if side],
        "group": group if group not in ("", "note") else "played",
        "said": _once(m.text for m in tried.said),
    }


def _crashed_later(tried: Tried) -> bool:
    return tried.crash is not None and tried.taken


def _once(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(texts))
