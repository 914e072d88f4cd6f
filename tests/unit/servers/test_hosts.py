import pytest

from botex_pytest.errors import OtreeStartError
from botex_pytest.servers.otree import RunningOtree


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://localhost:8000/", "http://127.5.0.1", "http://[::1]:8000"])
def test_this_machine_is_welcome(url: str) -> None:
    assert RunningOtree(url).url == url.rstrip("/")


def test_another_machine_is_refused() -> None:
    with pytest.raises(OtreeStartError, match="not on this machine") as caught:
        RunningOtree("http://192.0.2.7:8000")
    assert "--botex-allow-remote" in str(caught.value)


def test_another_machine_by_the_users_word() -> None:
    assert RunningOtree("http://192.0.2.7:8000", allow_remote=True).url == "http://192.0.2.7:8000"


def test_a_name_that_only_looks_local_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [(2, 1, 6, "", ("127.0.0.1", 0)), (2, 1, 6, "", ("192.0.2.7", 0))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_: answers)
    with pytest.raises(OtreeStartError, match="not on this machine"):
        RunningOtree("http://localhost.example.org")


def test_a_name_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object) -> None:
        raise OSError("Name or service not known")

    monkeypatch.setattr("socket.getaddrinfo", unknown)
    with pytest.raises(OtreeStartError, match="is not known"):
        RunningOtree("http://otree.invalid")


@pytest.mark.parametrize("url", ["127.0.0.1:8000", "ftp://127.0.0.1", "http://", ""])
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(OtreeStartError, match="no address of a server"):
        RunningOtree(url)
