"""An OpenAI-compatible endpoint on loopback that answers well, or misbehaves in exactly the way a test asks for.

Good answers are made from the schema of the request, where there is one, else from the questions in its last message. The first
choice, the smallest number: the same every time.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Request = dict[str, Any]
LETTERS_PER_TOKEN = 4


@dataclass(frozen=True)
class Say:
    """A response of the endpoint. `seconds` pass before it; without a status the connection is dropped."""

    content: str | None = ""
    finish: str = "stop"
    status: int | None = 200
    headers: dict[str, str] = field(default_factory=dict)
    error: str = ""
    seconds: float = 0.0
    refusal: str | None = None


Behaviour = Callable[[Request], Say]


# --- what it can do ---


def good(request: Request) -> Say:
    return Say(json.dumps(answers(request)))


def invalid_json(request: Request) -> Say:
    return Say('{"reason": "I was ')


def in_prose(request: Request) -> Say:
    return Say(f"Let me think.\n\n```json\n{json.dumps(answers(request), indent=1)}\n```\nThat is {{all}}.")


def missing_key(request: Request) -> Say:
    found = answers(request)
    found.pop(next(reversed(found)))
    return Say(json.dumps({**found, "something": {"reason": "r", "answer": 1}}))


def wrong_choice(request: Request) -> Say:
    return Say(json.dumps({name: {"reason": "r", "answer": "None of these"} for name in answers(request)}))


def out_of_bounds(request: Request) -> Say:
    return Say(json.dumps({name: {"reason": "r", "answer": 10**6} for name in answers(request)}))


def empty(request: Request) -> Say:
    return Say(None)


def refusal(request: Request) -> Say:
    return Say(None, refusal="I cannot take part in this.")


def truncated(request: Request) -> Say:
    return Say(json.dumps(answers(request))[:-9], finish="length")


def unauthorized(request: Request) -> Say:
    return Say(status=401, error="Incorrect API key provided: wrong-key")


def no_such_model(request: Request) -> Say:
    return Say(status=404, error=f"The model `{request['model']}` does not exist")


def no_money(request: Request) -> Say:
    return Say(status=429, error="You exceeded your current quota. insufficient_quota")


def no_schemas(request: Request) -> Say:
    if "response_format" in request:
        return Say(status=400, error="response_format is not supported by this model")
    return good(request)


def too_long(request: Request) -> Say:
    return Say(status=400, error="This model's maximum context length is 100 tokens. However, you requested 900 tokens")


def full(seconds: float = 0.2) -> Behaviour:
    return lambda _: Say(status=429, headers={"Retry-After": str(seconds)}, error="Rate limit reached")


def broken(request: Request) -> Say:
    return Say(status=500, error="The server had an error")


def not_in_its_own_form(request: Request) -> Say:
    return Say(status=500, error="The model produced output that does not match the expected peg-native format")


def slow(seconds: float) -> Behaviour:
    return lambda request: Say(json.dumps(answers(request)), seconds=seconds)


def dropped(request: Request) -> Say:
    return Say(status=None)


# --- the endpoint ---


class Endpoint:
    """`behaviours` in turn, then `always`. A context manager; `requests` is what it was asked."""

    def __init__(self, *behaviours: Behaviour, always: Behaviour = good) -> None:
        self.requests: list[Request] = []
        self.times: list[float] = []  # monotonic, of each request
        self.keys: list[str] = []
        self._behaviours, self._always = list(behaviours), always
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"

    def says(self, request: Request, key: str) -> Say:
        with self._lock:
            self.requests.append(request)
            self.times.append(time.monotonic())
            self.keys.append(key)
            behaviour = self._behaviours.pop(0) if self._behaviours else self._always
        return behaviour(request)

    @property
    def prompts(self) -> list[str]:
        """The last message of each request."""
        return [request["messages"][-1]["content"] for request in self.requests]

    def __enter__(self) -> Endpoint:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def _handler(endpoint: Endpoint) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # else the body waits for the headers to be acknowledged

        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            say = endpoint.says(request, self.headers.get("Authorization", ""))
            time.sleep(say.seconds)
            if say.status is None:
                self.close_connection = True
                return
            body = json.dumps(_body(request, say)).encode()
            try:
                self.send_response(say.status)
                for name, value in {**say.headers, "Content-Type": "application/json", "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                pass  # whoever asked has gone: that is what some tests are about

        def log_message(self, *_: object) -> None:
            pass

    return Handler


def _body(request: Request, say: Say) -> dict[str, Any]:
    if say.status != 200:
        return {"error": {"message": say.error, "type": "test", "code": None}}
    asked = sum(len(str(m["content"])) for m in request["messages"]) // LETTERS_PER_TOKEN
    said = len(say.content or "") // LETTERS_PER_TOKEN
    message = {"role": "assistant", "content": say.content, "refusal": say.refusal}
    return {
        "id": "test",
        "object": "chat.completion",
        "created": 0,
        "model": request["model"],
        "choices": [{"index": 0, "message": message, "finish_reason": say.finish}],
        "usage": {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said},
    }


# --- good answers ---


def answers(request: Request) -> dict[str, Any]:
    """To every question of a request, in the form in which they are asked."""
    schema = request.get("response_format", {}).get("json_schema", {}).get("schema")
    if schema:
        found: dict[str, Any] = example(schema)
        return found
    told = [str(m["content"]) for m in reversed(request["messages"])]
    asked = next((text for text in told if re.search(r'^- ".+" \(', text, re.M)), "")
    if not asked:
        return {"answer": 2}
    found = re.findall(r'^- "([^"]+)" \((.*?)\)(?::|$| )', asked.rpartition("</page>")[2], re.M)
    return {name: {"reason": "It is the first.", "answer": _from_words(words)} for name, words in found}


def example(schema: Any, name: str = "") -> Any:
    """The first or smallest value that `schema` admits. Also follows references, for schemas of others."""
    return _example(schema, schema.get("$defs", {}), name)


def _example(schema: Any, defs: dict[str, Any], name: str) -> Any:
    if "$ref" in schema:
        return _example(defs[schema["$ref"].rpartition("/")[2]], defs, name)
    if "anyOf" in schema or "allOf" in schema:
        return _example((schema.get("anyOf") or schema["allOf"])[0], defs, name)
    if "enum" in schema:
        return schema["enum"][0]
    if "const" in schema:
        return schema["const"]
    kind = schema.get("type")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object":
        return {key: _example(inner, defs, key) for key, inner in schema.get("properties", {}).items()}
    if kind == "array":
        return [_example(schema["items"], defs, name)] * max(1, schema.get("minItems", 1))
    if kind in ("integer", "number"):
        return schema.get("minimum", schema.get("maximum", 1))
    if kind == "boolean":
        return name == "understood"  # what botex 0.2.0 asks for again until it is so
    if "pattern" in schema:
        return "2001-05-17"
    return "I take the first." if name == "reason" else "amber"[: schema.get("maxLength", 5)]


def _from_words(words: str) -> Any:
    if words.startswith("true"):
        return True
    quoted = re.search(r'"([^"]*)"', words)
    if quoted:
        return [quoted[1]] if words.startswith("a list") else quoted[1]
    number = re.search(r"-?\d+(?:\.\d+)?", words)
    return (float(number[0]) if "." in number[0] else int(number[0])) if number else 1 if "number" in words else "amber"
