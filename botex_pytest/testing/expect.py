"""`expect(...)`: what a test says about a session that was played. Every message shows what was seen instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from types import EllipsisType
from typing import overload

from botex_pytest.answers import as_text
from botex_pytest.page import Value
from botex_pytest.testing.probing import Probed
from botex_pytest.testing.seen import Participant, SeenField, SeenPage

_SHOWN = 600
"""Characters of a page's text in a message."""


@overload
def expect(actual: Participant) -> ParticipantExpectation: ...
@overload
def expect(actual: SeenPage) -> PageExpectation: ...
@overload
def expect(actual: SeenField) -> FieldExpectation: ...
def expect(actual: Participant | SeenPage | SeenField) -> ParticipantExpectation | PageExpectation | FieldExpectation:
    """What is expected of a participant, of a page that it saw, or of a field on it; AssertionError where it does not hold."""
    if isinstance(actual, Participant):
        return ParticipantExpectation(actual)
    if isinstance(actual, SeenPage):
        return PageExpectation(actual)
    if isinstance(actual, SeenField):
        return FieldExpectation(actual)
    raise TypeError(f"expect() takes a participant, a page or a field, not {type(actual).__name__}")


class ParticipantExpectation:
    def __init__(self, participant: Participant) -> None:
        self._who = participant

    def to_finish(self) -> None:
        """It reached the study's last page."""
        __tracebackhide__ = True
        who = self._who
        if who.status != "finished":
            raise _differs(f"{who} did not finish.", "finished", f"{who.status}: {who.reason}", walked=_walk(who))

    def to_end_at(self, page: str) -> None:
        """The last page it saw was `page`, whether the study's last or an early end."""
        __tracebackhide__ = True
        self._who.check_pages([page])
        last = self._who.pages[-1] if self._who.pages else None
        if last is None or page not in (last.name, last.where):
            raise _differs(f"{self._who} did not end at {page}.", page, last.name if last else "no page", walked=_walk(self._who))

    def to_visit(self, *pages: str | EllipsisType) -> None:
        """It saw exactly these pages in this order; `...` stands for any pages.

        Wait pages may be named and are not compared: who arrives last never sees them.
        """
        __tracebackhide__ = True
        who = self._who
        who.check_pages(p for p in pages if isinstance(p, str))
        wanted = [p for p in pages if p not in who.wait_pages]
        if not _matches(wanted, [p for p in who.pages if not p.is_wait_page]):
            told = ", ".join("..." if p is ... else str(p) for p in pages)
            raise _differs(f"{who} did not visit these pages.", told, _walk(who))

    def not_to_visit(self, *pages: str) -> None:
        self._who.check_pages(pages)
        met = [p.name for p in self._who.pages if {p.name, p.where} & set(pages)]
        if met:
            raise _differs(f"{self._who} visited {', '.join(met)}.", f"never {' or '.join(pages)}", _walk(self._who))


class PageExpectation:
    def __init__(self, page: SeenPage) -> None:
        self._page = page

    def to_contain_text(self, text: str | re.Pattern[str]) -> None:
        """Somewhere on it a person reads `text` (blanks and line breaks count as one blank), or what the pattern matches."""
        __tracebackhide__ = True
        if not _found(text, self._page.text):
            raise _differs(f"{self._page} does not contain the text.", _quoted(text), _quoted(_cut(self._page.text)))

    def not_to_contain_text(self, text: str | re.Pattern[str]) -> None:
        __tracebackhide__ = True
        if _found(text, self._page.text):
            raise _differs(f"{self._page} contains the text.", f"not {_quoted(text)}", _quoted(_cut(self._page.text)))

    def to_ask(self, *fields: str) -> None:
        """It has exactly these fields, in any order."""
        __tracebackhide__ = True
        asked = {f.name for f in self._page.page.fields} | {b.name for b in self._page.page.buttons if b.role == "answer"}
        if asked != set(fields):
            raise _differs(f"{self._page} asks something else.", ", ".join(sorted(fields)), ", ".join(sorted(asked)) or "nothing")


