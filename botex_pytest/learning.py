"""What one play teaches the next: which answers ended the study early, and which ones led others past that point."""

from __future__ import annotations

from botex_pytest.bots.brief import Learnt
from botex_pytest.checks.base import Play
from botex_pytest.checks.endings import culprits, left_early
from botex_pytest.checks.examine import Examined
from botex_pytest.played import Played


def learn(play: Play, examined: Examined, avoid: Learnt, prefer: Learnt) -> tuple[Learnt, Learnt] | None:
    """`avoid` and `prefer` with what is new; None when nobody ended early, or no other answer is left to try."""
    early = [
        p for p in play.players if left_early(p, play) and (not play.study.is_end(_where(p)) or not _anybody_through(examined))
    ]
    if not early:
        return None
    learnt, liked = dict(avoid), dict(prefer)
    for player in early:
        for key, accepted in culprits(player, play).items():
            value = accepted.values[key[1]]
            if key[1] not in accepted.declared and value not in learnt.get(key, ()):  # the author's word is not ours to change
                learnt[key] = (*learnt.get(key, ()), value)
    if learnt == avoid:
        return None
    first_end = min(p.reached for p in early)
    for player in (p for p in play.players if p not in early and p.reached > first_end):
        for accepted in player.accepted:
            for name, value in accepted.values.items():
                key = (accepted.where, name)
                if key in learnt and value not in liked.get(key, ()):
                    liked[key] = (*liked.get(key, ()), value)
    return learnt, liked


def _where(player: Played) -> str:
    return player.stop.where if player.stop else ""


def _anybody_through(examined: Examined) -> bool:
    """Somebody has reached the end and nobody waits for a partner who was sent away: declared ends need no second play then."""
    statuses = [v.status for v in examined.verdicts.values()]
    return "finished" in statuses and "blocked" not in statuses
