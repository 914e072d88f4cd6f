"""How elements are displayed before a page's own styles have their say: what browsers make of tags, and what Bootstrap and
oTree's style sheet, which every oTree page loads, make of classes."""

from __future__ import annotations

NOT_DISPLAYED = {
    "script", "style", "noscript", "template", "head", "title", "meta", "link", "base", "param", "datalist", "area", "source",
    "track",
}  # fmt: skip
NOT_TEXT = {
    "script", "style", "noscript", "template", "head", "title", "select", "textarea", "datalist", "iframe", "object", "canvas",
    "video", "audio",
}  # fmt: skip
"""What is shown in them, if anything, is not read as text of the page."""
BLOCKS = {
    "html", "body", "address", "article", "aside", "blockquote", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "legend",
    "li", "main", "menu", "nav", "ol", "p", "pre", "search", "section", "summary", "ul", "table", "caption", "tr", "thead",
    "tbody", "tfoot",
}  # fmt: skip
CELLS = {"td", "th"}
BLOCK_DISPLAYS = {"block", "flex", "grid", "list-item", "table", "table-row", "table-caption", "flow-root"}
CLASS_DISPLAYS = {
    **dict.fromkeys(("invalid-feedback", "valid-feedback", "asteriskField"), "none"),
    **dict.fromkeys(("form-text", "list-group-item", "nav-link", "dropdown-item", "form-check", "vstack"), "block"),
    **dict.fromkeys(
        ("input-group", "row", "card", "list-group", "nav", "progress", "hstack", "input-group-text", "btn-toolbar"), "flex"
    ),
    **dict.fromkeys(("btn-group", "btn-group-vertical"), "inline-flex"),
    **dict.fromkeys(("form-check-inline", "btn", "badge", "form-label"), "inline-block"),
    **{
        f"d-{d}": d
        for d in ("inline", "inline-block", "block", "grid", "table", "table-row", "table-cell", "flex", "inline-flex")
    },
}
"""The later of two stands."""
SHOWN_BY = {
    "tab-pane": "active", "carousel-item": "active", "collapse": "show", "dropdown-menu": "show", "modal": "show",
    "toast": "show",
}  # fmt: skip
"""Classes that are not displayed unless the element has another one."""
FLOATING = {"float-start", "float-end", "position-absolute", "position-fixed"}
CLIPPED = {"visually-hidden", "visually-hidden-focusable", "sr-only"}
COLOURED = ("bg-", "btn", "badge", "alert", "table-", "card-header", "text-bg")
"""Beginnings of classes that put a ground of their own behind the text."""
