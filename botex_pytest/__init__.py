"""Plays oTree experiments with bots through a real browser. See README.md for the five-minute start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from botex_pytest.export.run_data import read_run
    from botex_pytest.own_checks import Found
    from botex_pytest.testing.expect import expect

__version__ = "0.1.0"
__all__ = ["Found", "__version__", "expect", "read_run"]


def __getattr__(name: str) -> Any:
    """pytest imports this package in every project that has the plugin installed: what tests use is loaded when they use it."""
    if name == "expect":
        from botex_pytest.testing.expect import expect

        return expect
    if name == "Found":
        from botex_pytest.own_checks import Found

        return Found
    if name == "read_run":
        from botex_pytest.export.run_data import read_run

        return read_run
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
