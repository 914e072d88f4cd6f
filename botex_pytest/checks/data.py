"""Whether oTree's data hold what was entered.

A required value that was accepted must be in oTree's export as it was sent, after oTree's own conversion. The export is read
once, when the session is over; a difference that the app's own code explains (it assigns to that field somewhere) is listed as
rewritten by the app, because a value changed in `before_next_page` cannot be told from one changed later.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import NamedTuple

from botex_pytest.checks.base import Play
from botex_pytest.checks.sources import all_files
from botex_pytest.page import Value
from botex_pytest.played import Accepted, Played, Visit
from botex_pytest.project_info import FieldInfo, PageInfo
from botex_pytest.results import Finding


@dataclass(frozen=True)
class _Sent:
    """One value of one submit, beside what the data say in its place."""

    player: Played
    accepted: Accepted
    page: PageInfo
    field: FieldInfo
    stored: str

    @property
    def value(self) -> Value:
        return self.accepted.values[self.field.name]


class _Cell(NamedTuple):
    """One place of oTree's data; `whose`: the participant's code, or the group's number."""

    app: str
    round: int
    column: str
    whose: str


_Rows = dict[tuple[str, str], dict[str, str]]
"""(participant's code, round) -> row"""


def stored_answers(play: Play) -> Iterator[Finding]:
    """One finding for each field whose stored value differs from the accepted one."""
    for sent in _last_sent(play):
        if not same(sent.value, sent.stored, sent.field):
            yield _differs(play, sent)


def same(sent: Value, stored: str, field: FieldInfo) -> bool:
    """Whether `stored`, as oTree's CSV has it, is what `sent` becomes by oTree's own conversion for that type of field."""
    if not isinstance(sent, str):
        return True  # several values in one name: oTree has no field for them
    if field.type == "boolean":
        return stored in (("0", "False", "") if sent in ("", "0", "False", "false") else ("1", "True"))
    if field.is_number:
        return _same_number(sent, stored, rounded=field.type in ("currency", "decimal"))
    return " ".join(sent.split()) == " ".join(stored.split())  # the export turns line breaks into blanks


def _same_number(sent: str, stored: str, *, rounded: bool) -> bool:
    """`rounded`: oTree keeps as many decimals as the currency or the field has, of which the stored number tells the least."""
    first, second = _number(sent), _number(stored)
    if first is None or second is None:
        return sent.strip() == stored.strip()
    if not rounded:
        return float(first) == float(second)
    places = max(0, -int(second.normalize().as_tuple().exponent))
    try:
        return first.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) == second
    except InvalidOperation:  # too many digits to round
        return first == second


def _last_sent(play: Play) -> Iterable[_Sent]:
    """Values of required fields: of several submits into one place of the data (a page seen again, a group's field that each
    member sets), the last one counts. Where an advance may have put oTree's defaults, none does."""
    latest: dict[_Cell, _Sent] = {}
    row_of = cache(lambda app: _rows(play, app))
    for player, accepted in sorted(((p, a) for p in play.players for a in p.accepted), key=lambda pair: pair[1].at):
        for cell, field, page, row in _cells(play, player, accepted, row_of):
            if field.name in accepted.required and accepted.values.get(field.name, "") != "" and cell.column in row:
                latest[cell] = _Sent(player, accepted, page, field, row[cell.column])
    defaults = {c for p in play.players for a in p.advanced for c, *_ in _cells(play, p, a.visit, row_of)}
    return [sent for cell, sent in latest.items() if cell not in defaults]


def _cells(
    play: Play, player: Played, at: Accepted | Visit, row_of: Callable[[str], _Rows]
) -> Iterator[tuple[_Cell, FieldInfo, PageInfo, dict[str, str]]]:
    """The places of the data that the page at hand writes to, with the row they are in."""
    entry = play.at(at.index)
    row = row_of(entry.app.name).get((player.code, str(at.round))) if entry else None
    if entry is None or row is None:
        return
    owner = entry.page.form_model or "player"
    whose = row.get("group.id_in_subsession", "") if owner == "group" else player.code
    for field in entry.page.fields:
        yield _Cell(entry.app.name, at.round, f"{owner}.{field.name}", whose), field, entry.page, row


def _rows(play: Play, app: str) -> _Rows:
    """oTree's export of an app by participant code and round."""
    return {(r.get("participant.code", ""), r.get("subsession.round_number", "")): r for r in play.rows(app) or ()}


def _differs(play: Play, sent: _Sent) -> Finding:
    accepted, name = sent.accepted, sent.field.name
    line = _assigned(play.project, name)
    what = f"{accepted.where}: {name} was {sent.value!r} on the page and is {sent.stored!r} in the data"
    where = line or (sent.page.file, sent.page.line)
    return Finding(
        "rewritten-answer" if line else "lost-answer",
        "note" if line else "broken",
        f"{what} (rewritten by the app)" if line else what,
        play.config,
        f"{'rewritten' if line else 'lost'}-answer|{accepted.where}|{name}",
        (sent.player.number,),
        accepted.where,
        accepted.round,
        accepted.step,
        answer={name: sent.value},
        advice=""
        if line
        else "Nothing in the project's Python assigns to this field: does a script of the page change it before it is sent?",
        file=where[0],
        line=where[1],
        timing=not line,
    )


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _assigned(project: Path, name: str) -> tuple[str, int] | None:
    """File and line where the project's own code assigns to an attribute `name`, or sets attributes by a computed name."""
    return next((place for n, place in _assignments(project) if n in (name, "*")), None)


@cache
def _assignments(project: Path) -> tuple[tuple[str, tuple[str, int]], ...]:
    found: list[tuple[str, tuple[str, int]]] = []
    for path in all_files(project):
        try:
            tree = ast.parse(path.read_text(encoding="utf-8"))
        except (OSError, SyntaxError, ValueError):
            continue
        place = path.relative_to(project).as_posix()
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                found.append((node.attr, (place, node.lineno)))
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "setattr":
                literal = node.args[1].value if len(node.args) > 1 and isinstance(node.args[1], ast.Constant) else "*"
                found.append((str(literal), (place, node.lineno)))
    return tuple(found)
