"""A page of HTML read as snapshot.js reads it in a browser: the same facts, from which page_reader.py makes the same `Page`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from botex_pytest.addresses import joined, parts
from botex_pytest.drivers import html_styles
from botex_pytest.drivers.html_controls import (
    PRESSED,
    UNTYPABLE,
    Controls,
    is_control,
    is_disabled,
    is_optional,
    is_usable,
    kind,
)
from botex_pytest.drivers.html_labels import Labels, names_in
from botex_pytest.drivers.html_scripts import Scripts
from botex_pytest.drivers.html_sight import Seer, in_furniture, without_pictures
from botex_pytest.drivers.html_tree import Document, Element
from botex_pytest.drivers.page_reader import Facts

_MARKS = {"otree-body", "otree-wait-page", "otree-form"}
_WRAPPERS = {"_formfield", "mb-3", "form-group", "form-check"}
_STRANGE = {"canvas", "video", "iframe", "object", "embed"}
_STRANGE_ROLES = {"slider", "spinbutton", "textbox", "combobox", "switch"}
FetchSheet = Callable[[str], str]


class HtmlPage:
    """One document that a server sent. `controls` is its state: what is filled in there shows in the next `facts`.

    `fetch_sheet` gets the text of one of the author's style sheets by its address ("" when there is none to be had).
    """

    def __init__(self, url: str, html: str, status: int = 200, fetch_sheet: FetchSheet | None = None) -> None:
        self.url, self.status = url, status
        self.document = Document(html)
        html_styles.apply(self.document, self._sheets(fetch_sheet))
        self.seer = Seer()
        self.controls = Controls(self.document, self.seer)
        self.scripts = Scripts(self.document, url)
        self._labels = Labels(self.controls)
        self.form = self.controls.main_form()
        self.pressables = {f"b{n}": e for n, e in enumerate((e for e in self.document.elements if self._is_pressable(e)), 1)}

    # --- the page ---

    def facts(self) -> Facts:
        """What `botex.snapshot()` of snapshot.js would say."""
        groups = self.controls.by_name(self.form)
        answerable = {name: [e for e in group if self.is_answerable(e)] for name, group in groups.items()}
        fields = [self._field(n, group) for n, group in answerable.items() if group and kind(group[0]) not in UNTYPABLE]
        hidden_text: list[str] = []
        text = self.seer.text(self.document.body, hidden_text)
        return {
            "url": self.url,
            "title": self._labels.text(self.document.by_id("_otree-title")) or self._title(),
            "text": text,
            "status": self.status,
            "messages": self._messages(fields),
            "fields": fields,
            "buttons": [self._button(ref, element) for ref, element in self.pressables.items()],
            "tools": [self._field(ref, group) for ref, group in self._tools().items()],
            "unknown": list(self._unknown()),
            "hiddenText": hidden_text,
            "hiddenFields": [n for n, group in groups.items() if not any(map(self.controls.is_operable, group))],
            "timer": self._timer(),
            "timeLimit": self.scripts.time_limit,
            "live": self.scripts.is_live,
            "mayChange": bool(self.scripts.foreign) or self.scripts.is_live,
            "needsBrowser": self.scripts.reasons(self.controls),
            "waitPage": any(e.tag == "div" and "otree-wait-page" in e.classes for e in self.document.elements),
            "socket": self.scripts.socket.partition("?")[0],
            "marks": self.scripts.is_live or any(not _MARKS.isdisjoint(e.classes) for e in self.document.elements),
            "linksOut": [joined(self.url, e["href"]) for e in self.document.elements if self._leads_out(e)],
        }

    def is_answerable(self, element: Element) -> bool:
        return is_usable(element) and self.controls.is_operable(element)

    def _title(self) -> str:
        title = next((e for e in self.document.elements if e.tag == "title"), None)
        return " ".join(title.raw_text.split()) if title else ""

    def _timer(self) -> str:
        clock = next((e for e in self.document.elements if "otree-timer__time-left" in e.classes), None)
        return clock.raw_text.strip() if clock else ""

    def _sheets(self, fetch: FetchSheet | None) -> Iterator[str]:
        for element in self.document.elements:
            if element.tag == "style":
                yield element.raw_text
            elif element.tag == "link" and fetch and "stylesheet" in element["rel"].lower() and element["href"]:
                address = joined(self.url, element["href"])
                if not parts(address).path.startswith(("/static/otree/", "/static/bootstrap5/")):
                    yield fetch(address)

    def _leads_out(self, element: Element) -> bool:
        if element.tag != "a" or not element["href"] or in_furniture(element) or not self.seer.is_visible(element):
            return False
        to = parts(joined(self.url, element["href"]))
        return to.scheme in ("http", "https") and (to.scheme, to.netloc) != parts(self.url)[:2]

    # --- fields ---

    def _field(self, name: str, group: list[Element]) -> Facts:
        element = group[0]
        widget, alone = kind(element), len(group) == 1
        group_box = element.closest(lambda e: "input-group" in e.classes)
        units = [e for e in group_box.descendants() if "input-group-text" in e.classes] if group_box else []
        length = element["maxlength"]
        return {
            "name": name,
            "widget": "select" if widget == "select-one" else widget,
            "alone": alone,
            "inputmode": element["inputmode"].lower(),
            "label": self._labels.label(name, group),
            "help": self._help(element),
            "required": any(one.has("required") for one in group),
            **{key: element[key] for key in ("min", "max", "step", "pattern")},
            "maxLength": int(length) if length.isdigit() and int(length) else None,
            "unit": " ".join(map(self._labels.text, units)),
            "choices": self._choices(group),
            "value": self.controls.holds(group),
            "messages": [],
        }

    def _help(self, element: Element) -> str:
        wrapper = element.closest(lambda e: "_formfield" in e.classes)
        wrapper = wrapper or element.closest(lambda e: not _WRAPPERS.isdisjoint(e.classes))
        texts = [self._labels.text(e) for e in (wrapper.descendants() if wrapper else ()) if "form-text" in e.classes]
        return "\n".join(texts) or self._labels.texts(element["aria-describedby"])

    def _choices(self, group: list[Element]) -> list[dict[str, str]]:
        element = group[0]
        if element.tag == "select":
            single = kind(element) == "select-one"
            options = (o for o in self.controls.options(element) if not o.disabled and not (single and o.value == ""))
            return [{"value": o.value, "label": o.label} for o in options]
        if not is_optional(element) or (kind(element) == "checkbox" and len(group) == 1):
            return []
        return [{"value": self.controls.value(e), "label": self._labels.choice(e)} for e in group if self.is_answerable(e)]

    # --- messages ---

    def _messages(self, fields: list[Facts]) -> list[str]:
        """Messages of fields go to their fields; those that belong to no single field are the page's, and are returned."""
        boxes = [e for e in self.document.elements if "otree-form-errors" in e.classes]
        boxes += [e for e in (self.form.descendants() if self.form else ()) if "alert-danger" in e.classes]
        page = [line for box in boxes if self.seer.is_visible(box) for line in self._lines(box)]
        by_name = {field["name"]: field["messages"] for field in fields}
        for box in self.document.elements:
            if "form-control-errors" in box.classes and self.seer.is_visible(box):
                by_name.get(_owner(box), page).extend(self._lines(box))
        return page

    def _lines(self, box: Element) -> list[str]:
        return [line for line in self.seer.text(box).split("\n") if line]

    # --- buttons, tools and what is not understood; the same rules as in controls.js ---

    def _is_pressable(self, element: Element) -> bool:
        pressed = element.tag == "button" or (element.tag == "input" and kind(element) in PRESSED)
        linked = element.tag == "a" and ("btn" in element.classes or element["href"].startswith("#"))
        linked = (linked and not self._leads_out(element)) or element.tag == "summary"
        other = element["role"] in ("button", "tab") or element.has("onclick") or element.has("data-bs-toggle")
        if other and not pressed:
            other = element.tag not in ("label", "form") and not is_control(element) and not self._leads_out(element)
            if element.tag not in ("a", "button", "summary"):
                other = other and not any(is_control(e) or e.tag == "button" for e in element.descendants())
        if not (pressed or linked or other) or (pressed and kind(element) == "reset"):
            return False
        return not in_furniture(element) and self.seer.is_visible(element)

    def _button(self, ref: str, element: Element) -> dict[str, object]:
        if element.tag == "input":
            shown = element["value"] or element["alt"] or kind(element)
        else:
            shown = without_pictures(self._labels.text(element))
        inside = element if element.tag == "img" else element.first(lambda e: e.tag == "img" and e.has("alt"))
        named = element["name"] if element.tag in ("button", "input") else ""
        return {
            "label": shown or element["aria-label"] or (inside["alt"] if inside else "") or element["title"],
            "role": self.role(element),
            "ref": ref,
            "name": named,
            "value": element["value"] if named else "",
            "enabled": self._is_enabled(element),
        }

    def _is_enabled(self, element: Element) -> bool:
        untouchable = self.seer.sight(element).untouchable
        return not is_disabled(element) and element["aria-disabled"] != "true" and not untouchable

    def role(self, element: Element) -> str:
        if "otree-btn-back" in element.classes:
            return "back"
        if "otree-btn-next" in element.classes:
            return "answer" if element["name"] else "next"
        sends = element.tag in ("button", "input") and kind(element) in ("submit", "image")
        if sends and self.form and self.controls.form_of(element) is self.form:
            return "answer" if element["name"] else "next"
        return "other"

    def _tools(self) -> dict[str, list[Element]]:
        """Controls that the form does not post; radios of one name are one."""
        groups: dict[str, list[Element]] = {}
        for element in filter(is_control, self.document.elements):
            posted = self.form is not None and self.controls.form_of(element) is self.form and element["name"]
            typable = kind(element) not in PRESSED and kind(element) not in UNTYPABLE
            if typable and not posted and self.is_answerable(element) and not in_furniture(element):
                radio = kind(element) == "radio" and element["name"]
                groups.setdefault(f"radio {element['name']}" if radio else f"tool {len(groups) + 1}", []).append(element)
        return groups

    def _unknown(self) -> Iterator[dict[str, str]]:
        for element in filter(is_control, self.document.elements):
            if kind(element) in UNTYPABLE and self.is_answerable(element) and not in_furniture(element):
                yield self._described(element)
        for element in self.document.elements:
            strange = element.tag in _STRANGE or (element.tag == "audio" and element.has("controls"))
            strange = strange or element["role"] in _STRANGE_ROLES or element["draggable"] == "true"
            strange = strange or (element.has("contenteditable") and element["contenteditable"] in ("", "true"))
            if strange and not is_control(element) and self.seer.is_visible(element) and not in_furniture(element):
                yield self._described(element)

    def _described(self, element: Element) -> dict[str, str]:
        label = self._labels.label(element["name"], [element])
        if element.tag in _STRANGE:
            size = f" {element['width']} x {element['height']}" if element["width"] and element["height"] else ""
            return {"description": element.tag + size, "label": label}
        traits = "".join(f" {name}={element[name]}" for name in ("type", "role", "id", "name", "draggable") if element[name])
        return {"description": element.tag + traits, "label": label}


def _owner(box: Element) -> str:
    """The field that a message stands at; "" when it stands at several or none."""
    for node in box.ancestors():
        names = names_in(node)
        if names or node.tag == "body":
            return next(iter(names)) if len(names) == 1 else ""
    return ""
