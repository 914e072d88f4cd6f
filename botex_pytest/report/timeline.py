"""One participant's way through the study, page by page, as the report shows it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from botex_pytest.page import BrowserEvent, Field, Page
from botex_pytest.records import Step, Try
from botex_pytest.report.sentences import duration, value_text
from botex_pytest.report.shots import Shots
from botex_pytest.report.talk import talk

Plain = dict[str, Any]
Rounds = dict[int, tuple[str, int, int]]
"""oTree's page index -> (page class, round, number of rounds)"""

_OUTCOMES = {
    "moved": "accepted",
    "rejected": "refused by the server",
    "blocked": "refused by the browser",
    "unchanged": "nothing happened",
    "overtaken": "too late: the page went on by itself",
    "left": "the page tried to leave the server",
}
_KINDS = {
    "wait": "wait page",
    "still": "nothing to press",
    "finished": "end",
    "error": "error page",
    "foreign": "not an oTree page",
}
_NOTICED = {
    "script-error": "Script error",
    "dialog": "Dialog",
    "outgoing": "Tried to leave the server",
    "request-failed": "A file could not be loaded",
    "console": "Console",
    "browser-lost": "Another browser",
}
_ADVANCED: dict[str, str] = {
    "declared": "as botex.toml says",
    "timer": "instead of waiting",
    "no-control": "as an experimenter would do",
    "unplayed": "without an answer",
}
_MESSAGES = ("live-sent", "live-received", "chat-sent", "chat-received")
_SOURCES = {"model": "", "declared": "botex.toml"}  # that bots answer by themselves needs no words


def page_rounds(info: Plain, config: str) -> Rounds:
    """Which page and round each of oTree's page indices is, from the introspection kept in `run.json`; empty without it."""
    apps = {app["name"]: app for app in info.get("apps", ())}
    sequence = next((c["apps"] for c in info.get("configs", ()) if c["name"] == config), ())
    rounds: Rounds = {}
    for app in (apps[name] for name in sequence if name in apps):
        total = int(app.get("rounds") or 1)
        for number in range(1, total + 1):
            for page in app["pages"]:
                rounds[len(rounds) + 1] = (page["name"], number, total)
    return rounds


def timeline(
    steps: Sequence[Step], folder: str, rounds: Rounds, shots: Shots, whom: Callable[[Step], str] = lambda _: ""
) -> list[Plain]:
    """The steps as plain data. `whom`: for whom a participant waited, in words."""
    return [{**_step(step, folder, rounds, shots), "waited": _waited(step, whom(step))} for step in steps]


def _step(step: Step, folder: str, rounds: Rounds, shots: Shots) -> Plain:
    page = step.seen.page if step.seen else None
    return {
        "number": step.number,
        **(_page(page, rounds) if page else {"where": step.ended.where if step.ended else ""}),
        "seconds": duration(step.seen.seconds) if step.seen else "",
        "stayed": duration(step.stayed) if step.stayed is not None and not step.waited else "",
        "shot": shots.add(folder, step.shot),
        "tries": [_try(t, page) for t in step.tries],
        "unanswered": [{"reason": u.reason, "talk": talk(u.meta)} for u in step.unanswered],
        "acted": [{"what": a.description, "reason": a.reason, "talk": talk(a.meta)} for a in step.acted],
        "remarks": _remarks(step),
        "took": step.usage.words(),
        "messages": [_message(event) for event in step.noticed if event.kind in _MESSAGES],
        "noticed": [_noticed(event) for event in step.noticed if event.kind not in _MESSAGES],
        "advanced": _advanced(step),
        "after": step.seen.after if step.seen else "",
        "ended": step.ended.reason if step.ended else "",
    }


def _page(page: Page, rounds: Rounds) -> Plain:
    name, number, total = rounds.get(page.index, ("", 0, 0))
    return {
        "where": page.where,
        "title": page.title,
        "kind": _KINDS.get(page.kind, "") if page.status < 400 else f"error page, HTTP {page.status}",
        # An introspection that does not fit this page (apps chosen at run time) must not put a wrong number on it.
        "round": f"round {number} of {total}" if name == page.name and total > 1 else "",
        "text": page.text,
        "hidden": list(page.hidden_text),
        "unknown": [c.description for c in page.unknown],
    }


def _try(attempt: Try, page: Page | None) -> Plain:
    answered, submitted = attempt.answered, attempt.submitted
    return {
        "answers": [
            {
                "name": name,
                **_question(page.field(name) if page else None, value),
                "reason": answered.reasons.get(name, ""),
                "source": _SOURCES.get(answered.sources.get(name, ""), answered.sources.get(name, "")),
            }
            for name, value in answered.values.items()
        ],
        "button": answered.button,
        "talk": talk(answered.meta),
        "outcome": _OUTCOMES.get(submitted.outcome, submitted.outcome) if submitted else "the run was interrupted here",
        "accepted": submitted is not None and submitted.outcome == "moved",
        "messages": [f"{m.field}: {m.text}" if m.field else m.text for m in submitted.messages] if submitted else [],
        "outgoing": submitted.outgoing if submitted else "",
    }


def _remarks(step: Step) -> Plain | None:
    said = step.remarked
    return {"said": [{"name": n, "text": text} for n, text in said.remarks.items()], "talk": talk(said.meta)} if said else None


def _question(field: Field | None, value: str | tuple[str, ...]) -> Plain:
    labels = {c.value: c.label for c in field.choices} if field else {}
    chosen = value if isinstance(value, tuple) else (value,)
    words = " + ".join(labels[v] for v in chosen if labels.get(v))
    return {"label": field.label if field else "", "value": value_text(value), "meaning": words}


def _message(event: BrowserEvent) -> Plain:
    """A live message or a line of a chat; of oTree's envelope around what a live method returns, only the content."""
    payload = event.text
    if event.kind == "live-received":
        try:
            payload = json.dumps(json.loads(event.text)["live_method_payload"], ensure_ascii=False)
        except (ValueError, KeyError, TypeError):  # cut, sent by the page, or of an older oTree
            pass
    return {"sent": event.kind.endswith("sent"), "chat": event.kind.startswith("chat"), "text": payload}


def _noticed(event: BrowserEvent) -> Plain:
    place = f"{event.url}{f':{event.line}' if event.line else ''}"
    return {
        "kind": _NOTICED.get(event.kind, event.kind),
        "error": event.kind == "script-error",
        "text": event.text,
        "place": place,
    }


def _advanced(step: Step) -> str:
    if step.advanced is None:
        return ""
    why, reason = _ADVANCED[step.advanced.why], step.advanced.reason
    return f"{why}: {reason}" if reason else why


def _waited(step: Step, whom: str) -> str:
    if step.waited is None:
        return ""
    did = "waited" if step.waited.released else "gave up after waiting"
    return " ".join(part for part in (did, duration(step.waited.seconds), whom) if part)
