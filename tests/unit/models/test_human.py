"""A person at the terminal: shown the page, asked until the answer can be sent, one participant at a time."""

from __future__ import annotations

import io
import os
import threading

import pytest
from study_builder import NEXT, button, choice, integer, page

from botex_pytest.model_errors import ModelError
from botex_pytest.models.base import Ask, Person, Refusal
from botex_pytest.models.human import Human, Terminal
from botex_pytest.page import Choice, Field, Message

SEVERAL = Field("hobbies", "choices", "checkbox", label="Hobbies", choices=(Choice("a", "Art"), Choice("b", "Ball")))
TICK = Field("agree", "tick", "checkbox", label="I agree", choices=(Choice("1", "I agree"),))


class Typed:
    """A terminal at which `lines` are typed; then there is nobody."""

    def __init__(self, *lines):
        self._lines, self.screen = list(lines), ""

    def show(self, text):
        self.screen += f"{text}\n"

    def ask(self, prompt):
        self.screen += prompt
        if not self._lines:
            raise EOFError("standard input is closed")
        line = self._lines.pop(0)
        self.screen += f"{line}\n"
        return line


def ask(*fields, **more):
    there = page("Ask", 1, text="Please answer.\x1b[2J", fields=fields, **more.pop("page", {}))
    return Ask(**{"page": there, "config": "study", "participant": 2, "seed": 1, "round": 3, "where": there.where, **more})


def typed(question, *lines):
    terminal = Typed(*lines)
    return Human(terminal).respondent(Person("study", 2, 1)).answer(question), terminal.screen  # type: ignore[arg-type]


@pytest.mark.parametrize(("field", "lines", "value"), [
    (integer("n"), ["7"], "7"),
    (integer("n"), ["", "x", "101", "8"], "8"),
    (choice("c", "red", "blue"), ["2"], "blue"),
    (choice("c", "red", "blue"), ["3", "green", "Red"], "red"),
    (SEVERAL, ["1, 2"], ("a", "b")),
    (SEVERAL, ["Ball"], ("b",)),
    (SEVERAL, [""], ()),
    (TICK, ["y"], "1"),
    (TICK, ["n"], ""),
    (TICK, [""], ""),
    (Field("w", "text", "text", required=False), [""], ""),
    (Field("w", "text", "text"), ["q.e.d."], "q.e.d."),
])  # fmt: skip
def test_what_is_typed_is_checked_before_it_is_sent(field, lines, value):
    answer, screen = typed(ask(field), *lines)
    assert answer.values == {field.name: value}
    assert answer.sources == {field.name: "human"}
    assert screen.count("! ") == len(lines) - 1


def test_the_page_its_choices_and_who_is_asked_are_shown():
    _, screen = typed(ask(choice("c", "red", "blue", label="Which colour?")), "1")
    assert "study: you are P2, on app.Ask, round 3" in screen
    for text in ("Please answer.", "Which colour?", "  1. Red", "  2. Blue"):
        assert text in screen
    assert "\x1b" not in screen


def test_a_refusal_is_shown():
    _, screen = typed(ask(integer("n"), refusals=(Refusal({"n": "1"}, (Message("Too little.", "n"),)),)), "5")
    assert "! n: Too little." in screen


def test_what_the_author_declared_is_not_asked():
    answer, screen = typed(ask(integer("n"), integer("m"), fixed={"n": "3", "elsewhere": "x"}), "4")
    assert answer.values == {"m": "4", "n": "3"}
    assert screen.count("> ") == 1


def test_a_button_is_asked_for_where_there_is_a_choice():
    buttons = {"buttons": (button("yes"), button("no"))}
    answer, screen = typed(ask(page=buttons), "no", "2")
    assert answer.button == "b-no"
    assert "Type a number from 1 to 2." in screen
    assert typed(ask(page=buttons, fixed={"answer": "yes"}), "")[0].button == "b-yes"


def test_a_page_to_read_waits_for_a_key():
    assert typed(ask(), "")[0].button == NEXT.ref


def test_whoever_types_q_has_left_for_good():
    human = Human(Typed("q", "5"))  # type: ignore[arg-type]
    for _ in range(2):
        with pytest.raises(ModelError, match="left"):
            human.answer(ask(integer("n")))
    human.read(ask())


def test_without_anybody_the_play_ends_and_says_why():
    with pytest.raises(ModelError, match="Nobody answers at the terminal"):
        typed(ask(integer("n")))


def test_one_participant_is_asked_at_a_time():
    """Two bots ask at once; the lines of one stand together."""
    terminal = Typed("1", "1")
    human = Human(terminal)  # type: ignore[arg-type]
    threads = [threading.Thread(target=human.answer, args=(ask(integer("n"), participant=n),)) for n in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    first, second = terminal.screen.split("=== study: you are ")[1:]
    assert first.count("> 1\n") == second.count("> 1\n") == 1


# --- the terminal itself ---


def test_lines_are_read_as_they_come(monkeypatch, capsys):
    out, into = os.pipe()
    with os.fdopen(out) as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        os.write(into, "one\r\n zwölf \nthr".encode())
        terminal = Terminal()
        assert [terminal.ask("? "), terminal.ask("? ")] == ["one", "zwölf"]
        os.write(into, b"ee\n")
        assert terminal.ask("? ") == "three"
        os.close(into)
        with pytest.raises(EOFError):
            terminal.ask("? ")
    assert capsys.readouterr().out == "? " * 4


def test_a_standard_input_that_is_none_is_told(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("5\n"))
    with pytest.raises(EOFError):
        Terminal().ask("? ")
