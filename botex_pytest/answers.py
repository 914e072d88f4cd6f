"""Answers that an author declares: what is typed on a page instead of what the model would have chosen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from botex_pytest.errors import StudyError
from botex_pytest.origin import Origin
from botex_pytest.page import Value

_WHO = re.compile(r"P[1-9]\d*|role:.+")


class WrittenFloat(float):
    """A decimal number that remembers how it was written: `1.50` is typed as 1.50."""

    text: str

    def __new__(cls, text: str) -> WrittenFloat:
        number = super().__new__(cls, text)
        number.text = text.replace("_", "")
        return number


@dataclass(frozen=True)
class AnswerRule:
    """One declared answer. Empty `app`: in any app. Empty `who`: everybody."""

    app: str
    page: str
    field: str
    who: str  # "P2", "role:Trustee" or ""
    values: tuple[Value, ...]
    by_round: bool  # values[0] is round 1; without it there is one value for all rounds
    origin: str  # the file's name, or "marker"

    def value(self, round_number: int) -> Value | None:
        """None where a list by round does not reach."""
        if not self.by_round:
            return self.values[0]
        return self.values[round_number - 1] if 0 < round_number <= len(self.values) else None

    def applies(self, app: str, page: str, field: str, who: tuple[str, str]) -> bool:
        return (page, field) == (self.page, self.field) and self.app in ("", app) and self.who in ("", *who)

    @property
    def precision(self) -> tuple[bool, bool, bool]:
        """The more is said, the stronger: a participant beats a role, that everybody; with the app's name beats without."""
        return bool(self.who) and not self.who.startswith("role:"), bool(self.who), bool(self.app)


def read_answers(table: Mapping[str, Any], origin: Origin) -> tuple[AnswerRule, ...]:
    """All rules of an `answers` table, dotted or nested. Raises `StudyError` for the first that cannot be."""
    return tuple(rule for path, value in _leaves(table, ()) for rule in _rules(path, value, origin))


def _leaves(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    for key, value in table.items():
        here = (*path, *str(key).split("."))
        if isinstance(value, Mapping) and not (len(here) > 1 and _is_choice_of_people(value)):
            yield from _leaves(value, here)
        else:
            yield here, value


def _is_choice_of_people(table: Mapping[str, Any]) -> bool:
    return bool(table) and any(_WHO.fullmatch(str(key)) for key in table)


def _rules(path: tuple[str, ...], value: Any, origin: Origin) -> Iterator[AnswerRule]:
    name = ".".join(path)
    if len(path) not in (2, 3) or not all(path):
        raise StudyError.bad_answer_name(origin.at(path[-1]), name)
    app, page, field = ("", *path)[-3:]
    for who, given in value.items() if isinstance(value, Mapping) else [("", value)]:
        if who and not _WHO.fullmatch(str(who)):
            raise StudyError.bad_participant(origin.at(who), name, who)
        by_round = isinstance(given, list | tuple)
        try:
            values = tuple(as_text(v) for v in given) if by_round else (as_text(given),)
        except ValueError:
            raise StudyError.bad_answer(origin.at(path[-1]), name, given) from None
        yield AnswerRule(app, page, field, who, values, by_round, origin.kind)


def as_text(value: Any) -> Value:
    """What is put into the control; a list is a set of ticks. Raises ValueError for what nobody types."""
    if isinstance(value, list | tuple):
        return tuple(str(as_text(v)) for v in value)
    if isinstance(value, WrittenFloat):
        return value.text
    if isinstance(value, str | int | float | date | time):  # True and False are typed so: oTree's own values
        return str(value)
    raise ValueError(value)
