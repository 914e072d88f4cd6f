"""The controls of an HTML document: what belongs to which form, what is in it, and what a person can do with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from botex_pytest.drivers.html_sight import Seer
from botex_pytest.drivers.html_tree import Document, Element
from botex_pytest.drivers.html_values import sanitized

PRESSED = {"submit", "button", "image", "reset"}
UNTYPABLE = {"file"}
_LISTED = {"button", "fieldset", "input", "object", "output", "select", "textarea"}
_LABELABLE = {"button", "input", "meter", "output", "progress", "select", "textarea"}
_INPUT_TYPES = {
    "hidden", "text", "search", "tel", "url", "email", "password", "date", "month", "week", "time", "datetime-local", "number",
    "range", "color", "checkbox", "radio", "file", "submit", "image", "reset", "button",
}  # fmt: skip


def kind(element: Element) -> str:
    """What the browser calls `el.type`: "select-one", "textarea", "number", ..."""
    if element.tag == "select":
        return "select-multiple" if element.has("multiple") else "select-one"
    said = element["type"].lower()
    if element.tag == "button":
        return said if said in ("reset", "button") else "submit"
    if element.tag == "input":
        return said if said in _INPUT_TYPES else "text"
    return element.tag


def is_control(element: Element) -> bool:
    return element.tag in ("select", "textarea") or (element.tag == "input" and kind(element) != "hidden")


def is_optional(element: Element) -> bool:
    return element.tag == "input" and kind(element) in ("radio", "checkbox")


def is_disabled(element: Element) -> bool:
    if element.has("disabled"):
        return True
    fieldset = element.closest(lambda e: e.tag == "fieldset" and e.has("disabled"))
    legend = element.closest(lambda e: e.tag == "legend")
    return fieldset is not None and (legend is None or legend.parent is not fieldset)


def is_usable(element: Element) -> bool:
    return not is_disabled(element) and not element.has("readonly")


@dataclass
class Option:
    """One option of a select."""

    value: str
    label: str
    disabled: bool
    selected: bool


class Controls:
    """Forms, labels and the state of all controls of one document. `put` and `pick` change the state as a person does."""

    def __init__(self, document: Document, seer: Seer) -> None:
        self.document, self.seer = document, seer
        self.forms = [e for e in document.elements if e.tag == "form"]
        self._labels = self._tied_labels()
        self._values: dict[Element, str] = {}
        self._on: dict[Element, bool] = {}
        self._options: dict[Element, list[Option]] = {}

    # --- what belongs together ---

    def form_of(self, element: Element) -> Element | None:
        if element.has("form"):
            owner = self.document.by_id(element["form"])
            return owner if owner and owner.tag == "form" else None
        return element.closest(lambda e: e.tag == "form")

    def elements(self, form: Element | None) -> Iterator[Element]:
        """`form.elements`, in document order."""
        if form is None:
            return
        for element in self.document.elements:
            if element.tag in _LISTED and self.form_of(element) is form and kind(element) != "image":
                yield element

    def labels(self, element: Element) -> list[Element]:
        """The label elements that are tied to a control."""
        return self._labels.get(element, [])

    def _tied_labels(self) -> dict[Element, list[Element]]:
        tied: dict[Element, list[Element]] = {}
        for label in (e for e in self.document.elements if e.tag == "label"):
            target = self.document.by_id(label["for"]) if label.has("for") else label.first(lambda e: e.tag in _LABELABLE)
            if target is not None:
                tied.setdefault(target, []).append(label)
        return tied

    def main_form(self) -> Element | None:
        """The one that a page's answers go into."""
        for form in self.forms:
            if "otree-form" in form.classes or form["id"] == "form":
                return form
        return next((f for f in self.forms if f["id"] != "liveform" and any(map(self._answers, f.descendants()))), None)

    def _answers(self, element: Element) -> bool:
        return (is_control(element) or element.tag == "button") and self.seer.is_visible(element)

    def by_name(self, form: Element | None) -> dict[str, list[Element]]:
        groups: dict[str, list[Element]] = {}
        for element in self.elements(form):
            if element["name"] and is_control(element) and kind(element) not in PRESSED:
                groups.setdefault(element["name"], []).append(element)
        return groups

    def is_operable(self, element: Element) -> bool:
        """A radio or box may itself be hidden when its label, made up as a button or tile, is what people click."""
        return self.seer.is_visible(element) or (is_optional(element) and any(map(self.seer.is_visible, self.labels(element))))

    # --- what is in them ---

    def value(self, element: Element) -> str:
        if element.tag == "select":
            return next((o.value for o in self.options(element) if o.selected), "")
        if element in self._values:
            return self._values[element]
        if is_optional(element):
            return element["value"] if element.has("value") else "on"
        raw = element.raw_text if element.tag == "textarea" else element["value"]
        return sanitized(element, kind(element), raw)

    def put(self, element: Element, value: str) -> None:
        self._values[element] = sanitized(element, kind(element), value)

    def is_on(self, element: Element) -> bool:
        return self._on.get(element, element.has("checked"))

    def switch(self, element: Element, on: bool) -> None:
        self._on[element] = on

    def options(self, select: Element) -> list[Option]:
        if select not in self._options:
            self._options[select] = _read_options(select)
        return self._options[select]

    def holds(self, group: list[Element]) -> str | list[str] | None:
        """A string, a list where several can be picked, None when nothing is in it."""
        element = group[0]
        if kind(element) == "select-multiple":
            return [option.value for option in self.options(element) if option.selected]
        if not is_optional(element):
            return self.value(element) or None
        picked = [self.value(one) for one in group if self.is_on(one)]
        if kind(element) == "checkbox" and len(group) > 1:
            return picked
        return picked[0] if picked else None


def _read_options(select: Element) -> list[Option]:
    options = []
    for element in (e for e in select.descendants() if e.tag == "option"):
        text = " ".join(element.raw_text.split())
        disabled = element.has("disabled") or (
            element.parent is not None and element.parent.tag == "optgroup" and element.parent.has("disabled")
        )
        value = element["value"] if element.has("value") else text
        options.append(Option(value, element["label"] or text, disabled, element.has("selected")))
    if kind(select) == "select-one":
        chosen = [o for o in options if o.selected][-1:] or [o for o in options if not o.disabled][:1]
        for option in options:
            option.selected = any(option is one for one in chosen)
    return options
