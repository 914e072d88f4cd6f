"""What the author's own oTree bots answer is used where a page has refused what a bot tried."""

from __future__ import annotations

from study_builder import button, choice, page

from botex_pytest.models.base import Ask, Refusal
from botex_pytest.models.embedded import Embedded
from botex_pytest.models.known import Helped
from botex_pytest.page import Field, Message

WORD, COLOUR, TICK = Field("word", "text", "text"), choice("colour", "red", "blue"), Field("agree", "tick", "checkbox")
QUIZ = page("Quiz", 1, fields=(WORD, COLOUR, TICK))


def refused(**values):
    return Refusal(values, (Message("Wrong."),))


def answer(*refusals, known, there=QUIZ, patience=1, **more):
    return Helped(Embedded(), patience).answer(
        Ask(there, "config", 1, 1, attempt=len(refusals) + 1, refusals=refusals, known=known, **more)
    )


def test_the_first_try_is_the_bots_own():
    assert answer(known=({"word": "sesame"},)).values["word"] != "sesame"
    assert answer(known=({"word": "sesame"},)).sources == {}


def test_a_model_that_thinks_gets_more_tries_of_its_own():
    refusals = [refused(word=w, colour="red", agree="on") for w in "abc"]
    assert answer(*refusals[:2], known=({"word": "sesame"},), patience=3).sources == {}
    assert answer(*refusals, known=({"word": "sesame"},), patience=3).values["word"] == "sesame"


def test_after_a_refusal_the_authors_answer_is_given_and_says_so():
    given = answer(refused(word="a", colour="red", agree="on"), known=({"word": "sesame", "colour": "blue", "agree": "False"},))
    assert given.values == {"word": "sesame", "colour": "blue", "agree": ""}
    assert given.sources == dict.fromkeys(("word", "colour", "agree"), "tests.py")


def test_answers_that_were_refused_give_way_to_the_next_and_then_to_the_bots_own():
    known = ({"word": "one"}, {"word": "two"})
    first, second = refused(word="one", colour="red", agree="on"), refused(word="two", colour="red", agree="on")
    assert answer(first, known=known).values["word"] == "two"
    assert answer(first, second, known=known).sources == {}


def test_what_is_not_offered_on_the_page_cannot_be_entered():
    given = answer(refused(word="a", colour="red", agree="on"), known=({"colour": "green"}, {"elsewhere": "1"}))
    assert given.sources == {}
    assert given.values["colour"] in ("red", "blue")


def test_what_is_declared_is_stronger():
    given = answer(refused(word="a", colour="red", agree="on"), known=({"word": "sesame"},), fixed={"word": "declared"})
    assert given.values["word"] == "declared"


def test_a_button_that_is_an_answer_is_pressed():
    there = page("Ask", 1, buttons=(button("yes"), button("no"), button("later")))
    given = answer(refused(answer="yes"), known=({"answer": "later"},), there=there)
    assert (given.button, given.sources) == ("b-later", {"answer": "tests.py"})
