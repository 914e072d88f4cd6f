"""What a refusal says about the answers: which fields are to blame, and which values could go together.

No message is understood as language. Three things are used, whatever the language: the fields that oTree marks, labels that the
message repeats, and numbers in it. Rules over several fields are tried by their usual kinds: a sum, an order, no value twice.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from botex_pytest.models.base import Refusal
from botex_pytest.models.values import bounds, numbers_in, ticked, typed
from botex_pytest.page import Field, Value

Values = dict[str, Value]

_SAMPLES = 2
"""Ways to split a sum before something else is tried."""


def blamed(refusal: Refusal, fields: Sequence[Field]) -> list[Field]:
    """The fields that are wrong as far as the refusal says; all of them when it names none."""
    marked = {m.field for m in refusal.messages if m.field}
    if not marked & {f.name for f in fields}:
        text = "\n".join(m.text for m in refusal.messages)
        marked = {f.name for f in fields if _mentions(text, f)}
    return [f for f in fields if f.name in marked] or list(fields)


def together(fields: Sequence[Field], refusal: Refusal, rng: random.Random) -> Iterator[Values]:
    """Values for several `fields` at once, for those of them that are of one kind; most promising first."""
    named = [n for message in refusal.messages for n in numbers_in(message.text)]
    numeric = [f for f in fields if f.kind in ("integer", "decimal")]
    ticks = [f for f in fields if f.kind == "tick"]
    if len(numeric) > 1:
        yield from _sums(numeric, named, rng)
        yield from _orders(numeric, _number_line(numeric), rng)
    if len(ticks) > 1:
        yield from _tick_counts(ticks, named, rng)
    for alike in _with_the_same_choices(fields):
        yield from _orders(alike, [c.value for c in alike[0].choices], rng)


def _mentions(text: str, field: Field) -> bool:
    """By the field's name, its label, or what stands in front of that: the “Question 2” of “Question 2: Who decides?”."""
    words = (field.name, field.label, re.split(r"[:.?)]", field.label)[0])
    return any(len(w) > 1 and re.search(rf"(?<!\w){re.escape(w.strip())}(?!\w)", text, re.I) for w in words)


def _sums(fields: Sequence[Field], totals: Sequence[float], rng: random.Random) -> Iterator[Values]:
    largest = {f.max for f in fields}  # what can be given to each is mostly what there is to give
    for total in sorted(dict.fromkeys(totals), key=lambda n: n not in largest):
        for _ in range(_SAMPLES):
            parts = _split(total, fields, rng)
            if parts:
                yield {f.name: typed(part, f) for f, part in zip(fields, parts, strict=True)}


def _split(total: float, fields: Sequence[Field], rng: random.Random) -> list[float] | None:
    """Numbers within the fields' bounds that sum up to `total`; None where there are none."""
    ranges = [(f.min or 0.0, f.max if f.max is not None else max(total, f.min or 0.0)) for f in fields]
    left = total - sum(low for low, _ in ranges)
    room = sum(high - low for low, high in ranges)
    parts = []
    for field, (low, high) in zip(fields, ranges, strict=True):
        room -= high - low
        least, most = max(0.0, left - room), min(high - low, left)
        if least > most:
            return None
        last = field is fields[-1]
        part = least if last else float(typed(low + rng.uniform(least, most), field)) - low
        parts.append(low + min(max(part, least), most))
        left -= parts[-1] - low
    return parts


def _number_line(fields: Sequence[Field]) -> list[str]:
    """Numbers that all the fields take, at even distances; [] when their ranges have nothing in common."""
    low, high = max(bounds(f)[0] for f in fields), min(bounds(f)[1] for f in fields)
    steps = 2 * len(fields)
    points = [typed(low + (high - low) * i / steps, fields[0]) for i in range(steps + 1)] if low < high else []
    return list(dict.fromkeys(points))


def _orders(fields: Sequence[Field], line: Sequence[str], rng: random.Random) -> Iterator[Values]:
    """Each value once, in the drawn order, rising and falling; then one value for all."""
    if len(line) >= len(fields):
        drawn = rng.sample(range(len(line)), len(fields))
        for places in (sorted(drawn), drawn, sorted(drawn, reverse=True)):
            yield {f.name: line[i] for f, i in zip(fields, places, strict=True)}
    if line:
        same = rng.choice(line)
        yield {f.name: same for f in fields}


def _tick_counts(fields: Sequence[Field], named: Sequence[float], rng: random.Random) -> Iterator[Values]:
    counts = [int(n) for n in named if 0 <= n <= len(fields)]
    for count in dict.fromkeys([*counts, *range(1, len(fields)), 0]):
        chosen = set(rng.sample([f.name for f in fields], count))
        yield {f.name: ticked(f) if f.name in chosen else "" for f in fields}


def _with_the_same_choices(fields: Sequence[Field]) -> list[list[Field]]:
    by_choices: dict[tuple[str, ...], list[Field]] = {}
    for field in fields:
        if field.kind == "choice":
            by_choices.setdefault(tuple(c.value for c in field.choices), []).append(field)
    return [alike for alike in by_choices.values() if len(alike) > 1]


def untried(candidates: Iterator[Values], kept: Values, refusals: Sequence[Refusal]) -> Values | None:
    """The first of the candidates that, put over `kept`, was not refused before; None when all were."""
    for candidate in candidates:
        values = {**kept, **candidate}
        if not any(all(r.values.get(name) == value for name, value in values.items()) for r in refusals):
            return values
    return None
