"""The way each participant took through the pages, and what decided it as far as oTree's data show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from botex_pytest.checks.base import Play
from botex_pytest.checks.conditions import known_rows
from botex_pytest.flow import Way
from botex_pytest.played import Played
from botex_pytest.project_info import AppInfo

_LONGEST = 40  # characters of a value that can name a case


def ways(play: Play, finished: Iterable[int]) -> tuple[Way, ...]:
    """Of those `finished` who needed no help: where somebody was moved on, oTree's defaults may have decided the rest."""
    unaided = [p for p in play.players if p.number in finished and not p.advanced and not any(v.after for v in p.visits)]
    when = _when(play) if unaided else {}
    return tuple(Way(p.number, tuple(_pages(p)), when.get(p.number, {})) for p in unaided)


def _pages(player: Played) -> Iterator[str]:
    """Each page once, however often it was loaded. Who sees a wait page is a matter of moments."""
    seen = {visit.index: visit for visit in player.visits if visit.kind != "wait" and visit.index}
    yield from (f"{seen[index].where} {seen[index].round}" for index in sorted(seen))


def _when(play: Play) -> dict[int, dict[str, str]]:
    """Participant -> field that some is_displayed of its app reads -> its value; of several rounds all values."""
    found: dict[int, dict[str, list[str]]] = {}
    for name in dict.fromkeys(play.info.config(play.config).apps):
        app = play.info.app(name)
        columns = dict(_columns(app, play.info.participant_fields))
        for row in known_rows(play, name) if columns else ():
            own = found.setdefault(int(row["participant.id_in_session"]), {})
            for column, field in columns.items():
                value = row.get(column, "")[:_LONGEST]
                if value and value not in own.setdefault(field, []):
                    own[field].append(value)
    return {number: {name: ", ".join(values) for name, values in own.items() if values} for number, own in found.items()}


def _columns(app: AppInfo, participant_fields: Iterable[str]) -> Iterator[tuple[str, str]]:
    read = {name for page in app.pages if page.conditional for name in page.condition_names}
    for owner, fields in app.columns.items():
        yield from ((f"{owner}.{name}", f"{app.name}.{name}") for name in fields if name in read and name != "payoff")
    yield from ((f"player.{name}", f"{app.name}.{name}") for name in ("role", "id_in_group") if name in read)
    yield from ((f"participant.{name}", name) for name in participant_fields if name in read)
