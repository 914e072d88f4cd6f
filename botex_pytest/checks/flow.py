"""Where each participant stopped, and what that says about the study. One function for each way to stop."""

from __future__ import annotations

from dataclasses import replace

from botex_pytest.checks.base import Play, is_study_error
from botex_pytest.checks.endings import culprits, end_kind
from botex_pytest.checks.offers import beyond_bounds, refused_choice, was_tried
from botex_pytest.checks.verdict import Verdict, declare, found
from botex_pytest.page import Page
from botex_pytest.played import Played, Stop
from botex_pytest.toml_text import toml_string, toml_table

GATEWAY = (502, 503, 504)
"""What proxies say when the server behind them does not answer; oTree itself says none of it."""


def judge(player: Played, play: Play) -> Verdict:
    """The verdict on one participant, without looking at scripts or data."""
    stop = player.stop
    assert stop is not None, "judged before the bot stopped"
    if stop.kind == "finished":
        return Verdict("finished", ending="finished")
    return _JUDGES[stop.kind](player, stop, play)


def _ended(player: Played, stop: Stop, play: Play) -> Verdict:
    kind = end_kind(player, play)
    if kind == "finished":
        return Verdict("finished", ending=kind)
    if kind == "declared-end":
        return Verdict("early-end", f"ended at {stop.where}, as declared", ending=kind)
    if kind == "dead-end" and (unused := stop.page.other_way):
        return _needs_skill(player, replace(stop, reason=unused), play)
    if kind == "dead-end":
        left = play.last - stop.page.index
        return found(
            player,
            play,
            "dead-end",
            "broken",
            f"Nobody can leave {stop.where}: it has no button, and {left} more {'page follows' if left == 1 else 'pages follow'}",
            advice="Add {{ next_button }} to the page's template; or say who moves people on, or that they rightly stop here.",
            lines=(
                *declare(play, "experimenter", stop.where),
                "# or, if people rightly stop here, instead of the last line:",
                f"# {declare(play, 'ends', stop.where)[1]}",
            ),
        )
    verdict = found(
        player,
        play,
        "early-end",
        "review",
        f"{stop.where} ends the study early",
        key="",
        answer={name: a.values[name] for (_, name), a in culprits(player, play).items() if name in a.values},
        advice="If people rightly stop here, say so in botex.toml; then this is no longer listed.",
        lines=declare(play, "ends", stop.where),
    )
    return replace(verdict, status="early-end", ending=kind)


def _server_error(player: Played, stop: Stop, play: Play) -> Verdict:
    if not stop.page.status:
        return _needs_time(player, replace(stop, reason=stop.page.text), play)
    if stop.page.status in GATEWAY:
        why = f"a server in front of oTree answered with HTTP status {stop.page.status}"
        return _infrastructure(player, replace(stop, reason=f"{stop.where} could not be reached: {why}"), play)
    fault = play.fault(stop) if stop.page.status >= 500 else None
    what = fault.error if fault else f"HTTP status {stop.page.status}"
    sent = len(player.visits) > 1 and player.visits[-2].index == stop.page.index and player.visits[-2].kind != "wait"
    came = "leave" if sent else "come to"
    if any(a.visit.index == stop.page.index for a in player.advanced):
        came = "are moved on from"
    verdict = found(
        player,
        play,
        "server-error",
        "broken",
        f"People get an error page when they {came} {stop.where}: {what}",
        key=fault.cause if fault else what,
        advice=fault.advice if fault else "oTree's log says nothing about it; open the page in a browser.",
    )
    if fault is None or verdict.finding is None:
        return verdict
    finding = replace(verdict.finding, detail=fault.text)
    if fault.file:  # else the page's own stays; what oTree itself does not find, it never finds
        finding = replace(finding, file=fault.file, line=fault.line, timing=True)
    return replace(verdict, finding=finding)


def _refused(player: Played, stop: Stop, play: Play) -> Verdict:
    tries = [r for r in player.refused if r.step == player.visits[-1].step]
    last = tries[-1]
    beyond = beyond_bounds(*player.offers[stop.where], play) if stop.where in player.offers else []
    if not last.declared and any(was_tried(t.values, beyond) for t in tries):
        finding = refused_choice(player, player.visits[-1], beyond, play)
        return Verdict("broken", finding.title, finding)
    fields = list(dict.fromkeys(m.field for t in tries for m in t.messages if m.field)) or list(last.values)
    at_fields = [m.text for t in tries for m in t.messages if m.field]  # above them oTree only says that there are errors
    messages = tuple(dict.fromkeys(at_fields or (m.text for t in tries for m in t.messages)))
    said = f": “{messages[0]}”" if messages else ""
    if last.declared:
        named = ", ".join(last.declared)
        title = f"{stop.where} refused the declared answer of {named}{said}"
        advice = "The answer in botex.toml does not fit this page any more; correct it."
    else:
        title = f"{stop.where} wants an answer that it does not show{said}"
        advice = _unanswerable(stop.page) or f"{len(tries)} answers were refused. Tell the bots the right one."
    lines = (toml_table(play.config, "answers"), *(f"{toml_string(f'{stop.where}.{f}')} = ..." for f in fields))
    verdict = found(
        player,
        play,
        "needs-answer",
        "unplayed",
        title,
        key=",".join(fields),
        answer=last.values,
        advice=advice,
        lines=lines if fields else declare(play, "skip", stop.where),
    )
    assert verdict.finding is not None
    return replace(verdict, finding=replace(verdict.finding, messages=messages))


