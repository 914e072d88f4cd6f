"""What a run came to, in plain words: the same sentences in the terminal and on the first screen of the report."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from botex_pytest.form_results import FormResult
from botex_pytest.page import Value
from botex_pytest.results import SessionResult, Status, by_repeat, judged
from botex_pytest.usage import Usage

Verdict = Literal["played", "broken", "flaky", "unplayed", "infrastructure", "budget", "unfinished"]
"""Of a config. flaky: some of its plays passed and others did not. unfinished: nothing failed, and yet nobody reached the end."""

_VERDICTS: tuple[Verdict, ...] = ("broken", "flaky", "unplayed", "infrastructure", "budget", "unfinished", "played")
STATUS_NAMES: dict[Status, str] = {
    "finished": "finished",
    "early-end": "ended early",
    "broken": "broken",
    "unplayed": "could not be played",
    "blocked": "blocked",
    "infrastructure": "not judged",
    "budget": "stopped by the budget",
}

PASTE = "paste into botex.toml"


def by_config(results: Sequence[SessionResult]) -> dict[str, list[SessionResult]]:
    """The plays of each config and variant, in the order in which the configs were first played."""
    plays: dict[str, list[SessionResult]] = {}
    for result in results:
        plays.setdefault(result.name, []).append(result)
    return plays


def config_sentence(plays: Sequence[SessionResult]) -> str:
    """`trust: 2 of 2 finished, 14 pages, 0 errors`, from all plays of one config.

    Who finished and the pages (summed over participants) are those of the judged play; errors, one per cause, those of all plays.
    """
    play = judged(plays)
    if play.form:
        return _form_sentence(play, play.form)
    people = play.participants
    times = f"{passed_of(plays)} plays passed; play {play.play}: " if play_count(plays) > 1 else ""
    counts = Counter(p.status for p in people)
    parts = [f"{times}{counts.pop('finished', 0)} of {len(people)} finished"]
    parts += [f"{counts[status]} {words}" for status, words in STATUS_NAMES.items() if counts[status]]
    errors = {f.key for p in plays for f in p.findings if f.group == "broken"}
    if not play.code and errors:
        return f"{play.name}: {times}the session could not be created, {plural(len(errors), 'error')}"
    advanced = sum(p.advanced for p in people)
    pages = plural(sum(p.pages for p in people), "page")
    parts += [f"{pages} ({advanced} advanced)" if advanced else pages, plural(len(errors), "error")]
    return f"{play.name}: {', '.join(parts)}"


def _form_sentence(checked: SessionResult, form: FormResult) -> str:
    fields = {name for tried in form.tried for name in tried.probe.values}
    errors = {f.key for f in checked.findings if f.group == "broken"}
    if not form.tried:
        return f"{checked.name}: {form.reason or 'there was nothing to try'}"
    tried = f"{plural(len(form.tried), 'answer')} tried in {plural(len(fields), 'field')} and {plural(form.sessions, 'session')}"
    return f"{checked.name}: {tried}, {plural(len(errors), 'error')}"


def play_count(plays: Sequence[SessionResult]) -> int:
    """How many times over a config was played."""
    return len(by_repeat(plays))


def passed_of(plays: Sequence[SessionResult]) -> str:
    """`3 of 5`: at how many of these times nothing failed and nothing of ours got in the way."""
    each = [_verdict(time) for time in by_repeat(plays)]
    return f"{sum(verdict in ('played', 'unfinished') for verdict in each)} of {len(each)}"


def config_verdict(plays: Sequence[SessionResult]) -> Verdict:
    """The gravest thing that befell a config. Whoever was blocked was so by one of the graver ones."""
    each = {_verdict(time) for time in by_repeat(plays)}
    if each & {"played", "unfinished"} and each & {"broken", "unplayed"}:
        return "flaky"
    return _verdict(plays)


def _verdict(plays: Sequence[SessionResult]) -> Verdict:
    groups = {f.group for p in plays for f in p.findings} | {p.status for p in judged(plays).participants}
    for verdict in ("broken", "unplayed", "infrastructure", "budget"):
        if verdict in groups:
            return verdict
    if judged(plays).form:
        return "played"
    return "played" if any(p.status == "finished" for p in judged(plays).participants) else "unfinished"


def headline(results: Sequence[SessionResult], interrupted: bool = False) -> str:
    """The run in one sentence: `public_goods is broken, survey could not be played; trust was played to the end.`"""
    names: dict[Verdict, list[str]] = {}
    for name, plays in by_config(results).items():
        verdict = config_verdict(plays)
        if not plays[0].form or verdict != "played":  # a form without a fault is no news beside what was played
            names.setdefault(verdict, []).append(name)
    if not names and results:
        return f"{plural(len(results), 'form')} checked{', and the run was interrupted' if interrupted else ''}."
    if not names:
        return "The run was interrupted before anything was played." if interrupted else "Nothing was played."
    total = sum(map(len, names.values()))
    met = [verdict for verdict in _VERDICTS if verdict in names]
    clauses = [_clause(verdict, names[verdict], total, first=verdict == met[0]) for verdict in met]
    sentence = clauses[0] if len(clauses) == 1 else f"{', '.join(clauses[:-1])}; {clauses[-1]}"
    return f"{sentence}." if not interrupted else f"{sentence}. The run was interrupted."


def _clause(verdict: Verdict, names: Sequence[str], total: int, *, first: bool) -> str:
    many = len(names) > 1
    words = {
        "broken": "are broken" if many else "is broken",
        "flaky": "are flaky" if many else "is flaky",
        "unplayed": "could not be played",
        "infrastructure": "could not be judged",
        "budget": f"{'were' if many else 'was'} stopped by the budget",
        "unfinished": "never reached the end",
        "played": "were played to the end" if many else "was played to the end",
    }[verdict]
    if total <= 3 or not many:
        return f"{listed(names)} {words}"
    if len(names) == total:
        return f"All {total} session configs {words}"
    return f"{len(names)}{f' of {total} session configs' if first else ''} {words}"


def not_played(row: Mapping[str, Any]) -> str:
    """A config that was left out, as `run.json` has it under `deselected`: `market (16 participants, about 4 min)`"""
    facts = (f"{row['participants']} participants" if row.get("participants") else "", str(row.get("estimate") or ""))
    known = ", ".join(fact for fact in facts if fact)
    return f"{row['config']}{f' ({known})' if known else ''}"


def reproduce_command(session: SessionResult, participant: int = 0, info: Mapping[str, Any] | None = None) -> str:
    """The command that plays a session again and reports on one participant (0: on what belongs to nobody in particular).

    `info`: `run.json`, which knows the settings file and what else was said on the command line.
    """
    info = info or {}
    if session.test:
        return shlex.join(["pytest", session.test, "--botex-seed", str(session.seed), *map(str, info.get("options", ()))])
    who = "" if session.form else f"::P{participant}" if participant else "::session"
    node = f"{info.get('settings_file') or 'settings.py'}::{session.name}{who}"
    return shlex.join(["pytest", "--botex", node, "--botex-seed", str(session.seed), *map(str, info.get("options", ()))])


def paste(lines: Sequence[str]) -> str:
    """What to do with lines for `botex.toml`, which may leave a gap that only the author can fill."""
    return f"{PASTE}, with the right answer for ..." if any(line.endswith("= ...") for line in lines) else PASTE


def usage(configs: Iterable[Sequence[SessionResult]]) -> list[str]:
    """What models took in all plays, a line for each config and the sum: `trust: 12 calls, 8,412 tokens read and ...`."""
    took = {plays[0].name: Usage.total(p.usage for play in plays for p in play.participants) for plays in configs}
    lines = [f"{name}: {used.words()}" for name, used in took.items() if used.calls]
    total = Usage.total(took.values())
    return [*lines, f"together: {total.words()}"] if len(lines) > 1 else lines


def answers(values: Mapping[str, Value]) -> str:
    """`contribution = 0, reasons = a + b`"""
    return ", ".join(f"{name} = {value_text(value)}" for name, value in values.items())


def value_text(value: Value | None) -> str:
    if value is None:
        return "nothing"
    text = value if isinstance(value, str) else " + ".join(value)
    return text or "(empty)"


def plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def listed(names: Sequence[str]) -> str:
    """`a, b and c`"""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def duration(seconds: float) -> str:
    """`0.4 s`, `12 s`, `3 min 20 s`, `1 h 5 min`"""
    if seconds < 10:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
