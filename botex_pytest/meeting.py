"""Where workers meet that have a share of the same session (--botex-spread): in the controller, which is there from the beginning
to the end. One of them leads the session, the others lend it their browsers; when the leader dies, another one leads it anew."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from botex_pytest.wire import Message, Switchboard, Wire, WireLost
from botex_pytest.worker_errors import WorkerError

GATHER_SECONDS = 15.0
"""For everybody who has a share. Who comes later joins in; who never comes is not waited for."""

BEAT_SECONDS = 5.0
SILENT_SECONDS = 120.0  # of a leader, on a machine where processes get no time for long
_ANSWER_SECONDS = 30.0


@dataclass(eq=False)
class _Member:
    worker: str
    port: int  # where it lends its browser
    wire: Wire


@dataclass(eq=False)
class _Session:
    """`outcome`: what the leader has told when it was done."""

    members: list[_Member] = field(default_factory=list)
    leader: _Member | None = None
    outcome: Message | None = None


class Meeting(Switchboard):
    """The controller's side."""

    def __init__(self, secret: str) -> None:
        super().__init__(secret)
        self._changed = threading.Condition()
        self._sessions: dict[str, _Session] = {}
        self._expected: dict[str, int] = {}
        self._led: Counter[str] = Counter()

    def expect(self, session: str, shares: int) -> None:
        """Told before anybody comes: how many workers have a share of `session`."""
        self._expected[session] = shares

    def serve(self, wire: Wire, greeting: Message) -> None:
        name = str(greeting["session"])
        member = _Member(str(greeting["worker"]), int(greeting["port"]), wire)
        with self._changed:
            session = self._sessions.setdefault(name, _Session())
            session.members.append(member)
            self._changed.notify_all()
            if session.leader is None:
                self._changed.wait_for(lambda: self._begun(name, session), GATHER_SECONDS)
            self._settle(session)
            if session.leader is not member:
                wire.send({"wait": True} if session.outcome is None else session.outcome)
        try:
            while True:
                self._hear(session, member, wire.receive(None))
        finally:
            self._leave(session, member)

    def _begun(self, name: str, session: _Session) -> bool:
        here = len(session.members) >= self._expected.get(name, 1)
        return here or session.leader is not None or session.outcome is not None

    def _settle(self, session: _Session) -> None:
        """Who leads, if that is open: whoever has led before has a server already."""
        while session.leader is None and session.outcome is None and session.members:
            chosen = max(session.members, key=lambda member: self._led[member.worker])
            session.leader = chosen
            self._led[chosen.worker] += 1
            try:
                chosen.wire.send({"lead": True})
            except WireLost:
                session.leader = None
                session.members.remove(chosen)
        self._changed.notify_all()

    def _hear(self, session: _Session, member: _Member, said: Message) -> None:
        with self._changed:
            if "who" in said:
                member.wire.send({"lenders": [other.port for other in session.members if other is not member]})
                return
            if "outcome" in said:
                session.outcome, session.leader = said, None
            told = session.outcome or {"wait": True}
            for other in session.members:
                if other is not member:
                    _tell(other, told)

    def _leave(self, session: _Session, member: _Member) -> None:
        with self._changed:
            if member in session.members:
                session.members.remove(member)
            if session.leader is member:
                session.leader = None
                self._settle(session)


def _tell(member: _Member, message: Message) -> None:
    try:
        member.wire.send(message)
    except WireLost:
        pass  # its own thread notices


class Place:
    """A worker's place at the meeting about one session, for a `with`. Raises `WorkerError` when the others are out of reach."""

    def __init__(self, port: int, secret: str, session: str, *, worker: str, lends_at: int) -> None:
        self._session, self._asking = session, threading.Lock()
        self._over = threading.Event()
        self._beat = threading.Thread(target=self._say_alive, name="botex-beat", daemon=True)
        greeting = {"session": session, "worker": worker, "port": lends_at}
        self._wire: Wire = self._or_silent(lambda: Wire.connect(port, secret, greeting, _ANSWER_SECONDS))

    def __enter__(self) -> Place:
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._wire.close()

    def leads(self) -> Message | None:
        """Waits until this worker is to lead the session: None; or another one has led it: the outcome it told."""
        while True:
            said: Message = self._or_silent(lambda: self._wire.receive(SILENT_SECONDS))
            if "lead" in said:
                self._beat.start()
                return None
            if "outcome" in said:
                return said

    def lenders(self) -> list[int]:
        """For the leader: where the others who are there now lend their browsers. None when nobody can be asked."""
        with self._asking:
            try:
                self._wire.send({"who": True})
                return list(self._wire.receive(_ANSWER_SECONDS)["lenders"])
            except WireLost:
                return []

    def tell(self, outcome: Any) -> None:
        """For the leader: the session is over."""
        try:
            self._wire.send({"outcome": outcome})
        except WireLost:
            pass  # the controller has ended, and with it the run

    def _say_alive(self) -> None:
        while not self._over.wait(BEAT_SECONDS):
            try:
                self._wire.send({"alive": True})
            except WireLost:
                return

    def _or_silent(self, do: Callable[[], Any]) -> Any:
        try:
            return do()
        except WireLost as lost:
            raise WorkerError.silent(self._session, str(lost)) from None
