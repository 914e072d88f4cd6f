"""The verdict on one participant, and the finding behind it."""

from __future__ import annotations

from dataclasses import dataclass

from botex_pytest.checks.base import Play
from botex_pytest.page import Value
from botex_pytest.played import Played
from botex_pytest.results import Finding, Group, Status
from botex_pytest.toml_text import toml_list, toml_table


@dataclass(frozen=True)
class Verdict:
    """How one participant ended: `reason` is a sentence, `ending` set when the study itself ended it."""

    status: Status
    reason: str = ""
    finding: Finding | None = None
    ending: str = ""
    blocked_by: int = 0  # participant; 0 for nobody


def found(
    player: Played,
    play: Play,
    check: str,
    group: Group,
    title: str,
    *,
    key: str = "",
    answer: dict[str, Value] | None = None,
    advice: str = "",
    lines: tuple[str, ...] = (),
    timing: bool = False,
) -> Verdict:
    """What `player`'s stop comes to when it is a finding: `key` tells causes of one check on one page apart."""
    stop = player.stop
    assert stop is not None
    page = play.page(stop.page.index)
    finding = Finding(
        check,
        group,
        title,
        play.config,
        "|".join(filter(None, (check, stop.where, key))),
        (player.number,),
        stop.where,
        stop.round,
        player.visits[-1].step if player.visits else 0,
        stop.page.url,
        detail=stop.detail,
        answer=answer if answer is not None else player.last_values,
        advice=advice,
        lines=lines if page else (),  # what is no page of oTree's has no name to declare
        shot=stop.shot,
        file=page.file if page else "",
        line=page.line if page else 0,
        timing=timing,
    )
    statuses: dict[str, Status] = {
        "broken": "broken",
        "unplayed": "unplayed",
        "infrastructure": "infrastructure",
        "budget": "budget",
    }
    return Verdict(statuses.get(group, "finished"), title, finding)


def declare(play: Play, key: str, where: str) -> tuple[str, ...]:
    """The lines for `botex.toml` that put the page under `key`."""
    return toml_table(play.config), toml_list(key, [where])
