"""What a run tells the author as a pre-test: which questions gave trouble, how long people would take, what they would earn, what
nobody could read. To review, never to pass or fail."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Any

from botex_pytest.bots.pace import WORDS, Pace
from botex_pytest.checks.wording import doubts
from botex_pytest.export.rows import Places
from botex_pytest.models.known import SOURCE as KNOWN
from botex_pytest.records import PlayedSession, Try
from botex_pytest.report.pages import Seen, Visit, plays_by_config, seen_pages
from botex_pytest.results import Payment, SessionResult, judged

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
    """Of all plays of one config; `earned` of the one that says who finished. `minutes`: the shortest and the longest way of
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
    counts = judged([p.result for p in plays])
    return Pretest(
        name=counts.name,
        models=any(person.usage.calls for p in plays for person in p.result.participants),
        questions=tuple(_question(name, seen, info) for seen in pages for name in seen.fields),
        pages=tuple(_time(seen, pace) for seen in pages if any(v.page.kind in ("form", "still") for v in seen.visits)),
        minutes=_minutes(pages, pace),
        unit=next((p.payoff.partition(" ")[2] for p in counts.participants if p.payoff), ""),
        earned=tuple(_earned(counts, info)),
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


def _earned(play: SessionResult, info: Mapping[str, Any]) -> Iterator[Earned]:
    finished = {p.number for p in play.participants if p.status == "finished"}
    paid = {p.number: p for p in play.payments if p.number in finished}
    if not paid:
        return
    yield _of("everybody", paid.values())
    for who, numbers in (*_roles(play), *_treatments(play, info)):
        if members := [paid[n] for n in numbers if n in paid]:
            yield _of(who, members)


def _of(who: str, paid: Iterable[Payment]) -> Earned:
    money = [payment.money for payment in paid]
    return Earned(who, len(money), min(money), max(money), fmean(money))


def _roles(play: SessionResult) -> Iterator[tuple[str, list[int]]]:
    """Who had several one after the other is told with all of them."""
    had: dict[int, dict[str, None]] = {}
    for g in play.flow.groups:
        for number, role in g.members.items():
            if role:
                had.setdefault(int(number), {})[role] = None
    people: dict[str, list[int]] = {}
    for who, roles in had.items():
        people.setdefault(" and ".join(sorted(roles)), []).append(who)
    yield from sorted(people.items())


def _treatments(play: SessionResult, info: Mapping[str, Any]) -> Iterator[tuple[str, list[int]]]:
    """What the code sets to one of a few values; and whatever else divides the participants and befell several of them alike."""
    declared = {f"{a['name']}.{name}" for a in info.get("apps", ()) for name in a.get("treatments") or {}}
    values: dict[str, dict[str, tuple[int, ...]]] = {}
    for condition in play.flow.conditions:
        values.setdefault(condition.name, {})[condition.value] = condition.participants
    for name, met in values.items():
        numbers = [n for people in met.values() for n in people]
        divides = len(numbers) == len(set(numbers)) and len(met) > 1
        if divides and (name in declared or max(map(len, met.values())) > 1):
            yield from ((f"{name} = {value}", list(people)) for value, people in met.items())


# --- what bots could not read ---


def _unread(seen: Seen) -> Iterator[str]:
    pictures = max((v.page.text.count(_PICTURE) for v in seen.visits), default=0)
    if pictures:
        yield "a picture without a description" if pictures == 1 else f"{pictures} pictures without a description"
    yield from dict.fromkeys(c.description for v in seen.visits for c in v.page.unknown if _UNREADABLE.match(c.description))
