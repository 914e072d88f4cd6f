"""oTree's REST API, and the few things only its web pages offer. Every call has a deadline."""

from __future__ import annotations

import csv
import html
import io
import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

from botex_pytest.errors import OtreeApiError

if TYPE_CHECKING:
    import requests

CALL_SECONDS = 20.0
ADMIN_SECONDS = 10.0  # bots may be waiting meanwhile
CREATE_SECONDS = 180.0  # creating_session may compute for long, and a large session has many rows
FIRST_WITH_ADVANCE_ONE = 6  # before, oTree ignores who was named and moves everybody who is last
_LARGEST_CELL = 2**31 - 1
_PAGE = re.compile(r"/p/[^/]+/(?P<app>[^/]+)/(?P<page>[^/]+)/(?P<index>\d+)")
_ROOM_LINK = re.compile(r'<a href="([^"]*/room/[^"]*\?[^"]*)" class="participant-link"')
_TOKEN = re.compile(r'name="csrftoken" value="([^"]*)"')


def csv_rows(text: str) -> tuple[tuple[str, ...], ...]:
    """An export as oTree sends it. Whole texts, drawings and mouse paths are in it: Python's own limit on a cell is too low."""
    csv.field_size_limit(max(csv.field_size_limit(), _LARGEST_CELL))
    return tuple(tuple(row) for row in csv.reader(io.StringIO(text, newline="")))


@dataclass(frozen=True)
class ParticipantLink:
    """`number`: id in session, from 1. `url`: opens the participant's first or present page."""

    number: int
    code: str
    url: str


@dataclass(frozen=True)
class SessionCreated:
    code: str
    participants: tuple[ParticipantLink, ...]
    wide_url: str
    room_url: str = ""


@dataclass(frozen=True)
class ParticipantInfo:
    """`payoff`: in real-world currency, without the participation fee."""

    number: int
    code: str
    label: str
    payoff: float
    status: str = ""  # oTree 6: what the project put into participant.status
    finished: bool = False  # only where PARTICIPANT_FIELDS has it; a convention of projects


@dataclass(frozen=True)
class SessionInfo:
    code: str
    config: dict[str, Any]
    participants: tuple[ParticipantInfo, ...]
    currency: str = ""


@dataclass(frozen=True)
class Position:
    """Where a participant is. `app`: the app's name_in_url; `index`: oTree's page index, 0 when `finished`."""

    app: str = ""
    page: str = ""
    index: int = 0
    finished: bool = False  # past the last page


