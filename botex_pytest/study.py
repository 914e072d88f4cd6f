"""`botex.toml` beside `settings.py`: what an author declares about a study without writing a test. Optional."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from botex_pytest.answers import WrittenFloat
from botex_pytest.errors import StudyError
from botex_pytest.origin import Origin
from botex_pytest.study_config import StudyConfig
from botex_pytest.toml_text import parse_toml

FILE_NAME = "botex.toml"
EVERY = "*"  # the table that holds for all configs


@dataclass(frozen=True)
class Study:
    """The file as it was written: `configs` by the name of their table, not merged. `text` is what crosses to a worker."""

    text: str = ""
    name: str = FILE_NAME
    configs: Mapping[str, StudyConfig] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> Study:
        """Read the file at `path`; without one nothing is declared. Raises `StudyError`."""
        try:
            text = path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            return cls(name=path.name)
        except (OSError, UnicodeDecodeError) as error:
            raise StudyError.unreadable(path.name, str(error)) from error
        return cls.parse(text, path.name)

    @classmethod
    def parse(cls, text: str, name: str = FILE_NAME) -> Study:
        """The study that `text` declares. Raises `StudyError` for the first thing that cannot be."""
        try:
            data = parse_toml(text, parse_float=WrittenFloat)
        except ValueError as error:
            raise StudyError.unreadable(name, str(error)) from error
        return cls(text, name, {config: _read(config, table, Origin(name, text, config)) for config, table in data.items()})

    def for_config(self, name: str) -> StudyConfig:
        """What holds for session config `name`: its own table over that of all configs. Its variants are in `plays()`."""
        every = self.configs.get(EVERY, StudyConfig())
        own = self.configs.get(name)
        return own.over(every) if own else every

    def to_plain(self) -> dict[str, str]:
        return {"text": self.text, "name": self.name}

    @classmethod
    def from_plain(cls, data: Mapping[str, str]) -> Study:
        return cls.parse(data["text"], data["name"])


def _read(config: str, table: Any, origin: Origin) -> StudyConfig:
    if not isinstance(table, Mapping):
        raise StudyError.not_in_a_table(Origin(origin.name, origin.text).at(config), config)
    study = StudyConfig.from_dict(table, origin)
    if config == EVERY and study.variants:
        raise StudyError.variants_for_all(origin.at("variants"))
    return study


def validate(study: Study, info: Mapping[str, Any], checks: Collection[str] | None) -> None:
    """Compare the file with the project. Raises `StudyError`, with all problems at once.

    `info` is `{"configs": {config: [app, ...]}, "apps": {app: {"pages": {page: [field, ...]}}}, "rooms": [room, ...]}`; None in
    the place of a list of fields says that they are not known before the page is seen. `checks` are the names of all checks, if
    they are known.
    """
    problems: list[StudyError] = []
    for config, declared in study.configs.items():
        if config != EVERY and config not in info["configs"]:
            problems.append(StudyError.unknown_name(declared.origin.at(), "session config", config, info["configs"]))
            continue
        problems += config_problems(declared, config, info, checks)
    if problems:
        raise StudyError.all_of(problems)


def config_problems(
    declared: StudyConfig, config: str, info: Mapping[str, Any], checks: Collection[str] | None
) -> list[StudyError]:
    """The same for one declaration, of the file or of a marker, about `config` ("*": any of them)."""
    apps = info["apps"] if config == EVERY else info["configs"][config]
    pages = {f"{app}.{page}": fields for app in apps for page, fields in info["apps"][app]["pages"].items()}
    return [
        problem
        for part in (declared, *declared.variants.values())
        for problem in (
            *_room_problems(part, info["rooms"]),
            *_page_problems(part, pages),
            *_answer_problems(part, pages),
            *(() if checks is None else _check_problems(part, checks)),
        )
    ]


def _room_problems(part: StudyConfig, rooms: Collection[str]) -> Iterator[StudyError]:
    if part.room and part.room not in rooms:
        yield StudyError.unknown_name(part.origin.at("room"), "room", part.room, rooms)


def _page_problems(part: StudyConfig, pages: Mapping[str, Any]) -> Iterator[StudyError]:
    short = {page.rpartition(".")[2] for page in pages}
    for name in (*part.ends, *part.experimenter, *part.skip):
        if name not in pages and name not in short:
            yield StudyError.unknown_name(part.origin.at(name), "page", name, pages if "." in name else short)


def _answer_problems(part: StudyConfig, pages: Mapping[str, Any]) -> Iterator[StudyError]:
    told = set()
    for rule in (rule for layer in part.answers for rule in layer):
        page = f"{rule.app}.{rule.page}" if rule.app else rule.page
        fields = [names for where, names in pages.items() if page in (where, where.rpartition(".")[2])]
        known = {name for names in fields for name in names or ()}
        if (page, rule.field) in told:
            continue
        told.add((page, rule.field))
        if not fields:
            names = pages if rule.app else {where.rpartition(".")[2] for where in pages}
            yield StudyError.unknown_name(part.origin.at(rule.page), "page", page, names)
        elif rule.field not in known and None not in fields:
            yield StudyError.unknown_name(part.origin.at(rule.field), f"field on {page}", rule.field, known)


def _check_problems(part: StudyConfig, checks: Collection[str]) -> Iterator[StudyError]:
    for name in part.checks:
        if name not in checks:
            yield StudyError.unknown_name(part.origin.at(name), "check", name, checks)
