"""@pytest.mark.botex(...)."""

from __future__ import annotations

import inspect

import pytest

from botex_pytest.errors import StudyError
from botex_pytest.markers import botex, read_mark
from botex_pytest.study import Study
from botex_pytest.study_config import StudyConfig

WHERE = "test_lab.py::test_pays"


def test_a_marker_knows_what_the_file_knows():
    keys = set(inspect.signature(botex).parameters) - {"config", "where"}
    with pytest.raises(StudyError) as caught:
        StudyConfig.from_dict({"zzz": 1})
    told = set(caught.value.remedies[0][1].split(", "))
    assert keys == told - {"variants"}  # a test plays one session


@pytest.mark.parametrize(
    ("args", "configs"), [((), ()), (("trust",), ("trust",)), ((["trust", "survey"],), ("trust", "survey")), ((("a",),), ("a",))]
)
def test_configs(args, configs):
    assert read_mark(args, {}, WHERE).configs == configs


def test_a_marker_wins_over_the_file():
    mark = read_mark(
        (),
        {"config": "trust", "participants": 4, "answers": {"Send.sent": 5, "Quiz": {"q": True}}, "labels": ("a", "b", "c", "d")},
        WHERE,
    )
    base = Study.parse('[trust]\nparticipants = 2\nseed = 3\nanswers = { "Send.sent" = 1, "Back.back" = 2 }').for_config("trust")
    merged = mark.study.over(base)
    assert (merged.participants, merged.seed, merged.labels) == (4, 3, ("a", "b", "c", "d"))
    sent, back, quiz = (
        merged.answer("trust", page, name, participant=1) for page, name in (("Send", "sent"), ("Back", "back"), ("Quiz", "q"))
    )
    assert sent is not None
    assert (sent.value, sent.origin) == ("5", "marker")
    assert back is not None
    assert (back.value, back.origin) == ("2", "botex.toml")
    assert quiz is not None
    assert quiz.value == "True"


def test_message_for_an_unknown_argument():
    with pytest.raises(StudyError) as caught:
        read_mark((), {"participant": 3}, WHERE)
    assert str(caught.value).startswith(
        "@pytest.mark.botex of test_lab.py::test_pays: "
        "there is nothing called 'participant' to declare. Did you mean 'participants'?\n"
        "To fix this:\n"
        "  - use one of: accept, answers, arrivals, checks, config, "
    )


@pytest.mark.parametrize(("args", "kwargs"), [(("a", "b"), {}), (("a",), {"config": "b"})])
def test_message_for_too_many_positions(args, kwargs):
    with pytest.raises(StudyError) as caught:
        read_mark(args, kwargs, WHERE)
    assert str(caught.value) == (
        "@pytest.mark.botex of test_lab.py::test_pays: only the config can be given without its name, and once.\n"
        "To fix this:\n"
        '  - write: @pytest.mark.botex("trust", participants=4)'
    )


@pytest.mark.parametrize(("kwargs", "told"), [({"config": 3}, "config cannot be 3"), ({"seed": -1}, "seed cannot be -1")])
def test_message_for_a_bad_value(kwargs, told):
    with pytest.raises(StudyError, match=f"of test_lab.py::test_pays: {told}"):
        read_mark((), kwargs, WHERE)


def test_an_answer_that_is_no_value():
    with pytest.raises(StudyError, match=r"the answer 'Quiz\.q1' cannot be None"):
        read_mark((), {"answers": {"Quiz.q1": None}}, WHERE)
