"""Limits on what models may cost: held within a process and across those of a run."""

from __future__ import annotations

import threading
import time

import pytest

from botex_pytest.model_errors import BudgetSpent
from botex_pytest.models.chat import Completion
from botex_pytest.models.spending import Limits, Spending

REPLY = Completion("{}", tokens_in=90, tokens_out=10, cost=0.5)


def ask(spending, reply=REPLY):
    spending.begin()
    spending.add(reply)


def calls(spending, most=50):
    for done in range(most):
        try:
            ask(spending)
        except BudgetSpent:
            return done
    return most


@pytest.mark.parametrize(
    ("limits", "expected"),
    [(Limits(), 50), (Limits(calls=3), 3), (Limits(tokens=250), 3), (Limits(cost=1.0), 2), (Limits(cost=0), 0)],
)
def test_each_limit_ends_the_calls(tmp_path, limits, expected):
    assert calls(Spending(limits)) == expected
    assert calls(Spending(limits, tmp_path / "ledger")) == expected


def test_a_price_that_is_not_known_counts_as_nothing_here():
    spending = Spending(Limits(cost=1.0))
    for _ in range(3):
        ask(spending, Completion("{}", cost=None))


def test_time_counts_from_the_first_call(monkeypatch):
    now = 1000.0
    monkeypatch.setattr(time, "time", lambda: now)
    spending = Spending(Limits(seconds=10))
    assert spending.seconds_left() == 10
    now = 2000.0
    ask(spending)
    now = 2009.0
    ask(spending)
    assert spending.seconds_left() == 1
    now = 2010.0
    with pytest.raises(BudgetSpent) as raised:
        spending.begin()
    assert str(raised.value) == (
        "The budget is spent: 10 s of 10 s.\n"
        "Cause: --botex-max-time ends the play there, so that no run costs more than was meant.\n"
        "To fix this, either:\n"
        "  - allow more:                          --botex-max-time ...\n"
        "  - play fewer sessions or participants: --botex-config NAME"
    )


def test_two_processes_share_one_account(tmp_path):
    one, other = (Spending(Limits(calls=5), tmp_path / "ledger") for _ in range(2))
    done = 0
    for spending in (one, other) * 5:
        try:
            ask(spending)
        except BudgetSpent:
            continue
        done += 1
    assert done == 5


def test_many_threads_of_several_processes_keep_to_the_number_of_calls(tmp_path):
    accounts = [Spending(Limits(calls=20), tmp_path / "ledger") for _ in range(3)]
    done = []
    threads = [threading.Thread(target=lambda a=a: done.append(calls(a))) for a in accounts for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(done) <= 20


def test_a_line_that_is_not_whole_yet_is_read_the_next_time(tmp_path):
    ledger = tmp_path / "ledger"
    spending = Spending(Limits(calls=2), ledger)
    ask(spending)
    with ledger.open("ab") as file:
        file.write(b'{"call": 1, ')
    with ledger.open("ab") as file:
        file.write(b'"at": 1.0}\n')
    assert calls(spending) == 0
