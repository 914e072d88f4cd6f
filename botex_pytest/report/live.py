"""How far a run has got, from what its processes have written so far: the plain data of the page of --botex-live.

Files are read on from where they were read last, so that a look costs what has happened since.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from botex_pytest.page import Page
from botex_pytest.plain import from_plain
from botex_pytest.report.causes import group_findings
from botex_pytest.report.sentences import config_sentence, config_verdict, duration, headline, plural
from botex_pytest.results import FORMS, GROUP_NAMES, Finding, SessionResult
from botex_pytest.run_folder import RunFolder, read_json

Plain = dict[str, Any]
_NAMED = 4
"""Participants who are named where there may be many."""

_DONE = ("finished", "still")


class _Lines:
    """The JSON objects that are added to a file, one a line; a line that is still being written is left for later."""

    def __init__(self, path: Path) -> None:
        self._path, self._at = path, 0

    def new(self) -> Iterator[Plain]:
        try:
            with self._path.open("rb") as file:
                file.seek(self._at)
                text = file.read()
        except OSError:  # not there yet
            return
        whole, newline, _ = text.rpartition(b"\n")
        self._at += len(whole) + len(newline)
        for line in whole.splitlines():
            try:
                yield json.loads(line)
            except ValueError:
                continue


@dataclass
class _Seat:
    """One participant, as the last event of its transcript has it."""

    lines: _Lines
    page: Page | None = None
    since: float = 0.0
    pages: int = 0
    refused: int = 0
    ended: str = ""  # how the bot stopped

    def catch_up(self) -> None:
        for event in self.lines.new():
            kind = event.get("type")
            if kind == "PageSeen":
                seen = event["page"]
                self.page = Page(seen["kind"], seen["url"], app=seen["app"], name=seen["name"], index=seen["index"])
                self.since, self.refused = event["at"], 0
                self.pages += 1
            elif kind == "Submitted":
                self.refused += event["outcome"] == "rejected"
            elif kind == "Ended":
                self.ended = event["status"]

    @property
    def index(self) -> int:
        return self.page.index if self.page else 0


@dataclass
class _Session:
    """One play, under way or over."""

    folder: Path
    begun: Plain = field(default_factory=dict)
    seats: dict[int, _Seat] = field(default_factory=dict)
    result: SessionResult | None = None

    def catch_up(self) -> None:
        if self.result is not None:
            return
        self.begun = self.begun or read_json(self.folder / "session.json")
        for number in range(1, int(self.begun.get("participants") or 0) + 1):
            seat = self.seats.setdefault(number, _Seat(_Lines(self.folder / f"P{number}.jsonl")))
            seat.catch_up()
        data = read_json(self.folder / "result.json")
        self.result = from_plain(SessionResult, data) if data else None

    @property
    def name(self) -> str:
        config, variant = str(self.begun.get("config") or ""), self.begun.get("variant")
        return f"{config}[{variant}]" if variant else config


class Watch:
    """Looks at one run again and again. `planned`: what is to be played, by name and number of participants. `hushed`: nothing
    that a page or a participant said is told."""

    def __init__(self, planned: Sequence[tuple[str, int]] = (), *, hushed: bool = False) -> None:
        self._planned, self._hushed = planned, hushed
        self._sessions: dict[Path, _Session] = {}
        self._spent = {"call": 0, "tokens": 0, "cost": 0.0}
        self._ledger: _Lines | None = None

    def look(self, run: RunFolder | None, *, over: bool = False) -> Plain:
        """The page's data. `run`: None as long as nothing has been played. `over`: nothing more will be."""
        now, info = time.time(), run.info() if run else {}
        for folder in run.sessions() if run else ():
            self._sessions.setdefault(folder, _Session(folder)).catch_up()
        sessions = list(self._sessions.values())
        results = [s.result for s in sessions if s.result]
        started, ended = float(info.get("started") or now), info.get("ended")
        met = {s.result.name if s.result else s.name for s in sessions}
        return {
            "run": run.name if run else "",
            "over": over,
            "headline": headline(results, interrupted=bool(run and not ended)) if over else self._so_far(sessions),
            "took": duration((ended or now) - started),
            "written": time.strftime("%H:%M:%S", time.localtime(now)),
            "playing": [] if over else [_playing(s, now) for s in sessions if s.result is None and s.begun],
            "causes": self._causes(results),
            "done": [_done(result) for result in results],
            "next": [
                f"{name} ({plural(count, 'participant')})" for name, count in self._planned if name not in met and not ended
            ],
            "forms": plural(len(RunFolder(run.path / FORMS).sessions()), "session")
            if run and (run.path / FORMS).is_dir()
            else "",
            "cost": self._cost(run),
        }

    def _so_far(self, sessions: Sequence[_Session]) -> str:
        over, under_way = sum(s.result is not None for s in sessions), [s for s in sessions if s.result is None and s.begun]
        playing = ", ".join(s.name for s in under_way[:_NAMED]) + (" and others" if len(under_way) > _NAMED else "")
        verb = "are" if len(under_way) > 1 else "is"
        told = f"{playing} {verb} being played" if playing else "The next session is being prepared"
        return f"{told}; {plural(over, 'session')} over."

    def _causes(self, results: Sequence[SessionResult]) -> list[Plain]:
        def title(found: Finding) -> str:
            return " at ".join(filter(None, (found.check, _no_query(found.where)))) if self._hushed else found.title

        causes = [c for c in group_findings(results) if c.group != "note"]
        return [{"group": c.group, "words": GROUP_NAMES[c.group], "title": title(c.finding), "who": c.who} for c in causes]

    def _cost(self, run: RunFolder | None) -> str:
        """What language models took, in words; empty as long as none was asked."""
        if run and self._ledger is None:
            self._ledger = _Lines(run.path / "spending.jsonl")
        for line in self._ledger.new() if self._ledger else ():
            for name in self._spent:
                self._spent[name] += line.get(name) or 0
        calls, tokens, cost = int(self._spent["call"]), int(self._spent["tokens"]), self._spent["cost"]
        facts = (plural(calls, "question"), f"{tokens:,} tokens" if tokens else "", f"{cost:.4f} USD" if cost else "")
        return ", ".join(filter(None, facts)) if calls else ""


