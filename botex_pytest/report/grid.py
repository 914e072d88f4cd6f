"""A session as one picture: participants down, pages across, how long each took, and who waited for whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from botex_pytest.page import Page
from botex_pytest.records import PlayedSession, Step
from botex_pytest.report.pages import place
from botex_pytest.report.sentences import duration
from botex_pytest.report.timeline import Rounds
from botex_pytest.report.waits import Waits

Plain = dict[str, Any]
Column = tuple[int, str]
"""oTree's page index and `app.Page`."""

_LAST = 10**9


def grid(played: PlayedSession, waits: Waits, rounds: Rounds) -> Plain:
    """`columns` in the order of the study, and for each participant the cells in the order of time. `from` and `for` are
    seconds, from the first page that anybody saw; `for` is None where the page was never left."""
    seen = [step.seen for steps in played.transcripts.values() for step in steps if step.seen]
    columns = {column: number for number, column in enumerate(sorted({_column(s.page) for s in seen}))}
    start = min((s.at - s.seconds for s in seen), default=0.0)
    end = max((at for steps in played.transcripts.values() for step in steps for at in _moments(step)), default=start)
    return {
        "columns": [{"where": where, "round": _round(index, where, rounds)} for index, where in columns],
        "seconds": round(end - start, 2),
        "took": duration(end - start),
        "rows": [
            [_cell(step, number, columns, start, waits) for step in steps if step.seen]
            for number, steps in sorted(played.transcripts.items())
        ],
        "waits": list(_between(waits.between())),
    }


def _column(page: Page) -> Column:
    outside = not page.index and not page.waits_for  # a room's page is before all others, everything else is behind them
    return (_LAST if outside else page.index), place(page)


def _round(index: int, where: str, rounds: Rounds) -> str:
    name, number, total = rounds.get(index, ("", 0, 0))
    return f"round {number}" if total > 1 and where.endswith(f".{name}") else ""


def _moments(step: Step) -> Iterator[float]:
    if step.seen:
        yield step.seen.at
    if step.left is not None:
        yield step.left
    if step.ended:
        yield step.ended.at


def _cell(step: Step, number: int, columns: Mapping[Column, int], start: float, waits: Waits) -> Plain:
    page, at = step.seen.page if step.seen else Page("error", ""), step.seen.at if step.seen else start
    stayed = step.stayed
    cell: Plain = {
        "step": step.number,
        "column": columns[_column(page)],
        "kind": _kind(step, page),
        "from": round(at - start, 2),
        "for": None if stayed is None else round(stayed, 2),
    }
    if step.waited:
        cell["waited"] = " ".join(filter(None, (duration(step.waited.seconds), waits.whom(number, step))))
    if step.refused:
        cell["refused"] = len(step.refused)
    return cell


def _kind(step: Step, page: Page) -> str:
    """What befell the participant there, the gravest first."""
    if page.kind == "error":
        return "broken"
    if step.advanced:
        return "advanced"
    if page.kind == "wait":
        return "wait" if step.waited and step.waited.released else "gave-up"
    return "refused" if step.refused else "page"


def _between(found: Mapping[tuple[int, int], float]) -> Iterator[Plain]:
    """The longest waits first."""
    for (who, whom), seconds in sorted(found.items(), key=lambda item: -item[1]):
        yield {"who": f"P{who}", "whom": f"P{whom}", "took": duration(seconds)}
