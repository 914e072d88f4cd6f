"""What a llama.cpp server says of itself over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import requests

LOADING = 503


@dataclass(frozen=True)
class About:
    """`context`: tokens of one conversation; None when it does not say. `model`: the file's name."""

    context: int | None
    slots: int
    model: str


class NotYet(Exception):
    """It is there, and loads its model."""


def ask(url: str, seconds: float) -> About:
    """Raises `NotYet`, OSError when nobody answers within `seconds`, ValueError when it is no llama.cpp."""
    with requests.Session() as session:
        session.trust_env = False  # a proxy is no way to this machine
        health = session.get(f"{url}/health", timeout=seconds)
        if health.status_code == LOADING:
            raise NotYet
        if not health.ok:
            raise ValueError(f"HTTP {health.status_code} at {url}/health; another program listens there")
        props = session.get(f"{url}/props", timeout=seconds)
        if not props.ok:
            raise ValueError(f"HTTP {props.status_code} at {url}/props: {props.text[:200]}")
        try:
            return _about(props.json())
        except (ValueError, TypeError, AttributeError):
            raise ValueError("what it says of itself is not what a llama.cpp says; another program listens there") from None


def _about(props: Mapping[str, Any]) -> About:
    settings = props.get("default_generation_settings") or {}
    context = settings.get("n_ctx")
    return About(
        int(context) if context else None, int(props.get("total_slots") or 1), PurePath(props.get("model_path") or "").name
    )
