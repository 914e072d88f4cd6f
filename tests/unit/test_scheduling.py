"""Which items xdist deals together: all those that share one session."""

from __future__ import annotations

import pytest

from botex_pytest.workers import _session_of


@pytest.mark.parametrize(
    ("nodeid", "session"),
    [
        ("settings.py::trust::P1", "settings.py::trust"),
        ("lab/settings.py::trust[high]::session", "lab/settings.py::trust[high]"),
        ("settings.py::forms::survey.Age", ""),
        ("settings.py::forms::P1", "settings.py::forms"),
        ("test_lab.py::test_pays[P12]", "test_lab.py::test_pays[]"),
        ("test_lab.py::TestTrust::test_pays[P2]", "test_lab.py::TestTrust::test_pays[]"),
        ("test_lab.py::test_pays[min-P2]", "test_lab.py::test_pays[min-]"),
        ("test_lab.py::test_pays[P2-min]", "test_lab.py::test_pays[-min]"),
        ("test_lab.py::test_pays[PARIS]", ""),
        ("test_lab.py::test_pays[min]", ""),
        ("test_lab.py::test_pays", ""),
    ],
)
def test_session_of_an_item(nodeid, session):
    assert _session_of(nodeid) == session
