"""What came of a submit, told from what the page was before, what it is now, and what fill.js saw."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botex_pytest.page import Message, Outcome, Page, Value


def refusals(done: Mapping[str, Any], values: Mapping[str, Value]) -> tuple[Message, ...]:
    """Why the browser sent nothing: a control did not take its value, or its own validation. `done`: what fill.js says."""
    if done.get("pressed") is False:
        return tuple(_untaken(one, values) for one in done["untaken"] if one["taken"] == "no")
    return tuple(Message(one["text"], one["field"], "browser") for one in done.get("invalid", ()))


def _untaken(one: Mapping[str, Any], values: Mapping[str, Value]) -> Message:
    if not one["there"]:
        return Message("there is no such control on the page", one["name"], "browser")
    holds = "nothing" if one["holds"] in (None, []) else repr(one["holds"])
    return Message(f"the control does not take {values[one['name']]!r}; it holds {holds}", one["name"], "browser")


def classify(before: Page, after: Page, unfilled: tuple[str, ...]) -> Outcome:
    """Rejected: the server answered with the same page again instead of leading on."""
    same = (before.index, before.name) == (after.index, after.name) if before.index else before.url == after.url
    if not same or after.kind not in ("form", "still", "foreign"):
        return Outcome("moved", after, unfilled=unfilled)
    messages = [Message(text) for text in after.messages]
    messages += [Message(text, field.name) for field in after.fields for text in field.messages]
    return Outcome("rejected", after, tuple(messages), unfilled=unfilled)
