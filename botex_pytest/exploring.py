"""What to try next when a config is explored, whether it led to anything new, and what all of it comes to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from botex_pytest.bots.brief import Learnt
from botex_pytest.checks.base import Play
from botex_pytest.manner import Manner
from botex_pytest.options import ARRIVALS
from botex_pytest.results import Finding, Reached, SessionResult
from botex_pytest.session_result import superseded


def next_manner(first: Manner, before: Sequence[Manner], played: Sequence[Play], participants: int) -> Manner:
    """Arrivals that were tried least, other random numbers, and answers that nobody has given yet."""
    patterns = ARRIVALS if participants > 1 else (first.arrivals,)
    tried = [manner.arrivals for manner in before]
    arrivals = min(reversed(patterns), key=tried.count)
    avoid, prefer = _untried(played)
    return replace(
        first,
        arrivals=arrivals,
        turn=len(before),
        avoid=_both(first.avoid, avoid),
        prefer=_both(first.prefer, prefer),
        purpose="exploring",
    )


def is_new(result: SessionResult, earlier: Sequence[SessionResult]) -> bool:
    """Whether a play came by a page, a way, an answer or a cause that no earlier one had."""
    known = {f.key for e in earlier for f in e.findings}
    return result.reached.beyond(e.reached for e in earlier) != Reached() or any(f.key not in known for f in result.findings)


def settled(results: Sequence[SessionResult]) -> list[SessionResult]:
    """That nobody gets past a page, or that bots cannot play it, holds only if it does in all plays. The play before exploring
    says who finished, or else the first one in which nobody was kept by something that does not hold."""
    told = [replace(r, findings=tuple(_passed_elsewhere(f, r, results) for f in r.findings)) for r in results]
    open_ = [n for n, r in enumerate(told) if not r.replayed]
    judged = next((n for n in open_ if not _kept_for_nothing(told[n])), open_[0])
    return [r if n == judged else superseded(r) for n, r in enumerate(told)]


def _untried(played: Sequence[Play]) -> tuple[Learnt, Learnt]:
    """What to avoid: every answer given so far. On pages that refuse some answers, what to prefer: those they took."""
    refusing = {r.where for play in played for player in play.players for r in player.refused}
    avoid: Learnt = {}
    prefer: Learnt = {}
    for accepted in (a for play in played for player in play.players for a in player.accepted):
        learnt = prefer if accepted.where in refusing else avoid
        for name, value in accepted.values.items():
            key = (accepted.where, name)
            if value not in learnt.get(key, ()):
                learnt[key] = (*learnt.get(key, ()), value)
    return avoid, prefer


def _both(first: Learnt, second: Learnt) -> Learnt:
    return {key: tuple(dict.fromkeys((*first.get(key, ()), *second.get(key, ())))) for key in {**first, **second}}


def _kept_for_nothing(result: SessionResult) -> bool:
    review = {f.key for f in result.findings if f.group == "review"}
    kept = any(p.status == "unplayed" and p.finding in review for p in result.participants)
    return kept or any(f.key.startswith("nobody-past|") for f in result.findings)


def _passed_elsewhere(finding: Finding, result: SessionResult, results: Iterable[SessionResult]) -> Finding:
    """A page that bots could not play in one session, and all that came to it passed in another, is no gap in what was tested."""
    others = (r for r in results if r is not result and all(f.key != finding.key for f in r.findings))
    if finding.group != "unplayed" or not any(finding.where == page for r in others for page, _ in r.reached.ways):
        return finding
    return replace(finding, group="review", title=f"{finding.title} (bots passed it in another session)")
