"""What set participants apart: values that the study's own code gave them, and who was in a group with whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from botex_pytest.checks.base import Play
from botex_pytest.errors import OtreeApiError
from botex_pytest.flow import Condition, Grouping
from botex_pytest.project_info import AppInfo, ProjectInfo

SEVERAL = 8
"""Different values up to which they are conditions; more are numbers that were drawn or computed."""

_LONGEST = 60  # characters of a value that still names a condition
_NOT_SET = {"payoff", "role", "id_in_group", "round_number"}  # oTree's own, told elsewhere


def conditions(play: Play) -> tuple[Condition, ...]:
    """Each value of each field that code set, with whom it befell in any round. Reads each app's export once."""
    found: dict[tuple[str, str], dict[int, None]] = {}
    for name, value, number in _values(play):
        found.setdefault((name, value), {})[number] = None
    values = Counter(name for name, _ in found)
    several = {name for name, count in values.items() if count > SEVERAL}
    return tuple(Condition(n, v, tuple(sorted(who))) for (n, v), who in found.items() if n not in several)


def groupings(play: Play) -> tuple[Grouping, ...]:
    """The groups of every round that was reached, of apps whose groups are not simply everybody."""
    found: dict[tuple[str, int, int], dict[str, str]] = {}
    reached = {(visit.where.partition(".")[0], visit.round) for player in play.players for visit in player.visits}
    for app in _apps(play.info, play.config):
        for row in known_rows(play, app.name) if app.group_size else ():
            group, round_ = row.get("group.id_in_subsession", ""), int(row["subsession.round_number"])
            if group and (app.name, round_) in reached:
                members = found.setdefault((app.name, round_, int(group)), {})
                members[row["participant.id_in_session"]] = row.get("player.role", "")
    return tuple(Grouping(*place, members) for place, members in found.items())


def known_rows(play: Play, app: str) -> Iterable[dict[str, str]]:
    """oTree's export of `app`; none where it has none, or refuses it: that is told by those whom it concerns."""
    try:
        return play.rows(app) or ()
    except OtreeApiError:
        return ()


def _values(play: Play) -> Iterator[tuple[str, str, int]]:
    for app in _apps(play.info, play.config):
        columns = dict(_columns(app, play.info))
        for row in known_rows(play, app.name):
            number = int(row["participant.id_in_session"])
            for column, name in columns.items():
                value = row.get(column, "")
                if value and len(value) <= _LONGEST:
                    yield name, value, number


def _columns(app: AppInfo, info: ProjectInfo) -> Iterator[tuple[str, str]]:
    """Column -> name of what no form asks for: what is in it, code has put there."""
    asked = {field.name for page in app.pages for field in page.fields}
    for owner, fields in app.columns.items():
        yield from ((f"{owner}.{name}", f"{app.name}.{name}") for name in fields if name not in asked | _NOT_SET)
    yield from ((f"participant.{name}", name) for name in info.participant_fields)


def _apps(info: ProjectInfo, config: str) -> Iterable[AppInfo]:
    return (info.app(name) for name in dict.fromkeys(info.config(config).apps))
