"""Runs every check over one play, and puts what they find into order: one finding for each cause."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from botex_pytest.checks.base import FORM_CHECKS, Play
from botex_pytest.checks.browser import late_releases, missing_files, script_errors, timers_won, untouched_controls
from botex_pytest.checks.conditions import conditions, groupings
from botex_pytest.checks.coverage import unseen_pages
from botex_pytest.checks.data import stored_answers
from botex_pytest.checks.endings import culprits, nobody_got_past
from botex_pytest.checks.experimenter import (
    completion_codes,
    failing_pages,
    negative_payments,
    payments,
    roles_without_pay,
    uneven_exports,
)
from botex_pytest.checks.flow import judge
from botex_pytest.checks.flow_changes import flow_changes
from botex_pytest.checks.live import live_failures
from botex_pytest.checks.offers import refused_choices
from botex_pytest.checks.points import declared_points, met_points, offered_points
from botex_pytest.checks.static import beside_playing
from botex_pytest.checks.verdict import Verdict
from botex_pytest.checks.ways import ways
from botex_pytest.checks.wording import wording
from botex_pytest.flow import Flow
from botex_pytest.played import Gap, Played
from botex_pytest.results import Ending, Finding, Payment

_CHECKS: tuple[Callable[[Play], Iterator[Finding]], ...] = (
    script_errors,
    missing_files,
    live_failures,
    untouched_controls,
    refused_choices,
    late_releases,
    timers_won,
    stored_answers,
    failing_pages,
    uneven_exports,
    negative_payments,
    roles_without_pay,
    completion_codes,
    wording,
)


@dataclass(frozen=True)
class Examined:
    """What one play came to."""

    verdicts: dict[int, Verdict]
    findings: tuple[Finding, ...]
    endings: tuple[Ending, ...]
    payments: tuple[Payment, ...]
    unseen: tuple[str, ...]
    vanished: tuple[str, ...]  # accepted in botex.toml, and not found any more
    flow: Flow = field(default_factory=Flow)
    unchecked: tuple[str, ...] = ()  # what was wanted and could not be looked at

    def cause_of(self, number: int) -> str:
        """Key of the finding behind a participant's verdict; of the partner's, when a partner is what blocks them."""
        verdict = self.verdicts[number]
        if verdict.finding:
            return verdict.finding.key
        return self.cause_of(verdict.blocked_by) if verdict.blocked_by else ""


def examine(play: Play) -> Examined:
    """All verdicts and findings of `play`; checks that the author switched off are left out."""
    met = {p.number: [judge(at, play) for at in (*p.barriers, p)] for p in play.players}
    verdicts = {p.number: _overall([_excused(v, play) for v in met[p.number]], p) for p in play.players}
    findings = [v.finding for verdicts_ in met.values() for v in verdicts_ if v.finding]
    ended = [p for p in play.players if verdicts[p.number].ending]
    findings += nobody_got_past(play)
    for check in _CHECKS:
        findings += check(play)
    flow = _flow(play, [number for number, verdict in verdicts.items() if verdict.status == "finished"])
    if play.snapshot:
        findings += flow_changes(play.snapshot, flow.ways, play.info, play.config)
    players = {p.number: p for p in play.players}
    findings = [_doubted(f, players) for f in findings]
    findings = beside_playing(play, findings)
    told = [accepted(f) if play.study.accepts(f.key) else f for f in findings if play.checks(f.check)]
    elsewhere = {*FORM_CHECKS, *play.own_checks}  # which have not run yet
    return Examined(
        verdicts,
        merge(told),
        tuple(_endings(ended, verdicts, play)),
        payments(play),
        unseen_pages(play.config, play.info, play.players) if play.checks("unseen-page") else (),
        tuple(e for e in play.study.vanished(f.key for f in findings) if e.partition("|")[0] not in elsewhere),
        flow,
        (play.admin_unseen,) if play.admin_unseen else (),
    )


def _flow(play: Play, finished: Sequence[int]) -> Flow:
    there = dict.fromkeys([*declared_points(play.info, play.config), *offered_points(play)])
    met = tuple(point for point in met_points(play) if point in there)
    return Flow(tuple(there), met, conditions(play), groupings(play), ways(play, finished))


def accepted(finding: Finding) -> Finding:
    """As a known one, which fails nothing."""
    return replace(finding, group="note", title=f"{finding.title} (accepted in botex.toml)")


def _overall(verdicts: Sequence[Verdict], player: Played) -> Verdict:
    """Of all that stopped a participant the first that fails the run; else how far they got in the end."""
    *before, last = verdicts
    gap = _gap_at(player, player.visits[-1].step) if player.visits else None
    if gap and not gap.declared:  # what it may have brought about is nobody's fault
        last = replace(last, status="blocked", reason=f"{last.reason}, after {gap}") if last.status == "broken" else last
    grave = next((v for v in (*before, last) if v.status in ("broken", "unplayed")), last)
    return grave if grave is last or gap else replace(grave, ending=last.ending)


def _doubted(finding: Finding, players: Mapping[int, Played]) -> Finding:
    """What is met behind a gap is told as such: data that nobody gave may be the reason. Behind one of our own making it is to
    review, however bad it looks."""
    gap = _gap_at(players[finding.participants[0]], finding.step) if finding.participants else None
    if gap is None or finding.group != "broken":
        return finding
    if gap.declared:
        return replace(finding, advice=f"{finding.advice} Before that, {gap}, as declared: that may be the reason.".strip())
    return replace(finding, group="review", title=f"{finding.title} (after {gap})")


def _gap_at(player: Played, step: int) -> Gap | None:
    return next((visit.after for visit in player.visits if visit.step == step), None)


def _excused(verdict: Verdict, play: Play) -> Verdict:
    """Whoever was stopped by a known finding, or by a check that is off, could not go on; that fails nothing."""
    finding = verdict.finding
    if finding is None or verdict.status in ("finished", "early-end", "infrastructure", "budget"):
        return verdict
    if play.checks(finding.check) and not play.study.accepts(finding.key):
        return verdict
    why = "is accepted in botex.toml" if play.checks(finding.check) else "is not checked"
    return replace(verdict, status="blocked", reason=f"{verdict.reason} (which {why})")


def merge(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """One finding for each key, with the participants of all; the first one's evidence stands for the rest, and the first
    picture: not every page of everybody is pictured."""
    merged: dict[str, Finding] = {}
    for finding in findings:
        first = merged.get(finding.key, finding)
        kept = finding if first.group == "review" and finding.group == "broken" else first
        everybody, shot = tuple(sorted({*first.participants, *finding.participants})), kept.shot or first.shot or finding.shot
        step = next((f.step for f in (first, finding) if f.participants and min(f.participants) == everybody[0]), kept.step)
        merged[finding.key] = replace(kept, participants=everybody, step=step, shot=shot)
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