class OtreeApi:
    """The server at `url`. `rest_key` is needed where the server has an auth level. Not to be shared between threads.

    All methods raise `OtreeApiError`.
    """

    def __init__(self, url: str, rest_key: str | None = None, *, admin_user: str = "admin", admin_password: str = "") -> None:
        self.url, self.rest_key = url.rstrip("/"), rest_key
        self.admin_user, self.admin_password = admin_user, admin_password
        self._session: requests.Session | None = None

    def version(self, timeout: float = CALL_SECONDS) -> str:
        """The cheapest question: does it answer, and as what?"""
        return str(self._json("GET", "/api/otree_version", timeout)["version"])

    def session_configs(self) -> dict[str, dict[str, Any]]:
        """The session configs by name, defaults included."""
        return {config["name"]: config for config in self._json("GET", "/api/session_configs")}

    def rooms(self) -> dict[str, dict[str, Any]]:
        return {room["name"]: room for room in self._json("GET", "/api/rooms")}

    def room_links(self, room: str) -> dict[str, str]:
        """Where each participant of the label file enters the room, by label, as the experimenter's page of the room lists it.

        {} for a room without a label file, and for one whose file cannot be read.
        """
        response = self._as_admin("GET", f"/room_with_session/{room}")
        links = (urlsplit(html.unescape(link)) for link in _ROOM_LINK.findall(response.text))
        return {parse_qs(link.query)["participant_label"][0]: f"{self.url}{link.path}?{link.query}" for link in links}

    def start(self, participant_code: str, label: str) -> None:
        """Start a participant under `label`, as the first visit of their link would."""
        query = urlencode({"participant_label": label})
        self._call("GET", f"/InitializeParticipant/{participant_code}?{query}", allow_redirects=False)

    def create_session(
        self,
        config: str,
        participants: int,
        fields: dict[str, Any] | None = None,
        room: str | None = None,
        label: str | None = None,
    ) -> SessionCreated:
        """`fields`: fields of the session config to change for this session. `room`: bind the session to it.

        What a config says about MTurk is left out: whenever oTree 6 is asked about a session, it fails for want of a template
        that it expects there, and bots are not recruited.
        """
        if self.session_configs().get(config, {}).get("mturk_hit_settings"):
            fields = {"mturk_hit_settings": {}, **(fields or {})}
        if room is not None and room not in (known := self.rooms()):
            raise OtreeApiError.unknown_room(room, known)  # oTree would answer 500 and leave half a session behind
        body: dict[str, Any] = {"session_config_name": config, "num_participants": participants}
        body.update({k: v for k, v in (("modified_session_config_fields", fields), ("room_name", room), ("label", label)) if v})
        response = self._call("POST", "/api/sessions", json=body, timeout=CREATE_SECONDS)
        if response.status_code != HTTPStatus.OK:
            raise self._creation_error(response, config, participants)
        made = response.json()
        links = tuple(
            ParticipantLink(p.number, p.code, f"{self.url}/InitializeParticipant/{p.code}")
            for p in self.get_session(made["code"]).participants
        )
        return SessionCreated(made["code"], links, made["session_wide_url"], made.get("room_url", ""))

    def _creation_error(self, response: requests.Response, config: str, participants: int) -> OtreeApiError:
        status, text = response.status_code, response.text
        if status == HTTPStatus.BAD_REQUEST and "not found in settings.SESSION_CONFIGS" in text:
            return OtreeApiError.unknown_config(config, self.session_configs())
        if status == HTTPStatus.BAD_REQUEST and "not a multiple" in text:
            return OtreeApiError.bad_group_size(config, participants, text)
        if status == HTTPStatus.FORBIDDEN:  # of the key it was said before; else oTree's answer to any TypeError
            return OtreeApiError.creating_session_failed(config, status, f"TypeError: {text}")
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return OtreeApiError.creating_session_failed(config, status, "")
        return OtreeApiError.refused("create the session", status, text[:500])

    def get_session(self, code: str) -> SessionInfo:
        data = self._json("GET", f"/api/sessions/{code}")
        people = (
            ParticipantInfo(
                number=p["id_in_session"],
                code=p["code"],
                label=p["label"] or "",
                payoff=float(p["payoff_in_real_world_currency"]),
                status=p.get("status") or "",
                finished=bool(p.get("finished")),
            )
            for p in data["participants"]
        )
        ordered = tuple(sorted(people, key=lambda p: p.number))
        return SessionInfo(data["code"], data["config"], ordered, data.get("REAL_WORLD_CURRENCY_CODE", ""))

    def position(self, participant_code: str) -> Position:
        """Where the participant is now. One cheap request, which starts a participant that nobody has started yet.

        A wait page that is over is still named until the participant's own browser has left it.
        """
        response = self._call("GET", f"/InitializeParticipant/{participant_code}", allow_redirects=False)
        target = urlsplit(response.headers.get("location", "")).path
        if match := _PAGE.search(target):
            return Position(match["app"], match["page"], int(match["index"]))
        if "OutOfRange" in target:
            return Position(finished=True)
        raise OtreeApiError.refused(f"say where participant {participant_code} is", response.status_code, response.text[:300])

    def export_app(self, app: str, session_code: str) -> list[dict[str, str]] | None:
        """One row per player and round. None where the server has no such export (before oTree 6)."""
        return self._export("/api/export_app", {"app": app, "session_code": session_code})

    def export_wide(self, session_code: str) -> list[dict[str, str]] | None:
        """One row per participant. None where the server has no such export (before oTree 6)."""
        return self._export("/api/export_wide", {"session_code": session_code})

    def _export(self, path: str, query: dict[str, str]) -> list[dict[str, str]] | None:
        response = self._call("GET", path, params=query)
        if response.status_code == HTTPStatus.NOT_FOUND:
            return None
        if response.status_code != HTTPStatus.OK:
            raise OtreeApiError.refused(f"export {query}", response.status_code, response.text[:300])
        head, *rows = csv_rows(response.content.decode("utf-8-sig")) or ((),)
        return [dict(zip(head, row, strict=False)) for row in rows if row]

    def admin_page(self, path: str) -> tuple[int, str]:
        """Status and text of one of the experimenter's pages or exports. Logs in where the server asks for it."""
        response = self._call("GET", path, timeout=ADMIN_SECONDS, allow_redirects=False)
        if response.is_redirect and "login" in response.headers["location"]:
            self._log_in()
            response = self._call("GET", path, timeout=ADMIN_SECONDS, allow_redirects=False)
        return response.status_code, response.content.decode("utf-8-sig", errors="replace")

    def may_advance(self) -> bool:
        """Whether `advance` works on this server: it is recent enough, and open to us or to the password that we know."""
        if int(self.version().partition(".")[0]) < FIRST_WITH_ADVANCE_ONE:
            return False
        if not self._call("GET", "/rooms", allow_redirects=False).is_redirect:
            return True
        try:
            self._log_in()
        except OtreeApiError:
            return False
        return True

    def advance(self, session_code: str, participant_code: str) -> None:
        """Move one participant on, as "Advance user(s)" of the admin's monitor does: the page is submitted as by a time-out.

        One that nobody has started is started only; one on a wait page stays. Not possible before oTree 6.
        """
        version = self.version()
        if int(version.partition(".")[0]) < FIRST_WITH_ADVANCE_ONE:
            raise OtreeApiError.cannot_advance_one(version)
        response = self._as_admin("POST", f"/AdvanceSession/{session_code}", {"selected_participant": participant_code})
        if response.status_code != HTTPStatus.OK:
            raise OtreeApiError.refused(f"advance participant {participant_code}", response.status_code, response.text[:300])

    def _as_admin(self, method: str, path: str, data: dict[str, str] | None = None) -> requests.Response:
        """A page of the experimenter's, logged in where the server wants that."""

        def call() -> requests.Response:
            sent = None if data is None else {**data, "csrftoken": self._csrf_token()}
            return self._call(method, path, data=sent, allow_redirects=False)

        response = call()
        if response.is_redirect and "login" in response.headers["location"]:
            self._log_in()
            response = call()
        return response

    def _log_in(self) -> None:
        data = {"username": self.admin_user, "password": self.admin_password, "csrftoken": self._csrf_token()}
        if not self._call("POST", "/login", data=data, allow_redirects=False).is_redirect:
            raise OtreeApiError.login_failed(self.url)

    def _csrf_token(self) -> str:
        found = _TOKEN.search(self._call("GET", "/login").text)  # the cookie that goes with it stays in the session
        return found[1] if found else ""

    def _json(self, method: str, path: str, timeout: float = CALL_SECONDS) -> Any:
        response = self._call(method, path, timeout=timeout)
        if response.status_code != HTTPStatus.OK:
            raise OtreeApiError.refused(f"answer {path}", response.status_code, response.text[:300])
        return response.json()

    def _call(self, method: str, path: str, *, timeout: float = CALL_SECONDS, **arguments: Any) -> requests.Response:
        import requests

        if self._session is None:
            self._session = requests.Session()
            self._session.trust_env = False  # a proxy of the machine has no business between us and a loopback server
            # After an error 500 oTree drops the connection without saying so: never reuse one.
            self._session.headers["Connection"] = "close"
            if self.rest_key:
                self._session.headers["otree-rest-key"] = self.rest_key
        try:
            response = self._session.request(method, self.url + path, timeout=timeout, **arguments)
        except requests.RequestException as error:
            raise OtreeApiError.unreachable(self.url, f"{type(error).__name__}: {error}") from None
        if response.status_code == HTTPStatus.FORBIDDEN and re.search("OTREE_REST_KEY|otree-rest-key", response.text):
            raise OtreeApiError.needs_rest_key(self.url, response.text)
        return response

    def close(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None

    def __enter__(self) -> OtreeApi:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
