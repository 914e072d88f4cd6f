"""Labels: what the author tied to a control, else what a person would read as its question. The same rules as in labels.js."""

from __future__ import annotations

from collections.abc import Callable

from botex_pytest.drivers.html_controls import Controls, is_control, is_optional, kind
from botex_pytest.drivers.html_tree import Element

LONGEST_LABEL = 500


class Labels:
    """Finds the labels of one document's controls."""

    def __init__(self, controls: Controls) -> None:
        self._controls, self._document, self._seer = controls, controls.document, controls.seer

    def text(self, element: Element | None) -> str:
        return self._seer.text(element)[:LONGEST_LABEL]

    def texts(self, ids: str) -> str:
        """The texts of the elements that an aria attribute names."""
        return " ".join(filter(None, (self.text(self._document.by_id(one)) for one in ids.split())))

    def label(self, name: str, group: list[Element]) -> str:
        element = group[0]
        if not is_optional(element) or (kind(element) == "checkbox" and len(group) == 1):
            return self._tied(element) or self._named(element) or self._row_header(element) or self._before(element, group)
        tied = next((e for e in self._document.elements if e.tag == "label" and e["for"] == f"id_{name}"), None)
        box = element.closest(lambda e: e["role"] in ("radiogroup", "group"))
        return (
            self.text(tied)
            or self._legend(element)
            or (self._named(box) if box else "")
            or self._row_header(element)
            or self._before(element, group)
        )

    def choice(self, element: Element) -> str:
        return (
            self._tied(element)
            or element["aria-label"]
            or self.texts(element["aria-labelledby"])
            or self._column_header(element)
            or self._after(element)
            or self._controls.value(element)
        )

    def _tied(self, element: Element) -> str:
        return " ".join(filter(None, map(self.text, self._controls.labels(element))))

    def _named(self, element: Element) -> str:
        return self.texts(element["aria-labelledby"]) or element["aria-label"]

    def _legend(self, element: Element) -> str:
        fieldset = element.closest(lambda e: e.tag == "fieldset")
        if fieldset is None or len(names_in(fieldset)) != 1:
            return ""
        return self.text(fieldset.first(lambda e: e.tag == "legend"))

    def _row_header(self, element: Element) -> str:
        row = element.closest(lambda e: e.tag == "tr")
        cells = [cell for cell in _cells(row) if not _has_control(cell) and self.text(cell)] if row else []
        return self.text(next((cell for cell in cells if cell.tag == "th"), cells[0])) if cells else ""

    def _column_header(self, element: Element) -> str:
        cell = element.closest(lambda e: e.tag in ("td", "th"))
        table = cell.closest(lambda e: e.tag == "table") if cell else None
        if cell is None or cell.parent is None or table is None:
            return ""
        heading = next((e for e in table.descendants() if e.tag == "tr" and not _has_control(e)), None)
        before = _cells(cell.parent)
        column = sum(map(_span, before[: before.index(cell)]))
        at = 0
        for header in _cells(heading) if heading else []:
            at += _span(header)
            if at > column:
                return self.text(header)
        return ""

    def _before(self, element: Element, group: list[Element]) -> str:
        """The nearest text above or left of the control, as far as the next control."""
        node = element
        while node.parent is not None and node.tag not in ("form", "body"):
            siblings = node.parent.children
            for before in reversed(siblings[: _place(siblings, node)]):
                if isinstance(before, Element) and (is_control(before) or _has_control(before)) and before not in group:
                    return ""
                found = self._said(before, node.parent)
                if found:
                    return found.split("\n")[-1][:LONGEST_LABEL]
            node = node.parent
        return ""

    def _said(self, node: Element | str, parent: Element) -> str:
        if isinstance(node, Element):
            return self.text(node)
        return "" if self._seer.sight(parent).text_reason else node.strip()

    def _after(self, element: Element) -> str:
        siblings = element.parent.children if element.parent else []
        after = siblings[_place(siblings, element) + 1 :][:1]
        return "".join(self.text(node) if isinstance(node, Element) else node.strip() for node in after)


def names_in(element: Element) -> set[str]:
    """Names of the controls below."""
    return {one["name"] for one in element.descendants() if is_control(one)}


def _place(siblings: list[Element | str], element: Element) -> int:
    return next(place for place, one in enumerate(siblings) if one is element)


def _below(element: Element, test: Callable[[Element], bool]) -> bool:
    return any(map(test, element.descendants()))


def _has_control(element: Element) -> bool:
    return _below(element, is_control)


def _cells(row: Element) -> list[Element]:
    return [e for e in row.elements if e.tag in ("td", "th")]


def _span(cell: Element) -> int:
    return int(cell["colspan"]) if cell["colspan"].isdigit() else 1
