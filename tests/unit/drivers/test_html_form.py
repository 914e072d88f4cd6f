"""Forms filled in and sent without a browser."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest

from botex_pytest.drivers.html_form import Request, fill, forced, press
from botex_pytest.drivers.html_reader import HtmlPage

URL = "http://127.0.0.1:8000/p/abcd1234/trust/Send/3"


def page_with(controls: str, attributes: str = "", button: str = '<button class="otree-btn-next">Next</button>') -> HtmlPage:
    return HtmlPage(URL, f'<form id="form" method="post" {attributes}>{controls}{button}</form>')


def sent(page: HtmlPage, ref: str | None = None) -> Request:
    request, why = press(page, ref)
    assert request is not None, why
    return request


def complaints(page: HtmlPage) -> list[str]:
    request, why = press(page, None)
    assert request is None
    return [one["text"] for one in why["invalid"]]


def test_what_a_browser_posts():
    page = page_with("""<input name="line" value="old"><textarea name="text">
old</textarea><select name="one"><option value="">--</option><option>a</option></select>
        <select name="many" multiple><option selected>x</option><option selected>y</option></select>
        <input type="checkbox" name="on" checked><input type="checkbox" name="off"><input type="radio" name="r" value="1">
        <input type="hidden" name="token" value="t"><input name="dead" disabled value="1"><input value="nameless">
        <input name="fixed" readonly value="ro"><input type="submit" name="other" value="no"><input type="file" name="cv">""")
    assert sent(page).method == "POST"
    assert sent(page).url == URL
    assert parse_qsl(sent(page).body, keep_blank_values=True) == [
        ("line", "old"), ("text", "old"), ("one", ""), ("many", "x"), ("many", "y"), ("on", "on"), ("token", "t"),
        ("fixed", "ro"),
    ]  # fmt: skip


def test_the_button_that_is_pressed_is_posted_and_no_other():
    page = page_with('<button name="choice" value="1">A</button><button name="choice" value="2" formaction="/else">B</button>')
    assert sent(page, "b2") == Request("POST", "http://127.0.0.1:8000/else", "choice=2")
    assert sent(page).body == ""


def test_new_lines_and_letters_are_encoded_as_by_a_browser():
    page = page_with('<textarea name="a"></textarea>')
    assert fill(page, {"a": "ä\nb c"}) == []
    assert sent(page).body == "a=%C3%A4%0D%0Ab+c"


@pytest.mark.parametrize(
    ("control", "value", "body"),
    [
        ('<input type="number" name="a" step="any">', "1.5", "a=1.5"),
        ('<input type="range" name="a" max="10">', "7", "a=7"),
        ('<input type="checkbox" name="a" value="y">', "True", "a=y"),
        ('<input type="checkbox" name="a" value="y" checked>', "", ""),
        ('<input type="checkbox" name="a" value="1"><input type="checkbox" name="a" value="2" checked>', ("1",), "a=1"),
        ('<input type="radio" name="a" value="1" checked><input type="radio" name="a" value="2">', "2", "a=2"),
        ('<select name="a"><option>x</option><option selected>y</option></select>', "x", "a=x"),
        ('<select name="a" multiple><option>x</option><option>y</option></select>', ("x", "y"), "a=x&a=y"),
        ('<input type="date" name="a">', "2024-05-06", "a=2024-05-06"),
    ],
)
def test_values_that_controls_take(control, value, body):
    page = page_with(control)
    assert fill(page, {"a": value}) == []
    assert sent(page).body == body


@pytest.mark.parametrize(
    ("control", "value", "holds"),
    [
        ('<input type="number" name="a">', "1,5", None),
        ('<input type="number" name="a">', "seven", None),
        ('<input type="range" name="a" step="5">', "33", "35"),
        ('<input type="range" name="a" max="10">', "99", "10"),
        ('<input name="a" maxlength="3">', "abcdef", "abc"),
        ('<input name="a">', "two\nlines", "twolines"),
        ('<input type="radio" name="a" value="1">', "3", None),
        ('<select name="a"><option>x</option><option disabled>y</option></select>', "y", None),
        ('<input type="date" name="a">', "6.5.2024", None),
    ],
)
def test_values_that_controls_do_not_take(control, value, holds):
    assert fill(page_with(control), {"a": value}) == [{"name": "a", "taken": "no", "holds": holds, "there": True}]


@pytest.mark.parametrize("control", ["", '<input name="a" style="display: none">', '<input name="a" disabled>'])
def test_nobody_fills_in_what_is_not_there(control):
    assert fill(page_with(control), {"a": "1"}) == [{"name": "a", "taken": "no", "holds": None, "there": False}]


@pytest.mark.parametrize(
    ("control", "text"),
    [
        ('<input name="a" required>', "Please fill out this field."),
        ('<textarea name="a" required></textarea>', "Please fill out this field."),
        ('<input type="checkbox" name="a" required>', "Please check this box if you want to proceed."),
        ('<input type="radio" name="a" required><input type="radio" name="a">', "Please select one of these options."),
        ('<select name="a" required><option value="">--</option></select>', "Please select an item in the list."),
        ('<input type="number" name="a" min="3" value="2">', "Value must be greater than or equal to 3."),
        ('<input type="number" name="a" max="3" value="4">', "Value must be less than or equal to 3."),
        ('<input type="number" name="a" value="1.5" min="0">',
         "Please enter a valid value. The two nearest valid values are 1 and 2."),
        ('<input type="number" name="a" value="9" min="0" max="10" step="7">',
         "Please enter a valid value. The nearest valid value is 7."),
        ('<input name="a" pattern="[0-9]+" value="x">', "Please match the requested format."),
        ('<input type="email" name="a" value="x">', "Please include an '@' in the email address. 'x' is missing an '@'."),
        ('<input type="url" name="a" value="x">', "Please enter a URL."),
    ],
)  # fmt: skip
def test_what_the_browser_would_not_send(control, text):
    assert complaints(page_with(control)) == [text]


@pytest.mark.parametrize(
    "controls",
    [
        '<input type="text" name="a" min="3" value="2">',
        '<input type="number" name="a" value="0.3" step="0.1">',
        '<input name="a" pattern="\\p{L}+" value="1">',
        '<input name="a" required disabled>',
        '<input type="radio" name="a" required value="1"><input type="radio" name="a" value="2" checked>',
    ],
)
def test_what_the_browser_does_not_mind(controls):
    assert press(page_with(controls), None)[0] is not None


def test_forms_and_buttons_can_do_without_validation():
    assert press(page_with('<input name="a" required>', "novalidate"), None)[0] is not None
    assert press(page_with('<input name="a" required>', button="<button formnovalidate>Go</button>"), None)[0] is not None


@pytest.mark.parametrize(
    ("button", "obstacle"),
    [
        ("", "the page has no such button"),
        ("<button disabled>Next</button>", "the button is disabled"),
        ('<button style="display: none">Next</button>', "the button is hidden (not displayed)"),
    ],
)
def test_a_page_is_left_by_what_people_can_press(button, obstacle):
    assert press(page_with("", button=button), None) == (None, {"obstacle": obstacle})


def test_a_plain_button_sends_nothing_and_a_link_is_followed():
    page = page_with('<button type="button">Play</button><a class="btn" href="/next?a=1">On</a><a class="btn" href="#">Top</a>')
    assert press(page, "b1") == (None, {})
    assert press(page, "b2")[0] == Request("GET", "http://127.0.0.1:8000/next?a=1")
    assert press(page, "b3") == (None, {})


def test_a_form_that_gets_asks_by_its_address():
    page = HtmlPage(URL, '<form action="/find?old=1"><input name="q" value="a b"><button>Go</button></form>')
    assert press(page, None)[0] == Request("GET", "http://127.0.0.1:8000/find?q=a+b")


def test_what_is_forced_is_posted_whatever_the_controls_allow():
    page = page_with("""<input type="number" name="n" max="10" value="3" required><input type="hidden" name="token" value="t">
        <input type="radio" name="r" value="1" checked><input name="fixed" readonly value="ro">""")
    posted = forced(page, page.form, {"n": "11", "r": (), "fixed": "x", "many": ("a", "b")})
    assert (posted.method, posted.url) == ("POST", URL)
    body = [("token", "t"), ("n", "11"), ("fixed", "x"), ("many", "a"), ("many", "b")]
    assert parse_qsl(posted.body, keep_blank_values=True) == body
