"""From the run folder to what the report shows: plain data, every sentence ready, nothing left to decide for the page."""

from __future__ import annotations

import datetime
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import PurePath
from typing import Any

from botex_pytest.export.rows import Places
from botex_pytest.page import Value
from botex_pytest.records import PlayedSession, read_sessions
from botex_pytest.report import sentences
from botex_pytest.report.causes import Cause, group_findings
from botex_pytest.report.covered import coverage_data
from botex_pytest.report.earnings import earnings, payment_table
from botex_pytest.report.endings import ending_lines, endings_told
from botex_pytest.report.forms import matrix
from botex_pytest.report.grid import grid
from botex_pytest.report.groups import groups
from botex_pytest.report.pages import page_view, plays_by_config, seen_pages
from botex_pytest.report.plays import how, sped_up, unseen, which_counts
from botex_pytest.report.pretest import pretest, words_per_minute
from botex_pytest.report.pretest_words import pretest_data
from botex_pytest.report.sentences import duration, value_text
from botex_pytest.report.shots import LIMIT, Shots
from botex_pytest.report.timeline import page_rounds, timeline
from botex_pytest.report.waits import Waits
from botex_pytest.results import GROUP_NAMES, ParticipantResult, SessionResult, judged
from botex_pytest.run_folder import RunFolder
from botex_pytest.usage import Usage

Plain = dict[str, Any]

_IF_ANY = ("infrastructure", "budget")
"""Of these a zero is no news."""


def report_data(run: RunFolder, shots_limit: int = LIMIT, sessions: Sequence[PlayedSession] | None = None) -> Plain:
    """The view model of the whole report. Costs a read of every transcript of the run, unless its `sessions` are given."""
    info = run.info()
    played = read_sessions(run) if sessions is None else sessions
    results = [p.result for p in played]
    ids = {result.folder: f"s{number}" for number, result in enumerate(results, start=1)}
    shots = Shots(run.path)
    causes = group_findings(results)
    plays = sentences.by_config(results)
    gaps = _gaps(info, results)
    return {
        "headline": sentences.headline(results, interrupted=not info.get("ended")),
        "run": _run(run, info),
        "configs": [_config(p, ids, causes, info.get("info") or {}) for p in plays.values()],
        "counts": _counts(causes, plays, gaps),
        # Their pictures come first, so that the limit on inlined ones never costs a cause its evidence.
        "causes": [_cause(n, cause, ids, shots, info) for n, cause in enumerate(causes, start=1)],
        "endings": [_endings(p) for p in plays.values() if any(r.endings for r in p)],
        "payments": [payment_table(play) for p in plays.values() if (play := judged(p)).payments],
        "coverage": coverage_data(results),
        "gaps": gaps,
        **_by_page(played, info, ids),
        "forms": [matrix(r, r.form, ids[r.folder]) for r in results if r.form],
        "sessions": [_session(p, ids, info.get("info") or {}, shots) for p in played if not p.result.form],
        "settings": [{**row, "value": _setting(row.get("value"))} for row in info.get("settings", ())],
        "shots": shots.table(shots_limit),
    }


def _run(run: RunFolder, info: Mapping[str, Any]) -> Plain:
    project = str(info.get("project") or "")
    started, ended = info.get("started"), info.get("ended")
    return {
        "name": run.name,
        "project": PurePath(project).name or "oTree project",
        "path": project,
        "started": _moment(started) if started else "",
        "took": duration(ended - started) if started and ended else "",
        "interrupted": not ended,
        "command": shlex.join(map(str, info.get("argv") or ())),
        "made": [
            {"name": name, "value": str(info[key])}
            for name, key in (("oTree", "otree_version"), ("browser", "browser"), ("model", "model"), ("seed", "seed"))
            if info.get(key) not in (None, "")
        ],
        "version": str(info.get("version") or ""),
        "words": words_per_minute(info),
    }


def _moment(seconds: float) -> str:
    # Without names of months: the report is read in many languages.
    return datetime.datetime.fromtimestamp(seconds).astimezone().strftime("%Y-%m-%d %H:%M")


def _config(plays: Sequence[SessionResult], ids: Mapping[str, str], causes: Sequence[Cause], info: Plain) -> Plain:
    name = plays[0].name
    folders = {play.folder for play in plays}
    met = [(n, c) for n, c in enumerate(causes, start=1) if any(s.session.folder in folders for s in c.sightings)]
    return {
        "name": name,
        "sentence": sentences.config_sentence(plays).removeprefix(f"{name}: "),
        "verdict": sentences.config_verdict(plays),
        "plays": which_counts(plays),
        "link": ids[judged(plays).folder],
        "causes": [{"id": f"c{n}", "group": c.group, "title": c.finding.title} for n, c in met if c.group != "note"],
        "took": Usage.total(p.usage for play in plays for p in play.participants).words(),
        "earn": earnings(judged(plays), info),
    }


def _counts(causes: Sequence[Cause], plays: Mapping[str, Sequence[SessionResult]], gaps: Sequence[Plain]) -> list[Plain]:
    """The figures of the first screen. Most are always there: a zero is news, too. What was left out is as large as what was
    played."""
    told = [
        {"group": group, "count": sum(c.group == group for c in causes), "words": GROUP_NAMES[group]}
        for group in ("broken", "unplayed", "review", *_IF_ANY)
    ]
    people = [p for of_config in plays.values() for p in judged(of_config).participants]
    gap = {"group": "gap", "count": sum(len(gap["items"]) for gap in gaps), "words": "skipped or not tested"}
    finished = {"group": "played", "count": sum(p.status == "finished" for p in people), "words": f"of {len(people)} finished"}
    return [row for row in told if row["count"] or row["group"] not in _IF_ANY] + [finished, gap]


