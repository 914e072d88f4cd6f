"""From what bots brought home to the `SessionResult` that items, terminal and report read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from botex_pytest.checks.base import Fault
from botex_pytest.checks.coverage import reached
from botex_pytest.checks.creation import not_created
from botex_pytest.checks.endless import endless_code
from botex_pytest.checks.examine import Examined
from botex_pytest.errors import BotexError, OtreeApiError
from botex_pytest.plain import from_plain, to_plain
from botex_pytest.played import AdvanceReason, Played
from botex_pytest.report.sentences import listed
from botex_pytest.results import Finding, ParticipantResult, SessionResult, Status
from botex_pytest.run_folder import RunFolder, write_json


def played_result(
    empty: SessionResult, players: Sequence[Played], examined: Examined, payoffs: Mapping[int, str], max_index: int
) -> SessionResult:
    """`empty` completed by what every participant came to."""
    ends = (p.stop for p in players if p.stop and p.stop.kind == "still")
    not_run = {
        f"{stop.where} was an end whose scripts were not run, because no browser was used"
        for stop in ends
        if stop.page.needs_browser
    }
    return replace(
        empty,
        participants=tuple(_participant(p, examined, payoffs.get(p.number, ""), max_index) for p in players),
        findings=examined.findings,
        endings=tuple(replace(e, payoff=_range([payoffs.get(n, "") for n in e.participants])) for e in examined.endings),
        payments=examined.payments,
        unseen=examined.unseen,
        reached=reached(players),
        flow=examined.flow,
        skipped=(*examined.unchecked, *_moved_on(players), *sorted(not_run), *not_found(examined.vanished)),
    )


def write_result(run: RunFolder, folder: Path, result: SessionResult) -> SessionResult:
    """Writes it into the session's `folder`. Returns what was written, without secrets: whoever tells it further (terminal,
    JUnit) need not think of them."""
    clean = run.redact.data(to_plain(result))
    write_json(folder / "result.json", clean)
    return from_plain(SessionResult, clean)


def not_found(vanished: Iterable[str]) -> Iterator[str]:
    """In words, for what a session leaves open."""
    yield from (f"{key} is accepted in botex.toml and was not found any more" for key in vanished)


def not_created_result(empty: SessionResult, participants: int, error: OtreeApiError, fault: Fault | None) -> SessionResult:
    """The author's `creating_session` failed, or oTree refused to make the session: nobody could play."""
    finding = not_created(empty.config, fault, error)
    return _all_alike(empty, participants, "blocked", "the session could not be created", finding)


def endless_result(empty: SessionResult, participants: int, fault: Fault, seconds: float) -> SessionResult:
    """The study's own code kept oTree from answering anybody, and the session ended with that."""
    finding = endless_code(empty.config, participants, fault, seconds)
    return _all_alike(empty, participants, "unplayed", "oTree answered nobody any more", finding)


def not_played_result(empty: SessionResult, participants: int, error: BotexError) -> SessionResult:
    """Something of ours failed: the study is not judged, whatever bots had met by then."""
    finding = Finding("harness", "infrastructure", error.what, empty.config, f"harness|{error.what}", detail=str(error))
    return _all_alike(empty, participants, "infrastructure", error.what, finding)


def _all_alike(empty: SessionResult, participants: int, status: Status, reason: str, finding: Finding) -> SessionResult:
    people = (ParticipantResult(n, "", "", status, reason, finding.key, model=empty.model) for n in range(1, participants + 1))
    return replace(empty, participants=tuple(people), findings=(finding,))


def superseded(result: SessionResult) -> SessionResult:
    """A play that is followed by another one no longer says that nobody got past its early end."""
    return replace(result, replayed=True, findings=tuple(f for f in result.findings if not f.key.startswith("nobody-past|")))


def _participant(player: Played, examined: Examined, payoff: str, max_index: int) -> ParticipantResult:
    verdict, stop = examined.verdicts[player.number], player.stop
    return ParticipantResult(
        player.number,
        player.code,
        player.label,
        verdict.status,
        verdict.reason,
        examined.cause_of(player.number),
        stop.where if stop else "",
        stop.page.index if stop else 0,
        max_index,
        len(player.visits),
        len(player.refused),
        player.model,
        payoff,
        player.seconds,
        player.usage,
        advanced=len(player.advanced),
    )


_MOVED_ON: Mapping[AdvanceReason, str] = {
    "declared": "{where} was advanced for {who}, as declared",
    "no-control": "{who} {was} moved past {where}, which nobody can leave, as an experimenter would do",
    "unplayed": "{who} {was} moved past {where} without an answer: what follows rests on oTree's own default for it",
    "timer": "{where} was ended for {who} before its time, as its timer would have done (--botex-timers real lets it run)",
}


def _moved_on(players: Sequence[Played]) -> Iterator[str]:
    """A sentence for each page that was left through oTree's admin, or that it did not get somebody past."""
    people: dict[tuple[AdvanceReason, str], dict[int, None]] = {}
    for player in players:
        for advance in player.advanced:
            people.setdefault((advance.why, advance.visit.where), {})[player.number] = None
    for (why, where), numbers in sorted(people.items()):
        who = listed([f"P{number}" for number in sorted(numbers)])
        yield _MOVED_ON[why].format(where=where, who=who, was="was" if len(numbers) == 1 else "were")
    kept = {(where, why): None for player in players for where, why in player.kept.items()}
    yield from (f"nobody was moved past {where}: {why}" for where, why in sorted(kept))


def _range(payoffs: list[str]) -> str:
    """`18.45 to 21.30 EUR`"""
    shown = sorted({p for p in payoffs if p}, key=lambda p: (len(p), p))
    return f"{shown[0].partition(' ')[0]} to {shown[-1]}" if len(shown) > 1 else "".join(shown)
