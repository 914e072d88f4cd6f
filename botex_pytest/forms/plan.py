"""What to try in a form: one violation at a time, then what is just within all rules. A pure function of the fields as their
author declared them and of the page as it is seen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from botex_pytest.form_results import Probe, Source
from botex_pytest.forms.asked import Asked, limits, number
from botex_pytest.forms.ranges import range_in
from botex_pytest.models.values import ticked
from botex_pytest.page import Value

LOWEST, HIGHEST, LEFT_EMPTY, ODD = "lowest", "highest", "left empty", "odd"
"""Answers that change several fields at once."""

KINDS = {
    "empty": "nothing where something is wanted",
    "below": "less than the least number",
    "above": "more than the greatest number",
    "letters": "letters in place of a number",
    "fraction": "a fraction in place of a whole number",
    "comma": "a fraction with a decimal comma in place of a whole number",
    "unknown": "a choice that is not offered",
    "too long": "a text that is too long",
    "shape": "a text of another form than the page asks for",
    "offered": "a choice that the page offers and the model does not have",
    "label's low": "the least number that the label names, or less",
    "label's high": "the greatest number that the label names, or more",
    LOWEST: "the least of what is allowed, in all fields together",
    HIGHEST: "the greatest of what is allowed, in all fields together",
    LEFT_EMPTY: "nothing in all fields where that is allowed",
    ODD: "what oTree takes in its own way: blanks, a decimal comma, numbers beyond 2,147,483,647",
}
"""Every kind of probe with what it is; the columns of the matrix, in their order."""

TOO_BIG = "2147483648"
"""The first whole number that PostgreSQL's columns do not hold."""

_LONGEST = 2000
"""Letters of a text that are typed for one probe, at most."""

_NOT_OFFERED = "not offered"
_TEXTS = ("text", "textarea", "search")
_SHAPES = ("abc", "12345", "Abc 1", "-", "x@y.z")


@dataclass(frozen=True)
class Plan:
    """`refusals`: nothing of it is to be taken; `sets`: all of it is. Both in the order in which they are worth trying."""

    refusals: tuple[Probe, ...]
    sets: tuple[Probe, ...]

    @property
    def probes(self) -> tuple[Probe, ...]:
        return (*self.refusals, *self.sets)


def plan(asked: Sequence[Asked]) -> Plan:
    """All probes of a form; equal for equal arguments."""
    usable = [a for a in asked if a.usable]
    makers = (_empty, _bounds, _letters, _choices, _offered, _lengths, _shape, _label)
    refusals = tuple(probe for make in makers for a in usable for probe in make(a))
    low, high = ({a.name: v for a in usable if (v := _extreme(a, at)) is not None} for at in (0, 1))
    none: dict[str, Value] = {a.name: "" for a in usable if not _required(a) and not a.pressed}
    odd: dict[str, Value] = {a.name: v for a in usable if (v := _odd(a)) is not None}
    sets = [
        Probe(LOWEST, low, "taken", "the least of what is allowed"),
        Probe(HIGHEST, high if high != low else {}, "taken", "the greatest of what is allowed"),
        Probe(LEFT_EMPTY, none, "taken", "no answer is required"),
        Probe(ODD, odd, "open", source="otree"),
    ]
    return Plan(refusals, tuple(s for s in sets if s.values))


def _required(a: Asked) -> bool:
    return not a.declared.blank or a.seen.required


def _empty(a: Asked) -> Iterator[Probe]:
    if _required(a):
        source: Source = "page" if a.declared.blank else "model"
        yield Probe("empty", {a.name: ""}, "refused", "an answer is required", source, by_hand=not a.pressed)


def _bounds(a: Asked) -> Iterator[Probe]:
    if not a.numeric:
        return
    for kind, end, words, away in (("below", "min", "at least", -a.step), ("above", "max", "at most", a.step)):
        by_model, by_page = a.bound(end)
        for bound, source in ((by_model, "model"), (by_page if by_page != by_model else None, "page")):
            if bound is not None:
                rule = f"{words} {number(bound)}"
                yield Probe(kind, {a.name: number(bound + away)}, "refused", rule, source)  # type: ignore[arg-type]


def _letters(a: Asked) -> Iterator[Probe]:
    if a.numeric:
        source: Source = "model" if a.declared.is_number else "page"
        yield Probe("letters", {a.name: "abc"}, "refused", "a number", source)
        if a.declared.type == "integer":
            least, greatest = limits(a)
            between = (least if least is not None else (greatest or 0.0) - 2) + 0.5
            yield Probe("fraction", {a.name: number(between)}, "refused", "a whole number")
            yield Probe("comma", {a.name: "1,5"}, "refused", "a whole number")


