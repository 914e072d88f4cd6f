"""The items that a run has judged, put together again from its folder: for reports that know tests and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from botex_pytest.judging import SESSION, Judgement, judge
from botex_pytest.report.sentences import by_config
from botex_pytest.results import SessionResult, judged


@dataclass(frozen=True)
class Item:
    """`path`: of its node id without its name, such as ("settings.py", "trust")."""

    path: tuple[str, ...]
    name: str
    plays: tuple[SessionResult, ...]
    number: int
    judgement: Judgement

    @property
    def classname(self) -> str:
        """As pytest names it in JUnit's file."""
        file, *names = self.path
        return ".".join([*PurePosixPath(file).with_suffix("").parts, *names])

    @property
    def full_name(self) -> str:
        """As allure-pytest names it."""
        return f"{self.classname}#{self.name}"

    @property
    def seconds(self) -> float:
        """What its participant took in the last play, or the play itself."""
        people = {p.number: p.seconds for p in self.plays[-1].participants}
        return people.get(self.number, self.plays[-1].seconds)


def items(results: Sequence[SessionResult], info: Mapping[str, Any]) -> Iterator[Item]:
    """Those of --botex and --botex-forms. What a test of the user's asserted is in no run folder, so those are left out."""
    file = str(info.get("node") or "settings.py")
    for name, plays in by_config([result for result in results if not result.test]).items():
        if plays[-1].form:
            forms, _, page = name.partition("::")
            yield Item((file, forms), page, tuple(plays), SESSION, judge(tuple(plays), SESSION, info))
            continue
        numbers = [*(p.number for p in judged(plays).participants), SESSION]
        for at, number in enumerate(numbers):
            who = f"P{number}" if number else "session"
            yield Item((file, name), who, tuple(plays), number, judge(tuple(plays), number, info, numbers[:at]))
