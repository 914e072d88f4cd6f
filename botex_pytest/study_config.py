"""What is declared about one session config, in `botex.toml` or by a marker."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from botex_pytest import labels, model_names
from botex_pytest.answers import AnswerRule, read_answers
from botex_pytest.errors import StudyError
from botex_pytest.options import ARRIVALS
from botex_pytest.origin import Origin
from botex_pytest.page import Value

EVERYBODY = "*"
_WHO = re.compile(r"P[1-9]\d*|role:.+|\*")


@dataclass(frozen=True)
class StudyConfig:
    """Everything is optional; None says that nothing was declared. Pages are named `app.Page`, or `Page` in any app."""

    participants: int | None = None
    labels: str | tuple[str, ...] | None = None  # a scheme of `labels.py`, or one label per participant
    room: str | None = None
    model: tuple[str, ...] | None = None  # one for all, or one for each participant in turn
    seed: int | None = None
    arrivals: str | None = None  # one of `options.ARRIVALS`
    session: Mapping[str, Any] = field(default_factory=dict)  # fields of the session config to change
    ends: tuple[str, ...] = ()  # pages where a participant rightly stops
    experimenter: tuple[str, ...] = ()  # pages that the experimenter advances
    skip: tuple[str, ...] = ()  # pages that bots cannot do
    accept: tuple[str, ...] = ()  # keys of known findings, or their beginning
    checks: Mapping[str, bool] = field(default_factory=dict)
    personas: Mapping[str, str] = field(default_factory=dict)  # who language models are to be: P1, role:Seller or * -> text
    answers: tuple[tuple[AnswerRule, ...], ...] = ()  # one layer per declaration, the strongest last
    variants: Mapping[str, StudyConfig] = field(default_factory=dict)
    origin: Origin = field(default_factory=lambda: Origin(""))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], origin: Origin | str = "marker") -> StudyConfig:
        """Read a table of `botex.toml` or the arguments of a marker. Raises `StudyError` for the first that cannot be."""
        origin = Origin(origin) if isinstance(origin, str) else origin
        values: dict[str, Any] = {}
        for key, value in data.items():
            if key not in _READERS:
                raise StudyError.unknown_key(origin.at(key), key, _READERS)
            accepted, reader = _READERS[key]
            try:
                values[key] = reader(value, origin)
            except ValueError:
                raise StudyError.bad_value(origin.at(key), key, value, accepted) from None
        given, count = values.get("labels"), values.get("participants")
        if isinstance(given, tuple) and count and len(given) < count:
            raise StudyError.too_few_labels(origin.at("labels"), len(given), count)
        return cls(**values, origin=origin)

    def over(self, base: StudyConfig) -> StudyConfig:
        """Both together. What is declared here wins; lists of pages and of findings add up, tables are merged key by key."""
        merged: dict[str, Any] = {n: getattr(base, n) if getattr(self, n) is None else getattr(self, n) for n in _SINGLE}
        merged |= {n: tuple(dict.fromkeys((*getattr(base, n), *getattr(self, n)))) for n in _LISTS}
        merged |= {n: {**getattr(base, n), **getattr(self, n)} for n in _TABLES}
        return replace(self, **merged, answers=base.answers + self.answers)

    def plays(self) -> dict[str, StudyConfig]:
        """What is played: every variant, whole; or this alone, under the name ""."""
        if not self.variants:
            return {"": self}
        alone = replace(self, variants={})
        return {name: variant.over(alone) for name, variant in self.variants.items()}

    def answer(
        self, app: str, page: str, name: str, *, participant: int, role: str = "", round_number: int = 1
    ) -> Declared | None:
        """The answer declared for field `name`, with where it comes from; None leaves it to the model."""
        who = (f"P{participant}", f"role:{role}" if role else "")
        for layer in reversed(self.answers):
            rules = [rule for rule in layer if rule.applies(app, page, name, who)]
            for rule in sorted(rules, key=lambda rule: rule.precision, reverse=True):
                if (value := rule.value(round_number)) is not None:
                    return Declared(value, rule.origin)
        return None

    def persona(self, participant: int, role: Callable[[], str]) -> str:
        """Who a language model is to be; the participant's own text counts before that of the role, that before everybody's.
        `role` is asked only where it matters: oTree alone knows."""
        by_role = any(who.startswith("role:") for who in self.personas)
        names = (f"P{participant}", f"role:{role()}" if by_role else "", EVERYBODY)
        return next((self.personas[name] for name in names if name in self.personas), "")

    @property
    def answers_by_role(self) -> bool:
        """Whether any answer depends on the participant's role, which only oTree knows."""
        return any(rule.who.startswith("role:") for layer in self.answers for rule in layer)

    def is_end(self, where: str) -> bool:
        """Whether a participant may rightly stop on page `where` (app.Page)."""
        return _names(self.ends, where)

    def is_experimenter(self, where: str) -> bool:
        """Whether the experimenter advances participants from page `where`."""
        return _names(self.experimenter, where)

    def skips(self, where: str) -> bool:
        """Whether bots leave page `where` undone."""
        return _names(self.skip, where)

    def accepts(self, key: str) -> bool:
        """Whether the finding `key` is declared as known."""
        return any(_begins(key, entry) for entry in self.accept)

    def vanished(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Declared findings of which none of `keys` is one any more."""
        found = tuple(keys)
        return tuple(entry for entry in self.accept if not any(_begins(key, entry) for key in found))

    def check_on(self, name: str) -> bool:
        return self.checks.get(name, True)


@dataclass(frozen=True)
class Declared:
    """A declared answer; `origin` is the file's name or "marker"."""

    value: Value
    origin: str


def _names(pages: Iterable[str], where: str) -> bool:
    return any(page in (where, where.rpartition(".")[2]) for page in pages)


def _begins(key: str, entry: str) -> bool:
    # Whole parts only: `script-error|survey.Page` is not the beginning of `script-error|survey.Page2`.
    return key == entry or key.startswith(entry.rstrip("|") + "|")


def _whole(least: int) -> Callable[[Any, Origin], int]:
    def read(value: Any, _origin: Origin) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise ValueError
        return value

    return read


def _word(value: Any, _origin: Origin) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError
    return value


def _arrivals(value: Any, _origin: Origin) -> str:
    if value not in ARRIVALS:
        raise ValueError
    return str(value)


def _words(value: Any, origin: Origin) -> tuple[str, ...]:
    if isinstance(value, str):
        return (_word(value, origin),)
    if not isinstance(value, list | tuple):
        raise ValueError
    return tuple(_word(v, origin) for v in value)


def _models(value: Any, origin: Origin) -> tuple[str, ...]:
    names = model_names.split(value) if isinstance(value, str) else _words(value, origin)
    if not names or not all(model_names.usable(name) for name in names):
        raise ValueError
    return names


def _labels(value: Any, origin: Origin) -> str | tuple[str, ...]:
    if isinstance(value, str):
        if not labels.usable(value):
            raise ValueError
        return value
    words = _words(value, origin)
    if len(set(words)) < len(words):
        raise ValueError
    return words


def _table(value: Any, _origin: Origin) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise ValueError
    return dict(value)


def _switches(value: Any, origin: Origin) -> dict[str, bool]:
    table = _table(value, origin)
    if not all(isinstance(v, bool) for v in table.values()):
        raise ValueError
    return table


def _answers(value: Any, origin: Origin) -> tuple[tuple[AnswerRule, ...], ...]:
    return (read_answers(_table(value, origin), origin),)


def _variants(value: Any, origin: Origin) -> dict[str, StudyConfig]:
    found = {name: StudyConfig.from_dict(_table(table, origin), origin) for name, table in _table(value, origin).items()}
    if any(variant.variants for variant in found.values()):
        raise ValueError
    return found


def _personas(value: Any, origin: Origin) -> dict[str, str]:
    table = {EVERYBODY: value} if isinstance(value, str) else _table(value, origin)
    if not all(isinstance(text, str) and text.strip() and _WHO.fullmatch(who) for who, text in table.items()):
        raise ValueError
    return table


_PAGES = ('a list of pages, such as ["consent.ScreenOut"]', _words)
_READERS: dict[str, tuple[str, Callable[[Any, Origin], Any]]] = {
    "participants": ("a whole number of at least 1", _whole(1)),
    "labels": (f"a list of different labels, or {labels.ACCEPTED}", _labels),
    "room": ("the name of a room", _word),
    "model": (f"{model_names.ACCEPTED}; or a list of such names, for P1, P2, ... in turn", _models),
    "seed": ("a whole number of at least 0", _whole(0)),
    "arrivals": (", ".join(ARRIVALS[:-1]) + f" or {ARRIVALS[-1]}", _arrivals),
    "session": ('a table of fields, such as { treatment = "high" }', _table),
    "ends": _PAGES,
    "experimenter": _PAGES,
    "skip": _PAGES,
    "accept": ('a list of findings, such as ["script-error|survey.Page"]', _words),
    "checks": ("a table of switches, such as { script-error = false }", _switches),
    "personas": ('a text, or a table of texts, such as { P1 = "You are in a hurry.", "role:Seller" = "..." }', _personas),
    "answers": ('a table of answers, such as { "Quiz.q1" = 3 }', _answers),
    "variants": ("a table with one table per variant, and no variants in those", _variants),
}
_SINGLE = ("participants", "labels", "room", "model", "seed", "arrivals")
_LISTS = ("ends", "experimenter", "skip", "accept")
_TABLES = ("session", "checks", "personas", "variants")
