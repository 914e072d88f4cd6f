"""A session's data as normalised tables: one row per player and round, keys that join, types as the author declared them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from botex_pytest.project_info import AppInfo

Cell = str | int | float | bool | None
Row = dict[str, Cell]
Table = list[Row]

Export = Sequence[Mapping[str, str]]
"""oTree's per-app export: one row per player and round, columns `participant.code`, `player.x`, `group.x`, ..."""

_PARTICIPANT = {
    "code": "string",
    "id_in_session": "integer",
    "label": "string",
    "payoff": "currency",
    "_is_bot": "boolean",
    "_index_in_pages": "integer",
    "_max_page_index": "integer",
    "_current_app_name": "string",
    "_current_page_name": "string",
    "time_started_utc": "string",
    "visited": "boolean",
}
_OTREES = {"player": {"id_in_group": "integer", "role": "string", "payoff": "currency"}, "group": {}, "subsession": {}}


def session_tables(apps: Sequence[AppInfo], exports: Mapping[str, Export], wide: Export = ()) -> dict[str, Table]:
    """`session`, `participant`, and for each app `<app>_player`, `<app>_group` and `<app>_subsession`.

    `session` (the code) is in all of them; `participant` (the code) joins players to participants; `session`, `round` and
    `group` (the group's id in the subsession) join players to groups and subsessions. Amounts are numbers without their unit; a
    field that was never set is None. `wide`: oTree's wide export, the only one that has PARTICIPANT_FIELDS, SESSION_FIELDS and
    what the session config says.
    """
    first = [*wide, *(row for rows in exports.values() for row in rows)]
    tables = {
        "session": _once((_session(row) for row in first), ("session",)),
        "participant": _once((_participant(row) for row in first), ("session", "participant")),
    }
    for app in apps:
        rows = exports.get(app.name, ())
        tables[f"{app.name}_player"] = [{**_keys(row), **_fields(row, "player", app)} for row in rows]
        groups = ({**_keys(row, "session", "round", "group"), **_fields(row, "group", app)} for row in rows)
        tables[f"{app.name}_group"] = _once(groups, ("session", "round", "group"))
        rounds = ({**_keys(row, "session", "round"), **_fields(row, "subsession", app)} for row in rows)
        tables[f"{app.name}_subsession"] = _once(rounds, ("session", "round"))
    return tables


def _keys(row: Mapping[str, str], *wanted: str) -> Row:
    keys: Row = {
        "session": row["session.code"],
        "participant": row["participant.code"],
        "round": int(row["subsession.round_number"]),
        "group": _cell(row.get("group.id_in_subsession", ""), "integer"),
    }
    return {name: keys[name] for name in wanted} if wanted else keys


def _fields(row: Mapping[str, str], model: str, app: AppInfo) -> Row:
    types = {**_OTREES[model], **app.columns.get(model, {})}
    return {name: _cell(row[column], kind) for name, kind in types.items() if (column := f"{model}.{name}") in row}


def _session(row: Mapping[str, str]) -> Row:
    """As text, but for oTree's own: what configs and SESSION_FIELDS hold has no declared type."""
    own = {column.partition(".")[2]: text for column, text in row.items() if column.startswith("session.")}
    cells = {name: _cell(text, "boolean" if name == "is_demo" else "string") for name, text in own.items()}
    return {"session": cells.pop("code"), **cells}


def _participant(row: Mapping[str, str]) -> Row:
    """oTree's columns by their types; what the project declared in PARTICIPANT_FIELDS has none, and stays text."""
    own = {column.partition(".")[2]: text for column, text in row.items() if column.startswith("participant.")}
    cells = {name: _cell(text, _PARTICIPANT.get(name, "string")) for name, text in own.items()}
    return {"session": row["session.code"], "participant": cells.pop("code"), **cells}


def _once(rows: Iterable[Row], keys: Sequence[str]) -> Table:
    """The first row of every key."""
    found: dict[tuple[Cell, ...], Row] = {}
    for row in rows:
        found.setdefault(tuple(row[key] for key in keys), row)
    return list(found.values())


def _cell(text: str, kind: str) -> Cell:
    """oTree writes None as nothing, and so an empty text too: of a text field it stays the empty text."""
    if kind in ("string", "longstring"):
        return text
    if not text:
        return None
    if kind == "boolean":
        return text in ("1", "True")
    return int(float(text)) if kind == "integer" else float(text)
