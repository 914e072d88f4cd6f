"""Models of any provider, and of any server that speaks OpenAI's protocol, through litellm.

litellm takes seconds to import and asks the network for a price list unless it is told not to: it is imported here, at first use.
"""

from __future__ import annotations

import atexit
import gc
import os
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any, TypeVar

from botex_pytest.model_errors import ModelError
from botex_pytest.models.chat import ChatMessage, Completion, Schema
from botex_pytest.models.patience import GaveUp, Pace, Passing, patiently
from botex_pytest.redact import Redactor

T = TypeVar("T")

_OFFLINE = "LITELLM_LOCAL_MODEL_COST_MAP"
_importing = threading.Lock()

_TRIES, _PROBE_TRIES = 6, 3
_PATIENCE = 5
"""Times the limit for one reply that all tries together may take."""

_PROBE: Schema = {
    "type": "object",
    "properties": {"answer": {"type": "integer"}},
    "required": ["answer"],
    "additionalProperties": False,
}
_PROBE_TOKENS = 200
_REASONING_TOKENS = 4000
"""Added to the room for a reply of a model that thinks before it speaks: it counts its thoughts as well."""

_NO_KEY = re.compile(r"missing credentials|api[_ ]key\b.*\b(?:must be set|not set|missing|required)", re.IGNORECASE)
_NO_SCHEMA = ("response_format", "json_schema", "schema")
_NOT_IN_FORM = "peg-native"  # llama.cpp answers so when a model breaks the form: a useless reply, not a broken server


class LitellmBackend:
    """`name`: as litellm writes it, or that of a model which the server at `api_base` has. `args` are passed on to litellm as
    they are. `timeout`: seconds for one reply. `needs_price`: a model without a known price is an error."""

    def __init__(
        self,
        name: str,
        *,
        api_base: str | None = None,
        api_key: str | None = None,
        args: Mapping[str, Any] | None = None,
        timeout: float = 120.0,
        rpm: float | None = None,
        needs_price: bool = False,
    ) -> None:
        self.name = name
        self.context: int | None = None
        self._args = {"api_base": api_base, "api_key": api_key, **(args or {})}
        self._timeout, self._pace, self._needs_price = timeout, Pace(rpm), needs_price
        self._clean = Redactor([api_key] if api_key else []).text
        self._model, self._structured, self._room = name, False, 0

    def prepare(self) -> None:
        litellm = _import(self.name)
        self._model, provider = self._resolved(litellm)
        if self._args["api_base"] and not self._args["api_key"] and provider == "openai" and not os.environ.get("OPENAI_API_KEY"):
            self._args["api_key"] = "none"  # servers of one's own ask for none, and OpenAI's client insists on one
        # A server we know nothing about is asked with a schema once: it says so when it does not know them.
        self._structured = bool(self._args["api_base"]) or bool(litellm.supports_response_schema(model=self._model))
        self._room = _REASONING_TOKENS if litellm.supports_reasoning(model=self._model) else 0
        self.context = _context(litellm, self._model)
        question = [ChatMessage("user", 'How much is 1 + 1? Reply with {"answer": NUMBER} and nothing else.')]
        completion = self._patiently(question, _PROBE, _PROBE_TOKENS, _PROBE_TRIES)
        if self._needs_price and completion.cost is None:
            raise ModelError.no_price(self.name)

    def complete(self, messages: Sequence[ChatMessage], schema: Schema | None, max_tokens: int) -> Completion:
        return self._patiently(messages, schema, max_tokens, _TRIES)

    def close(self) -> None:
        pass

    def _resolved(self, litellm: Any) -> tuple[str, str]:
        """The name as litellm wants it, and the provider."""
        for model in (self.name, f"openai/{self.name}"):
            try:
                return model, litellm.get_llm_provider(model=model, api_base=self._args["api_base"])[1]
            except litellm.exceptions.BadRequestError as error:
                if not self._args["api_base"]:
                    raise ModelError.not_known_to_provider(self.name, _said(error)) from None
        raise ModelError.not_known_to_provider(self.name, "litellm cannot tell its provider")

    def _patiently(self, messages: Sequence[ChatMessage], schema: Schema | None, max_tokens: int, tries: int) -> Completion:
        def once() -> Completion:
            return self._once(messages, schema, max_tokens)

        started = time.monotonic()
        try:
            completion, retries = patiently(once, self._pace, tries=tries, seconds=_PATIENCE * self._timeout)
        except GaveUp as given:
            raise ModelError.no_reply(self.name, self._clean(given.said), given.tries, given.seconds) from None
        return Completion(**{**vars(completion), "seconds": time.monotonic() - started, "retries": retries})

    def _once(self, messages: Sequence[ChatMessage], schema: Schema | None, max_tokens: int) -> Completion:
        litellm = _import(self.name)
        request: dict[str, Any] = {
            "model": self._model,
            "messages": [{"role": m.role, "content": m.content} for m in messages],
            "max_tokens": max_tokens + self._room,
            "timeout": self._timeout,
            "num_retries": 0,
            "max_retries": 0,
            "drop_params": True,
        }
        structured = schema is not None and self._structured
        if structured:
            form = {"name": "answers", "strict": True, "schema": schema}
            request["response_format"] = {"type": "json_schema", "json_schema": form}
        try:
            response = litellm.completion(**{**request, **{k: v for k, v in self._args.items() if v is not None}})
        except Exception as error:  # noqa: BLE001 - its errors have no base of their own; what is none of them is raised again
            said = self._clean(_said(error))
            if _NOT_IN_FORM in said or isinstance(error, litellm.exceptions.ContentPolicyViolationError):
                return Completion("", "stop" if _NOT_IN_FORM in said else "refusal")
            if structured and _status(error) in (400, 422) and any(word in said for word in _NO_SCHEMA):
                self._structured = False  # the prompt says the form as well
                return self._once(messages, None, max_tokens)
            raise self._judged(litellm, error, said) from None
        return _completion(litellm, response)

    def _judged(self, litellm: Any, error: Exception, said: str) -> Exception:
        """What another try may mend is `Passing`; the rest is a `ModelError` of its own."""
        status = _status(error)
        if status in (401, 403) or _NO_KEY.search(said):
            return ModelError.key_refused(self.name, said, litellm.validate_environment(self._model)["missing_keys"])
        if status == 404:
            return ModelError.not_known_to_provider(self.name, said)
        if status == 402 or "insufficient_quota" in said:
            return ModelError.no_quota(self.name, said)
        if status == 429:
            return Passing(said, full=True, after=_retry_after(error))
        if status in (408, 409) or (status or 0) >= 500 or isinstance(error, OSError):
            return Passing(said, after=_retry_after(error))
        return ModelError.request_refused(self.name, said) if status else error


