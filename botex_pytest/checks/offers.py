"""Answers that a page offers and oTree never takes: choices and sliders written in HTML that reach beyond the field's bounds.

Most often a scale from -5 to 5, or a -99 for "I do not know": a number field without a min of its own takes nothing below 0."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from botex_pytest.checks.base import Play
from botex_pytest.page import Value
from botex_pytest.played import Offer, Played, Visit
from botex_pytest.project_info import FieldInfo
from botex_pytest.results import Finding

_NAMED = 3
"""Values that a title names."""


@dataclass(frozen=True)
class Beyond:
    """What is offered beyond a bound. `what`: as a sentence says it; `values`: those that can be chosen, none of a slider."""

    name: str
    what: str
    bound: str  # "nothing below 0"
    advice: str
    values: tuple[str, ...] = ()


def refused_choices(play: Play) -> Iterator[Finding]:
    """One finding for each page, whether anybody chose such an answer or not."""
    for player in play.players:
        for visit, offers in player.offers.values():
            beyond = beyond_bounds(visit, offers, play)
            if beyond:
                yield refused_choice(player, visit, beyond, play)


def refused_choice(player: Played, visit: Visit, beyond: list[Beyond], play: Play) -> Finding:
    page, first = play.page(visit.index), beyond[0]
    alike = [b.name for b in beyond[1:] if (b.what, b.bound) == (first.what, first.bound)]
    others = f" (as for {len(alike)} more)" if len(alike) > 1 else f" and {alike[0]}" if alike else ""
    return Finding(
        "refused-choice",
        "broken",
        f"{visit.where} offers {first.what} for {first.name}{others}, and oTree takes {first.bound}",
        play.config,
        f"refused-choice|{visit.where}",
        (player.number,),
        visit.where,
        visit.round,
        visit.step,
        detail="\n".join(f"{b.name}: the page offers {b.what}, oTree takes {b.bound}" for b in beyond),
        advice=first.advice,
        shot=player.shots.get(visit.step, ""),
        file=page.file if page else "",
        line=page.line if page else 0,
    )


def beyond_bounds(visit: Visit, offers: tuple[Offer, ...], play: Play) -> list[Beyond]:
    """Every field of the page that offers more than it takes. Not where such an answer was taken all the same: a script of the
    page makes something else of it."""
    page = play.page(visit.index)
    fields = {field.name: field for field in page.fields} if page else {}
    beyond = [b for offer in offers if offer.name in fields for b in _beyond(offer, fields[offer.name])]
    if not beyond:
        return []  # nearly always, and everybody's answers need not be looked at
    taken = [a.values for p in play.players for a in p.accepted if a.where == visit.where]
    return [b for b in beyond if not any(_is_beyond(values.get(b.name), fields[b.name]) for values in taken)]


def was_tried(values: dict[str, Value], beyond: list[Beyond]) -> bool:
    return any(values.get(b.name) in b.values for b in beyond)


def _beyond(offer: Offer, field: FieldInfo) -> Iterator[Beyond]:
    """Bounds that a function gives are not known here. One number for both is how some authors ask for the right answer."""
    if not field.is_number or field.choices or "choices" in field.dynamic or field.min == field.max:
        return
    numbers = {value: number for value in offer.values if (number := _number(value)) is not None}
    if field.min is not None and "min" not in field.dynamic:
        below = tuple(value for value, number in numbers.items() if number < field.min)
        span = f"numbers from {offer.min:g}" if offer.min is not None and offer.min < field.min else ""
        least = min([*numbers.values(), *([] if offer.min is None else [offer.min])], default=0.0)
        advice = f"Give the field a min of {least:g} (without one it takes nothing below 0), or do not offer these answers."
        if below or span:
            yield Beyond(offer.name, _some(below) or span, f"nothing below {field.min:g}", advice, below)
    if field.max is not None and "max" not in field.dynamic:
        above = tuple(value for value, number in numbers.items() if number > field.max)
        span = f"numbers up to {offer.max:g}" if offer.max is not None and offer.max > field.max else ""
        if above or span:
            advice = "Raise the max of the field, or do not offer these answers."
            yield Beyond(offer.name, _some(above) or span, f"nothing above {field.max:g}", advice, above)


def _is_beyond(value: Value | None, field: FieldInfo) -> bool:
    number = _number(value) if isinstance(value, str) else None
    low, high = -math.inf if field.min is None else field.min, math.inf if field.max is None else field.max
    return number is not None and not low <= number <= high


def _some(values: tuple[str, ...]) -> str:
    return ", ".join(values[:_NAMED]) + (f" and {len(values) - _NAMED} more" if len(values) > _NAMED else "")


def _number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None
