"""What oTree knows about a session, also of a server that has fallen silent."""

from __future__ import annotations

import pytest

from botex_pytest.errors import OtreeApiError
from botex_pytest.servers.otree_api import SessionCreated
from botex_pytest.session_data import SessionData


class Refusing:
    """An API whose every question ends in `error`."""

    def __init__(self, error: OtreeApiError) -> None:
        self._error = error

    def get_session(self, _code: str) -> object:
        raise self._error


def data(error: OtreeApiError) -> SessionData:
    return SessionData(Refusing(error), SessionCreated("abcd1234", (), ""))  # type: ignore[arg-type]


def test_a_silent_server_tells_no_payoffs() -> None:
    assert data(OtreeApiError.unreachable("http://127.0.0.1:1", "ReadTimeout")).payoffs() == {}


def test_a_refusal_is_an_error() -> None:
    with pytest.raises(OtreeApiError):
        data(OtreeApiError.refused("answer", 500, "Internal Server Error")).payoffs()


def test_nobody_has_a_role_in_a_room() -> None:
    assert data(OtreeApiError.refused("export", 500, "Internal Server Error")).role("", 0, 1) == ""


def row(number: int, round_: int, **more: str) -> dict[str, str]:
    always = {
        "participant.id_in_session": str(number),
        "participant.code": f"code{number}",
        "participant._index_in_pages": "0",
        "participant.payoff": "0.0",
        "player.payoff": "0.0",
        "group.id_in_subsession": "1",
        "subsession.round_number": str(round_),
        "session.code": "abcd1234",
    }
    return {**always, **{name.replace("__", "."): value for name, value in more.items()}}


def test_what_the_study_gave_is_all_that_is_its_own() -> None:
    class Exporting:
        asked = 0

        def export_app(self, app: str, _code: str) -> list[dict[str, str]] | None:
            self.asked += 1
            own = {"player__role": "Buyer", "player__n": "", "group__shock": "up"}
            rounds = [row(1, r, player__price=str(10 * r), **own) for r in (1, 2)]
            return [*rounds, row(2, 1)] if app == "market" else None

        def export_wide(self, _code: str) -> list[dict[str, str]]:
            return [{"participant.id_in_session": "1", "participant.colour": "red", "market.1.player.price": "10"}]

    api = Exporting()
    found = SessionData(api, SessionCreated("abcd1234", (), ""))  # type: ignore[arg-type]
    given = {"market.role": "Buyer", "market.price": "10, 20", "market.shock": "up", "colour": "red"}
    assert found.given(("market", "old"), 1) == given
    assert found.given(("market", "old"), 2) == found.given(("market", "old"), 9) == {}
    assert api.asked == 2
