"""One llama.cpp for all workers: asked for over a socket, started once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from botex_pytest.llamacpp_errors import LlamacppError
from botex_pytest.servers.llamacpp import RunningLlama
from botex_pytest.sharing import BorrowedLlama, Keeper


class Server:
    """Notes how often it was started; `refuses` with an error."""

    url = "http://127.0.0.1:1"

    def __init__(self, *, refuses: bool = False) -> None:
        self.started, self.refuses = 0, refuses

    def start(self) -> None:
        self.started += 1
        if self.refuses:
            raise LlamacppError.model_not_found("/nö/model.gguf")


@pytest.fixture
def keep() -> Iterator[Callable[[Server], int]]:
    """`keep(server)`: the port where workers ask for it."""
    keepers: list[Keeper] = []

    def start(server: Server) -> int:
        keepers.append(Keeper(lambda: server))
        return keepers[-1].open()

    yield start
    for keeper in keepers:
        keeper.close()


@pytest.fixture(autouse=True)
def looked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses at which a worker then looks for llama.cpp."""
    found: list[str] = []
    monkeypatch.setattr(RunningLlama, "start", lambda self: found.append(self.url))
    return found


def test_it_is_started_once_and_only_when_somebody_asks(keep: Callable[[Server], int], looked: list[str]) -> None:
    server = Server()
    port = keep(server)
    assert server.started == 0
    workers = [threading.Thread(target=BorrowedLlama(port, start_timeout=5).start) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert (server.started, looked) == (1, [server.url] * 4)


def test_every_worker_is_told_why_there_is_none(keep: Callable[[Server], int], looked: list[str]) -> None:
    server = Server(refuses=True)
    port = keep(server)
    for _ in range(2):
        with pytest.raises(LlamacppError, match=r"There is no model file /nö/model\.gguf\.") as caught:
            BorrowedLlama(port, start_timeout=5).start()
        assert "botex tiny-model" in str(caught.value)
    assert (server.started, looked) == (1, [])


def test_a_controller_that_has_gone(looked: list[str]) -> None:
    keeper = Keeper(Server)
    port = keeper.open()
    keeper.close()
    with pytest.raises(LlamacppError, match=r"This worker was not told where llama\.cpp is\."):
        BorrowedLlama(port, start_timeout=1).start()
    assert looked == []


def test_a_controller_that_goes_without_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("botex_pytest.sharing._read", lambda port, seconds: b"")
    with pytest.raises(LlamacppError, match=r"This worker was not told where llama\.cpp is\."):
        BorrowedLlama(1, start_timeout=1).start()
