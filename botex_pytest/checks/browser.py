"""What the browser noticed while bots played: scripts that threw, files that were missing, controls nobody understood."""

from __future__ import annotations

from collections.abc import Iterator

from botex_pytest.checks.base import Play, is_script_error, is_study_error
from botex_pytest.page import BrowserEvent, Control
from botex_pytest.played import Played, Visit
from botex_pytest.results import Finding
from botex_pytest.toml_text import toml_list, toml_table

_OPTIONAL = ("canvas", "video", "audio", "iframe", "object", "embed")
"""Controls that may be there only to be looked at, or used at will: to review when the page could be left without them."""


def script_errors(play: Play) -> Iterator[Finding]:
    """Errors thrown by the study's own scripts; oTree's own and other servers' scripts are to review."""
    for player in play.players:
        for visit, event in player.noticed:
            if is_script_error(event):
                yield _script_error(event, visit, player, play)


def _script_error(event: BrowserEvent, visit: Visit, player: Played, play: Play) -> Finding:
    studys, page = is_study_error(event), play.page(visit.index)
    unreached = _unreached(visit, player)
    if studys and unreached:
        return _needs_network(unreached[0], visit, player, play, then=event.text)
    whose = "A script" if studys else ("oTree's own script" if event.own else "A script of another server")
    file, line = _source(play, visit)
    return Finding(
        "script-error",
        "broken" if studys else "review",
        f"{whose} fails at {visit.where}: {event.text}",
        play.config,
        f"script-error|{visit.where}|{event.text}",
        (player.number,),
        visit.where,
        visit.round,
        visit.step,
        event.url,
        detail=f"{event.text}\n    at {event.url}:{event.line}" if event.url else event.text,
        advice="Open the page in a browser and read its console (F12)."
        + (f" Its template is {page.template}." if page and page.template else ""),
        shot=player.shots.get(visit.step, ""),
        file=file,
        line=line,
        timing=studys,
    )


def missing_files(play: Play) -> Iterator[Finding]:
    """Images, scripts and styles that a page asked for and did not get."""
    for player in play.players:
        for visit, event in player.noticed:
            if event.kind != "request-failed" or "favicon" in event.url:
                continue
            if not event.own and _unreachable(event):
                yield _needs_network(event, visit, player, play)
                continue
            yield Finding(
                "missing-file",
                "review",
                f"{visit.where} asks for {event.url}, which fails: {event.text}",
                play.config,
                f"missing-file|{visit.where}|{event.url}",
                (player.number,),
                visit.where,
                visit.round,
                visit.step,
            )


def _unreached(visit: Visit, player: Played) -> list[BrowserEvent]:
    """What the page asked of other servers in vain."""
    return [e for v, e in player.noticed if v.step == visit.step and _unreachable(e) and not e.own]


def _unreachable(event: BrowserEvent) -> bool:
    """Nobody answered; a server that answers with an error was reached."""
    return event.kind == "request-failed" and not event.text.startswith("HTTP ")


def _needs_network(event: BrowserEvent, visit: Visit, player: Played, play: Play, then: str = "") -> Finding:
    """`then`: the error of the study's script that followed. Whether study or network is at fault cannot be told from here."""
    file, line = _source(play, visit)
    return Finding(
        "needs-network",
        "unplayed" if then else "review",
        f"{visit.where} needs the network: {event.url} could not be reached" + (f", and then {then}" if then else ""),
        play.config,
        f"needs-network|{visit.where}|{event.url}{'|' if then else ''}{then}",
        (player.number,),
        visit.where,
        visit.round,
        visit.step,
        event.url,
        detail=event.text,
        advice="Play where that server can be reached, or keep a copy of the file in _static: some people may not reach it.",
        lines=(toml_table(play.config), toml_list("accept", [f"needs-network|{visit.where}"])),
        file=file,
        line=line,
    )


def untouched_controls(play: Play) -> Iterator[Finding]:
    """Visible controls that bots did not understand, on pages that were left all the same."""
    for player in play.players:
        left_all = player.finished
        stopped_at = player.visits[-1].step if player.visits and not left_all else 0
        # the author knows of that task, or the verdict tells of it
        told = {advance.visit.step for advance in player.advanced if advance.why != "timer"}
        for visit, control in player.untouched:
            if visit.step != stopped_at and visit.step not in told:
                yield _untouched(control, visit, player, play)


def late_releases(play: Play) -> Iterator[Finding]:
    """Wait pages that did not let people go by themselves."""
    for player in play.players:
        for visit in player.reloaded:
            yield Finding(
                "late-release",
                "review",
                f"{visit.where} was left only after a reload",
                play.config,
                f"late-release|{visit.where}",
                (player.number,),
                visit.where,
                visit.round,
                visit.step,
                advice="Participants would sit here until they reload by hand. Is oTree's websocket blocked, its script broken?",
            )


def timers_won(play: Play) -> Iterator[Finding]:
    """Pages whose timer (or script) was faster than the bots: their answers were not sent, so the page is hardly tested. One
    finding for each page, with how often that was so and where the app went then."""
    lost: dict[str, list[tuple[Played, Visit]]] = {}
    for player in play.players:
        for visit in player.overtaken:
            lost.setdefault(visit.where, []).append((player, visit))
    for where, times in lost.items():
        seen = len({(p.number, v.step) for p in play.players for v in p.visits if v.where == where})
        first = times[0][1]
        yield Finding(
            "timer-won",
            "review",
            f"{where} went on by itself before it was answered, {len(times)} of {seen} {'time' if seen == 1 else 'times'}",
            play.config,
            f"timer-won|{where}",
            tuple(sorted({p.number for p, _ in times})),
            where,
            first.round,
            first.step,
            detail="\n".join(_overtaken(player, visit) for player, visit in times),
            advice="Give the page more time for the test, by a field of the session config, or a less busy machine. A language "
            "model may need more time than people do.",
            file=_source(play, first)[0],
            line=_source(play, first)[1],
        )


def _overtaken(player: Played, visit: Visit) -> str:
    after = next((v.where for v in player.visits if v.step > visit.step), "")
    then = f"the app went on to {after}" if after else "no page followed"
    return f"P{player.number} ({player.model}){f' in round {visit.round}' if visit.round > 1 else ''}: {then}"


def _untouched(control: Control, visit: Visit, player: Played, play: Play) -> Finding:
    optional = control.description.startswith(_OPTIONAL)
    label = f" “{control.label}”" if control.label else ""
    file, line = _source(play, visit)
    return Finding(
        "untouched-control",
        "review" if optional else "unplayed",
        f"Bots did not touch {control.description}{label} at {visit.where}",
        play.config,
        f"untouched-control|{visit.where}|{control.description}",
        (player.number,),
        visit.where,
        visit.round,
        visit.step,
        advice="The page could be left without it. If it is part of the task, try it by hand; if not, accept this finding.",
        lines=(toml_table(play.config), toml_list("accept", [f"untouched-control|{visit.where}"])),
        shot=player.shots.get(visit.step, ""),
        file=file,
        line=line,
    )


def _source(play: Play, visit: Visit) -> tuple[str, int]:
    page = play.page(visit.index)
    return (page.file, page.line) if page else ("", 0)
