"""How much of what there is to reach in the played configs somebody reached, and what nobody did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from botex_pytest.flow import Coverage, Point
from botex_pytest.report.sentences import listed, plural
from botex_pytest.results import SessionResult

_NAMED = 3
"""Points that the terminal names; the report has them all."""


def coverage(plays: Iterable[SessionResult]) -> Coverage:
    """Of all plays together."""
    return Coverage.of(play.flow for play in plays)


def by_config(results: Sequence[SessionResult]) -> dict[str, list[SessionResult]]:
    """The plays of each config, its variants together, that say what there is to reach."""
    plays: dict[str, list[SessionResult]] = {}
    for result in results:
        if result.flow.there:
            plays.setdefault(result.config, []).append(result)
    return plays


def coverage_lines(results: Sequence[SessionResult]) -> Iterator[str]:
    """Two lines for each config: the figures, and what nobody reached."""
    configs = by_config(results)
    for name, plays in configs.items():
        found = coverage(plays)
        figures = ", ".join(f"{kind} {met} of {all_}" for kind, met, all_ in found.counts())
        yield f"{name}: {percentage(found.percent)} ({figures})"
        if found.missed:
            yield f"    nobody reached {_few(found.missed)}"
    if len(configs) > 1:
        yield f"together: {percentage(coverage(results).percent)}"


def point_text(point: Point) -> str:
    """`page trust.Chat`, `choice survey.Demographics: gender = Other`, `trust.Chat skipped`"""
    return f"{point.where} {point.what}" if point.kind == "branch" else f"{point.kind} {point}"


def below(results: Sequence[SessionResult], least: float | None) -> str:
    """Why the run fails for want of coverage; empty when it does not, or nothing says what there is to reach."""
    if least is None or not by_config(results):
        return ""
    percent = coverage(results).percent
    return f"Coverage of {percentage(percent)} is less than the {least:g}% of --botex-fail-under" if percent < least else ""


def percentage(percent: float) -> str:
    """Rounded down, so that 100% is nothing less."""
    return f"{int(percent * 10) / 10:g}%"


def conditions(plays: Iterable[SessionResult]) -> Mapping[str, Mapping[str, int]]:
    """Field that code set -> each value -> participants who had it, where there was more than one. Of all plays together."""
    found: dict[str, dict[str, int]] = {}
    for play in plays:
        for met in play.flow.conditions:
            counts = found.setdefault(met.name, {})
            counts[met.value] = counts.get(met.value, 0) + len(met.participants)
        for name, value in play.settings.items():
            counts = found.setdefault(f"session.config.{name}", {})
            counts[str(value)] = counts.get(str(value), 0) + len(play.participants)
    return {name: counts for name, counts in found.items() if len(counts) > 1}


def _few(missed: Sequence[Point]) -> str:
    """The first of what matters most; of choices only how many, and of a page nobody saw nothing but that."""
    unseen = {p.where for p in missed if p.kind == "page"}
    telling = [p for p in missed if p.kind == "page" or (p.kind != "choice" and p.where not in unseen)]
    choices = sum(p.kind == "choice" for p in missed)
    more = len(telling) - _NAMED
    told = [point_text(p) for p in telling[:_NAMED]]
    told += [f"{more} more"] if more > 0 else []
    told += [plural(choices, "choice")] if choices else []
    return listed(told)
