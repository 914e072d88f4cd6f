"""`botex check`: what is wrong with a project as far as its files say it, without a server and without playing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from botex_pytest.checks.base import Scope
from botex_pytest.checks.static import before_playing
from botex_pytest.config import Config
from botex_pytest.errors import StudyError
from botex_pytest.project_info import ProjectInfo
from botex_pytest.report.sentences import plural
from botex_pytest.report.text import printable
from botex_pytest.results import GROUP_NAMES, Finding
from botex_pytest.servers.introspect import introspect
from botex_pytest.servers.project import Project
from botex_pytest.study import FILE_NAME, Study, validate


@dataclass(frozen=True)
class Checked:
    """What was found. Each finding is told once, with every session config that it concerns."""

    findings: tuple[tuple[Finding, tuple[str, ...]], ...]
    configs: int
    seconds: float

    @property
    def broken(self) -> int:
        return self.of("broken")

    def of(self, group: str) -> int:
        """How many findings are in a group."""
        return sum(finding.group == group for finding, _ in self.findings)


def check(folder: Path, config: Config) -> Checked:
    """Checks the project in `folder`: all its session configs, or those that `config` names. Costs the second in which oTree
    says what the project consists of. Raises `ProjectError` and `StudyError`."""
    started = time.monotonic()
    project = Project.at(folder)
    info = introspect(project, config.otree_python)
    study = Study.load(project.root / FILE_NAME)
    validate(study, info.names(), None)  # plugins, which have checks of their own, are pytest's
    known = [c.name for c in info.configs]
    for name in config.configs:
        if name not in known:
            raise StudyError.unknown_config(name, known)
    wanted = config.configs or tuple(known)
    found: dict[str, tuple[Finding, tuple[str, ...]]] = {}
    for finding in _findings(info, project.root, study, wanted, config.skip_checks):
        first, concerned = found.get(finding.key, (finding, ()))
        gravest = finding if finding.group == "broken" else first
        found[finding.key] = gravest, (*concerned, finding.config)
    return Checked(tuple(found.values()), len(wanted), time.monotonic() - started)


def _findings(
    info: ProjectInfo, root: Path, study: Study, configs: tuple[str, ...], skipped: tuple[str, ...]
) -> Iterator[Finding]:
    for config in configs:
        declared = study.for_config(config)
        for finding in before_playing(Scope(info, root, config)):
            if finding.check not in skipped and declared.check_on(finding.check) and not declared.accepts(finding.key):
                yield finding


def told(checked: Checked) -> Iterator[str]:
    """The lines to print: a place that editors and terminals can open, the finding, what to do."""
    for group in ("broken", "review"):
        chosen = [(finding, configs) for finding, configs in checked.findings if finding.group == group]
        if chosen:
            yield f"{GROUP_NAMES[group].capitalize()}:"
        for finding, configs in chosen:
            concerned = "" if len(configs) == checked.configs else f" [{', '.join(configs)}]"
            yield printable(f"  {finding.place}: {finding.title}{concerned}")
            yield printable(f"      to fix: {finding.advice}")
    if checked.findings:
        yield ""
    counts = f"{checked.broken} broken, {checked.of('review')} to review"
    yield f"{plural(checked.configs, 'session config')} checked in {checked.seconds:.1f} s, without playing: {counts}."
