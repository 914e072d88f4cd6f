"""The browser's own validation of a form, with the words of an English Chrome."""

from __future__ import annotations

import re

from botex_pytest.drivers.html_controls import PRESSED, Controls, is_control, is_usable, kind
from botex_pytest.drivers.html_tree import Element
from botex_pytest.drivers.html_values import number, off_step, shown
from botex_pytest.page import Message

_MISSING = {
    "checkbox": "Please check this box if you want to proceed.",
    "radio": "Please select one of these options.",
    "select-one": "Please select an item in the list.",
    "select-multiple": "Please select an item in the list.",
    "file": "Please select a file.",
}
_DATES = {"date", "month", "week", "time", "datetime-local"}
_BOUNDED = {"number", "range"} | _DATES
_PATTERNED = {"text", "search", "tel", "url", "email", "password"}
_LENGTHS = _PATTERNED | {"textarea"}


def invalid(controls: Controls, form: Element) -> tuple[Message, ...]:
    """Why the browser would not send the form: the first complaint of each field."""
    found: dict[str, Message] = {}
    for element in controls.elements(form):
        if is_control(element) and kind(element) not in PRESSED and is_usable(element):
            text = _complaint(controls, form, element)
            if text:
                found.setdefault(element["name"], Message(text, element["name"], "browser"))
    return tuple(found.values())


def _complaint(controls: Controls, form: Element, element: Element) -> str:
    widget = kind(element)
    if _is_missing(controls, form, element, widget):
        return _MISSING.get(widget, "Please fill out this field.")
    value = controls.value(element)
    if widget in ("radio", "checkbox", "file", "select-one", "select-multiple") or not value:
        return ""
    return _wrong_type(widget, value) or _wrong_text(element, widget, value) or _out_of_bounds(element, widget, value)


def _is_missing(controls: Controls, form: Element, element: Element, widget: str) -> bool:
    if widget == "radio":
        same = [e for e in controls.elements(form) if kind(e) == "radio" and e["name"] == element["name"]]
        return any(e.has("required") for e in same) and not any(map(controls.is_on, same))
    if not element.has("required"):
        return False
    return not controls.is_on(element) if widget == "checkbox" else not controls.value(element)


def _wrong_type(widget: str, value: str) -> str:
    if widget == "email" and "@" not in value:
        return f"Please include an '@' in the email address. '{value}' is missing an '@'."
    if widget == "email" and not re.fullmatch(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)*", value):
        return "Please enter an email address."
    return "Please enter a URL." if widget == "url" and not re.match(r"[a-zA-Z][\w+.-]*:.", value) else ""


def _wrong_text(element: Element, widget: str, value: str) -> str:
    if widget in _PATTERNED and element["pattern"] and not _matches(element["pattern"], value):
        return "Please match the requested format."
    least = element["minlength"]
    if widget in _LENGTHS and least.isdigit() and len(value) < int(least):
        return f"Please lengthen this text to {least} characters or more (you are currently using {len(value)} characters)."
    return ""


def _matches(pattern: str, value: str) -> bool:
    try:
        return re.fullmatch(pattern, value) is not None
    except re.error:  # JavaScript's expressions know some things that Python's do not: leave it to the server
        return True


def _out_of_bounds(element: Element, widget: str, value: str) -> str:
    if widget not in _BOUNDED:
        return ""
    if widget in _DATES:
        low, high = element["min"], element["max"]
        if low and value < low:
            return f"Value must be {low} or later."
        return f"Value must be {high} or earlier." if high and value > high else ""
    given, least, most = number(value), number(element["min"]), number(element["max"])
    assert given is not None, "a number field holds a number or nothing"
    if least is not None and given < least:
        return f"Value must be greater than or equal to {element['min']}."
    if most is not None and given > most:
        return f"Value must be less than or equal to {element['max']}."
    around = off_step(element, given)
    if not around:
        return ""
    below, above = around
    if most is not None and above > most:
        return f"Please enter a valid value. The nearest valid value is {shown(below)}."
    return f"Please enter a valid value. The two nearest valid values are {shown(below)} and {shown(above)}."
