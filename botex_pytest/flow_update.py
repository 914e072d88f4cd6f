"""From what was played to flow snapshots, for `--botex-update-flow`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from botex_pytest.checks.flow_changes import varying_pages
from botex_pytest.errors import StudyError
from botex_pytest.flow_file import FOLDER, Snapshot, flow_file
from botex_pytest.project_info import ProjectInfo
from botex_pytest.report.sentences import by_config
from botex_pytest.results import SessionResult


def write_flows(results: Sequence[SessionResult], info: ProjectInfo, project: Path) -> tuple[str, ...]:
    """Writes the snapshot of every config that --botex played; returns a line for each."""
    plays = by_config([result for result in results if not result.test and not result.form]).values()
    return tuple(_written(of_config, info, project) for of_config in plays)


def _written(plays: Sequence[SessionResult], info: ProjectInfo, project: Path) -> str:
    first = plays[0]
    path = flow_file(project, first.config, first.variant)
    shown = f"{FOLDER}/{path.name}"
    ways = tuple(way for play in plays for way in play.flow.ways)
    if not ways:
        return f"{shown} was left as it was: nobody of {first.name} finished without help"
    varies = sorted({*_kept(path), *varying_pages(info, first.config, ways)})
    changed = Snapshot(first.name, ways, tuple(varies)).write(path)
    return f"{shown} was {'written' if changed else 'right already'}"


def _kept(path: Path) -> Iterator[str]:
    """Pages that the author has named as varying; what cannot be read is written anew."""
    try:
        before = Snapshot.load(path)
    except StudyError:
        return
    yield from before.varies if before else ()
