"""Hands the terminal to a person who answers: pytest holds back what is typed and printed during a test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest


@contextmanager
def handed_over(config: pytest.Config) -> Iterator[None]:
    """Input and output are the user's own meanwhile, in all threads."""
    capture = config.pluginmanager.get_plugin("capturemanager")
    if capture is None:
        yield
        return
    capture.suspend(in_=True)
    try:
        yield
    finally:
        capture.resume()
