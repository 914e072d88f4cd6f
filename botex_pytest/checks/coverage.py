"""What participants came by, and the pages that none of them ever saw: a run that did not reach them has not tested them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from botex_pytest.page import Value
from botex_pytest.played import Played
from botex_pytest.project_info import ProjectInfo
from botex_pytest.results import Reached


def unseen_pages(config: str, info: ProjectInfo, players: Iterable[Played]) -> tuple[str, ...]:
    """`app.Page` of every page in the config's apps that nobody saw in any round, in their order.

    A wait page counts as seen when somebody passed its place: the last to arrive never sees it, nor does a single participant.
    """
    seen: set[str] = set()
    passed, last = 0, info.max_index(config)
    for player in players:
        seen |= {v.where for v in player.visits}
        passed = max(passed, furthest(player, last))
    missing: dict[str, bool] = {}
    for index in range(1, last + 1):
        entry = info.page_at(config, index)
        where = f"{entry.app.name}.{entry.page.name}"
        if entry.page.wait and index < passed:
            seen.add(where)
        missing[where] = True
    return tuple(where for where in missing if where not in seen)


def furthest(player: Played, last: int) -> int:
    """Index of the furthest page that a participant came to; one more than the `last` where oTree had no more pages."""
    return last + 1 if player.finished else player.reached


def reached(players: Iterable[Played]) -> Reached:
    """Everything in the order in which it was met. Wait pages are left out of the ways: who sees them is a matter of moments."""
    players = tuple(players)
    steps = ([v.where for v in p.visits if v.kind != "wait"] for p in players)
    chosen = ((a.where, name, _text(a.values[name])) for p in players for a in p.accepted for name in a.chosen)
    return Reached(
        tuple(dict.fromkeys(v.where for p in players for v in p.visits)),
        tuple(dict.fromkeys(way for walked in steps for way in pairwise(walked))),
        tuple(dict.fromkeys(chosen)),
    )


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ", ".join(value)
