"""A language model in llama.cpp: its chat endpoint, with answers that a grammar holds to the schema."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

import requests

from botex_pytest.llamacpp_errors import LlamacppError
from botex_pytest.models.chat import ChatMessage, Completion, Schema

RETRY_SECONDS = (0.5, 1.0, 2.0)  # before the second, third and fourth try of one question
PASSING = (429, 502, 503)  # it loads its model, or cannot take another question now
CONNECT_SECONDS = 5.0

# With these words, and HTTP 500, llama.cpp says that what the model wrote cannot be read: bytes that are no text, or a word the
# grammar does not know. That is a bad answer of a server in good health.
INVALID = ("does not match the expected", "grammar stack", "Failed to parse input", "invalid UTF-8")


class Server(Protocol):
    """The server's side: what is there, started when it is needed."""

    url: str
    context: int | None
    name: str

    def start(self) -> None: ...

    def raise_if_dead(self) -> None: ...


@dataclass(frozen=True)
class Sampling:
    """How words are drawn; None leaves it to the model's file, else to llama.cpp."""

    temperature: float | None = None
    top_p: float | None = None
    top_k: int | None = None


class LlamacppBackend:
    """`predict`: tokens of one answer at most. `timeout`: seconds one answer may take, waiting for a free slot included."""

    name = "llamacpp"

    def __init__(
        self, server: Server, *, sampling: Sampling | None = None, predict: int | None = None, timeout: float = 600.0
    ) -> None:
        self.server, self.timeout = server, timeout
        self._predict = predict
        self._sampling = {key: value for key, value in asdict(sampling or Sampling()).items() if value is not None}

    @property
    def context(self) -> int | None:
        return self.server.context

    def prepare(self) -> None:
        """Starts the server, which takes as long as reading the model's file, and asks it one thing. Raises `LlamacppError`."""
        self.server.start()
        schema = {"type": "object", "properties": {"ready": {"enum": ["yes"]}}, "required": ["ready"]}
        self.complete([ChatMessage("user", "Are you ready? Answer in JSON.")], schema, 16)

    def close(self) -> None:
        """Nothing: the server belongs to the whole run."""

    def complete(self, messages: Sequence[ChatMessage], schema: Schema | None, max_tokens: int) -> Completion:
        """An answer that cannot be read comes back as an empty text, to be asked for again. Raises `LlamacppError`."""
        body: dict[str, Any] = {
            "messages": [asdict(message) for message in messages],
            "max_tokens": min(max_tokens, self._predict or max_tokens),
            # A model that thinks aloud first cannot keep to a schema that holds from the first letter on.
            "chat_template_kwargs": {"enable_thinking": False},
            **self._sampling,
        }
        if schema is not None:
            body["response_format"] = {"type": "json_schema", "json_schema": {"name": "answer", "schema": dict(schema)}}
        started = time.monotonic()
        response, retries = self._post(body)
        seconds = time.monotonic() - started
        if response.ok:
            return _completion(response.json(), seconds, retries)
        message, details = _error(response)
        if response.status_code >= 500 and any(words in message for words in INVALID):
            return Completion("", cost=0.0, seconds=seconds, retries=retries)
        if "n_prompt_tokens" in details:
            raise LlamacppError.too_long(int(details["n_prompt_tokens"]), int(details.get("n_ctx") or self.context or 0))
        raise LlamacppError.refused(self.server.url, response.status_code, message)

    def _post(self, body: Mapping[str, Any]) -> tuple[requests.Response, int]:
        """The last response to `body`, and how often it was sent again."""
        response = problem = None
        for retries, pause in enumerate((0.0, *RETRY_SECONDS)):
            time.sleep(pause)
            try:
                response = self._post_once(body)
            except requests.Timeout:
                raise LlamacppError.no_answer(self.server.url, self.timeout) from None
            except requests.RequestException as error:
                self.server.raise_if_dead()
                problem = error
                continue
            if response.status_code not in PASSING:
                return response, retries
        if response is not None:
            return response, len(RETRY_SECONDS)
        raise LlamacppError.nobody_answers(self.server.url, f"the connection broke each time ({problem})")

    def _post_once(self, body: Mapping[str, Any]) -> requests.Response:
        with requests.Session() as session:
            session.trust_env = False  # a proxy of the machine has no business between us and a loopback server
            url = f"{self.server.url}/v1/chat/completions"
            return session.post(url, json=body, timeout=(CONNECT_SECONDS, self.timeout))


def _completion(data: Mapping[str, Any], seconds: float, retries: int) -> Completion:
    choice, usage = data["choices"][0], data.get("usage") or {}
    return Completion(
        text=choice["message"].get("content") or "",
        finish="length" if choice.get("finish_reason") == "length" else "stop",
        tokens_in=usage.get("prompt_tokens", 0),
        tokens_out=usage.get("completion_tokens", 0),
        cost=0.0,
        seconds=seconds,
        retries=retries,
    )


def _error(response: requests.Response) -> tuple[str, Mapping[str, Any]]:
    """llama.cpp's own words, and everything it says about the error."""
    try:
        details = response.json()["error"]
        return str(details["message"]), details
    except (ValueError, KeyError, TypeError):
        return response.text[:500], {}
