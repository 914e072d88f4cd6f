"""Arguments that are passed on to litellm as they are: read from a setting, shown without what may be a secret."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

ACCEPTED = 'arguments such as temperature=0.5,top_p=0.9 or {"temperature": 0.5}'

MASK = "****"
_SECRET = re.compile(r"key|token$|secret|password|auth|header|credential", re.IGNORECASE)
_PRICES = re.compile(r"_per_token$")


def read(text: str) -> str:
    """The arguments as a JSON object. Raises ValueError with the accepted form."""
    found: Any
    if text.startswith("{"):
        try:
            found = json.loads(text)
        except ValueError:
            raise ValueError(ACCEPTED) from None
    else:
        pairs = [part.partition("=") for part in text.split(",") if part.strip()]
        if not all(key.strip().isidentifier() and equals for key, equals, _ in pairs):
            raise ValueError(ACCEPTED)
        found = {key.strip(): _value(value.strip()) for key, _, value in pairs}
    return json.dumps(found)


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def shown(arguments: str) -> str:
    """For people and files."""
    return json.dumps(_masked(json.loads(arguments)))


def secrets(arguments: str) -> list[str]:
    """What must not reach a file."""
    return list(_texts(json.loads(arguments), hidden=False))


def _is_secret(key: str) -> bool:
    return bool(_SECRET.search(key)) and not _PRICES.search(key)


def _masked(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {key: MASK if _is_secret(key) else _masked(inner) for key, inner in value.items()}


def _texts(value: Any, *, hidden: bool) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts(inner, hidden=hidden or _is_secret(key))
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, hidden=hidden)
    elif isinstance(value, str) and hidden:
        yield value
