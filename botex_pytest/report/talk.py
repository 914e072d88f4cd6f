"""What a language model was told and what it said, as the report shows it: readable without knowing JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from botex_pytest.report.sentences import duration, plural
from botex_pytest.usage import Usage

Plain = dict[str, Any]


def talk(meta: Mapping[str, Any]) -> list[Plain]:
    """The calls behind an answer, in their order. `meta`: of the event in the transcript."""
    return [_call(call) for call in meta.get("calls", ())]


def _call(call: Mapping[str, Any]) -> Plain:
    reply = call.get("reply")
    said = _readable(str(reply)) if reply else ""
    return {
        "system": str(call.get("system") or ""),
        "told": str(call.get("prompt") or ""),
        "said": said,
        "raw": str(reply) if reply and said != reply else "",
        "silent": "No reply came." if reply is None else "" if reply else "The reply was empty.",
        "problem": str(call.get("problem") or ""),
        "facts": facts(call),
    }


def facts(call: Mapping[str, Any]) -> str:
    """`412 tokens read and 30 written, 0.0002 USD, 1.2 s, 2 retries`"""
    used = Usage.of({"calls": [call]})
    words = used.words().partition(", ")[2]  # that it is one call needs no words
    retries = plural(used.retries, "retry").replace("retrys", "retries") if used.retries else ""
    return ", ".join(part for part in (words, duration(used.seconds) if used.seconds else "", retries) if part)


def _readable(text: str) -> str:
    """JSON with an answer on each line; anything else as it was said."""
    try:
        found = json.loads(text)
    except ValueError:
        return text
    if not isinstance(found, dict):
        return text
    return "\n".join(f"{name}: {_said(value)}" for name, value in found.items())


def _said(value: Any) -> str:
    if isinstance(value, dict) and set(value) == {"reason", "answer"}:
        return f"{_text(value['answer'])}, because: {_text(value['reason'])}"
    return _text(value)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
