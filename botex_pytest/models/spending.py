"""What models have cost in this run, and the limits that the user set. One file for all processes of a run, so that the limits
hold for the run however many workers share it."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from botex_pytest.model_errors import BudgetSpent
from botex_pytest.models.chat import Completion


@dataclass(frozen=True)
class Limits:
    """None: no limit. `cost` in USD, `tokens` read and written, `seconds` from the run's first question to a model."""

    cost: float | None = None
    tokens: int | None = None
    calls: int | None = None
    seconds: float | None = None


class Spending:
    """Every question is announced in `ledger` before it is asked and completed there afterwards, so that it is counted also when
    nobody waits for the reply. Threads and processes that ask at the same moment may each spend one more reply than the limit on
    cost or tokens; the limit on calls holds exactly."""

    def __init__(self, limits: Limits, ledger: Path | None = None) -> None:
        self.limits = limits
        self._ledger, self._lock = ledger, threading.Lock()
        self._read = 0  # bytes of the ledger that have been counted
        self._calls, self._tokens, self._cost = 0, 0, 0.0
        self._began: float | None = None

    def begin(self) -> None:
        """Before each question. Raises `BudgetSpent` when a limit is reached; from then on always."""
        with self._lock:
            self._check(1)
            self._note({"call": 1, "at": time.time()})
            self._check(0)

    def add(self, completion: Completion) -> None:
        with self._lock:
            self._note({"tokens": completion.tokens_in + completion.tokens_out, "cost": completion.cost or 0.0})

    def seconds_left(self) -> float | None:
        """Until the limit on time; None without one."""
        if self.limits.seconds is None or self._began is None:
            return self.limits.seconds
        return max(0.0, self._began + self.limits.seconds - time.time())

    def _check(self, more: int) -> None:
        """`more`: calls about to be made."""
        limits = self.limits
        if limits.cost is not None and self._cost >= limits.cost:
            raise BudgetSpent.reached("--botex-max-cost", f"{limits.cost:g} USD", f"{self._cost:.4f} USD")
        if limits.tokens is not None and self._tokens >= limits.tokens:
            raise BudgetSpent.reached("--botex-max-tokens", f"{limits.tokens} tokens", f"{self._tokens} tokens")
        if limits.calls is not None and self._calls + more > limits.calls:
            raise BudgetSpent.reached("--botex-max-calls", f"{limits.calls} calls", f"{min(self._calls, limits.calls)} calls")
        if limits.seconds is not None and self._began is not None and time.time() - self._began >= limits.seconds:
            spent = f"{time.time() - self._began:.0f} s"
            raise BudgetSpent.reached("--botex-max-time", f"{limits.seconds:g} s", spent)

    def _note(self, line: dict[str, float]) -> None:
        if self._ledger is None:
            self._count(line)
            return
        with self._ledger.open("ab") as file:  # one write of one line at the end: processes do not tear each other's
            file.write((json.dumps(line) + "\n").encode())
        with self._ledger.open("rb") as file:
            file.seek(self._read)
            for text in file:
                if text.endswith(b"\n"):
                    self._read += len(text)
                    self._count(json.loads(text))

    def _count(self, line: dict[str, float]) -> None:
        if "call" in line:
            self._calls += 1
            self._began = min(self._began or line["at"], line["at"])
        self._tokens += int(line.get("tokens", 0))
        self._cost += line.get("cost", 0.0)
