"""The flow snapshot of a session config, `botex_flow/CONFIG.toml`: which pages participants go through, for people to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from botex_pytest.errors import StudyError
from botex_pytest.flow import Way
from botex_pytest.run_folder import slug, write_whole
from botex_pytest.toml_text import parse_toml, toml_document

FOLDER = "botex_flow"

_HEAD = """\
# The pages that participants of {config} go through, from the first to the end. `pytest --botex` tells what has changed.
# After a change that you meant: pytest --botex --botex-config {config} --botex-update-flow
# Pages in `varies` come and go by chance and are not compared; add those that you know of.

"""


@dataclass(frozen=True)
class Snapshot:
    """`ways`: every sequence of pages once for each case in which it was met. `varies`: app.Page that are not compared."""

    config: str
    ways: tuple[Way, ...]
    varies: tuple[str, ...] = ()

    @classmethod
    def load(cls, path: Path) -> Snapshot | None:
        """None where there is no such file. Raises `StudyError` for one that cannot be read."""
        try:
            data = parse_toml(path.read_text("utf-8-sig"))
            ways = tuple(way for row in data.get("way", ()) for way in _ways(row))
            return cls(str(data["config"]), ways, tuple(map(str, data.get("varies", ()))))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise StudyError.unreadable_flow(f"{path.parent.name}/{path.name}", str(error)) from None

    def text(self) -> str:
        cases: dict[tuple[str, ...], list[list[str]]] = {}
        for way in self.ways:
            case = [f"{name} = {value}" for name, value in sorted(way.when.items())]
            found = cases.setdefault(way.pages, [])
            if case and case not in found:
                found.append(case)
        rows = [{"pages": list(_folded(pages)), "when": sorted(found) or None} for pages, found in sorted(cases.items())]
        body: dict[str, Any] = {"config": self.config, "varies": list(self.varies), "way": rows}
        return _HEAD.format(config=self.config.partition("[")[0]) + toml_document(body)

    def write(self, path: Path) -> bool:
        """Whether that changed anything."""
        text = self.text()
        if path.is_file() and path.read_text("utf-8") == text:
            return False
        path.parent.mkdir(exist_ok=True)
        write_whole(path, text)
        return True


def flow_file(project: Path, config: str, variant: str) -> Path:
    """One file for each config and variant."""
    return project / FOLDER / f"{'-'.join(slug(part) for part in (config, variant) if part)}.toml"


def page_of(step: str) -> str:
    """app.Page of one step of a way, which names the round as well."""
    return step.rpartition(" ")[0]


def _folded(pages: Iterable[str]) -> Iterator[str]:
    """`game 1-3: Send, Results`: rounds that are alike in one line, so that a long game is read at a glance."""
    rounds = [(*place, [step[2] for step in steps]) for place, steps in groupby(map(_parts, pages), key=lambda s: s[:2])]
    while rounds:
        app, first, names = rounds[0]
        alike = 1
        while alike < len(rounds) and rounds[alike] == (app, first + alike, names):
            alike += 1
        which = f"{first}-{first + alike - 1}" if alike > 1 else f"{first}"
        yield f"{app} {which}: {', '.join(names)}"
        rounds = rounds[alike:]


def _parts(step: str) -> tuple[str, int, str]:
    where, _, round_ = step.rpartition(" ")
    app, _, name = where.rpartition(".")
    return app, int(round_), name


def _ways(row: dict[str, Any]) -> Iterator[Way]:
    pages = tuple(step for line in row["pages"] for step in _unfolded(line))
    for case in row.get("when") or [[]]:
        yield Way(0, pages, dict(_pair(text) for text in case))


def _unfolded(line: str) -> Iterator[str]:
    place, _, names = line.partition(":")
    app, _, rounds = place.rpartition(" ")
    first, _, last = rounds.partition("-")
    for round_ in range(int(first), int(last or first) + 1):
        yield from (f"{app}.{name.strip()} {round_}" for name in names.split(","))


def _pair(text: str) -> tuple[str, str]:
    name, _, value = text.partition(" = ")
    return name, value
