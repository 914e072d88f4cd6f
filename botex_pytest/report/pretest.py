"""What a run tells the author as a pre-test: which questions gave trouble, how long people would take, what they would earn, what
nobody could read. To review, never to pass or fail."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Any

from botex_pytest.bots.pace import WORDS, Pace
from botex_pytest.checks.wording import doubts
from botex_pytest.export.rows import Places
from botex_pytest.models.known import SOURCE as KNOWN
from botex_pytest.records import PlayedSession, Try
from botex_pytest.report.pages import Seen, Visit, plays_by_config, seen_pages
from botex_pytest.results import SessionResult, by_repeat, judged

_TOLD = ("declared", KNOWN)
"""Sources of answers that the author gave."""

_UNREADABLE = re.compile(r"(canvas|video|audio|iframe|object|embed)\b")
_PICTURE = "[image]"
"""How the text of a page names a picture that its author does not describe."""


@dataclass(frozen=True)
class Question:
    """One question. All but `asked` count participants, in each play and round anew. `asked`: whom a bot answered for by itself;
    `declared`: for whom the author had said the answer. `refused`: whose first answer came back; `failed`: by a rule of the
    author's own, such as a quiz has. `unsure`: whose model said that something is unclear."""

    where: str
    field: str
    label: str
    asked: int
    declared: int
    refused: int
    failed: int
    unsure: int


@dataclass(frozen=True)
class PageTime:
    """Seconds on one page, medians: that `bots` took, and that `people` would take to read and to answer."""

    where: str
    bots: float | None
    people: float


@dataclass(frozen=True)
class Earned:
    """Payoffs in real currency, without what is paid for taking part, of `count` people who finished."""

    who: str
    count: int
    low: float
    high: float
    mean: float


@dataclass(frozen=True)
class Pretest:
    """Of all plays of one config; `earned` of those that say who finished. `minutes`: the shortest and the longest way of
    somebody who finished, without waiting for others; None when nobody did. `models`: whether a language model took part."""

    name: str
    models: bool
    questions: tuple[Question, ...]
    pages: tuple[PageTime, ...]
    minutes: tuple[float, float] | None
    unit: str
    earned: tuple[Earned, ...]
    unread: tuple[tuple[str, str], ...]  # app.Page, what is there


def pretests(played: Sequence[PlayedSession], run: Mapping[str, Any]) -> list[Pretest]:
    """One for each config that was played, forms that were only checked left out. `run`: what `run.json` says."""
    return [pretest(of_config, run) for of_config in plays_by_config(played).values()]


def pretest(plays: Sequence[PlayedSession], run: Mapping[str, Any], pages: Sequence[Seen] | None = None) -> Pretest:
    """Of one config. `pages`: what `seen_pages` found in `plays`, if that is known."""
    info = run.get("info") or {}
    places, pace = Places(info), Pace(1.0, words=words_per_minute(run))
    pages = seen_pages(plays, places) if pages is None else pages
    counting = [judged(time) for time in by_repeat([p.result for p in plays])]
    return Pretest(
        name=plays[0].result.name,
        models=any(person.usage.calls for p in plays for person in p.result.participants),
        questions=tuple(_question(name, seen, info) for seen in pages for name in seen.fields),
        pages=tuple(_time(seen, pace) for seen in pages if any(v.page.kind in ("form", "still") for v in seen.visits)),
        minutes=_minutes(pages, pace),
        unit=next((p.payoff.partition(" ")[2] for play in counting for p in play.participants if p.payoff), ""),
        earned=tuple(_earned(counting, info)),
        unread=tuple((seen.where, what) for seen in pages for what in _unread(seen)),
    )


def words_per_minute(run: Mapping[str, Any]) -> int:
    """How fast people read, as the run was told."""
    said = next((row.get("value") for row in run.get("settings", ()) if row["name"] == "words_per_minute"), None)
    return int(said) if said else WORDS


# --- questions ---


def _question(name: str, seen: Seen, info: Mapping[str, Any]) -> Question:
    first = [(v, v.step.tries[0]) for v in seen.visits if v.step.tries and name in v.step.tries[0].answered.values]
    asked = [(v, t) for v, t in first if t.answered.sources.get(name) not in _TOLD]
    refused = [t for _, t in asked if _blames(t, name)]
    own_rule = _has_own_rule(seen, name, info)
    asked_for = seen.fields[name]
    return Question(
        where=seen.where,
        field=name,
        label=asked_for.label if asked_for else "",
        asked=len(asked),
        declared=len(first) - len(asked),
        refused=len(refused),
        failed=sum(t.submitted is not None and t.submitted.outcome == "rejected" for t in refused) if own_rule else 0,
        unsure=sum(any(doubts(t.answered.reasons.get(name, "")) for t in v.step.tries) for v, _ in asked),
    )


