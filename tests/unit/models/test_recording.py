"""The file of recorded answers: read back as it was, readable, in a stable order, on disk after every answer."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from botex_pytest.model_errors import ModelError
from botex_pytest.models.likeness import Likeness
from botex_pytest.models.recording import Kept, Key, Recording, Who
from botex_pytest.redact import Redactor

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
PAGE = Likeness(("Hello", "How many?"), ("n: How many? (integer, required)", "button: Next"))
LLM = Who("gpt-4o", {"app.treatment": "high"})


def kept(**more):
    return Kept(**{"likeness": PAGE, "values": {"n": "5"}, **more})


def filled(path, *keys):
    recording = Recording(path, "study", head="Answers of study.")
    for key in keys:
        recording.keep(key, kept(), LLM)
    return recording


@pytest.fixture
def path(tmp_path):
    return tmp_path / "folder" / "study.toml"


def test_everything_is_read_back(path):
    key = Key(2, "app.Send", 3, attempt=2, play=2, visit=2, tools=True)
    everything = kept(
        values={"n": "5", "several": ("a", "b"), "none": ()},
        button="button vote = yes: Yes",
        reasons={"n": 'Because "it" is\nright \\ "'},
        sources={"n": "random"},
        meta={"calls": [{"tokens_in": 7, "cost": 1e-05, "cached": True}, {"tokens_in": 8}], "note": "a", "empty": []},
    )
    recording = Recording(path, "study")
    recording.keep(key, everything, LLM)
    again = Recording.load(path, "study")
    assert again.find(key) == everything
    assert again.who == {2: LLM}


@given(said=ANY_TEXT, name=ANY_TEXT)
def test_any_text_is_read_back(tmp_path_factory, said, name):
    path = tmp_path_factory.mktemp("any") / "study.toml"
    recording = Recording(path, name)
    answer = kept(values={name: said}, reasons={name: said}, meta={name: said, "list": [said]})
    recording.keep(Key(1, said, 1), answer, Who(said, {name: said}))
    again = Recording.load(path, name)
    assert again.find(Key(1, said, 1)) == answer
    assert again.who == {1: Who(said, {name: said})}


def test_the_file_reads_well(path):
    filled(path, Key(1, "app.Send", 1)).finish()
    assert path.read_text("utf-8") == (
        """# Answers of study.

format = 1
config = "study"
complete = true

[participants]

[participants.P1]
model = "gpt-4o"

[participants.P1.given]
"app.treatment" = "high"

[[answer]]
participant = 1
page = "app.Send"
round = 1
try = 1
text = \"\"\"
Hello
How many?
\"\"\"
controls = ["n: How many? (integer, required)", "button: Next"]

[answer.values]
n = "5"
"""
    )


def test_without_a_value_for_none(path):
    recording = Recording(path, "study")
    recording.keep(Key(1, "app.Send", 1), kept(meta={"cost": None, "calls": [{"cost": None, "tokens": 1}]}), LLM)
    found = Recording.load(path, "study").find(Key(1, "app.Send", 1))
    assert found is not None
    assert found.meta == {"calls": [{"tokens": 1}]}


def test_nothing_is_written_before_there_is_an_answer(path):
    Recording(path, "study").finish()
    assert not path.exists()


def test_an_answer_is_on_disk_before_the_session_is_over(path):
    filled(path, Key(1, "app.Send", 1))
    again = Recording.load(path, "study")
    assert again.find(Key(1, "app.Send", 1))
    assert not again.complete


def test_the_order_is_that_of_the_way_through_the_study(path):
    first = filled(path, Key(2, "app.A", 1), Key(1, "app.A", 1), Key(2, "app.C", 1), Key(1, "app.A", 1, play=2))
    assert [*Recording.load(path, "study").keys(2)] == [Key(2, "app.A", 1), Key(2, "app.C", 1)]
    again = Recording.load(path, "study")
    again.meet(Key(2, "app.A", 1))
    again.keep(Key(2, "app.B", 1), kept(), LLM)
    again.meet(Key(2, "app.C", 1))
    again.finish()
    assert [key.page for key in Recording.load(path, "study").keys(2)] == ["app.A", "app.B", "app.C"]
    assert first.keys(1)[-1].play == 2
    assert path.read_text("utf-8").rfind("play = 2") > path.read_text("utf-8").rfind("app.C")


def test_the_same_answers_give_the_same_file_whatever_the_threads(path, tmp_path):
    texts = []
    for numbers in ((1, 2, 3, 4), (4, 2, 3, 1)):
        recording = Recording(tmp_path / "threads.toml", "study")

        def play(number, recording=recording):
            for page in ("app.A", "app.B"):
                recording.keep(Key(number, page, 1), kept(), LLM)

        threads = [threading.Thread(target=play, args=(n,)) for n in numbers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        texts.append((tmp_path / "threads.toml").read_text("utf-8"))
    assert texts[0] == texts[1]


def test_secrets_never_reach_the_file(path):
    redact = Redactor(["sk-secret-1"]).data
    recording = Recording(path, "study", redact)
    page = Likeness(("Key sk-secret-1",), ())
    recording.keep(
        Key(1, "app.A", 1), Kept(page, {"n": "sk-secret-1"}, meta={"key": "sk-secret-1"}), Who("m", {"k": "sk-secret-1"})
    )
    assert "sk-secret" not in path.read_text("utf-8")
    found = Recording.load(path, "study", redact).find(Key(1, "app.A", 1))
    assert found is not None
    assert found.likeness.same(recording.likeness(page))


@pytest.mark.parametrize(
    "text", ["format = ", "format = 99", "format = 1", 'format = 1\ncomplete = true\n[[answer]]\npage = "a"']
)
def test_a_damaged_file_is_told(path, text):
    path.parent.mkdir()
    path.write_text(text)
    with pytest.raises(ModelError, match="cannot be read"):
        Recording.load(path, "study")


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelError, match="could not be written"):
        filled(tmp_path / "file" / "study.toml", Key(1, "app.Send", 1))
