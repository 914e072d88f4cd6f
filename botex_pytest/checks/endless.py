"""Code of the study that does not come to an end: oTree answers one request after the other, so it keeps everybody waiting."""

from __future__ import annotations

from pathlib import Path

from botex_pytest.checks.base import Fault
from botex_pytest.results import Finding


def endless_code(config: str, participants: int, fault: Fault, seconds: float) -> Finding:
    """`fault`: the line that was being run when nobody had been answered for `seconds`. Whether it would end some day cannot be
    known, so it is nothing broken: a study may mean to ask another server for a minute."""
    longer = f" If it is meant to take so long, give it more time: --botex-page-timeout {seconds * 3:g}"
    longer = "" if fault.error == "creating_session" else longer  # whose time is not for us to give
    where = f"{Path(fault.file).parent.name}.{fault.error}"
    return Finding(
        "endless-code",
        "unplayed",
        f"oTree answers nobody any more: for {seconds:g} s it has been in {where} ({fault.file}, line {fault.line})",
        config,
        f"endless-code|{fault.file}|{fault.error}",
        participants=tuple(range(1, participants + 1)),
        detail=fault.text,
        where=where,
        file=fault.file,
        line=fault.line,
        advice="Look there for a loop without an end, for long computing, or for a call that waits (time.sleep, another server): "
        f"oTree answers one request after the other, so while this runs everybody waits.{longer}",
    )
