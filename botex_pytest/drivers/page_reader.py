"""What snapshot.js found, made into a `Page`: here facts get their meaning."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, TypedDict
from urllib.parse import urlsplit

from botex_pytest.page import Button, Choice, Control, Field, FieldKind, Page, PageKind

Facts = dict[str, Any]

_PAGE_PATH = re.compile(r"^/p/[^/]+/(?P<app>[^/]+)/(?P<name>[^/]+)/(?P<index>\d+)/?$")
_OTREE_PATHS = ("/p/", "/InitializeParticipant/", "/OutOfRangeNotification/", "/room/", "/join/", "/GBATInactive")
_WAITS = {
    "/wait_page": "group",
    "/subsession_wait_page": "subsession",
    "/group_by_arrival_time": "arrival",
    "/wait_for_session_in_room": "room",
}
_LONE_KEY = re.compile(r"(?<!\w)[A-Z0-9](?!\w)")
_USUAL_KEYS = (" ", "Enter", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown")
_KINDS: dict[str, FieldKind] = {"textarea": "longtext", "select": "choice", "radio": "choice", "select-multiple": "choices"}
_TEXTS = {"text", "email", "search", "tel", "url", "password", "date", "time", "datetime-local", "month", "week", "color"}


def read_page(facts: Facts) -> Page:
    """The page that `facts`, the parsed reply of snapshot.js, describe."""
    waits_for = _WAITS.get(facts["socket"], "")
    return Page(
        kind=page_kind(facts),
        url=facts["url"],
        title=facts["title"],
        text=facts["text"],
        **place_of(facts["url"]),
        status=_status(facts),
        fields=tuple(read_field(field) for field in facts["fields"]),
        buttons=tuple(Button(**button) for button in facts["buttons"]),
        tools=tuple(read_field(tool) for tool in facts.get("tools", ())),
        awaits=tuple(facts.get("awaits", ())),
        keys=keys(facts["text"]) if facts.get("listensToKeys") else (),
        scrolls=facts.get("scrolls", False),
        messages=tuple(facts["messages"]),
        unknown=tuple(Control(**control) for control in facts["unknown"]),
        hidden_text=tuple(facts["hiddenText"]),
        hidden_fields=tuple(facts["hiddenFields"]),
        seconds_left=seconds_left(facts["timer"] or facts["timeLimit"]),
        live=facts["live"],
        may_change=facts.get("mayChange", False),
        acts_after=float(facts.get("actsAfter", 0)),
        needs_browser=tuple(facts.get("needsBrowser", ())),
        waits_for=waits_for if facts["waitPage"] or waits_for == "room" else "",
        links_out=tuple(dict.fromkeys(facts["linksOut"])),
    )


def unread_page(url: str, why: str) -> Page:
    """A page that never came, or that nobody can look at."""
    return Page("error", url, text=why, status=0, **place_of(url))


class _Place(TypedDict):
    app: str
    name: str
    index: int


def place_of(url: str) -> _Place:
    """Which page of oTree's an address means."""
    found = _PAGE_PATH.match(urlsplit(url).path)
    return (
        {"app": found["app"], "name": found["name"], "index": int(found["index"])} if found else _Place(app="", name="", index=0)
    )


def page_kind(facts: Facts) -> PageKind:
    path = urlsplit(facts["url"]).path
    status = _status(facts)
    if status == 0 or status >= 400:
        return "error"
    if facts["waitPage"] or facts["socket"] == "/wait_for_session_in_room":
        return "wait"
    if path.startswith("/OutOfRangeNotification/"):
        return "finished"
    if not facts["marks"] and not path.startswith(_OTREE_PATHS):
        return "foreign"
    return "form" if facts["fields"] or facts["buttons"] or facts.get("tools") else "still"


def _status(facts: Facts) -> int:
    """0 when there was no answer at all: Chrome then shows a page of its own."""
    return 0 if facts["url"].startswith("chrome-error:") else int(facts["status"] or 200)


def read_field(facts: Facts) -> Field:
    kind = field_kind(facts)
    value = facts["value"]
    return Field(
        name=facts["name"],
        kind=kind,
        widget=facts["widget"],
        label=facts["label"],
        help=facts["help"],
        required=facts["required"],
        min=_number(facts["min"]),
        max=_number(facts["max"]),
        step=_number(facts["step"]),
        max_length=facts["maxLength"],
        pattern=facts["pattern"],
        unit=facts["unit"],
        choices=tuple(Choice(**choice) for choice in facts["choices"]),
        value=tuple(value) if isinstance(value, list) else value,
        messages=tuple(facts["messages"]),
    )


def field_kind(facts: Facts) -> FieldKind:
    """What a person does with the control; a number without `step` takes whole numbers only, says HTML."""
    widget, step, mode = facts["widget"], facts["step"], facts["inputmode"]
    if widget in ("number", "range"):
        return "integer" if not step or _whole(step) else "decimal"
    if widget == "checkbox":
        return "tick" if facts["alone"] else "choices"
    if widget == "text" and mode in ("decimal", "numeric"):
        return "decimal" if mode == "decimal" else "integer"
    if widget in _TEXTS:
        return "text"
    return _KINDS.get(widget, "unknown")


def keys(text: str) -> tuple[str, ...]:
    """Keys to try on a page that listens to them: single letters and digits that it names, then what such pages usually want."""
    named = dict.fromkeys(key.lower() for key in _LONE_KEY.findall(text))
    return (*named, *_USUAL_KEYS)


def seconds_left(timer: str) -> float | None:
    """`1:05`, `0:01:05` or `65.5` in seconds, none left in `-0.3`; None when there is no timer."""
    if timer.startswith("-"):
        return 0.0  # the page was opened once more when its time was up
    parts: Sequence[str] = re.findall(r"\d+(?:\.\d+)?", timer)
    return sum(float(part) * 60**place for place, part in enumerate(reversed(parts))) if parts else None


def _whole(step: str) -> bool:
    number = _number(step)
    return number is not None and number.is_integer()


def _number(text: str) -> float | None:
    """Bounds of dates and a step of "any" are no numbers."""
    try:
        return float(text)
    except ValueError:
        return None
