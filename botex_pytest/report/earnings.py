"""What people would earn: the question behind many a dry run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botex_pytest.results import SessionResult


def earnings(play: SessionResult, info: Mapping[str, Any]) -> str:
    """`18.45 to 21.30 EUR, and 4.00 EUR for taking part`: those who finished; "" when nobody did.

    `info`: the introspection kept in `run.json`, where the participation fee stands unless the study file changes it.
    """
    payoffs = [p.payoff.partition(" ") for p in play.participants if p.status == "finished" and p.payoff]
    if not payoffs:
        return ""
    amounts = sorted((amount for amount, _, _ in payoffs), key=float)
    unit = payoffs[0][2]
    low, high = amounts[0], amounts[-1]
    told = f"{low} to {high} {unit}" if low != high else f"{low} {unit}"
    fee = _fee(play, info)
    return f"{told.strip()}, and {fee:.2f} {unit} for taking part".strip() if fee else told.strip()


def _fee(play: SessionResult, info: Mapping[str, Any]) -> float:
    declared: Mapping[str, Any] = next((c.get("fields") or {} for c in info.get("configs", ()) if c["name"] == play.config), {})
    fee = play.settings.get("participation_fee", declared.get("participation_fee", 0))
    try:
        return float(fee or 0)
    except (TypeError, ValueError):
        return 0.0
