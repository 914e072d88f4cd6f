"""The report's part about coverage: figures, what nobody reached, what set participants apart, who was in a group with whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from botex_pytest.flow import Grouping
from botex_pytest.report.coverage import by_config, conditions, coverage, missed_lines, percentage
from botex_pytest.report.sentences import plural
from botex_pytest.results import SessionResult


def coverage_data(results: Sequence[SessionResult]) -> list[dict[str, Any]]:
    """One entry for each config."""
    return [_config(name, plays) for name, plays in by_config(results).items()]


def _config(name: str, plays: Sequence[SessionResult]) -> dict[str, Any]:
    found = coverage(plays)
    return {
        "name": name,
        "percent": percentage(found.percent),
        "counts": [{"kind": kind, "met": met, "all": all_} for kind, met, all_ in found.counts()],
        "missed": missed_lines(found.missed),
        "conditions": [_condition(n, counts) for n, counts in conditions(plays).items()],
        "groups": [line for play in plays for line in _groups(play, several=len(plays) > 1)],
    }


def _condition(name: str, counts: Mapping[str, int]) -> str:
    """`trust.treatment: high (2 participants), low (1 participant)`"""
    return f"{name}: " + ", ".join(f"{value} ({plural(count, 'participant')})" for value, count in sorted(counts.items()))


def _groups(play: SessionResult, *, several: bool) -> Iterator[str]:
    """A line for each app, and for each of its rounds in which people were grouped anew."""
    before: dict[str, str] = {}
    which = f"play {play.play}, " if several else ""
    rounds: dict[tuple[str, int], list[Grouping]] = {}
    for group in play.flow.groups:
        rounds.setdefault((group.app, group.round), []).append(group)
    for (app, round_), groups in rounds.items():
        told = "; ".join(f"group {g.number} is {_members(g)}" for g in sorted(groups, key=lambda g: g.number))
        if told != before.get(app):
            yield f"{which}{app}, {'from ' if _goes_on(rounds, app, round_) else ''}round {round_}: {told}"
        before[app] = told


def _goes_on(rounds: Mapping[tuple[str, int], object], app: str, round_: int) -> bool:
    return (app, round_ + 1) in rounds


def _members(group: Grouping) -> str:
    members = sorted(group.members.items(), key=lambda member: int(member[0]))
    return ", ".join(f"P{number}{f' ({role})' if role else ''}" for number, role in members)
