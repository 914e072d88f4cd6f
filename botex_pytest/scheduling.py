"""How xdist deals items to workers: whole sessions, or shares of them, one for each worker, that run at the same time."""

from __future__ import annotations

import itertools
import re
from collections import OrderedDict
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

from xdist.scheduler import LoadGroupScheduling, LoadScopeScheduling

from botex_pytest.results import FORMS

_AHEAD = 2
"""Items that a worker has in hand beside the one it runs: it begins none before it knows of the next."""


class SessionScheduling(LoadScopeScheduling):  # type: ignore[misc] # xdist has no type information
    """Deals whole sessions; every other test is a scope of its own, dealt as under `load`.

    What a dead worker had left is dealt anew, but for the item under way: that one is told as a crash, once.
    """

    workqueue: OrderedDict[str, dict[str, bool]]

    def _split_scope(self, nodeid: str) -> str:
        return session_of(nodeid) or nodeid

    def remove_node(self, node: Any) -> str | None:
        """The item under way when the worker died, if any."""
        units = _pending(self.assigned_work.pop(node))
        crashed = next((nodeid for unit in units.values() for nodeid, done in unit.items() if not done), None)
        if crashed is None:
            return None
        for unit in units.values():
            if crashed in unit:
                unit[crashed] = True
        self.workqueue = OrderedDict({**_pending(units), **self.workqueue})
        for other in self.nodes:
            self._reschedule(other)
        return crashed

    def _reschedule(self, node: Any) -> None:
        """As much as keeps the worker going, or the word that nothing more will come: until either it would not run its last.
        One in place of a dead worker gets nothing before it has collected; xdist then calls `schedule`."""
        if node not in self.registered_collections:
            return
        while not node.shutting_down and self._pending_of(self.assigned_work[node]) <= _AHEAD:
            if self._next_scope(node) is None:
                node.shutdown()
            else:
                self._assign_work_unit(node)

    def _assign_work_unit(self, node: Any) -> None:
        scope = self._next_scope(node)
        if scope is not None:
            self.workqueue.move_to_end(scope, last=False)
            super()._assign_work_unit(node)

    def _next_scope(self, _node: Any) -> str | None:
        return next(iter(self.workqueue), None)


class SessionGroupScheduling(SessionScheduling, LoadGroupScheduling):  # type: ignore[misc]
    """`--dist loadgroup` with sessions as groups, without a mark on their items that would change their node ids."""

    def _split_scope(self, nodeid: str) -> str:
        return session_of(nodeid) or str(LoadGroupScheduling._split_scope(self, nodeid))


class ScopeScheduling(SessionScheduling):
    """`--dist loadscope`, in which sessions are whole by their node ids."""

    def _split_scope(self, nodeid: str) -> str:
        return str(LoadScopeScheduling._split_scope(self, nodeid))


class FileScheduling(SessionScheduling):
    """`--dist loadfile`."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid.partition("::")[0]


DEALING = {
    "no": SessionScheduling,
    "loadgroup": SessionGroupScheduling,
    "loadscope": ScopeScheduling,
    "loadfile": FileScheduling,
}
"""`--dist` -> what deals then. Not xdist's own, which plays on with an item that has killed its worker, and may wait for ever for
what another dead worker had left."""


class SpreadScheduling(SessionScheduling):
    """Gives every worker a share of each session of settings.py. Workers come to their shares in the same order, before anything
    else, so that those of one session run at the same time. A worker in place of a dead one takes over what that one had left.

    `expect` is told of each session and the number of its shares before the first item is dealt.
    """

    def __init__(self, config: Any, log: Any, expect: Callable[[str, int], None]) -> None:
        super().__init__(config, log)
        self._expect = expect
        self._scopes: dict[str, str] = {}  # node id -> scope
        self._place_of: dict[str, int] = {}  # scope of a share -> its worker's place
        self._places: dict[Any, int] = {}  # worker -> its place

    def add_node(self, node: Any) -> None:
        taken = {self._places[other] for other in self.nodes}
        super().add_node(node)
        free = [place for place in range(self.numnodes) if place not in taken]
        left = {self._place_of[scope] for scope in self.workqueue if scope in self._place_of}
        self._places[node] = next((place for place in free if place in left), free[0])

    def schedule(self) -> None:
        if self.collection is None:
            self._cut(next(iter(self.registered_collections.values())))
        super().schedule()

    def _cut(self, collection: list[str]) -> None:
        sessions: dict[str, list[str]] = {}
        for nodeid in collection:
            if is_session_item(nodeid):
                sessions.setdefault(session_of(nodeid), []).append(nodeid)
        begin = 0
        for session, items in sessions.items():
            shares = _shares(items, self.numnodes)
            self._expect(session, len(shares))
            for number, share in enumerate(shares):
                scope = f"{session}::{number}"
                self._place_of[scope] = (begin + number) % self.numnodes
                self._scopes |= dict.fromkeys(share, scope)
            begin += len(shares)  # who has no share of a small session gets one of the next

    def _split_scope(self, nodeid: str) -> str:
        return self._scopes.get(nodeid) or super()._split_scope(nodeid)

    def _next_scope(self, node: Any) -> str | None:
        """Its next share, in the order of sessions; then whatever is nobody's."""
        own = (scope for scope in self._place_of if scope in self.workqueue and self._place_of[scope] == self._places[node])
        return next(own, next((scope for scope in self.workqueue if scope not in self._place_of), None))


def _shares(items: list[str], workers: int) -> list[list[str]]:
    """At most one for each worker, as even as can be and in order. The item of the session as a whole belongs to the last."""
    people = [nodeid for nodeid in items if not nodeid.endswith("::session")] or items
    count = min(workers, len(people))
    cuts = [len(people) * n // count for n in range(count + 1)]
    shares = [people[begin:end] for begin, end in itertools.pairwise(cuts)]
    shares[-1] += [nodeid for nodeid in items if nodeid not in people]
    return shares


def _pending(units: dict[str, dict[str, bool]]) -> dict[str, dict[str, bool]]:
    return {scope: unit for scope, unit in units.items() if not all(unit.values())}


def is_session_item(nodeid: str) -> bool:
    """Whether it is an item of a session that --botex plays; not of a marked test, and no form."""
    file, *names = nodeid.split("::")
    return PurePosixPath(file).name == "settings.py" and len(names) > 1 and bool(_ITEM.fullmatch(names[-1]))


def session_of(nodeid: str) -> str:
    """The node id of the session that an item belongs to, as far as a name can tell; empty for any other test."""
    file, *names = nodeid.split("::")
    if PurePosixPath(file).name == "settings.py" and names[:1] == [FORMS] and "." in names[-1]:
        return ""  # pages are checked one by one, wherever there is time
    if PurePosixPath(file).name == "settings.py":
        return "::".join([file, *names[:-1]])
    return _PARTICIPANT.sub(r"\1", nodeid) if _PARTICIPANT.search(nodeid) else ""


_ITEM = re.compile(r"P\d+|session")
_PARTICIPANT = re.compile(r"([\[-])P\d+(?=[]-])")
"""`test_lab.py::test_pays[P2-min]`: one item of the session that all participants of that test share."""
