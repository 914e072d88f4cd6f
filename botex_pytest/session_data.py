"""What oTree knows about one session, asked for when somebody needs it: rows, groups, roles, payoffs. Safe between threads."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from botex_pytest.errors import OtreeApiError
from botex_pytest.otree_exports import Rows, with_participants
from botex_pytest.servers.otree_api import OtreeApi, SessionCreated


class SessionData:
    """Reads session `created` through `api`, which it owns; close it. Every method costs a request or two."""

    def __init__(self, api: OtreeApi, created: SessionCreated) -> None:
        self.code = created.code
        self._api = api
        self._lock = threading.Lock()  # bots ask from their own threads, and the API is made for one
        self._roles: dict[tuple[str, int], dict[int, str]] = {}
        self._given: dict[int, dict[str, str]] | None = None
        self._room_links: dict[str, dict[str, str]] = {}

    def rows(self, app: str) -> Rows | None:
        """oTree's export of `app`, one row per participant and round; None where oTree has none (before version 6)."""
        with self._lock:
            return self._api.export_app(app, self.code)

    def groups(self, app: str, round_: int) -> dict[int, int]:
        """Group by participant, as it is now; {} when it cannot be known."""
        return {number: int(group) for number, group in self._column(app, round_, "group.id_in_subsession").items() if group}

    def role(self, app: str, round_: int, number: int) -> str:
        """A participant's role, or "". Roles hold for a whole round, so each is asked for once."""
        if not app:  # a room's page, before anybody has a role
            return ""
        known = self._roles.setdefault((app, round_), {})
        if number not in known:
            known.update(self._column(app, round_, "player.role"))
        return known.get(number, "")

    def given(self, apps: Sequence[str], number: int) -> dict[str, str]:
        """What oTree's data hold of participant `number` now: asked for before the first page, it is what `creating_session`
        gave: role, treatment, numbers drawn. By `app.field`, the values of several rounds together. Asked for once."""
        if self._given is None:
            with self._lock:
                wide = self._api.export_wide(self.code) or []
            self._given = _by_participant({app: with_participants(self.rows(app) or [], wide) for app in apps})
        return self._given.get(number, {})

    def payoffs(self) -> dict[int, str]:
        """Payoff in real-world currency by participant, without the participation fee; {} from a server that is silent, which
        bots have met as a page that never came."""
        try:
            with self._lock:
                session = self._api.get_session(self.code)
        except OtreeApiError as error:
            if error.status:
                raise
            return {}
        return {p.number: f"{p.payoff:.2f} {session.currency}".strip() for p in session.participants}

    def may_advance(self) -> bool:
        """Whether oTree's admin lets us move participants on."""
        with self._lock:
            return self._api.may_advance()

    def enter(self, room: str, code: str, label: str) -> str:
        """Where a participant enters `room` under `label`. The seat is taken before: a room gives whoever comes first the first
        seat, and bots come in any order."""
        with self._lock:
            if room not in self._room_links:
                self._room_links[room] = self._api.room_links(room)
            self._api.start(code, label)
            unlisted = f"{self._api.url}/room/{room}?{urlencode({'participant_label': label})}"
            return self._room_links[room].get(label, unlisted)

    def advance(self, participant_code: str) -> None:
        """Move a participant on through oTree's admin."""
        with self._lock:
            self._api.advance(self.code, participant_code)

    def _column(self, app: str, round_: int, column: str) -> dict[int, str]:
        rows = self.rows(app) or ()
        return {
            int(row["participant.id_in_session"]): row.get(column, "")
            for row in rows
            if row.get("subsession.round_number") == str(round_)
        }


_OF_EVERY_PARTICIPANT = ("id_in_session", "code", "label", "_", "time_started", "visited", "mturk", "payoff")
_NOT_GIVEN = ("payoff", "id_in_subsession")


def _by_participant(exports: Mapping[str, Rows]) -> dict[int, dict[str, str]]:
    """The fields of the study's own that are not empty."""
    found: dict[int, dict[str, list[str]]] = {}
    for app, rows in exports.items():
        for row in rows:
            own = found.setdefault(int(row["participant.id_in_session"]), {})
            for column, value in row.items():
                table, _, name = column.partition(".")
                if value and table in ("player", "group") and name not in _NOT_GIVEN:
                    own.setdefault(f"{app}.{name}", []).append(value)
                elif value and table == "participant" and not name.startswith(_OF_EVERY_PARTICIPANT):
                    own[name] = [value]
    return {number: {name: ", ".join(_once(values)) for name, values in own.items()} for number, own in found.items()}


def _once(values: list[str]) -> list[str]:
    return values[:1] if len(set(values)) == 1 else values
