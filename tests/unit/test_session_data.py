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
