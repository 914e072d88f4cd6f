"""From many findings to one entry per cause: the same fault met by six participants in two sessions is told once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import cast

from botex_pytest.results import Finding, Group, ParticipantResult, SessionResult

ORDER: tuple[Group, ...] = ("broken", "unplayed", "infrastructure", "budget", "blocked", "review", "note")
"""From what must be looked at first to what is only for the record."""


@dataclass(frozen=True)
class Sighting:
    """A finding in the session in which it was made."""

    session: SessionResult
    finding: Finding


@dataclass(frozen=True)
class Cause:
    """All sightings of one `key`. `blocked`: (session, participant) pairs that could not go on because of it."""

    key: str
    group: Group
    sightings: tuple[Sighting, ...]
    blocked: tuple[tuple[SessionResult, int], ...] = ()

    @property
    def finding(self) -> Finding:
        """The sighting that stands for all: the first with a picture, else the first."""
        return self.first.finding

    @property
    def first(self) -> Sighting:
        return next((s for s in self.sightings if s.finding.shot), self.sightings[0])

    @property
    def who(self) -> str:
        """`trust P1, P2`; empty participants mean the session as a whole."""
        return _who((s.session, number) for s in self.sightings for number in s.finding.participants or (0,))

    @property
    def who_is_blocked(self) -> str:
        return _who(self.blocked)


def group_findings(results: Sequence[SessionResult]) -> list[Cause]:
    """One `Cause` per key and group, the gravest group first, otherwise in the order in which they were met."""
    met: dict[tuple[Group, str], list[Sighting]] = {}
    for session in results:
        for finding in (*session.findings, *_untold(session)):
            met.setdefault((finding.group, finding.key), []).append(Sighting(session, finding))
    causes = [Cause(key, group, tuple(sightings)) for (group, key), sightings in met.items()]
    causes = [replace(c, blocked=tuple(_blocked_by(c, results))) for c in causes]
    return sorted(_told_once(causes), key=lambda c: ORDER.index(c.group))


def _told_once(causes: Sequence[Cause]) -> list[Cause]:
    """An end that nobody got past is one cause, and not also an early end to review; who waits because of it goes with it."""
    reviews = {c.finding.where: c for c in causes if c.finding.check == "early-end" and c.group == "review"}
    past = [c for c in causes if c.finding.check == "early-end" and c.group == "unplayed"]
    absorbed = {c.finding.where: reviews[c.finding.where] for c in past if c.finding.where in reviews}
    return [
        replace(c, blocked=absorbed[c.finding.where].blocked) if c in past and c.finding.where in absorbed else c
        for c in causes
        if c not in absorbed.values()
    ]


def _untold(session: SessionResult) -> Iterator[Finding]:
    """Participants who did not get through and whose reason is in no finding: they are told all the same."""
    told = {f.key for f in session.findings}
    untold: dict[tuple[Group, str], list[ParticipantResult]] = {}
    for p in session.participants:
        if p.status in ("finished", "early-end") or p.finding in told:
            continue
        group = cast(Group, p.status)  # the two statuses that are no groups were skipped above
        untold.setdefault((group, p.reason or "No reason was recorded."), []).append(p)
    for (status, reason), people in untold.items():
        yield Finding(
            check=status,
            group=status,
            title=reason,
            config=session.config,
            key=people[0].finding or f"{status}|{session.name}|{reason}",
            participants=tuple(p.number for p in people),
            where=people[0].where,
        )


def _blocked_by(cause: Cause, results: Sequence[SessionResult]) -> Iterator[tuple[SessionResult, int]]:
    if cause.group == "blocked":
        return
    for session in results:
        for p in session.participants:
            if p.status == "blocked" and p.finding == cause.key:
                yield session, p.number


def _who(pairs: Iterable[tuple[SessionResult, int]]) -> str:
    people: dict[str, list[int]] = {}
    for session, number in pairs:
        numbers = people.setdefault(session.name, [])
        if number and number not in numbers:
            numbers.append(number)
    return "; ".join(f"{name} {', '.join(f'P{n}' for n in sorted(numbers))}".strip() for name, numbers in people.items())
