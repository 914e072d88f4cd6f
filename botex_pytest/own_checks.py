"""Checks of the user's own, which plugins and conftest.py give: called with what was played, what they find put beside ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from botex_pytest.checks.base import Play
from botex_pytest.checks.examine import accepted, merge
from botex_pytest.hook_errors import HookError
from botex_pytest.lab import Lab
from botex_pytest.results import Finding, SessionResult
from botex_pytest.session_result import not_found
from botex_pytest.testing.reading import read_participants, session_data
from botex_pytest.testing.seen import Participant, SeenPage, SeenSession
from botex_pytest.user_code import place_of

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True)
class Found:
    """One thing that a check of your own has found. `title` is a sentence. `page` or `participant` say where or with whom;
    without them it is the session's. `fails` fails the run; without it the thing is to review. What has the same `key` is told
    once; by default what has the same title, but for its numbers, on the same page."""

    title: str
    page: SeenPage | None = None
    participant: Participant | None = None
    fails: bool = False
    advice: str = ""
    key: str = ""


OwnCheck = Callable[[SeenSession], Iterable[str | Found]]


def with_own_checks(result: SessionResult, lab: Lab, played: Play, checks: Mapping[str, OwnCheck]) -> SessionResult:
    """`result` with what `checks` find in it. A check that fails is told as such, and the session was then not judged."""
    wanted = {name: check for name, check in checks.items() if played.checks(name)}
    if not wanted:
        return result
    seen = SeenSession(
        result.config, result.code, read_participants(lab, result), lambda: session_data(lab, result.config, result.code)
    )
    found = [finding for name, check in wanted.items() for finding in _run(name, check, seen)]
    told = [accepted(f) if played.study.accepts(f.key) else f for f in found]
    failed = {f.check for f in found if f.group == "infrastructure"}  # what these would have found is not known
    gone = (e for e in played.study.vanished(f.key for f in found) if e.partition("|")[0] in wanted.keys() - failed)
    return replace(result, findings=(*result.findings, *merge(told)), skipped=(*result.skipped, *not_found(gone)))


def _run(name: str, check: OwnCheck, seen: SeenSession) -> list[Finding]:
    try:
        return list(_findings(name, check(seen), seen.config))
    except HookError as error:
        return [_not_checked(name, error, seen.config)]
    except Exception as error:  # noqa: BLE001 - whatever the user's code raises is told as the user's
        return [_not_checked(name, HookError.check_failed(name, place_of(error), error), seen.config)]


def _findings(name: str, found: object, config: str) -> Iterator[Finding]:
    if found is None:
        return
    if isinstance(found, str) or not isinstance(found, Iterable):
        raise HookError.check_found(name, f"{found!r}")
    for one in found:
        if not isinstance(one, str | Found):
            raise HookError.check_found(name, f"{one!r}")
        yield _finding(name, one if isinstance(one, Found) else Found(one), config)


def _finding(name: str, found: Found, config: str) -> Finding:
    page, who = found.page, found.participant
    number = page.number if page else who.number if who else 0
    where = page.where if page else ""
    return Finding(
        name,
        "broken" if found.fails else "review",
        found.title,
        config,
        f"{name}|{where}|{found.key or _NUMBER.sub('#', found.title)}",
        (number,) if number else (),
        where,
        page.round if page else 0,
        url=page.page.url if page else "",
        advice=found.advice,
    )


def _not_checked(name: str, error: HookError, config: str) -> Finding:
    return Finding(name, "infrastructure", error.what, config, f"{name}|{error.what}", detail=str(error))