def _playing(session: _Session, now: float) -> Plain:
    began = float(session.begun.get("started") or now)
    return {
        "name": session.name,
        "play": f"play {session.begun.get('play') or 1}",
        "model": str(session.begun.get("model") or ""),
        "took": duration(now - began),
        "people": [_person(number, session, now) for number in session.seats],
    }


def _no_query(where: str) -> str:
    """A page outside of the study is known by its address, and what follows in it may name a participant."""
    return where.partition("?")[0]


def _person(number: int, session: _Session, now: float) -> Plain:
    seat = session.seats[number]
    since = "" if seat.ended or not seat.page else duration(max(now - seat.since, 0.0))
    return {
        "who": f"P{number}",
        "where": _no_query(seat.page.where) if seat.page else "",
        "doing": _doing(number, session),
        "since": since,
        "pages": seat.pages,
        "state": "done" if seat.ended in _DONE else "stopped" if seat.ended else "",
    }


def _doing(number: int, session: _Session) -> str:
    seat = session.seats[number]
    if seat.ended:
        return "done" if seat.ended in _DONE else f"stopped: {seat.ended}"
    if seat.page is None:
        return "has not begun"
    if seat.page.kind != "wait":
        return f"on the page, {plural(seat.refused, 'answer')} refused" if seat.refused else "on the page"
    behind = [f"P{n}" for n, other in session.seats.items() if not other.ended and other.index < seat.index]
    others = f" and {len(behind) - _NAMED} more" if len(behind) > _NAMED else ""
    return f"waits; not there yet: {', '.join(behind[:_NAMED])}{others}" if behind else "waits"


def _done(result: SessionResult) -> Plain:
    """`name`, `verdict`, and what it came to."""
    sentence = re.sub(rf"^{re.escape(result.name)}: ", "", config_sentence([result]))
    return {"name": result.name, "play": f"play {result.play}", "verdict": config_verdict([result]), "sentence": sentence}