class FieldExpectation:
    def __init__(self, field: SeenField) -> None:
        self._field = field

    def to_have_value(self, value: Value | float) -> None:
        """This was sent and taken. Numbers are compared as numbers."""
        __tracebackhide__ = True
        sent = self._field.value
        if not _same(sent, value):
            raise _differs(f"{self._field} has another value.", repr(value), "nothing was sent" if sent is None else repr(sent))

    def to_reject(self, *values: object) -> None:
        """Each of these values is refused by the server, when it is entered in place of what was sent. What the browser alone
        keeps back is sent past it: a rule that is missing on the server is missing.

        Plays another session with the same answers up to this page, and one more for each value that is taken.
        """
        __tracebackhide__ = True
        probed = self._probe(values)
        if probed.past and not probed.taken:
            raise _differs(
                f"{self._field}: only the browser refuses, and the server takes. ({probed.cost})",
                f"refused by the server: {_values(probed.past)}",
                f"taken past the browser: {_values(probed.past)}",
            )
        if probed.taken:
            raise _differs(
                f"{self._field} takes what it should refuse. ({probed.cost})",
                f"refused: {_values(probed.taken)}",
                f"taken:   {_values(probed.taken)}",
            )

    def to_accept(self, *values: object) -> None:
        """Each of these values is taken. Plays another session for each of them."""
        __tracebackhide__ = True
        probed = self._probe(values)
        if probed.refused:
            told = "; ".join(
                f"{v!r}: {' '.join(m.text for m in said) or 'nothing was said'}" for v, said in probed.refused.items()
            )
            raise _differs(f"{self._field} refuses what it should take. ({probed.cost})", _values(probed.refused), told)

    def _probe(self, values: Sequence[object]) -> Probed:
        __tracebackhide__ = True
        field = self._field
        if field.page.probe is None or not values:
            raise TypeError("to_reject() and to_accept() need values, and a field of a session that was played by a test")
        return field.page.probe(field.page, field.name, [as_text(v) for v in values])

    def to_offer(self, *choices: str) -> None:
        """Exactly these choices are offered, by value or label, in this order."""
        __tracebackhide__ = True
        offered = self._field.choices
        if len(offered) != len(choices) or any(c not in (o.value, o.label) for c, o in zip(choices, offered, strict=True)):
            told = ", ".join(f"{o.label} ({o.value})" if o.label != o.value else o.value for o in offered)
            raise _differs(f"{self._field} offers other choices.", ", ".join(choices), told or "no choices")


def _matches(wanted: Sequence[str | EllipsisType], seen: Sequence[SeenPage]) -> bool:
    if not wanted:
        return not seen
    first, rest = wanted[0], wanted[1:]
    if isinstance(first, EllipsisType):
        return any(_matches(rest, seen[skipped:]) for skipped in range(len(seen) + 1))
    return bool(seen) and first in (seen[0].name, seen[0].where) and _matches(rest, seen[1:])


def _walk(who: Participant) -> str:
    return ", ".join(f"[{p.name}]" if p.is_wait_page else p.name for p in who.pages) or "no page"


def _found(text: str | re.Pattern[str], inside: str) -> bool:
    if isinstance(text, re.Pattern):
        return text.search(inside) is not None
    return " ".join(text.split()) in " ".join(inside.split())


def _same(sent: Value | None, value: Value | float) -> bool:
    if isinstance(value, (int, float)) and isinstance(sent, str):
        try:
            return float(sent.replace(",", ".")) == float(value)
        except ValueError:
            return str(value) == sent
    return sent == value


def _quoted(text: str | re.Pattern[str]) -> str:
    return f"a match of {text.pattern!r}" if isinstance(text, re.Pattern) else repr(text)


def _values(values: Iterable[Value]) -> str:
    return ", ".join(repr(v) for v in values)


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else f"{flat[:_SHOWN]} ..."


def _differs(what: str, expected: str, actual: str, walked: str = "") -> AssertionError:
    lines = [what, f"  expected: {expected}", f"  actual:   {actual}"]
    return AssertionError("\n".join([*lines, f"  visited:  {walked}"] if walked else lines))