def _unanswerable(page: Page) -> str:
    crossed = next((f for f in page.fields if f.min is not None and f.max is not None and f.min > f.max), None)
    return f"No answer fits: {crossed.name} must be at least {crossed.min:g} and at most {crossed.max:g}." if crossed else ""


def _dead_button(player: Played, stop: Stop, play: Play) -> Verdict:
    threw = [e for v, e in player.noticed if v.step == player.visits[-1].step and is_study_error(e)]
    if threw:
        return found(
            player,
            play,
            "script-error",
            "broken",
            f"Nobody can leave {stop.where}: {threw[-1].text}",
            key=threw[-1].text,
            advice="A script of the page fails when the button is pressed, so nothing is sent.",
            timing=True,
        )
    return _needs_skill(player, stop, play)


def _needs_skill(player: Played, stop: Stop, play: Play) -> Verdict:
    if stop.page.needs_browser:
        return found(
            player,
            play,
            "needs-skill",
            "unplayed",
            f"{stop.where} is to be played in a browser: {stop.reason}",
            advice="With --botex-driver auto, Chrome is opened for such pages.",
        )
    controls = ", ".join(dict.fromkeys(c.description for c in stop.page.unknown))
    want = f" ({controls})" if controls else ""
    return found(
        player,
        play,
        "needs-skill",
        "unplayed",
        f"{stop.where} wants something bots cannot do{want}: {stop.reason}",
        advice="Let the bots skip the page: they are moved on through oTree's own advance. Or play it by code of your own, "
        "a function pytest_botex_page in conftest.py.",
        lines=declare(play, "skip", stop.where),
    )


def _needs_time(player: Played, stop: Stop, play: Play) -> Verdict:
    if stop.page.unknown:  # more time would not teach the bots to use it
        return _needs_skill(player, stop, play)
    return found(
        player,
        play,
        "needs-time",
        "unplayed",
        f"{stop.where} needs more time: {stop.reason}",
        advice="Give it more time: --botex-page-timeout for one page, --botex-session-timeout for the whole session.",
    )


def _stuck(player: Played, stop: Stop, play: Play) -> Verdict:
    stuck = stop.stuck
    assert stuck is not None
    if stuck.root is not None:
        root = next(p for p in play.players if p.number == stuck.root)
        if root.stop and root.stop.kind == "budget":
            return Verdict("budget", f"waits at {stop.where} for P{root.number}, whom the budget stopped", blocked_by=root.number)
        at = root.stop.where if root.stop else "?"
        others = [n for n in stuck.behind if n != root.number]
        via = "" if root.number in stuck.behind else f" for {', '.join(f'P{n}' for n in others)}, who waits"
        reason = f"waits at {stop.where}{via} for P{root.number}, who stopped at {at}"
        return Verdict("blocked", reason, blocked_by=root.number)
    here = play.at(stop.page.index)
    if here and here.page.arrival and here.app.arrival_method:
        return found(
            player,
            play,
            "needs-time",
            "unplayed",
            f"{stop.where} did not form a group within {stuck.seconds:.0f} s",
            advice="Its group_by_arrival_time_method may want more participants or more time: --botex-participants, "
            "--botex-wait-timeout.",
        )
    return found(
        player,
        play,
        "endless-wait",
        "broken",
        f"People wait for ever at {stop.where}, although everybody has arrived",
        advice="Check which members of a group see this wait page (is_displayed), and what it waits for.",
        timing=True,
    )


def _needs_recording(player: Played, stop: Stop, play: Play) -> Verdict:
    return found(player, play, "needs-recording", "unplayed", stop.reason, answer={}, advice=stop.advice)


def _cancelled(player: Played, stop: Stop, play: Play) -> Verdict:
    return Verdict("infrastructure", f"the play was stopped: {stop.reason}")


def _infrastructure(player: Played, stop: Stop, play: Play) -> Verdict:
    what = stop.reason.splitlines()[0].rstrip(".")
    verdict = found(player, play, "harness", "infrastructure", what, key=what)
    assert verdict.finding is not None
    return replace(verdict, finding=replace(verdict.finding, detail=stop.detail or stop.reason))


def _budget(player: Played, stop: Stop, play: Play) -> Verdict:
    title = stop.reason.splitlines()[0]
    verdict = found(player, play, "budget", "budget", title, advice="What was played until then stays.")
    assert verdict.finding is not None
    # one cause wherever it reached whom, without a page that would look like its fault
    return replace(verdict, finding=replace(verdict.finding, key="budget", where="", detail=stop.reason, file="", line=0))


_JUDGES = {
    "still": _ended,
    "left": _ended,
    "error": _server_error,
    "refused": _refused,
    "dead-button": _dead_button,
    "needs-skill": _needs_skill,
    "needs-time": _needs_time,
    "stuck": _stuck,
    "needs-recording": _needs_recording,
    "cancelled": _cancelled,
    "infrastructure": _infrastructure,
    "budget": _budget,
}
