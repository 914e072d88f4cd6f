"""Questions to a real llama.cpp with random weights; to a fake one only where it has to misbehave on purpose."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from botex_pytest.llamacpp_errors import LlamacppError
from botex_pytest.models import llamacpp
from botex_pytest.models.chat import ChatMessage
from botex_pytest.models.llamacpp import LlamacppBackend, Sampling
from botex_pytest.servers.llamacpp import LlamaServer, RunningLlama
from botex_pytest.waiting import wait_until

CONTEXT = 2048
QUESTION = [ChatMessage("system", "You play an experiment.\nAnswer in JSON."), ChatMessage("user", "How much? Größe?")]
SCHEMA = {
    "type": "object",
    "properties": {
        "reason": {"type": "string", "maxLength": 200},
        "amount": {"type": "integer", "minimum": 3, "maximum": 12},
        "who": {"enum": ["Männer & \"Frauen\"", "日本"]},
    },
    "required": ["reason", "amount", "who"],
    "additionalProperties": False,
}  # fmt: skip


@pytest.fixture(scope="module")
def server(gguf: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LlamaServer]:
    server = LlamaServer(gguf, work=tmp_path_factory.mktemp("llama"), slots=2, context=CONTEXT)
    LlamacppBackend(server).prepare()
    yield server
    server.stop()


def test_preparing_starts_the_server(server: LlamaServer) -> None:
    assert server.alive
    assert LlamacppBackend(server).context == CONTEXT


def test_answers_keep_to_the_schema(server: LlamaServer) -> None:
    backend = LlamacppBackend(server)
    for _ in range(20):
        completion = backend.complete(QUESTION, SCHEMA, 400)
        answer = json.loads(completion.text)
        assert list(answer) == ["reason", "amount", "who"]
        assert 3 <= answer["amount"] <= 12
        assert answer["who"] in SCHEMA["properties"]["who"]["enum"]
        assert (completion.finish, completion.cost, completion.retries) == ("stop", 0.0, 0)
        assert completion.tokens_in > 0
        assert completion.tokens_out > 0
        assert completion.seconds > 0


def test_without_a_schema_it_says_what_it_likes(server: LlamaServer) -> None:
    texts = [LlamacppBackend(server).complete(QUESTION, None, 100).text for _ in range(5)]
    assert any(texts)
    assert all(text.isprintable() for text in texts)


def test_without_chance_it_says_the_same(server: LlamaServer) -> None:
    backend = LlamacppBackend(server, sampling=Sampling(temperature=0))
    assert len({backend.complete(QUESTION, SCHEMA, 400).text for _ in range(4)}) == 1


@pytest.mark.parametrize(("predict", "most"), [(None, 5), (5, 400)])
def test_an_answer_that_is_cut_off(server: LlamaServer, predict: int | None, most: int) -> None:
    completion = LlamacppBackend(server, predict=predict).complete(QUESTION, SCHEMA, most)
    assert (completion.finish, completion.tokens_out) == ("length", 5)


def test_a_conversation_that_is_too_long(server: LlamaServer) -> None:
    long = [ChatMessage("user", "x" * 2 * CONTEXT)]
    with pytest.raises(LlamacppError, match=rf"too long for the model: \d+ tokens, of {CONTEXT}\."):
        LlamacppBackend(server).complete(long, None, 10)


def test_a_schema_it_cannot_read(server: LlamaServer) -> None:
    with pytest.raises(LlamacppError, match=r"refused the question \(HTTP 400\)"):
        LlamacppBackend(server).complete(QUESTION, {"type": "stringg"}, 10)
    server.raise_if_dead()


def test_a_server_that_died(gguf: Path, tmp_path: Path) -> None:
    with LlamaServer(gguf, work=tmp_path, slots=1) as server:
        os.kill(server._process.pid, signal.SIGKILL)
        wait_until(lambda: not server.alive, 20, "it has ended")
        with pytest.raises(LlamacppError, match="was ended by SIGKILL"):
            LlamacppBackend(server).complete(QUESTION, None, 10)


# --- it misbehaves ---

GOOD = (200, {"choices": [{"finish_reason": "stop", "message": {"content": "yes"}}]})
LOADING = (503, {"error": {"message": "Loading model", "code": 503}})
PEG = (500, {"error": {"message": "The model produced output that does not match the expected peg-native format", "code": 500}})
GRAMMAR = (500, {"error": {"message": "got exception: Unexpected empty grammar stack after accepting piece: >", "code": 500}})
BROKEN = (500, {"error": {"message": "CUDA error", "code": 500}})
EMPTY = (200, {"choices": [{"finish_reason": "stop", "message": {"content": None, "reasoning_content": "hm"}}]})
DROPPED = (0, {})

Fake = Callable[..., tuple[LlamacppBackend, list[dict[str, Any]]]]


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[Fake]:
    """`fake(*answers)`: a server that gives these, one after the other; and what it was sent."""
    monkeypatch.setattr(llamacpp, "RETRY_SECONDS", (0.01, 0.01, 0.01))
    servers: list[ThreadingHTTPServer] = []

    def start(*answers: tuple[int, dict[str, Any]]) -> tuple[LlamacppBackend, list[dict[str, Any]]]:
        left, asked = list(answers), []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._send(200, {"default_generation_settings": {"n_ctx": 4096}, "total_slots": 1})

            def do_POST(self) -> None:
                asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                status, data = left.pop(0)
                if status:
                    self._send(status, data)
                else:
                    self.close_connection = True

            def _send(self, status: int, data: dict[str, Any]) -> None:
                body = json.dumps(data).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None: ...

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        Thread(target=server.serve_forever, daemon=True).start()
        return LlamacppBackend(RunningLlama(f"http://127.0.0.1:{server.server_port}")), asked

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_what_is_sent(fake: Fake) -> None:
    backend, asked = fake(GOOD, GOOD)
    backend.complete(QUESTION, None, 50)
    backend._sampling = LlamacppBackend(backend.server, sampling=Sampling(0.5, 0.9, 0))._sampling
    backend.complete(QUESTION, SCHEMA, 50)
    plain, full = asked
    assert plain == {
        "messages": [{"role": m.role, "content": m.content} for m in QUESTION],
        "max_tokens": 50,
        "chat_template_kwargs": {"enable_thinking": False},
    }
    assert (full["temperature"], full["top_p"], full["top_k"]) == (0.5, 0.9, 0)
    assert full["response_format"] == {"type": "json_schema", "json_schema": {"name": "answer", "schema": SCHEMA}}


@pytest.mark.parametrize("trouble", [LOADING, DROPPED])
def test_what_passes_is_waited_for(fake: Fake, trouble: tuple[int, dict[str, Any]]) -> None:
    backend, asked = fake(trouble, trouble, GOOD)
    completion = backend.complete(QUESTION, None, 50)
    assert (completion.text, completion.retries, len(asked)) == ("yes", 2, 3)


@pytest.mark.parametrize("answer", [PEG, GRAMMAR, EMPTY])
def test_an_answer_that_cannot_be_read_is_an_empty_one(fake: Fake, answer: tuple[int, dict[str, Any]]) -> None:
    backend, asked = fake(answer)
    assert backend.complete(QUESTION, SCHEMA, 50).text == ""
    assert len(asked) == 1


@pytest.mark.parametrize(("answer", "tries"), [(BROKEN, 1), (LOADING, 4)])
def test_what_does_not_pass_is_told(fake: Fake, answer: tuple[int, dict[str, Any]], tries: int) -> None:
    backend, asked = fake(*[answer] * tries)
    with pytest.raises(LlamacppError, match=rf"refused the question \(HTTP {answer[0]}\)") as caught:
        backend.complete(QUESTION, None, 50)
    assert caught.value.cause == answer[1]["error"]["message"]
    assert len(asked) == tries


def test_a_line_that_is_always_dropped(fake: Fake) -> None:
    backend, asked = fake(*[DROPPED] * 4)
    with pytest.raises(LlamacppError, match="the connection broke each time"):
        backend.complete(QUESTION, None, 50)
    assert len(asked) == 4


def test_a_model_that_is_too_slow(gguf: Path, server: LlamaServer) -> None:
    backend = LlamacppBackend(server, timeout=0.05)
    with pytest.raises(LlamacppError, match=r"did not answer within 0\.05 s"):
        backend.complete(QUESTION, {"type": "array", "minItems": 500, "items": {"type": "string", "minLength": 2}}, 1900)