def _import(name: str) -> Any:
    """litellm, told to stay off the network; the environment is left as it was."""
    with _importing:
        before = os.environ.get(_OFFLINE)
        os.environ[_OFFLINE] = "True"
        try:
            with nullcontext() if "litellm" in sys.modules else _collecting_no_garbage():
                import litellm
        except ImportError as error:
            raise ModelError.no_litellm(name, str(error)) from None
        finally:
            if before is None:
                del os.environ[_OFFLINE]
            else:
                os.environ[_OFFLINE] = before
        litellm.suppress_debug_info = True  # it prints invitations to file a bug
        return litellm


@contextmanager
def _collecting_no_garbage() -> Iterator[None]:
    """For an import of what stays for good: looking for garbage in it takes 0.6 s of litellm's 3, and as much at the end."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
        atexit.register(gc.freeze)  # not before: what is frozen is hidden from those who ask who refers to what


def _completion(litellm: Any, response: Any) -> Completion:
    choice, usage = response.choices[0], getattr(response, "usage", None)
    refusal = (getattr(choice.message, "provider_specific_fields", None) or {}).get("refusal")
    text = choice.message.content or refusal or ""
    refused = bool(refusal and not choice.message.content) or choice.finish_reason == "content_filter"
    return Completion(
        text,
        "refusal" if refused else "length" if choice.finish_reason == "length" else "stop",
        getattr(usage, "prompt_tokens", 0) or 0,
        getattr(usage, "completion_tokens", 0) or 0,
        _cost(litellm, response),
    )


def _cost(litellm: Any, response: Any) -> float | None:
    known = getattr(response, "_hidden_params", {}).get("response_cost")
    return float(known) if known is not None else _tried(lambda: float(litellm.completion_cost(completion_response=response)))


def _context(litellm: Any, model: str) -> int | None:
    return _tried(lambda: int(litellm.get_model_info(model=model)["max_input_tokens"]))


def _tried(look_up: Callable[[], T]) -> T | None:
    """What litellm's price list says; None for a model that it does not have, which it tells by a plain Exception."""
    try:
        return look_up()
    except Exception:  # noqa: BLE001
        return None


def _said(error: Exception) -> str:
    text = str(getattr(error, "message", "") or error)
    return " ".join(text.split())[:500]


def _status(error: Exception) -> int | None:
    status = getattr(error, "status_code", None)
    return int(status) if status is not None else None


def _retry_after(error: Exception) -> float | None:
    # litellm puts the headers beside a response that it makes up
    for headers in (getattr(error, "litellm_response_headers", None), getattr(getattr(error, "response", None), "headers", None)):
        try:
            return max(0.0, float((headers or {})["retry-after"]))
        except (KeyError, ValueError):  # none, or a date, which nobody sends here
            continue
    return None
