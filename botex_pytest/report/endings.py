"""Where people stopped, told once for each page and way of stopping, and the lines that declare it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from botex_pytest.report.sentences import answers
from botex_pytest.results import Ending, SessionResult
from botex_pytest.toml_text import toml_list, toml_table

ENDING_NAMES = {"finished": "the end", "early-end": "undeclared early end", "declared-end": "declared end"}
_SHOWN = 4
"""Answers that led to one end; after some the reader has understood."""


@dataclass(frozen=True)
class EndingTold:
    """One row: all participants of all plays of a config who stopped on one page in one way."""

    where: str
    kind: str  # in words
    undeclared: bool
    after: str  # `after survey.Consent with consent = no`
    who: str
    payoff: str
    outgoing: str


def endings_told(plays: Sequence[SessionResult]) -> list[EndingTold]:
    """The endings of all plays of one config, in the order in which they were met."""
    met: dict[tuple[str, str, str, str], list[Ending]] = {}
    for ending in (e for play in plays for e in play.endings):
        met.setdefault((ending.where, ending.kind, ending.answer_page, ending.outgoing), []).append(ending)
    return [_told(endings) for endings in met.values()]


def ending_lines(plays: Sequence[SessionResult]) -> tuple[str, ...]:
    """The lines for `botex.toml` that declare the undeclared early ends of one config; empty when there are none.

    Ends that are declared already are listed again: the new line takes the place of the old one.
    """
    endings = [e for p in plays for e in p.endings]
    if all(e.kind != "early-end" for e in endings):
        return ()
    pages = dict.fromkeys(e.where for e in endings if e.kind != "finished")
    return toml_table(plays[0].config), toml_list("ends", list(pages))


def _told(endings: Sequence[Ending]) -> EndingTold:
    first = endings[0]
    numbers = sorted({number for ending in endings for number in ending.participants})
    return EndingTold(
        where=first.where,
        kind=ENDING_NAMES[first.kind],
        undeclared=first.kind == "early-end",
        after=_after(endings),
        who=", ".join(f"P{n}" for n in numbers),
        payoff=", ".join(dict.fromkeys(e.payoff for e in endings if e.payoff)),
        outgoing=first.outgoing,
    )


def _after(endings: Sequence[Ending]) -> str:
    given = list(dict.fromkeys(answers(e.answer) for e in endings if e.answer))
    page = endings[0].answer_page
    if not given and not page:
        return ""
    more = " or others" if len(given) > _SHOWN else ""
    led = f" with {' or '.join(given[:_SHOWN])}{more}" if given else ""
    return f"after {page or 'the last page'}{led}"
