"""The JavaScript that runs in pages: our functions in a world of their own (`SANDBOX`), and two scripts in the page's world."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

SANDBOX = "botex"
_HERE = Path(__file__).parent
_LIBRARY = ("visible.js", "fields.js", "labels.js", "controls.js", "snapshot.js", "fill.js")


@cache
def library() -> str:
    """A function that defines `botex.snapshot`, `botex.submit` and their helpers."""
    parts = "\n".join((_HERE / name).read_text("utf-8") for name in _LIBRARY)
    return f"() => {{\n'use strict';\nconst botex = globalThis.botex = {{}};\n{parts}\n}}"


def timer_script() -> str:
    """A function for the page's own world; see timers.js."""
    return (_HERE / "timers.js").read_text("utf-8")


@cache
def page_script(origin: str) -> str:
    """A function for the page's own world, whose argument takes live messages; see listeners.js and sockets.js."""
    listeners, sockets = ((_HERE / name).read_text("utf-8").strip() for name in ("listeners.js", "sockets.js"))
    return f"(tell) => {{\n({listeners})({json.dumps(origin)});\n({sockets})(tell);\n}}"
