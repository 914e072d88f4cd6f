"""What hands do is accounted for first: whoever plays a page by hand ends with the session."""

from __future__ import annotations

import pytest
from study_builder import page

from botex_pytest.bots.handler import OutOfTime
from botex_pytest.drivers.hands import ChromeHands, NoHands

ASK = page("Ask", 1)


def test_a_look_is_accounted_for_and_not_told():
    told = []
    assert ChromeHands(None, lambda: ASK, told.append).look() is ASK
    assert told == [""]


def test_nobody_looks_on_when_the_session_is_over():
    looked = []

    def over(_what):
        raise OutOfTime

    with pytest.raises(OutOfTime):
        ChromeHands(None, lambda: looked.append(1), over).look()
    with pytest.raises(OutOfTime):
        NoHands(lambda: looked.append(1), over).look()
    assert looked == []
