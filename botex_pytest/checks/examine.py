"""Runs every check over one play, and puts what they find into order: one finding for each cause."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from botex_pytest.checks.base import Play
from botex_pytest.checks.browser import late_releases, missing_files, script_errors, timers_won, untouched_controls
from botex_pytest.checks.coverage import unseen_pages
from botex_pytest.checks.data import stored_answers
from botex_pytest.checks.endings import culprits, nobody_got_past
from botex_pytest.checks.flow import Verdict, judge
from botex_pytest.checks.static import beside_playing
from botex_pytest.played import Played
from botex_pytest.results import Ending, Finding

_CHECKS: tuple[Callable[[Play], Iterator[Finding]], ...] = (
    script_errors,
    missing_files,
    untouched_controls,
    late_releases,
    timers_won,
    stored_answers,
)


@dataclass(frozen=True)
class Examined:
    """What one play came to."""

    verdicts: dict[int, Verdict]
    findings: tuple[Finding, ...]
    endings: tuple[Ending, ...]
    unseen: tuple[str, ...]
    vanished: tuple[str, ...]  # accepted in botex.toml, and not found any more

    def cause_of(self, number: int) -> str:
        """Key of the finding behind a participant's verdict; of the partner's, when a partner is what blocks them."""
        verdict = self.verdicts[number]
        if verdict.finding:
            return verdict.finding.key
        return self.cause_of(verdict.blocked_by) if verdict.blocked_by else ""


def examine(play: Play) -> Examined:
    """All verdicts and findings of `play`; checks that the author switched off are left out."""
    verdicts = {p.number: judge(p, play) for p in play.players}
    findings = [v.finding for v in verdicts.values() if v.finding]
    ended = [p for p in play.players if verdicts[p.number].ending]
    findings += nobody_got_past(play)
    for check in _CHECKS:
        findings += check(play)
    findings = beside_playing(play, findings)
    told = [_accepted(f) if play.study.accepts(f.key) else f for f in findings if play.checks(f.check)]
    return Examined(
        {number: _excused(verdict, play) for number, verdict in verdicts.items()},
        merge(told),
        tuple(_endings(ended, verdicts, play)),
        unseen_pages(play.config, play.info, play.players),
        play.study.vanished(f.key for f in findings),
    )


def _accepted(finding: Finding) -> Finding:
    return replace(finding, group="note", title=f"{finding.title} (accepted in botex.toml)")


def _excused(verdict: Verdict, play: Play) -> Verdict:
    """Whoever was stopped by a known finding, or by a check that is off, could not go on; that fails nothing."""
    finding = verdict.finding
    if finding is None or verdict.status in ("finished", "early-end", "infrastructure"):
        return verdict
    if play.checks(finding.check) and not play.study.accepts(finding.key):
        return verdict
    why = "is accepted in botex.toml" if play.checks(finding.check) else "is not checked"
    return replace(verdict, status="blocked", reason=f"{verdict.reason} (which {why})")


def merge(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """One finding for each key, with the participants of all; the first one's evidence stands for the rest."""
    merged: dict[str, Finding] = {}
    for finding in findings:
        first = merged.get(finding.key)
        numbers = (*(first.participants if first else ()), *finding.participants)
        merged[finding.key] = replace(first or finding, participants=tuple(sorted(set(numbers))))
    return tuple(merged.values())


def _endings(ended: list[Played], verdicts: dict[int, Verdict], play: Play) -> Iterator[Ending]:
    places: dict[tuple[str, str, str], list[Played]] = {}
    for player in ended:
        stop = player.stop
        assert stop is not None
        places.setdefault((stop.where, verdicts[player.number].ending, stop.outgoing), []).append(player)
    for (where, kind, outgoing), players in places.items():
        first = players[0]
        led = culprits(first, play) if kind != "finished" else {}
        yield Ending(
            where,
            kind,  # type: ignore[arg-type]
            tuple(p.number for p in players),
            {name: a.values[name] for (_, name), a in led.items()},
            next((place for place, _ in led), ""),
            outgoing or next(iter(first.stop.page.links_out), "") if first.stop else "",
        )
