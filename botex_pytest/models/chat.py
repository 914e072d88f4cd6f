"""What a language model is to us: messages in, text out. Where it runs and how it is reached is the backend's business."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

Schema = Mapping[str, Any]
"""A plain JSON schema without references."""


@dataclass(frozen=True)
class ChatMessage:
    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True)
class Completion:
    """One reply. `finish` length: cut off at the limit of tokens; refusal: the provider or the model would not answer."""

    text: str
    finish: Literal["stop", "length", "refusal"] = "stop"
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float | None = None  # USD; None when nobody knows the price
    seconds: float = 0.0
    retries: int = 0  # transport retries that it took


class Backend(Protocol):
    """Called from several threads at once. Retries what may pass (a full server, a dropped line), and nothing else."""

    name: str

    @property
    def context(self) -> int | None:
        """Tokens that prompt and reply may have together; None when not known."""

    def prepare(self) -> None:
        """One small question. Raises `ModelError` for what no patience mends: a wrong key, an unknown model, no server."""

    def complete(self, messages: Sequence[ChatMessage], schema: Schema | None, max_tokens: int) -> Completion:
        """Raises `ModelError` when no reply is to be had. A reply should keep to the `schema`; nobody may rely on that."""

    def close(self) -> None: ...
