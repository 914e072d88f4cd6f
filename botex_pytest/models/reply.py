"""A model's reply, read: JSON wherever it stands, answers in whatever form, each checked against its question.

Nothing is taken on trust: a backend may have ignored the schema, and what a schema cannot say (bounds of decimals, steps,
patterns) is checked here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from botex_pytest.models.form import PATTERNS, Form, grid, kind_words, number_text, options
from botex_pytest.models.values import numbers_in, ticked
from botex_pytest.page import Field, Value

_LONGEST = 100_000
_OPENINGS = 100
"""Characters of a reply that are searched, and braces in it at which an object may begin."""

_YES, _NO = ("true", "yes", "on", "1"), ("false", "no", "off", "0", "")


@dataclass(frozen=True)
class Reply:
    """`problems` says what is wrong, by name of the question; "" for the reply as a whole. Without problems it can be used."""

    values: dict[str, Value] = field(default_factory=dict)
    button: str | None = None
    reasons: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


def read_reply(text: str, form: Form) -> Reply:
    """What `text` answers to the questions of `form`."""
    found = _answers_in(text, form)
    if found is None:
        return Reply(problems={"": "there is no JSON object with the asked names in it" if text.strip() else "it is empty"})
    values: dict[str, Value] = {}
    reasons, problems = {}, {}
    for question in form.questions:
        if question.name not in found:
            problems[question.name] = "it is missing"
            continue
        raw, reason = _parts(found[question.name])
        reasons[question.name] = reason
        value = checked(question, raw)
        if isinstance(value, _Wrong):
            problems[question.name] = str(value)
        else:
            values[question.name] = value
    button = form.alone
    if form.press and form.press.name in values:
        button = (form.refs or {})[str(values.pop(form.press.name))]
    return Reply(values, button, reasons, problems)


class _Wrong(str):
    """What is wrong with an answer, as a sentence without a subject."""


def checked(field: Field, raw: Any) -> Value | _Wrong:
    """`raw` as it is posted, or what is wrong with it."""
    if field.kind == "tick":
        return _tick(field, raw)
    if field.kind == "choice" and field.choices:
        return _one_of(field, raw)
    if field.kind == "choices" and field.choices:
        return _some_of(field, raw)
    if raw is None or raw == "":
        return _Wrong("an answer is required") if field.required else ""
    if field.kind in ("integer", "decimal"):
        return _number(field, raw)
    return _text(field, raw)


def fitting(field: Field, raw: Any) -> Value:
    """`raw` as it is posted. Raises ValueError with what is wrong with it."""
    value = checked(field, raw)
    if isinstance(value, _Wrong):
        raise ValueError(value)
    return value


def _tick(field: Field, raw: Any) -> Value | _Wrong:
    said = _plain(raw)
    yes = said in _YES or said in (_plain(field.label), _plain(ticked(field)))
    if not yes and said not in _NO and raw is not None:
        return _Wrong(f"it must be {kind_words(field)}")
    return _Wrong("it must be ticked to go on") if field.required and not yes else ticked(field) if yes else ""


def _one_of(field: Field, raw: Any) -> Value | _Wrong:
    if raw in (None, "") and not field.required:
        return ""
    value = _choice(field, raw)
    return _Wrong(f"{_quoted(raw)} is not offered; it must be {kind_words(field)}") if value is None else value


def _some_of(field: Field, raw: Any) -> Value | _Wrong:
    whole = None if isinstance(raw, list) or raw is None else _choice(field, raw)
    parts = raw if isinstance(raw, list) else [] if raw in (None, "") else [raw] if whole else str(raw).split(",")
    found = [(part, _choice(field, part)) for part in parts]
    wrong = next((part for part, value in found if value is None), None)
    if wrong is not None:
        return _Wrong(f"{_quoted(wrong)} is not offered; it must be {kind_words(field)}")
    values = {value for _, value in found}
    if field.required and not values:
        return _Wrong("at least one must be chosen")
    return tuple(c.value for c in field.choices if c.value in values)


def _choice(field: Field, raw: Any) -> str | None:
    """The value that is meant by a label, a value, or either in another case or with other punctuation around it."""
    offered, said = options(field), str(raw).strip()
    values = {c.value for c in field.choices}
    if said in offered:
        return offered[said]
    if said in values:
        return said
    for texts in (offered, {v: v for v in values}):
        meant = {value for text, value in texts.items() if _plain(text) == _plain(said)}
        if len(meant) == 1:
            return meant.pop()
    return None


def _number(field: Field, raw: Any) -> Value | _Wrong:
    number = _as_number(raw)
    if number is None or (field.kind == "integer" and number != int(number)):
        return _Wrong(f"{_quoted(raw)} is no {'whole ' if field.kind == 'integer' else ''}number")
    allowed = kind_words(field).partition(";")[0]
    if (field.min is not None and number < field.min) or (field.max is not None and number > field.max):
        return _Wrong(f"{number_text(number)} is out of range; it must be a {allowed}")
    steps = (number - (field.min or 0)) / field.step if field.step else 0.0
    if abs(steps - round(steps)) > 1e-6 or (grid(field) and round(number, 10) not in grid(field)):
        return _Wrong(f"{number_text(number)} is between the steps; it must be a {allowed}")
    return number_text(number)


def _as_number(raw: Any) -> float | None:
    """A number, or a text that holds one and no other: `"5 points"`, `"1,000"`."""
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int | float):
        return float(raw) if abs(raw) < 1e15 else None
    text = str(raw).strip()
    if re.search(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])", text):
        text = text.replace(",", "")
    found = numbers_in(text) if len(text) < 100 else []
    return found[0] if len(found) == 1 else None


def _text(field: Field, raw: Any) -> Value | _Wrong:
    text = raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False)
    if field.widget not in ("textarea",):
        text = " ".join(text.split())  # a line cannot hold a break
    if field.required and not text.strip():
        return _Wrong("an answer is required")
    if field.max_length is not None and len(text) > field.max_length:
        return _Wrong(f"it has {len(text)} characters, and at most {field.max_length} are possible")
    pattern = PATTERNS.get(field.widget) or field.pattern
    return text if not pattern or _matches(pattern, text) else _Wrong(f"{_quoted(text)} is not {kind_words(field)}")


def _matches(pattern: str, text: str) -> bool:
    try:
        return re.fullmatch(pattern, text) is not None
    except re.error:  # a JavaScript pattern that Python does not read: the browser will say
        return True


def _plain(value: Any) -> str:
    return " ".join(re.findall(r"\w+", str(value).casefold()))


def _quoted(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"


# --- where the answers are ---


def _answers_in(text: str, form: Form) -> Mapping[str, Any] | None:
    """The first object of `text` that holds one of the questions' names, under these names; None when there is none."""
    lone = form.names[0] if len(form.names) == 1 else ""
    for found in _objects(text[:_LONGEST]):
        for candidate in (found, *(v for v in found.values() if isinstance(v, dict))):
            named = _named(candidate, form)
            if named:
                return named
        if lone and "answer" in found:
            return {lone: found}
    return None


def _objects(text: str) -> Iterator[dict[str, Any]]:
    decoder, start = json.JSONDecoder(), 0
    for _ in range(_OPENINGS):
        start = text.find("{", start)
        if start < 0:
            return
        try:
            found, end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            start += 1
            continue
        if isinstance(found, dict):
            yield found
        start = end


def _named(found: Mapping[str, Any], form: Form) -> dict[str, Any]:
    keys = {_plain(key): key for key in found}
    return {
        name: found[name] if name in found else found[keys[_plain(name)]]
        for name in form.names
        if name in found or _plain(name) in keys
    }


def _parts(said: Any) -> tuple[Any, str]:
    """The answer and its reason."""
    if not isinstance(said, dict):
        return said, ""
    lower = {str(key).casefold(): value for key, value in said.items()}
    reason = lower.get("reason", "")
    return lower.get("answer"), reason if isinstance(reason, str) else json.dumps(reason, ensure_ascii=False)
