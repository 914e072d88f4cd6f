"""The JSON schema of a reply: for each question its name, with a reason first and then the answer.

What llama.cpp understands is all that is used (references, nested unions and patterns beyond a line of digits are not): see
https://github.com/ggml-org/llama.cpp/blob/master/grammars/README.md. What it cannot say, such as the bounds of a decimal, is
checked when the reply is read, as is everything else.
"""

from __future__ import annotations

from typing import Any

from botex_pytest.models.chat import Schema
from botex_pytest.models.form import PATTERNS, Form, grid, options
from botex_pytest.page import Field

REASON = 400
"""Characters of a reason. Enough for two sentences; small models fill whatever they are given."""

LINE, TEXT = 200, 1000
"""Characters of a text that the page does not bound. More than 1000 is more than some grammars carry."""


def schema_of(form: Form) -> Schema:
    """Reason before answer, so that the answer follows from it; all required, in the order of the page."""
    return _object(
        {q.name: _object({"reason": {"type": "string", "maxLength": REASON}, "answer": _answer(q)}) for q in form.questions}
    )


def reply_tokens(form: Form) -> int:
    """Tokens that a reply needs at most: names, reasons and answers as long as the schema lets them be."""
    return 50 + sum(40 + (REASON + _longest(q)) // 3 for q in form.questions)


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _answer(field: Field) -> dict[str, Any]:
    if field.kind == "tick":
        return {"type": "boolean", **({"enum": [True]} if field.required else {})}
    if field.kind == "choice" and field.choices:
        return {"type": "string", "enum": [*options(field), *([] if field.required else [""])]}
    if field.kind == "choices" and field.choices:
        return {
            "type": "array",
            "items": {"type": "string", "enum": list(options(field))},
            "minItems": int(field.required),
            "maxItems": len(field.choices),
        }
    if field.kind in ("integer", "decimal"):
        return _number(field)
    if field.widget in PATTERNS and field.required:
        return {"type": "string", "pattern": PATTERNS[field.widget]}
    return {"type": "string", **({"minLength": 1} if field.required else {}), "maxLength": _longest(field)}


def _number(field: Field) -> dict[str, Any]:
    kind = "integer" if field.kind == "integer" else "number"
    listed = grid(field)
    if listed:
        values: list[Any] = [int(n) if n == int(n) else n for n in listed]
        return {"type": kind, "enum": values} if field.required else {"enum": [*values, None]}
    bounds: dict[str, Any] = {
        name: int(bound) if bound == int(bound) else bound
        for name, bound in (("minimum", field.min), ("maximum", field.max))
        if bound is not None
    }
    return {"type": kind if field.required else [kind, "null"], **bounds}


def _longest(field: Field) -> int:
    if field.kind in ("choice", "choices"):
        return sum(map(len, options(field))) if field.kind == "choices" else max(map(len, options(field)), default=0)
    usual = TEXT if field.kind == "longtext" else LINE
    return min(field.max_length or usual, TEXT)
