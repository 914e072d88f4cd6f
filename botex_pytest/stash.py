"""Typed keys for what is kept in `config.stash`. Nothing of ours lives in module globals or in `os.environ`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from botex_pytest.results import SessionResult
    from botex_pytest.run import Run

RUN: pytest.StashKey[Run] = pytest.StashKey()

DIST: pytest.StashKey[str] = pytest.StashKey()
"""The distribution (xdist's `--dist`) that the user named; "no" for none."""

PLAYED: pytest.StashKey[tuple[tuple[SessionResult, ...], int]] = pytest.StashKey()
"""Of an item: all plays of the session that it judges, as they may be shown, and the participant; 0 for the whole session."""