def _cause(number: int, cause: Cause, ids: Mapping[str, str], shots: Shots, info: Plain) -> Plain:
    session, finding = cause.first.session, cause.finding
    first = next(iter(finding.participants), 0)
    step = f"{ids[session.folder]}/P{first}/{finding.step}" if first and finding.step else ids[session.folder]
    told = cause.group not in (*_IF_ANY, "note")
    return {
        "id": f"c{number}",
        "group": cause.group,
        "words": GROUP_NAMES[cause.group],
        "check": finding.check,
        "title": finding.title,
        "where": finding.where,
        "round": f"round {finding.round}" if finding.round > 1 or _repeats(finding.where, info) else "",
        "who": cause.who,
        "blocked": cause.who_is_blocked,
        "answer": _answer(finding.answer),
        "tried": "Tried" if session.form else "Last tried" if finding.check == "needs-answer" else "Answered before",
        "messages": [message for message in finding.messages if message not in finding.title],
        "detail": finding.detail,
        "file": finding.place,
        "advice": finding.advice,
        "lines": "\n".join(finding.lines),
        "paste": sentences.paste(finding.lines),
        "shot": shots.add(session.folder, finding.shot),
        "link": step,
        "reproduce": sentences.reproduce_command(session, first, info) if told else "",
    }


def _repeats(where: str, info: Plain) -> bool:
    app = where.partition(".")[0]
    return any(a["name"] == app and int(a.get("rounds") or 1) > 1 for a in (info.get("info") or {}).get("apps", ()))


def _answer(values: Mapping[str, Value]) -> list[Plain]:
    return [{"name": name, "value": value_text(value)} for name, value in values.items()]


def _endings(plays: Sequence[SessionResult]) -> Plain:
    rows = [asdict(told) for told in endings_told(plays)]
    return {"name": plays[0].name, "rows": rows, "lines": "\n".join(ending_lines(plays))}


def _gaps(info: Mapping[str, Any], results: Sequence[SessionResult]) -> list[Plain]:
    """What this run says nothing about. As visible as what was played: a green report must not seem to promise more."""
    skipped = dict.fromkeys(f"{result.name}: {sentence}" for result in results for sentence in result.skipped)
    left_out = {sentences.not_played(row): str(row.get("command") or "") for row in info.get("deselected", ())}
    gaps: tuple[tuple[str, str, Mapping[str, str]], ...] = (
        ("Not played", "These session configs were left out of this run.", left_out),
        ("Not checked", "No statement is made about these.", dict.fromkeys(info.get("not_checked", ()), "")),
        ("Skipped", "Parts of the played sessions that bots did not go through as people would.", dict.fromkeys(skipped, "")),
        ("Sped up", "Time that people take, and that bots did not.", sped_up(results)),
        ("Pages nobody saw", "No participant was ever shown these.", {u.text: u.command for u in unseen(results)}),
    )
    return [
        {"title": title, "what": what, "items": [{"text": text, "command": command} for text, command in items.items()]}
        for title, what, items in gaps
        if items
    ]


def _by_page(played: Sequence[PlayedSession], info: Mapping[str, Any], ids: Mapping[str, str]) -> Plain:
    """Each page with everybody side by side, and what the pages say as a pre-test."""
    places = Places(info.get("info") or {})
    plays = plays_by_config(played)
    seen = {name: seen_pages(of_config, places) for name, of_config in plays.items()}
    return {
        "pages": [page_view(name, n, pages, ids) for n, (name, pages) in enumerate(seen.items(), start=1)],
        "pretest": [pretest_data(pretest(plays[name], info, pages)) for name, pages in seen.items()],
    }


def _session(played: PlayedSession, ids: Mapping[str, str], info: Plain, shots: Shots) -> Plain:
    result = played.result
    rounds, places = page_rounds(info, result.config), Places(info)
    waits = Waits(played, places)
    facts = [f"play {result.play}", f"session {result.code}" if result.code else "", result.model, result.driver]
    facts += [*how(result), f"seed {result.seed}", duration(result.seconds) if result.seconds else ""]
    notes = ["interrupted"] if played.interrupted else []
    notes += ["another play of it says who finished"] if result.replayed else []
    return {
        "id": ids[result.folder],
        "name": result.name,
        "facts": [fact for fact in facts if fact],
        "notes": notes,
        "grid": grid(played, waits, rounds),
        "groups": groups(played, places),
        "changed": [{"name": name, "value": _setting(value)} for name, value in result.settings.items()],
        "participants": [
            {
                **_participant(p),
                "steps": timeline(
                    played.transcripts.get(p.number, ()), result.folder, rounds, shots, partial(waits.whom, p.number)
                ),
            }
            for p in result.participants
        ],
    }


def _participant(p: ParticipantResult) -> Plain:
    reached = f"page {p.index} of {p.max_index}" if p.index and p.max_index else ""
    return {
        "id": f"P{p.number}",
        "status": p.status,
        "words": sentences.STATUS_NAMES[p.status],
        "reason": p.reason,
        "where": p.where,
        "codes": ", ".join(f"{what} {code}" for what, code in (("code", p.code), ("label", p.label)) if code),
        "facts": [
            fact
            for fact in (
                f"played by {p.model}" if p.model else "",
                reached,
                sentences.plural(p.pages, "page") + " seen",
                f"{p.rejected} refused" if p.rejected else "",
                f"{p.advanced} left by oTree's advance" if p.advanced else "",
                f"payoff {p.payoff}" if p.payoff else "",
                p.usage.words(),
                duration(p.seconds) if p.seconds else "",
            )
            if fact
        ],
    }


def _setting(value: Any) -> str:
    if value is None or value == "":
        return "not set"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
