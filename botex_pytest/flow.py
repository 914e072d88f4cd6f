"""What participants came by in one play, as plain data: what there is to reach, the ways they took, what set them apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

KINDS: Mapping[str, str] = {
    "page": "pages",
    "branch": "branches",
    "role": "roles",
    "treatment": "treatments",
    "field": "fields",
    "choice": "choices",
}
"""Kinds of what can be reached, with their plural. branch: a page with an is_displayed, once shown and once skipped."""


@dataclass(frozen=True)
class Point:
    """One thing that participants can come by. `where`: app.Page; the app for roles and treatments."""

    kind: str
    where: str
    what: str = ""  # `gender = Male`, `Trustor`, `treatment = high`, `shown`

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.what else self.where


@dataclass(frozen=True)
class Condition:
    """A value that the study's code set, and whom it befell (ids in session). `name`: app.field, or the participant's field."""

    name: str
    value: str
    participants: tuple[int, ...]


@dataclass(frozen=True)
class Grouping:
    """One group of one round. `members`: id in session -> role, which may be empty; ids as text, as JSON has them."""

    app: str
    round: int
    number: int
    members: dict[str, str]


@dataclass(frozen=True)
class Way:
    """The pages that one participant saw from the first to the end, wait pages left out, as `app.Page 2` with the round.

    `when`: what the conditions of pages read, as it was at the end."""

    participant: int
    pages: tuple[str, ...]
    when: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Flow:
    """`there`: all there is to reach, also what only turned up while playing. `ways`: of those who finished without help."""

    there: tuple[Point, ...] = ()
    met: tuple[Point, ...] = ()
    conditions: tuple[Condition, ...] = ()
    groups: tuple[Grouping, ...] = ()
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True)
class Coverage:
    """`there`: all there is to reach, in its order; `met`: what of it somebody reached."""

    there: tuple[Point, ...]
    met: frozenset[Point]

    @classmethod
    def of(cls, flows: Iterable[Flow]) -> Coverage:
        """Of several plays together: what one of them reached is reached."""
        flows = tuple(flows)
        there = dict.fromkeys(point for flow in flows for point in flow.there)
        return cls(tuple(there), frozenset(point for flow in flows for point in flow.met))

    @property
    def percent(self) -> float:
        """The mean over the kinds that there are, so that a page of scales does not count for more than all others. 100 where
        there is nothing to reach."""
        shares = [met / of for _, met, of in self.counts()]
        return 100 * sum(shares) / len(shares) if shares else 100.0

    @property
    def missed(self) -> tuple[Point, ...]:
        """What nobody reached, by kind."""
        return tuple(p for kind in KINDS for p in self.there if p.kind == kind and p not in self.met)

    def counts(self) -> list[tuple[str, int, int]]:
        """By kind, of those that there are: its name, how many were reached, how many there are."""
        kinds = [(kind, name, [p for p in self.there if p.kind == kind]) for kind, name in KINDS.items()]
        return [(name, sum(p in self.met for p in points), len(points)) for _, name, points in kinds if points]
