"""Which sessions a run plays, with how many participants: decided once, from plain data, before anything starts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from botex_pytest.config import COMMAND_LINE, Config
from botex_pytest.errors import StudyError
from botex_pytest.project_info import ConfigInfo, ProjectInfo
from botex_pytest.study import Study
from botex_pytest.study_config import StudyConfig

_PAGES_PER_SECOND = {"chrome": 6.0, "auto": 6.0, "http": 60.0}
"""By driver, on two cores, all participants together; for the estimate that is printed with a large session."""


@dataclass(frozen=True)
class Planned:
    """One session to play: a config, or one of its variants."""

    config: str
    variant: str
    participants: int
    study: StudyConfig
    pages: int  # of one participant, all rounds
    large: bool = False  # listed, not played unasked
    driver: str = "chrome"
    test: str = ""  # node id of the test whose session this is

    @property
    def name(self) -> str:
        return f"{self.config}[{self.variant}]" if self.variant else self.config

    @property
    def command(self) -> str:
        return f"pytest --botex --botex-config {self.config} --botex-max-participants {self.participants}"

    @property
    def estimate(self) -> str:
        """How long playing it would take, for people."""
        minutes = self.pages * self.participants / _PAGES_PER_SECOND[self.driver] / 60
        return "under a minute" if minutes < 1 else f"about {minutes:.0f} min"


_TYPED = ("model", "seed", "arrivals", "labels")
"""What `botex.toml` and the settings both know; participants give way to every setting."""


def plan(info: ProjectInfo, study: Study, config: Config) -> tuple[Planned, ...]:
    """Every session of the run, small ones first. Raises `StudyError` for an unknown config, a number that does not fit,
    and a room that does not admit everybody."""
    known = [c.name for c in info.configs]
    for name in config.configs:
        if name not in known:
            raise StudyError.unknown_config(name, known)
    wanted = [c for c in info.configs if not config.configs or c.name in config.configs]
    sessions = [
        _planned(c, variant, _as_typed(part, config), info, config)
        for c in wanted
        for variant, part in study.for_config(c.name).plays().items()
    ]
    return tuple(sorted(sessions, key=lambda s: (s.participants, s.participants * s.pages)))


def plan_test(info: ProjectInfo, study: Study, config: Config, name: str, declared: StudyConfig, test: str) -> Planned:
    """The session of one test: what its marker declares, over what `botex.toml` says of the config.

    What the marker says of participants wins also over the command line: the test's assertions lean on it.
    Raises `StudyError`.
    """
    known = [c.name for c in info.configs]
    if name not in known:
        raise StudyError.unknown_config(name, known)
    part = replace(declared.over(_as_typed(study.for_config(name), config)), variants={})
    count = declared.participants or config.participants or part.participants
    planned = _planned(info.config(name), test, replace(part, participants=count), info, config, test)
    return replace(planned, large=False)


def _as_typed(part: StudyConfig, config: Config) -> StudyConfig:
    """What was typed for this run is stronger than a file; a file is stronger than a setting that stands somewhere else."""
    typed = [name for name in _TYPED if config.sources[name] == COMMAND_LINE]
    return replace(part, **dict.fromkeys(typed))  # type: ignore[arg-type] # None: not declared


def _planned(found: ConfigInfo, variant: str, part: StudyConfig, info: ProjectInfo, config: Config, test: str = "") -> Planned:
    asked = part.participants if test else config.participants or part.participants
    multiple = found.multiple_of
    if asked and asked % multiple:
        raise StudyError.not_a_multiple(found.name, asked, multiple)
    demo = found.demo_participants or multiple
    count = asked or -(-demo // multiple) * multiple
    room = next((room for room in info.rooms if room.name == part.room), None)
    if room and room.problem:
        raise StudyError.closed_room(found.name, room.name, room.problem)
    if room and 0 < len(room.labels) < count:
        raise StudyError.too_few_places(found.name, room.name, len(room.labels), count)
    large = count > config.max_participants and not _asked_for(found.name, config.participants, config.configs)
    size = info.max_index(found.name)
    return Planned(found.name, variant, count, part, size, large, test=test, driver=config.driver)


def _asked_for(name: str, participants: int | None, configs: Collection[str]) -> bool:
    """Whoever names the config and the number of participants means it."""
    return bool(participants) and name in configs
