"""What is to blame when a case of the author's bots does not pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from botex_pytest.errors import ProjectError
from botex_pytest.servers.bot_cases import _judged
from botex_pytest.servers.tracebacks import find_tracebacks

ROOT = Path("/study")
TRACEBACK = """Traceback (most recent call last):
  File "/env/lib/python3.11/site-packages/otree/bots/runner.py", line 40, in play
    submission = bot.get_next_submit()
  File "/study/{file}", line 9, in play_round
    something
{error}
"""
LIVE = "oTree 6 runs no live method for its own bots"


def judged(error: str, file: str = "pair/tests.py", *, live: bool = False):
    (found,) = find_tracebacks(TRACEBACK.format(file=file, error=error), ROOT)
    return _judged(found, live_is_dead=live)


@pytest.mark.parametrize(
    ("error", "file", "outcome"),
    [
        ("otree.bots.bot.ExpectError: Expected 1, actual value is 2", "pair/tests.py", "failed"),
        ("AssertionError", "pair/tests.py", "failed"),
        ("otree.common.BotError: Page \"Send\": Bot submission failed form validation: ['x']", "pair/tests.py", "failed"),
        ("ZeroDivisionError: division by zero", "pair/__init__.py", "failed"),
        ("AssertionError: Discrepancy between bot code and app code. Bot is elsewhere", "pair/tests.py", "review"),
        ("NameError: name 'Old' is not defined", "pair/tests.py", "review"),
        ("AttributeError: no field", "pair/tests/__init__.py", "review"),
        ("otree.bots.bot.MissingHtmlFormFieldError: ... but these form fields were not found in the HTML", "x.py", "review"),
    ],
)
def test_whose_fault_it_is(error: str, file: str, outcome: str) -> None:
    result = judged(error, file)
    assert result.outcome == outcome
    assert error.rpartition(".")[2].partition(":")[0] in result.title or "tests.py does not fit" in result.title
    assert "line 9" in result.text


def test_bots_whose_live_methods_do_not_run_prove_nothing() -> None:
    error = "otree.bots.bot.ExpectError: Expected 1, actual value is None"
    assert judged(error).outcome == "failed"
    assert judged(error, live=True).outcome == "review"
    assert LIVE in judged(error, live=True).title


def test_what_keeps_bots_from_running() -> None:
    text = str(ProjectError.bots_need_requests(Path("/env/bin/python")))
    assert "they need the package requests, which /env/bin/python does not have." in text
    assert "/env/bin/python -m pip install requests" in text
    text = str(ProjectError.bots_did_not_end("trust", "it did not end within 5 s", ("the last line",)))
    assert text.startswith("oTree's own bots of trust came to no result.\nCause: it did not end within 5 s.")
    assert "the last line" in text
    assert "otree test trust" in text
