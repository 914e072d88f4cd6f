"""One test per message about functions, people and recordings that no other test provokes in full."""

from __future__ import annotations

from pathlib import Path

from botex_pytest.model_errors import ModelError
from botex_pytest.recording_errors import RecordingError, RecordingMismatch

FILE = Path("botex_recordings/trust.toml")


def test_bad_recording():
    text = str(RecordingError.unreadable(FILE, "Invalid value (at line 3, column 5)"))
    assert text.startswith(f"The recorded answers in {FILE} cannot be read.\nCause: Invalid value (at line 3, column 5).")
    assert "--botex-record once" in text


def test_recording_not_written():
    text = str(RecordingError.not_written(FILE, "Read-only file system"))
    assert text.startswith(f"The recorded answers could not be written to {FILE}.\nCause: Read-only file system.")
    assert "--botex-record-dir" in text
    assert "--botex-record off" in text


def test_nothing_recorded():
    text = str(RecordingError.nothing_recorded("trust", "P2", "gpt-4o", FILE, "the variable CI is set", "pytest --again"))
    assert text.startswith("No recorded answers of P2 in trust, and gpt-4o may not be asked.")
    assert f"Cause: {FILE} has none, and the variable CI is set." in text
    assert "pytest --again" in text


def test_recorded_by_another():
    text = str(RecordingError.recorded_by_another("trust", "P2", "gpt-5", "gpt-4o", FILE, "pytest --again"))
    assert text.startswith(f"The recorded answers of P2 in trust are not from gpt-5.\nCause: those in {FILE} are from gpt-4o.")
    assert "pytest --again" in text
    assert "--botex-model gpt-4o" in text


def test_page_changed():
    text = str(RecordingMismatch.page_changed("trust.Send", "P1", FILE, ["- old", "+ new"], "pytest --again"))
    assert text == (
        "trust.Send has changed since its answers were recorded\n"
        "Cause: P1 sees something else than trust.toml holds (- recorded, + now):\n    - old\n    + new\n"
        "To fix this:\n  - record again what has changed: pytest --again"
    )


def test_other_treatment():
    text = str(RecordingMismatch.other_treatment("trust.Send", "P1", FILE, ["role was A, and is B"], "pytest --again"))
    assert text.startswith("trust.Send was recorded in another treatment or role than the one that oTree gave now\n")
    assert "of what P1 was given before the first page, trust.toml has:\n    role was A, and is B\n" in text
    assert "variant in botex.toml" in text
    assert "pytest --again" in text


def test_not_recorded():
    text = str(RecordingMismatch.not_recorded("trust.New", "P1", FILE, "it has no answers of P1", "pytest --again"))
    assert text.startswith(
        "trust.New has no recorded answers\nCause: P1 came to a page that is not in trust.toml; it has no answers"
    )


def test_refused_now():
    error = RecordingMismatch.refused_now("trust.Send", "P1", FILE, "Too much.", "pytest --again")
    assert error.what == "trust.Send refuses the recorded answer"
    assert error.cause == "P1 gave what trust.toml has, and the page said: Too much."
    assert error.advice == "record again what has changed: pytest --again"


def test_bad_function():
    text = str(ModelError.bad_function("python:bots.play", "bots has no function play"))
    assert text.startswith("There is no function for the model 'python:bots.play'.\nCause: bots has no function play.")
    assert "beside settings.py" in text


def test_function_failed():
    text = str(ModelError.function_failed("python:bots.play", "bots.py:12", KeyError("age")))
    assert text.startswith("The function of the model 'python:bots.play' raised KeyError at bots.py:12.\nCause: 'age'")


def test_function_returned():
    text = str(ModelError.function_returned("python:bots.play", "survey.Age", "an answer for 'ago'", ["age"]))
    assert text.startswith("The function of the model 'python:bots.play' returned an answer for 'ago', on survey.Age.")
    assert "it has age." in text
    assert 'return {"contribution": 5}' in text


def test_human_in_a_worker():
    text = str(ModelError.human_in_a_worker())
    assert text.startswith("A person can answer only in a run without workers.")
    assert "-n 0" in text


def test_nobody_at_the_terminal():
    text = str(ModelError.nobody_at_the_terminal("standard input is closed"))
    assert text.startswith("Nobody answers at the terminal.\nCause: standard input is closed.")


def test_human_left():
    assert str(ModelError.human_left()).startswith("The person at the terminal left.\nCause: q was typed instead of an answer.")
