"""What there is to reach in a session config, and what of it one play reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from botex_pytest.checks.base import Play
from botex_pytest.checks.conditions import known_rows
from botex_pytest.checks.coverage import furthest
from botex_pytest.flow import Point
from botex_pytest.played import Accepted, Played
from botex_pytest.project_info import AppInfo, FieldInfo, PageInfo, ProjectInfo

FEW = 12
"""Choices up to which each of them counts; more are a scale."""

_NO = ("", "0", "False", "false")
_OF_THE_ROUND = {"round_number", "C", "Constants", "NUM_ROUNDS", "subsession"}
"""An is_displayed that reads nothing else decides between rounds: of a single one it is never both shown and skipped."""


def declared_points(info: ProjectInfo, config: str) -> tuple[Point, ...]:
    """All that the apps of `config` declare, in their order."""
    apps = (info.app(name) for name in dict.fromkeys(info.config(config).apps))
    return tuple(dict.fromkeys(point for app in apps for point in _of_app(app)))


def offered_points(play: Play) -> tuple[Point, ...]:
    """Choices that only a page itself knows of: those that functions give, those of controls written in HTML."""
    answers = (accepted for player in play.players for accepted in player.accepted)
    return tuple(point for a in answers for name, values in a.offered.items() for point in _choices(a, name, values, play))


def met_points(play: Play) -> tuple[Point, ...]:
    """What was reached, by whomever."""
    found = dict.fromkeys(point for player in play.players for point in _of_player(player, play))
    found |= dict.fromkeys(_from_data(play))
    found |= dict.fromkeys(_by_scripts(play))
    return tuple(found)


def _of_app(app: AppInfo) -> Iterator[Point]:
    yield from (Point("role", app.name, role) for role in app.roles)
    yield from (Point("treatment", app.name, _said(n, v, _is_boolean(app, n))) for n, vs in app.treatments.items() for v in vs)
    for page in app.pages:
        where = f"{app.name}.{page.name}"
        yield Point("page", where)
        yield from (Point("branch", where, what) for what in ("shown", "skipped") if _branches(app, page))
        for field in page.fields:
            yield Point("field", where, field.name)
            yes_or_no = field.type == "boolean"
            yield from (Point("choice", where, _said(field.name, value, yes_or_no)) for value in _few_choices(field))


def _branches(app: AppInfo, page: PageInfo) -> bool:
    """Whether the page can come and go. Of a wait page nobody can tell: who does not have to wait does not see it."""
    decided = set(page.condition_names) - (_OF_THE_ROUND if app.rounds == 1 else set())
    return page.conditional and not page.wait and bool(decided)


def _few_choices(field: FieldInfo) -> tuple[str, ...]:
    if field.type == "boolean" and not field.choices:
        return ("True", "False")
    return tuple(c.value for c in field.choices) if len(field.choices) <= FEW else ()


def _choices(accepted: Accepted, name: str, values: Iterable[str], play: Play) -> Iterator[Point]:
    page = play.page(accepted.index)
    fields = {field.name: field.type for field in page.fields} if page else {}
    yes_or_no = fields.get(name) == "boolean" or "" in accepted.offered.get(name, ())  # a single box
    yield from (Point("choice", accepted.where, _said(name, value, yes_or_no)) for value in values)


def _said(name: str, value: str, yes_or_no: bool) -> str:
    return f"{name} = {_number(value) if not yes_or_no else 'no' if value in _NO else 'yes'}"


def _number(value: str) -> str:
    """Amounts of money are exported with decimals and written without."""
    return value.removesuffix(".0") if value[:1].isdigit() else value


def _is_boolean(app: AppInfo, name: str) -> bool:
    return any(fields.get(name) == "boolean" for fields in app.columns.values())


def _of_player(player: Played, play: Play) -> Iterator[Point]:
    yield from (Point("page", where) for where in _pages(player, play))
    for accepted in player.accepted:
        for name, value in accepted.values.items():
            if value or name in accepted.offered:
                yield Point("field", accepted.where, name)
        for name in accepted.chosen:
            value = accepted.values[name]
            yield from _choices(accepted, name, (value,) if isinstance(value, str) else value, play)
    yield from _branches_met(player, play)


def _pages(player: Played, play: Play) -> Iterator[str]:
    """Those seen, and the wait pages that were passed: the last to arrive never sees one."""
    yield from (visit.where for visit in player.visits)
    for index in range(1, furthest(player, play.last)):
        here = play.at(index)
        if here and here.page.wait:
            yield f"{here.app.name}.{here.page.name}"


def _branches_met(player: Played, play: Play) -> Iterator[Point]:
    """A page before one that was seen, and itself not seen, was skipped; unless an app was left by app_after_this_page."""
    seen = {visit.index: visit.where for visit in player.visits}
    for index in range(1, furthest(player, play.last) + 1):
        here = play.at(index)
        if here is None or not _branches(here.app, here.page):
            continue
        where = f"{here.app.name}.{here.page.name}"
        if index in seen:
            yield Point("branch", where, "shown")
        elif not _jumps(here.app) or any(at > index and w.startswith(f"{here.app.name}.") for at, w in seen.items()):
            yield Point("branch", where, "skipped")


def _jumps(app: AppInfo) -> bool:
    return any(page.chooses_app for page in app.pages)


def _from_data(play: Play) -> Iterator[Point]:
    """Roles and treatments, as oTree's data have them at the end."""
    for name in dict.fromkeys(play.info.config(play.config).apps):
        app = play.info.app(name)
        for row in known_rows(play, name) if app.roles or app.treatments else ():
            yield Point("role", name, row.get("player.role", ""))
            for treatment in app.treatments:
                columns = (f"{owner}.{treatment}" for owner in ("player", "group", "subsession", "participant"))
                yes_or_no = _is_boolean(app, treatment)
                yield from (Point("treatment", name, _said(treatment, row[c], yes_or_no)) for c in columns if row.get(c))


def _by_scripts(play: Play) -> Iterator[Point]:
    """Fields that nobody was asked for on a page that was answered, because its scripts fill them in: the data have them."""
    tables: dict[str, dict[tuple[str, str], dict[str, str]]] = {}
    for player in play.players:
        for accepted in player.accepted:
            page, app = play.page(accepted.index), accepted.where.partition(".")[0]
            unasked = [f for f in page.fields if f.name not in accepted.values] if page else []
            if unasked and app not in tables:
                tables[app] = {(r["participant.id_in_session"], r["subsession.round_number"]): r for r in known_rows(play, app)}
            row = tables[app].get((str(player.number), str(accepted.round)), {}) if unasked else {}
            for field in unasked:
                value = next((row[c] for owner in ("player", "group") if row.get(c := f"{owner}.{field.name}")), "")
                if value:
                    yield Point("field", accepted.where, field.name)
                    yield from _choices(accepted, field.name, {value} & set(_few_choices(field)), play)