def _choices(a: Asked) -> Iterator[Probe]:
    if not a.offers or a.declared.type == "boolean":
        return
    values = [c.value for c in (*a.declared.choices, *a.seen.choices)]
    numbers = [n for v in values if (n := _read(v)) is not None]
    foreign = number(max(numbers, default=0.0) + 1) if a.declared.is_number else _NOT_OFFERED
    by_model = bool(a.declared.choices) or "choices" in a.declared.dynamic
    yield Probe("unknown", {a.name: foreign}, "refused", "one of the choices", "model" if by_model else "page", by_hand=False)


def _offered(a: Asked) -> Iterator[Probe]:
    """Choices of the page's own making, for which the model has none."""
    if a.declared.choices and a.declared.type != "boolean" and "choices" not in a.declared.dynamic and not a.pressed:
        known = [c.value for c in a.declared.choices]
        for choice in a.seen.choices:
            if choice.value and not any(_same(choice.value, k) for k in known):
                yield Probe(
                    "offered", {a.name: choice.value}, "taken", f"the page offers {choice.label or choice.value!r}", "page"
                )


def _lengths(a: Asked) -> Iterator[Probe]:
    if a.declared.type not in ("string", "longstring") or a.offers or a.seen.kind not in ("text", "longtext"):
        return
    by_model = a.declared.max_length if a.declared.type == "string" else None
    by_page = a.seen.max_length if a.seen.max_length != by_model else None
    for longest, source in ((by_model, "model"), (by_page, "page")):
        if longest and longest < _LONGEST:
            rule = f"at most {longest} letters"
            yield Probe("too long", {a.name: "x" * (longest + 1)}, "refused", rule, source)  # type: ignore[arg-type]


def _shape(a: Asked) -> Iterator[Probe]:
    if a.offers or a.numeric:
        return
    if a.seen.widget in ("email", "url"):
        yield Probe("shape", {a.name: "abc"}, "refused", f"an address ({a.seen.widget})", "page")
    elif a.seen.pattern:
        other = next((s for s in _SHAPES if _differs(a.seen.pattern, s)), None)
        if other:
            yield Probe("shape", {a.name: other}, "refused", f"of the form {a.seen.pattern}", "page")


def _label(a: Asked) -> Iterator[Probe]:
    """Where label and bounds disagree: a number that the one admits and the other does not."""
    named = range_in(f"{a.seen.label or a.declared.label} {a.seen.help}") if a.numeric else None
    if named is None:
        return
    low, high = limits(a)
    rule = f"the label says {number(named[0])} to {number(named[1])}"
    below = named[0] - a.step if low is None or low < named[0] else None
    above = named[1] + a.step if high is None or high > named[1] else None
    beyond = (below, above)
    short = (named[0] if low is not None and low > named[0] else None, named[1] if high is not None and high < named[1] else None)
    for at, kind in enumerate(("label's low", "label's high")):
        if (value := beyond[at]) is not None:
            yield Probe(kind, {a.name: number(value)}, "refused", rule, "label")
        if (value := short[at]) is not None:
            yield Probe(kind, {a.name: number(value)}, "taken", rule, "label")


def _extreme(a: Asked, at: int) -> Value | None:
    """The least (`at` 0) or the greatest (1) of what is allowed; None where nobody says what that is."""
    if a.pressed:
        return None
    if a.seen.kind == "tick":
        return ticked(a.seen) if at or _required(a) else ""
    if a.offers:
        foreign = {v for probe in _offered(a) for v in probe.values.values()}
        values = [c.value for c in a.seen.choices if c.value and c.value not in foreign]
        return (values[0], values[-1])[at] if values else None
    if a.numeric:
        bound = limits(a)[at]
        return None if bound is None else number(bound)
    longest = min(filter(None, (a.declared.max_length, a.seen.max_length)), default=0)
    plain = a.seen.widget in _TEXTS and not a.seen.pattern and a.declared.type == "string"
    return "x" * longest if at and plain and 0 < longest < _LONGEST else None


def _odd(a: Asked) -> Value | None:
    if a.offers or a.seen.widget not in (*_TEXTS, "number"):
        return None
    low, high = limits(a)
    if a.declared.type == "integer":
        return TOO_BIG if high is None else None
    if a.declared.is_number:
        between = (low or 0.0) + 0.5
        fits = a.seen.widget != "number" and (high is None or between <= high)
        return number(between).replace(".", ",") if fits else None
    if a.declared.type == "longstring" and a.declared.max_length and a.declared.max_length < _LONGEST:
        return "x" * (a.declared.max_length + 1)
    return "   " if not a.declared.blank and not a.seen.pattern and a.seen.kind in ("text", "longtext") else None


def _read(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _same(one: str, other: str) -> bool:
    return one == other or (_read(one) is not None and _read(one) == _read(other))


def _differs(pattern: str, text: str) -> bool:
    try:
        return re.fullmatch(pattern, text) is None
    except re.error:  # JavaScript's own
        return False
