"""Code of the study that does not come to an end: oTree answers one request after the other, so it keeps everybody waiting."""

from __future__ import annotations

from botex_pytest.checks.base import Fault
from botex_pytest.results import Finding


def endless_code(config: str, fault: Fault, seconds: float) -> Finding:
    """`fault`: the line that was being run when nobody had been answered for `seconds`."""
    return Finding(
        "endless-code",
        "broken",
        f"oTree answers nobody any more: for {seconds:g} s it has been in {fault.error} ({fault.file}, line {fault.line})",
        config,
        f"endless-code|{fault.file}|{fault.error}",
        detail=fault.text,
        where=fault.error,
        file=fault.file,
        line=fault.line,
        advice="Look there for a loop without an end, for long computing, or for a call that waits (time.sleep, another server): "
        "oTree answers one request after the other, so while this runs everybody waits.",
    )