def _blames(t: Try, name: str) -> bool:
    """Whether the answer came back because of this field, or of the page as a whole."""
    if not t.submitted or t.submitted.outcome not in ("rejected", "blocked"):
        return False
    named = {m.field for m in t.submitted.messages} & set(t.answered.values)
    return name in named or not named


def _has_own_rule(seen: Seen, name: str, info: Mapping[str, Any]) -> bool:
    app, _, page = seen.where.partition(".")
    apps = (a for a in info.get("apps", ()) if app in (a["name"], a.get("url_name")))
    declared: Mapping[str, Any] = next((p for a in apps for p in a["pages"] if p["name"] == page), {})
    own = any(f["name"] == name and "error_message" in f.get("dynamic", ()) for f in declared.get("fields", ()))
    return own or bool(declared.get("own_error_message"))


# --- time ---


def _time(seen: Seen, pace: Pace) -> PageTime:
    bots = [v.step.stayed for v in seen.visits if v.step.stayed is not None]
    return PageTime(seen.where, median(bots) if bots else None, median(_human(v, pace) for v in seen.visits))


def _human(visit: Visit, pace: Pace) -> float:
    return pace.reading(visit.page, visit.number) + pace.answering(visit.page, visit.answers)


def _minutes(pages: Sequence[Seen], pace: Pace) -> tuple[float, float] | None:
    taken: dict[tuple[str, int], float] = {}
    for visit in (v for seen in pages for v in seen.visits):
        if any(p.number == visit.number and p.status == "finished" for p in visit.played.result.participants):
            key = visit.played.result.folder, visit.number
            taken[key] = taken.get(key, 0.0) + _human(visit, pace)
    return (min(taken.values()) / 60, max(taken.values()) / 60) if taken else None


# --- payoffs ---

_Person = tuple[str, int]
"""Folder of the play, and id in session."""


def _earned(plays: Sequence[SessionResult], info: Mapping[str, Any]) -> Iterator[Earned]:
    """Of the plays that say who finished: one, or with --botex-repeat one for each time."""
    finished = {(play.folder, p.number) for play in plays for p in play.participants if p.status == "finished"}
    paid = {(play.folder, p.number): p.money for play in plays for p in play.payments if (play.folder, p.number) in finished}
    for who, people in (("everybody", list(paid)), *_roles(plays), *_treatments(plays, info)):
        if money := [paid[person] for person in people if person in paid]:
            yield Earned(who, len(money), min(money), max(money), fmean(money))


def _roles(plays: Sequence[SessionResult]) -> Iterator[tuple[str, list[_Person]]]:
    """Who had several one after the other is told with all of them."""
    had: dict[_Person, dict[str, None]] = {}
    for play in plays:
        for g in play.flow.groups:
            for number, role in g.members.items():
                if role:
                    had.setdefault((play.folder, int(number)), {})[role] = None
    people: dict[str, list[_Person]] = {}
    for person, roles in had.items():
        people.setdefault(" and ".join(sorted(roles)), []).append(person)
    yield from sorted(people.items())


def _treatments(plays: Sequence[SessionResult], info: Mapping[str, Any]) -> Iterator[tuple[str, list[_Person]]]:
    """What divides the participants: fields that the code sets to one of a few values, and other fields with words in them. Other
    numbers are what a group came to rather than what was done to it."""
    names = {(a["name"], name) for a in info.get("apps", ()) for name in a.get("treatments") or {}}
    declared = {f"{app}.{name}" for app, name in names} | {name for _, name in names}
    values: dict[str, dict[str, list[_Person]]] = {}
    for play in plays:
        for condition in play.flow.conditions:
            people = values.setdefault(condition.name, {}).setdefault(condition.value, [])
            people += [(play.folder, number) for number in condition.participants]
    for name, met in values.items():
        people = [person for of_value in met.values() for person in of_value]
        if len(people) == len(set(people)) and len(met) > 1 and (name in declared or not any(map(_is_number, met))):
            yield from ((f"{name} = {value}", of_value) for value, of_value in met.items())


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


# --- what bots could not read ---


def _unread(seen: Seen) -> Iterator[str]:
    pictures = max((v.page.text.count(_PICTURE) for v in seen.visits), default=0)
    if pictures:
        yield "a picture without a description" if pictures == 1 else f"{pictures} pictures without a description"
    yield from dict.fromkeys(c.description for v in seen.visits for c in v.page.unknown if _UNREADABLE.match(c.description))
