"""A session that oTree could not create: a fault of the study, met before anybody saw a page."""

from __future__ import annotations

from botex_pytest.checks.base import Fault
from botex_pytest.errors import OtreeApiError
from botex_pytest.results import Finding


def not_created(config: str, fault: Fault | None, error: OtreeApiError) -> Finding:
    """`fault`: what the server's log says; None where oTree catches the exception itself, and `error` is all there is."""
    what = fault.error if fault else error.cause or error.what
    title = "oTree cannot create the session, creating_session fails" if fault else error.what.rstrip(".")
    in_words = " ".join(f"{what[0].upper()}{what[1:]}." for what, _ in error.remedies)
    return Finding(
        "server-error",
        "broken",
        f"{title}: {what}",
        config,
        f"server-error|creating_session|{fault.cause if fault else what}",
        detail=fault.text if fault else "",
        where="creating_session",
        file=fault.file if fault else "",
        line=fault.line if fault else 0,
        advice=fault.advice if fault and fault.file else in_words,
    )
