"""The HTML report: one file that works from `file://`, asks nothing of the network, and shows hostile text as text.

The data lies in the page as JSON and is put on screen by a script that only ever sets text. The content security policy names
that script by its hash, so that nothing else could run even if something were let through.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from botex_pytest.plain import to_plain
from botex_pytest.records import read_sessions
from botex_pytest.redact import Redactor
from botex_pytest.report.compare import SAME, Comparison, compare
from botex_pytest.report.data import report_data
from botex_pytest.report.redaction import Redaction, own_redaction
from botex_pytest.report.shots import LIMIT
from botex_pytest.run_folder import RunFolder, write_whole
from botex_pytest.templates_dir import templates_dir

_STYLES = ("report.css", "views.css")
_REPORT = (
    *("page.js", "front.js", "causes.js", "facts.js", "pretest.js", "grid.js", "steps.js", "filter.js", "sessions.js"),
    *("charts.js", "pages.js", "main.js"),
)
_COMPARISON = ("page.js", "charts.js", "comparison.js")
"""In this order one script."""

# JSON within <script>: these could end the element or, in old engines, the string. All are legal JSON escapes.
_ESCAPES = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&"})


def write_report(
    run: Path, redact: Redactor | None = None, shots_limit: int = LIMIT, hidden: Sequence[str] | None = None
) -> Path:
    """Writes `report.html` into the run folder `run` and returns its path; also for a run that was killed.

    At most `shots_limit` bytes of screenshots go into the file; the others are named as files beside it. `hidden`: what
    --botex-redact removes; by default what the run itself was told to. Raises `RunFolderError` when `run` is not a run folder, or
    does not know a field that is to be hidden.
    """
    folder = RunFolder.open(run, redact)
    hidden = own_redaction(folder.info()) if hidden is None else hidden
    data = _without(folder, hidden, shots_limit) if hidden else report_data(folder, shots_limit)
    shots = data.pop("shots")
    # Pictures are kept from the search for secrets: base64 has no words, and there are megabytes of it.
    write_whole(folder.report, render({**folder.redact.data(data), "shots": shots}))
    return folder.report


def _without(folder: RunFolder, hidden: Sequence[str], shots_limit: int) -> dict[str, Any]:
    """The view model of a report that may be shown to others; it says so, and what is missing."""
    sessions = read_sessions(folder)
    redaction = Redaction(hidden, sessions, folder.info())
    data = report_data(folder, shots_limit, [redaction.session(played) for played in sessions])
    shots = data.pop("shots")
    removed = {"title": "Removed", "what": "This report was made to be shown to others. It leaves out:", "items": []}
    items = [{"text": text, "command": ""} for text in redaction.told]
    return {**redaction.data(data), "gaps": [{**removed, "items": items}, *redaction.data(data["gaps"])], "shots": shots}


def write_comparison(first: Path, second: Path, hidden: Sequence[str] | None = None) -> tuple[Comparison, Path]:
    """Compares two runs, and writes that into the folder of the second one as `compared-with-run-0001.html`. Raises
    `RunFolderError` as `write_report` does."""
    before, after = RunFolder.open(first), RunFolder.open(second)
    comparison = compare(before, after, hidden)
    page = after.path / f"compared-with-{before.name}.html"
    data = after.redact.data(to_plain(comparison))
    headline = f"{data['names'][0]}, then {data['names'][1]}"
    beside = before.path.resolve().parent == after.path.resolve().parent  # else nobody knows how one is reached from the other
    reports = [f"../{before.name}/{before.report.name}" if beside else "", after.report.name]
    write_whole(page, _page({**data, "reports": reports, "same": SAME}, _COMPARISON, title=headline, headline=headline))
    return comparison, page


def render(data: dict[str, Any], templates: Path | None = None) -> str:
    """The page for a view model of `data.report_data`."""
    title = f"{data['run']['project']}, {data['run']['name']}"
    return _page(data, _REPORT, title=title, headline=data["headline"], templates=templates)


def _page(data: dict[str, Any], scripts: Sequence[str], *, title: str, headline: str, templates: Path | None = None) -> str:
    folder = templates or templates_dir("report")
    style, script = _joined(folder, _STYLES), _joined(folder, scripts)
    told = {"title": title, "headline": headline, "data": embed(data)}
    return _filled(folder, "report.html", {**told, "style": style, "script": script, "script_hash": _hash(script)})


def render_live(data: dict[str, Any]) -> str:
    """The page of a run that is under way, for the data of `live.Watch`. It has no script."""
    folder = templates_dir("report")
    return _filled(folder, "live.html", {**data, "style": _joined(folder, _STYLES[:1])})


def _filled(folder: Path, template: str, values: dict[str, Any]) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(loader=FileSystemLoader(str(folder)), autoescape=True, undefined=StrictUndefined)
    page: str = environment.get_template(template).render(**values)
    return page


def _joined(folder: Path, names: Sequence[str]) -> str:
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in names)


def embed(data: Any) -> str:
    """`data` as JSON that can stand inside a `<script>` element, whatever strings it holds."""
    return json.dumps(data, ensure_ascii=True, separators=(",", ":")).translate(_ESCAPES)


def _hash(script: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
