"""Fills a form in and makes the request that a browser would send; the counterpart of fill.js, and it speaks as fill.js does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from botex_pytest.addresses import joined
from botex_pytest.drivers.html_controls import PRESSED, Controls, is_control, is_disabled, is_optional, kind
from botex_pytest.drivers.html_reader import HtmlPage
from botex_pytest.drivers.html_tree import Element
from botex_pytest.drivers.html_validity import invalid
from botex_pytest.drivers.html_values import number
from botex_pytest.page import Value

_TYPED = {"text", "number", "email", "search", "tel", "url", "password", "textarea"}
_UNTICKED = {"", "0", "false", "no", "off"}


@dataclass(frozen=True)
class Request:
    """What leaves the browser when a form is sent or a link followed. `body` is urlencoded; "" for a GET."""

    method: str
    url: str
    body: str = ""


def fill(page: HtmlPage, values: Mapping[str, Value]) -> list[dict[str, Any]]:
    """Put `values` into the controls. Returns what did not take its value, in the form of `botex.check`."""
    for name, value in values.items():
        group = _group(page, name)
        if group:
            _fill_group(page.controls, group, value)
    return [one for name, value in values.items() if (one := _checked(page, name, value))]


def _group(page: HtmlPage, name: str) -> list[Element]:
    return [e for e in page.controls.by_name(page.form).get(name, []) if page.is_answerable(e)]


def _fill_group(controls: Controls, group: list[Element], value: Value) -> None:
    element = group[0]
    wanted = (value,) if isinstance(value, str) else value
    if element.tag == "select":
        _choose(controls, element, wanted)
    elif is_optional(element):
        for one in group:
            single = len(group) == 1 and kind(one) == "checkbox"
            on = ",".join(wanted).lower() not in _UNTICKED if single else controls.value(one) in wanted
            if on or kind(one) == "checkbox" or any(controls.value(e) in wanted for e in group):
                controls.switch(one, on)
    else:
        longest = element["maxlength"]
        text = ",".join(wanted)
        controls.put(element, text[: int(longest)] if kind(element) in _TYPED and longest.isdigit() else text)


def _choose(controls: Controls, select: Element, wanted: tuple[str, ...]) -> None:
    single = kind(select) == "select-one"
    options = [o for o in controls.options(select) if not o.disabled]
    picked = [o for o in options if o.value in wanted]
    for option in controls.options(select):
        option.selected = any(option is one for one in (picked[-1:] if single else picked))


def _checked(page: HtmlPage, name: str, value: Value) -> dict[str, Any] | None:
    group = _group(page, name)
    if not group:
        return {"name": name, "taken": "no", "holds": None, "there": False}
    holds = page.controls.holds(group)
    return None if _is_taken(page.controls, group, value) else {"name": name, "taken": "no", "holds": holds, "there": True}


def _is_taken(controls: Controls, group: list[Element], value: Value) -> bool:
    element = group[0]
    wanted = [value] if isinstance(value, str) else list(value)
    if kind(element) == "checkbox" and len(group) == 1:
        return controls.is_on(element) == (",".join(wanted).lower() not in _UNTICKED)
    holds = controls.holds(group)
    held = [holds or ""] if isinstance(holds, str) or holds is None else holds
    if sorted(filter(None, held)) == sorted(filter(None, wanted)):
        return True
    text = wanted[0] if wanted else ""
    if kind(element) in ("number", "range"):
        return bool(held[0]) and number(text.strip()) is not None and float(held[0]) == float(text)
    return kind(element) == "textarea" and held[0] == text.replace("\r\n", "\n").replace("\r", "\n")


def press(page: HtmlPage, ref: str | None) -> tuple[Request | None, dict[str, Any]]:
    """What pressing the button sends, or None and why not: `obstacle` or `invalid`, as `botex.press` tells them."""
    button = page.pressables.get(ref) if ref else _next_button(page)
    obstacle = _obstacle(page, button)
    if button is None or obstacle:
        return None, {"obstacle": obstacle}
    if button.tag == "a":
        href = button["href"]
        follows = href and not href.startswith("#") and not href.lower().startswith("javascript:")
        return (Request("GET", joined(page.url, href)) if follows else None), {}
    form = page.controls.form_of(button)
    if "otree-btn-back" in button.classes and page.form is not None:
        return request(page, page.form, None, back_button="{}"), {}
    if form is None or kind(button) not in ("submit", "image"):
        return None, {}
    wrong = () if form.has("novalidate") or button.has("formnovalidate") else invalid(page.controls, form)
    if wrong:
        return None, {"pressed": True, "untaken": [], "invalid": [{"field": m.field, "text": m.text} for m in wrong]}
    return request(page, form, button), {}


def _next_button(page: HtmlPage) -> Element | None:
    found = next((e for e in page.pressables.values() if page.role(e) == "next"), None)
    return found or next((e for e in page.controls.elements(page.form) if _leads_on(e)), None)


def _leads_on(element: Element) -> bool:
    sends = element.tag in ("button", "input") and kind(element) == "submit"
    return "otree-btn-next" in element.classes or (sends and not element["name"])


def _obstacle(page: HtmlPage, button: Element | None) -> str:
    if button is None:
        return "the page has no such button"
    hidden = page.seer.why_hidden(button)
    if hidden:
        return f"the button is hidden ({hidden})"
    return "the button is disabled" if is_disabled(button) else ""


def request(page: HtmlPage, form: Element, button: Element | None, **more: str) -> Request:
    """The form as it stands, sent by `button` (None: by a script); `more` are hidden inputs that a script adds."""
    own = button or form
    action = joined(page.url, (own["formaction"] if button else "") or form["action"] or page.url)
    method = ((own["formmethod"] if button else "") or form["method"] or "get").upper()
    pairs = [*_entries(page.controls, form, button), *more.items()]
    body = urlencode([(name, value.replace("\r\n", "\n").replace("\n", "\r\n")) for name, value in pairs])
    if method == "POST":
        return Request("POST", action, body)
    return Request("GET", f"{action.partition('#')[0].partition('?')[0]}?{body}")


def forced(page: HtmlPage, form: Element, values: Mapping[str, Value]) -> Request:
    """The form with `values` in place of what its controls of these names hold, or added to it, as no browser would send it."""
    own = [(n, v) for n, v in _entries(page.controls, form, None) if n not in values]
    given = [(n, v) for n, value in values.items() for v in ((value,) if isinstance(value, str) else value)]
    return Request("POST", joined(page.url, form["action"] or page.url), urlencode([*own, *given]))


def _entries(controls: Controls, form: Element, button: Element | None) -> Iterator[tuple[str, str]]:
    """The successful controls of a form."""
    for element in controls.elements(form):
        name = element["name"]
        if element is button and name:
            yield name, element["value"]
        if not name or is_disabled(element) or element.tag in ("button", "object", "output", "fieldset"):
            continue
        if element.tag == "select":
            yield from ((name, o.value) for o in controls.options(element) if o.selected and not o.disabled)
        elif is_optional(element):
            if controls.is_on(element):
                yield name, controls.value(element)
        elif kind(element) not in PRESSED | {"file"} and (is_control(element) or kind(element) == "hidden"):
            yield name, controls.value(element)
