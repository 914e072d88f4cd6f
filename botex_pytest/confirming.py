"""Whether what broke would break for people, who are slower than bots and never act at one instant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from botex_pytest.bots.pace import Pace
from botex_pytest.results import Finding, ParticipantResult, SessionResult

_LONGEST, _LEAST = 3.0, 0.5
"""Seconds that a bot looks at one page: long enough to be slow, however long the text."""

_ALL = 60.0
"""Seconds that it looks at all pages together, so that a session of many rounds is not played for an hour."""


def suspects(result: SessionResult) -> list[Finding]:
    """What broke, and may have been broken by speed. A missing template, say, is missing at any pace."""
    return [f for f in result.findings if f.group == "broken" and f.timing and f.participants]


def human_pace(fast: SessionResult) -> Pace:
    """As people, but hurried where pages are long or many."""
    pages = max((p.pages for p in fast.participants), default=1)
    return Pace(1.0, longest=max(_LEAST, min(_LONGEST, _ALL / max(pages, 1))), seed=fast.seed)


def vanished(fast: SessionResult, slow: SessionResult) -> list[Finding]:
    """Suspects of the fast play that did not happen in the slow one, although everybody whom they befell got at least as far."""
    return [f for f in suspects(fast) if not _happened(f, slow) and all(_got_past(n, fast, slow) for n in f.participants)]


def settled(
    results: Sequence[SessionResult], gone: Sequence[Finding], slow: SessionResult, again: SessionResult | None
) -> list[SessionResult]:
    """All plays, with what happens only at machine speed to review, and what hangs on chance still broken. The slow play says who
    finished when it got further for it; else it only adds what broke in it."""
    hurried = [f for f in gone if again and _happened(f, again)]
    by_chance = [f for f in gone if f not in hurried]
    known = {f.key for r in results if r not in (slow, again) for f in r.findings}
    judged = slow if hurried else next(r for r in results if not r.replayed)

    def told(finding: Finding, result: SessionResult) -> Finding:
        if any(_same(finding, f) for f in hurried):
            return _only_hurried(finding)
        if any(_same(finding, f) for f in by_chance):
            return replace(finding, advice=f"{finding.advice} {_BY_CHANCE}".strip())
        if result in (slow, again) and finding.group == "unplayed" and finding.key not in known:
            return replace(finding, group="note")  # what bots get done at their own pace is tested
        return finding

    return [replace(r, replayed=r is not judged, findings=tuple(told(f, r) for f in r.findings)) for r in results]


_BY_CHANCE = "It did not happen when the session was played twice more, so it may hang on chance."


def _only_hurried(finding: Finding) -> Finding:
    advice = (
        "It happened each time at machine speed, and not when bots took the time of people. Two people who click at one "
        f"instant, or one who is very fast, may still meet it. {finding.advice}"
    )
    return replace(finding, group="review", title=f"Only at machine speed: {finding.title}", advice=advice.strip())


def _happened(finding: Finding, result: SessionResult) -> bool:
    return any(_same(finding, other) for other in result.findings)


def _same(finding: Finding, other: Finding) -> bool:
    """One cause; a fault may be met on another page when participants arrive in another order, but not on another line."""
    if finding.group != "broken" or finding.check != other.check:
        return False
    return finding.key == other.key or (finding.check == "server-error" and bool(finding.line) and finding.place == other.place)


def _got_past(number: int, fast: SessionResult, slow: SessionResult) -> bool:
    before, now = _of(number, fast), _of(number, slow)
    through = now.status in ("finished", "early-end")
    return now.index > before.index or (through and now.index == before.index)


def _of(number: int, result: SessionResult) -> ParticipantResult:
    return next(p for p in result.participants if p.number == number)
