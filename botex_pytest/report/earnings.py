"""What people would earn: the question behind many a dry run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botex_pytest.report.sentences import STATUS_NAMES
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


def payment_table(play: SessionResult) -> dict[str, Any]:
    """What oTree's page Payments would say of everybody, with how they ended."""
    ended = {p.number: STATUS_NAMES[p.status] for p in play.participants}
    unit = next((p.payoff.partition(" ")[2] for p in play.participants if p.payoff), "")
    rows = [
        {
            "who": f"P{paid.number}",
            "ended": ended.get(paid.number, ""),
            "payoff": f"{paid.payoff:g}",
            "money": f"{paid.money:.2f}",
            "fee": f"{paid.fee:.2f}",
            "total": f"{paid.total:.2f}",
        }
        for paid in play.payments
    ]
    return {"name": play.name, "unit": unit, "rows": rows}


def _fee(play: SessionResult, info: Mapping[str, Any]) -> float:
    declared: Mapping[str, Any] = next((c.get("fields") or {} for c in info.get("configs", ()) if c["name"] == play.config), {})
    fee = play.settings.get("participation_fee", declared.get("participation_fee", 0))
    try:
        return float(fee or 0)
    except (TypeError, ValueError):
        return 0.0
