from __future__ import annotations

import pytest

from botex_pytest.drivers.page_reader import field_kind, page_kind, read_field, read_page, seconds_left
from botex_pytest.page import Choice

ORIGIN = "http://127.0.0.1:8000"


def facts(path: str = "/p/abcd1234/trust/Send/3", **changes: object) -> dict[str, object]:
    empty: dict[str, object] = {
        "url": path if "://" in path or ":" in path else ORIGIN + path, "title": "", "text": "", "status": 200, "fields": [],
        "messages": [], "buttons": [], "unknown": [], "hiddenText": [], "hiddenFields": [], "timer": "", "timeLimit": "",
        "live": False, "waitPage": False, "socket": "", "marks": True, "linksOut": [],
    }  # fmt: skip
    return {**empty, **changes}


def control(**changes: object) -> dict[str, object]:
    empty: dict[str, object] = {
        "name": "x", "widget": "text", "alone": True, "inputmode": "", "label": "", "help": "", "required": False, "min": "",
        "max": "", "step": "", "pattern": "", "maxLength": None, "unit": "", "choices": [], "value": None, "messages": [],
    }  # fmt: skip
    return {**empty, **changes}


BUTTON = {"label": "Next", "role": "next", "ref": "b1", "name": "", "value": "", "enabled": True}


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        (facts(fields=[control()]), "form"),
        (facts(buttons=[BUTTON]), "form"),
        (facts(), "still"),
        (facts(waitPage=True, buttons=[BUTTON]), "wait"),
        (facts("/room/lab", socket="/wait_for_session_in_room", marks=False), "wait"),
        (facts("/room/lab", buttons=[BUTTON], marks=False), "form"),
        (facts("/OutOfRangeNotification/abcd1234", marks=False), "finished"),
        (facts(status=500), "error"),
        (facts("/join/nope", status=404, marks=False), "error"),
        (facts("chrome-error://chromewebdata/", marks=False), "error"),
        (facts("/elsewhere", marks=False, fields=[control()]), "foreign"),
    ],
)
def test_kinds_of_pages(page, kind):
    assert page_kind(page) == kind


def test_place_is_read_from_the_address():
    page = read_page(facts())
    assert (page.app, page.name, page.index, page.where) == ("trust", "Send", 3, "trust.Send")
    other = read_page(facts("/room/lab"))
    assert (other.app, other.name, other.index, other.where) == ("", "", 0, "room lab")


def test_no_answer_has_no_status():
    assert read_page(facts("chrome-error://chromewebdata/")).status == 0


@pytest.mark.parametrize(
    ("socket", "whom"),
    [
        ("/wait_page", "group"),
        ("/subsession_wait_page", "subsession"),
        ("/group_by_arrival_time", "arrival"),
        ("/wait_for_session_in_room", "room"),
    ],
)
def test_whom_a_wait_page_waits_for(socket, whom):
    assert read_page(facts(waitPage=True, socket=socket)).waits_for == whom


def test_links_out_are_told_once():
    assert read_page(facts(linksOut=["https://a.example", "https://a.example"])).links_out == ("https://a.example",)


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"widget": "number"}, "integer"),
        ({"widget": "number", "step": "5"}, "integer"),
        ({"widget": "number", "step": "0.01"}, "decimal"),
        ({"widget": "number", "step": "any"}, "decimal"),
        ({"widget": "range"}, "integer"),
        ({"widget": "text", "inputmode": "decimal"}, "decimal"),
        ({"widget": "text", "inputmode": "numeric"}, "integer"),
        ({"widget": "text"}, "text"),
        ({"widget": "date"}, "text"),
        ({"widget": "textarea"}, "longtext"),
        ({"widget": "select"}, "choice"),
        ({"widget": "select-multiple"}, "choices"),
        ({"widget": "radio", "alone": False}, "choice"),
        ({"widget": "checkbox"}, "tick"),
        ({"widget": "checkbox", "alone": False}, "choices"),
        ({"widget": "something-new"}, "unknown"),
    ],
)
def test_kinds_of_fields(changes, kind):
    assert field_kind(control(**changes)) == kind


def test_field_keeps_bounds_that_are_numbers():
    field = read_field(control(widget="number", min="-1.5", max="10", step="any", choices=[{"value": "1", "label": "One"}]))
    assert (field.min, field.max, field.step, field.choices) == (-1.5, 10.0, None, (Choice("1", "One"),))
    assert read_field(control(widget="date", min="2024-01-01")).min is None


def test_several_values_become_a_tuple():
    assert read_field(control(widget="checkbox", alone=False, value=["a", "b"])).value == ("a", "b")


@pytest.mark.parametrize(
    ("timer", "seconds"), [("1:05", 65), ("0:01:05", 65), ("12", 12), ("119.7", 119.7), ("-0.3", 0), ("", None)]
)
def test_timer(timer, seconds):
    assert seconds_left(timer) == seconds


def test_the_visible_clock_counts_before_the_limit():
    assert read_page(facts(timer="0:30", timeLimit="60")).seconds_left == 30
    assert read_page(facts(timeLimit="60")).seconds_left == 60


@pytest.mark.parametrize(("text", "keys"), [
    ("Press F for even, J for odd, F again.", ("f", "j")),
    ("Press the space bar.", ()),
    ("按 1 或 2 键。", ("1", "2")),
])  # fmt: skip
def test_keys_that_a_page_names_come_first(text, keys):
    page = read_page(facts(text=text, listensToKeys=True))
    assert page.keys == (*keys, " ", "Enter", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown")
    assert read_page(facts(text=text)).keys == ()


def test_controls_outside_the_form_make_a_page_that_can_be_used():
    page = read_page(
        facts(tools=[control(name="b1", widget="range", min="0", max="9")], awaits=["side"], scrolls=True, actsAfter=5)
    )
    assert (page.kind, page.tools[0].kind, page.awaits, page.scrolls, page.acts_after) == (
        "form",
        "integer",
        ("side",),
        True,
        5.0,
    )
