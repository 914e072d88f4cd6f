"""What every row of the data begins with, and where a page stands in the study."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from botex_pytest.page import Page
from botex_pytest.records import PlayedSession, Step

Row = dict[str, Any]
"""Text, numbers, booleans and None; for several values in one place a list, or a dict."""


def moment(seconds: float | None) -> str | None:
    """UTC, as ISO 8601 has it: every statistics program reads that."""
    if not seconds:
        return None
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).isoformat(timespec="milliseconds")


@dataclass(frozen=True)
class Places:
    """oTree's page indices of each session config, from what `run.json` says of the project; empty without it."""

    info: Mapping[str, Any]
    _known: dict[str, list[tuple[str, str, int]]] = field(default_factory=dict)

    def of(self, config: str, page: Page) -> tuple[str, str, int | None]:
        """App, page class and round. The app is called as in `settings.py`, whatever its name in addresses; no round is told
        where the project does not have this page at this index."""
        sequence = self._sequence(config)
        app, name, number = sequence[page.index - 1] if 0 < page.index <= len(sequence) else ("", "", 0)
        return (app, name, number) if name and name == page.name else (page.app, page.name, None)

    def has_groups(self, app: str) -> bool:
        """Whether an app's participants are divided into groups; not where all of them are one."""
        return any(a["name"] == app and a.get("group_size") for a in self.info.get("apps", ()))

    def _sequence(self, config: str) -> list[tuple[str, str, int]]:
        if config not in self._known:
            apps = {app["name"]: app for app in self.info.get("apps", ())}
            names = next((c["apps"] for c in self.info.get("configs", ()) if c["name"] == config), ())
            self._known[config] = [
                (name, page["name"], number)
                for name in names
                if name in apps
                for number in range(1, int(apps[name].get("rounds") or 1) + 1)
                for page in apps[name]["pages"]
            ]
        return self._known[config]


@dataclass(frozen=True)
class Visit:
    """One step of one participant, and the columns that say so."""

    step: Step
    keys: Row


def whose(played: PlayedSession, number: int) -> Row:
    """`session` and `participant` are oTree's codes, and join to oTree's own data."""
    result = played.result
    code = next((p.code for p in result.participants if p.number == number), "")
    return {
        "session": result.code,
        "config": result.config,
        "variant": result.variant,
        "play": result.play,
        "participant": code,
        "number": number,
    }


def visits(played: PlayedSession, places: Places) -> Iterator[Visit]:
    """Every step of everybody, in the order of participants."""
    for number, steps in played.transcripts.items():
        own = whose(played, number)
        for step in steps:
            app, name, round_ = places.of(played.result.config, step.seen.page) if step.seen else ("", "", None)
            yield Visit(step, {**own, "step": step.number, "app": app, "page": name, "round": round_})
