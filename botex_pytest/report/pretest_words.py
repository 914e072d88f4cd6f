"""The pre-test summary in words: lines for the terminal, rows for the report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from botex_pytest.report.pretest import Earned, Pretest, Question
from botex_pytest.report.sentences import duration, plural

Plain = dict[str, Any]

_NAMED = 5
"""Questions of one config that the terminal names; the report has them all."""


def pretest_lines(pretests: Iterable[Pretest]) -> Iterator[str]:
    """For the terminal: of those configs in which a language model took part, for whose answers alone it means something that
    they were refused."""
    for told in (p for p in pretests if p.models):
        yield f"{told.name}: {'; '.join(_sums(told)) or 'nobody finished'}"
        trouble = sorted((q for q in told.questions if q.refused or q.unsure), key=lambda q: -(q.refused + q.unsure))
        yield from (f"    {q.where} {q.field}: {troubles(q)}" for q in trouble[:_NAMED])
        if len(trouble) > _NAMED:
            yield f"    ... and {plural(len(trouble) - _NAMED, 'more question')}, in the report"
        yield from (f"    no bot could read: {what} on {where}" for where, what in told.unread)


def troubles(question: Question) -> str:
    """`2 of 6 first answers refused (1 by a rule of the study), 1 unsure`"""
    own = f" ({question.failed} by a rule of the study)" if question.failed else ""
    refused = f"{question.refused} of {question.asked} first answers refused{own}" if question.refused else ""
    return ", ".join(part for part in (refused, f"{question.unsure} unsure" if question.unsure else "") if part)


def _sums(told: Pretest) -> Iterator[str]:
    if told.minutes:
        yield f"people would take {minutes(told.minutes)}"
    if told.earned:
        yield f"who finishes earns {amounts(told.earned[0], told.unit)}"


def minutes(took: tuple[float, float]) -> str:
    """`about 4 to 6 min`; below two minutes in seconds."""
    low, high = took
    if high < 2:
        low, high, unit = low * 60, high * 60, "s"
    else:
        unit = "min"
    first, last = (f"{value:.0f}" for value in (low, high))
    return f"about {first} {unit}" if first == last else f"about {first} to {last} {unit}"


def amounts(earned: Earned, unit: str) -> str:
    """`18.45 to 21.30 EUR, 19.80 on average`"""
    if earned.low == earned.high:
        return f"{earned.low:.2f} {unit}".strip()
    return f"{earned.low:.2f} to {earned.high:.2f} {unit}".strip() + f", {earned.mean:.2f} on average"


def pretest_data(told: Pretest) -> Plain:
    """For the report's page."""
    return {
        "name": told.name,
        "models": told.models,
        "minutes": minutes(told.minutes) if told.minutes else "",
        "questions": [asdict(question) for question in told.questions],
        "pages": [
            {"where": p.where, "bots": "" if p.bots is None else duration(p.bots), "people": duration(p.people)}
            for p in told.pages
        ],
        "earned": [
            {"who": e.who, "count": e.count, "range": f"{e.low:.2f} to {e.high:.2f}", "mean": f"{e.mean:.2f}"}
            for e in told.earned
        ],
        "unit": told.unit,
        "unread": [{"where": where, "what": what} for where, what in told.unread],
    }
