from __future__ import annotations

from botex_pytest.plain import from_plain, to_plain
from botex_pytest.usage import Usage

CALL = {
    "prompt": "p",
    "reply": "r",
    "finish": "stop",
    "tokens_in": 90,
    "tokens_out": 10,
    "cost": 0.001,
    "seconds": 2.0,
    "retries": 1,
}


def test_the_calls_of_an_answer_are_added_up():
    assert Usage.of({"calls": [CALL, CALL]}) == Usage(2, 180, 20, 0.002, 4.0, 2)
    assert Usage.of({}) == Usage()


def test_a_call_without_a_reply_counts_as_one():
    assert Usage.of({"calls": [{"prompt": "p"}]}) == Usage(1)


def test_one_price_that_is_not_known_makes_the_sum_unknown():
    assert (Usage.of({"calls": [{**CALL, "cost": None}]}) + Usage.of({"calls": [CALL]})).cost is None


def test_it_crosses_files():
    usage = Usage(1, 2, 3, None, 4.5, 6)
    assert from_plain(Usage, to_plain(usage)) == usage


def test_words():
    assert Usage().words() == ""
    assert Usage(1, 1200, 30, 0.5).words() == "1 call, 1,200 tokens read and 30 written, 0.5000 USD"
    assert Usage(2, 10, 3, None).words() == "2 calls, 10 tokens read and 3 written, cost not known"
    assert Usage(2, 10, 3, 0.0).words() == "2 calls, 10 tokens read and 3 written"
