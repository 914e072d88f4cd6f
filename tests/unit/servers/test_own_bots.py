"""What stands in the author's tests.py, read and never run."""

from __future__ import annotations

import pytest

from botex_pytest.servers.own_bots import calls_live_methods, own_answers, own_cases

BOTS = """
from . import *
raise RuntimeError('nobody runs this')


class PlayerBot(Bot):
    def play_round(self):
        yield Intro
        yield Consent, dict(agree=True, age=-3, rate=0.50)
        if self.round_number == 1:
            yield SubmissionMustFail(Quiz, dict(q1=1))
            yield Quiz, {'q1': C.RIGHT, 'q2': 'b', 'q3': self.player.id_in_group, 'q4': f'{1}', 'q5': C.NOTHING}
        else:
            yield (pages.Quiz, dict(q1=cu(5), q2=c(C.RIGHT)))
        yield Submission(Task, dict(word='x'), check_html=False)
        yield Submission(Task, post_data={'word': 'y'})
        yield Submission(Task, {'word': 'late'}, timeout_happened=True)
        yield Consent, dict(agree=True, age=-3, rate=0.50)
        yield Named, make_answers()
        yield Nothing, dict(value=None, several=[1, 2])
"""


def test_answers_that_are_written_out_are_read(tmp_path):
    (tmp_path / "tests.py").write_text(BOTS, "utf-8")
    assert own_answers(tmp_path, {"RIGHT": 3}) == {
        "Consent": [{"agree": "True", "age": "-3", "rate": "0.5"}],
        "Quiz": [{"q1": "3", "q2": "b"}, {"q1": "5", "q2": "3"}],
        "Task": [{"word": "x"}, {"word": "y"}],
    }


def test_a_folder_of_tests_is_read_as_well(tmp_path):
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "__init__.py").write_text("def play_round(self):\n    yield Page, dict(a=1)\n", "utf-8")
    assert own_answers(tmp_path, {}) == {"Page": [{"a": "1"}]}


@pytest.mark.parametrize("text", [None, b"", b"yield Page, dict(a=", b"\xff\xfe", b"yield Page, dict(a=1)\0"])
def test_a_file_that_is_not_there_or_not_python_holds_no_answers(tmp_path, text):
    if text is not None:
        (tmp_path / "tests.py").write_bytes(text)
    assert own_answers(tmp_path, {}) == {}


CASES = """
def call_live_method(method, **kwargs):
    method(1, {})


class PlayerBot(Bot):
    cases = ['min', 'max', 'with blanks', 'twice', 'twice', dict(offer=0), 7]
"""


def test_cases_have_names(tmp_path):
    (tmp_path / "tests.py").write_text(CASES, "utf-8")
    assert own_cases(tmp_path) == ["min", "max", "case-2", "case-3", "case-4", "case-5", "case-6"]
    assert calls_live_methods(tmp_path)


@pytest.mark.parametrize("text", ["", "class PlayerBot(Bot):\n    cases = make_cases()\n", "class PlayerBot("])
def test_bots_without_cases(tmp_path, text):
    (tmp_path / "tests.py").write_text(text, "utf-8")
    assert own_cases(tmp_path) == []
    assert not calls_live_methods(tmp_path)
