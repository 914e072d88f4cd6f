"""Which elements a page's style sheets show or hide: enough of CSS for that, and no more.

Rules count in the order in which they stand, whatever their specificity; what depends on the window (@media) is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from botex_pytest.drivers.html_tree import Document

Declarations = dict[str, str]
Rule = tuple[str, Declarations]

SHOWING = {
    "display", "visibility", "opacity", "position", "left", "top", "text-indent", "width", "height", "max-width", "max-height",
    "overflow", "overflow-x", "overflow-y", "clip", "clip-path", "font-size", "color", "background", "background-color",
    "transform", "white-space", "text-transform", "float", "pointer-events",
}  # fmt: skip
"""Properties that decide whether and how a person sees something, and whether the mouse reaches it."""
_HIDING = re.compile(
    r"display|visibility|opacity|clip|transform|text-indent|font-size\s*:\s*[01](\.\d+)?px|-\d{3,}"
    r"|(width|height)\s*:\s*[01](px)?\b|white-space|pointer-events"
)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_AT_BLOCK = re.compile(r"@[^{};]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|@[^{};]+;")


@lru_cache(maxsize=512)
def declarations(style: str) -> Declarations:
    """`display: none; color: red` as a dict, limited to what `SHOWING` names. The dict is shared: not to be changed."""
    pairs = (part.partition(":") for part in style.split(";"))
    cleaned = ((name.strip().lower(), value.replace("!important", "").strip().lower()) for name, _, value in pairs)
    return {name: value for name, value in cleaned if name in SHOWING and value}


@lru_cache(maxsize=64)
def rules(css: str) -> tuple[Rule, ...]:
    """The rules of a style sheet that may show or hide something."""
    plain = _AT_BLOCK.sub("", _COMMENT.sub("", css))
    found = ((m[1].strip(), declarations(m[2])) for m in _RULE.finditer(plain) if _HIDING.search(m[2].lower()))
    return tuple((selector, kept) for selector, kept in found if kept)


def apply(document: Document, sheets: Iterable[str]) -> None:
    """Write what `sheets` say, in their order, into the `style` of the elements."""
    for css in sheets:
        for selector, kept in rules(css):
            for element in document.select(selector):
                element.style = {**element.style, **kept}
