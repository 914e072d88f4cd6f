from __future__ import annotations

import pytest

from botex_pytest.casting import Cast
from botex_pytest.config import Config
from botex_pytest.models.constant import Constant
from botex_pytest.models.embedded import Embedded


@pytest.mark.parametrize(
    ("said", "pages", "seconds"),
    [({}, 30, 600.0), ({}, 201 * 30, 3015.0), ({"botex_session_timeout": "90"}, 201 * 30, 90.0)],
    ids=["ten minutes", "large", "as the user says"],
)
def test_a_session_may_take_as_long_as_its_pages_need(said: dict[str, str], pages: int, seconds: float) -> None:
    assert Cast([Embedded()]).seconds(Config.load(said), pages) == seconds


def test_models_that_think_get_an_hour() -> None:
    model = Constant("1")
    model.name = "openai/gpt-4o"
    assert Cast([model]).seconds(Config.load({}), 30) == 3600.0
    assert Cast([model]).seconds(Config.load({}), 10_000) == 5000.0
