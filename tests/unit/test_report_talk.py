"""What was said between us and a language model, readable for people who do not program."""

from __future__ import annotations

from pathlib import Path

from run_builder import HOSTILE, SessionBuilder, new_run, person

from botex_pytest.page import Page
from botex_pytest.report.data import report_data
from botex_pytest.report.html import write_report
from botex_pytest.report.talk import facts, talk
from botex_pytest.transcript import Acted, Answered, PageSeen, Remarked, Submitted, Unanswered
from botex_pytest.usage import Usage

CALL = {
    "system": "You take part.",
    "prompt": "How much?",
    "reply": '{"size": {"reason": "It is fair.", "answer": 5}}',
    "tokens_in": 412,
    "tokens_out": 30,
    "cost": 0.0002,
    "seconds": 1.24,
    "retries": 2,
}


def test_an_answer_stands_before_its_reason():
    (call,) = talk({"calls": [CALL]})
    assert call["said"] == "size: 5, because: It is fair."
    assert (call["system"], call["told"], call["problem"]) == ("You take part.", "How much?", "")


def test_what_is_no_answer_is_shown_as_it_was_said():
    said = [c["said"] for c in talk({"calls": [{"reply": "I will not."}, {"reply": "[1]"}, {"reply": '{"a": [1, "x"]}'}]})]
    assert said == ["I will not.", "[1]", 'a: [1, "x"]']


def test_silence_is_told():
    assert [c["silent"] for c in talk({"calls": [{"prompt": "x"}, {"reply": ""}]})] == ["No reply came.", "The reply was empty."]


def test_what_a_call_took():
    assert facts(CALL) == "412 tokens read and 30 written, 0.0002 USD, 1.2 s, 2 retries"
    assert facts({**CALL, "cost": None, "retries": 1, "seconds": 0}) == "412 tokens read and 30 written, cost not known, 1 retry"
    assert facts({}) == ""


def test_everything_that_was_said_is_in_the_report_and_hostile_text_stays_text(tmp_path: Path) -> None:
    run = new_run(tmp_path)
    session = SessionBuilder(run, "trust", 1)
    meta = {"calls": [{**CALL, "reply": HOSTILE, "problem": "there is no JSON object"}, CALL]}
    session.add(1, PageSeen(1, Page("form", "http://127.0.0.1/p/x/trust/Send/1", app="trust", name="Send", index=1)))
    session.add(1, Acted(1, "pressed “Buy”", "I want it.", {"calls": [CALL]}))
    session.add(1, Answered(1, 1, {"size": "5"}, "Next", {"size": "It is fair."}, meta=meta), Submitted(1, 1, "moved"))
    session.add(1, Unanswered(1, 2, "some-model", "The budget is spent.", {"calls": [CALL]}))
    session.add(1, Remarked(1, "some-model", {"understood": "I could give."}, {"calls": [CALL]}))
    session.result([person(1, usage=Usage(5, 2060, 150, 0.001))])
    (step,) = report_data(run)["sessions"][0]["participants"][0]["steps"]
    assert [c["problem"] for c in step["tries"][0]["talk"]] == ["there is no JSON object", ""]
    assert step["acted"][0]["reason"] == "I want it."
    assert step["unanswered"][0]["reason"] == "The budget is spent."
    assert step["remarks"]["said"] == [{"name": "understood", "text": "I could give."}]
    assert step["took"] == "5 calls, 2,060 tokens read and 150 written, 0.0010 USD"
    assert report_data(run)["configs"][0]["took"] == step["took"]
    assert "<img" not in write_report(run.path).read_text(encoding="utf-8")
