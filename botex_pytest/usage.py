"""What asking a model took: calls, tokens, money, time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Usage:
    """Tokens as the model's provider counts them. `cost` in USD, None when a price is not known; `seconds` spent waiting for
    replies; `retries` of the transport."""

    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float | None = 0.0
    seconds: float = 0.0
    retries: int = 0

    def __add__(self, other: Usage) -> Usage:
        cost = None if self.cost is None or other.cost is None else self.cost + other.cost
        return Usage(
            self.calls + other.calls,
            self.tokens_in + other.tokens_in,
            self.tokens_out + other.tokens_out,
            cost,
            self.seconds + other.seconds,
            self.retries + other.retries,
        )

    @property
    def tokens(self) -> int:
        return self.tokens_in + self.tokens_out

    @classmethod
    def total(cls, parts: Iterable[Usage]) -> Usage:
        return sum(parts, cls())

    @classmethod
    def of(cls, meta: Mapping[str, Any]) -> Usage:
        """What the `meta` of an answer says its calls took; nothing when no model was called."""
        calls = meta.get("calls")
        if not calls:
            return cls()
        known = {f.name for f in fields(cls)}
        return cls.total(cls(1, **{k: v for k, v in call.items() if k in known and k != "calls"}) for call in calls if call)

    def words(self) -> str:
        """`12 calls, 8,412 tokens read and 390 written, 0.0042 USD`"""
        if not self.calls:
            return ""
        price = "cost not known" if self.cost is None else f"{self.cost:.4f} USD" if self.cost else ""
        calls = "1 call" if self.calls == 1 else f"{self.calls} calls"
        tokens = f"{self.tokens_in:,} tokens read and {self.tokens_out:,} written" if self.tokens else ""
        return ", ".join(part for part in (calls, tokens, price) if part)
