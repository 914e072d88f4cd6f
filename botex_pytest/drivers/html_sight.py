"""What a person can see of a page, as far as its HTML and styles tell; the counterpart of visible.js."""

from __future__ import annotations

import re
from dataclasses import dataclass

from botex_pytest.drivers.html_defaults import (
    BLOCK_DISPLAYS,
    BLOCKS,
    CELLS,
    CLASS_DISPLAYS,
    CLIPPED,
    COLOURED,
    FLOATING,
    NOT_DISPLAYED,
    NOT_TEXT,
    SHOWN_BY,
)
from botex_pytest.drivers.html_styles import Declarations, declarations
from botex_pytest.drivers.html_tree import Element

_FURNITURE_CLASSES = {"debug-info", "powered-by-otree", "otree-timer__time-left"}
_FURNITURE_IDS = {"_js-errors-alert", "hidden-form-errors-warning", "_otree-server-error", "are-you-there", "inactivity-overlay"}
_NO_SIZE = re.compile(r"(inset\((50|100)%|circle\(0|ellipse\(0|polygon\(0(px|%)? 0(px|%)?\))")
_NO_RECT = re.compile(r"rect\((\d)(px)?,? *\1(px)?,? *\1(px)?,? *\1(px)?\)")
_FAR = -400.0
"""Pixels to the left or above, from which on nothing is left in the window."""
_LONGEST_PICTURE = 200
"""Characters that one picture may say of itself."""

_WHITE = {"white", "#fff", "#ffffff", "rgb(255,255,255)"}


@dataclass(frozen=True)
class Sight:
    """What one element hands down to its children. `reason` and `text_reason` say why it and its text are not seen."""

    display: str = "block"
    handed: str = ""
    hidden: bool = False  # visibility, which a child may take back
    opacity: float = 1.0
    tiny: bool = False
    colour: str = ""
    ground: str = "white"  # the colour behind the text; "" where it cannot be told
    pre: bool = False
    upper: bool = False
    away: bool = False  # text-indent
    untouchable: bool = False  # pointer-events: the picture of a button

    @property
    def reason(self) -> str:
        return self.handed or ("not displayed" if self.hidden else "")

    @property
    def text_reason(self) -> str:
        if self.reason or self.tiny:
            return self.reason or "too small"
        if self.colour == "transparent" or (self.ground and self.colour and _same(self.colour, self.ground)):
            return "colour of its background"
        return "off-screen" if self.away else ""


def is_furniture(element: Element) -> bool:
    """oTree's own: nothing a participant reads or that says anything about the study; and its clock, as in visible.js."""
    return element["id"] in _FURNITURE_IDS or not _FURNITURE_CLASSES.isdisjoint(element.classes)


def in_furniture(element: Element) -> bool:
    return element.closest(is_furniture) is not None


class Seer:
    """Knows of each element of one document what is seen of it; each is judged once."""

    def __init__(self) -> None:
        self._sights: dict[Element, Sight] = {}

    def sight(self, element: Element | None) -> Sight:
        if element is None:
            return _ROOT
        seen = self._sights.get(element)
        if seen is None:
            seen = self._sights[element] = _judge(element, self.sight(element.parent))
        return seen

    def why_hidden(self, element: Element) -> str:
        """ "" when a person sees this control or box, otherwise why not."""
        return self.sight(element).reason

    def is_visible(self, element: Element) -> bool:
        return not self.sight(element).reason

    def text(self, root: Element | None, hidden: list[str] | None = None) -> str:
        """The text under `root` as it is read: blocks on lines of their own, cells apart by tabs. `hidden` collects what is
        not seen."""
        out: list[str] = []
        if root is not None:
            self._visit(root, out, [] if hidden is None else hidden)
        return _tidy("".join(out))

    def _visit(self, element: Element, out: list[str], hidden: list[str]) -> None:
        if element.tag in NOT_TEXT or is_furniture(element):
            return
        sight = self.sight(element)
        if sight.display == "none":
            _keep(element.raw_text, hidden)
            return
        if element.tag == "br":
            out.append("\n")
        elif element.tag == "img" and not sight.reason and not _small(element["width"]):
            out.append(f" {_picture(element)} ")
        elif element.tag == "input" and element["type"].lower() in ("submit", "button") and not sight.reason:
            out.append(f" {element['value']} ")
        edge = "\n" if sight.display in BLOCK_DISPLAYS else "\t" if sight.display == "table-cell" else ""
        out.append(edge)
        for child in element.children:
            if isinstance(child, Element):
                self._visit(child, out, hidden)
            else:
                _read(child, sight, out, hidden)
        out.append(edge)


_ROOT = Sight()
_SPACES = re.compile(r"\s+")
_PICTURE = re.compile(r"\[image(: [^\]]*)?\]")


def _judge(element: Element, parent: Sight) -> Sight:
    style = {**element.style, **declarations(element["style"])} if element.style else declarations(element["style"])
    display = _lifted(element, _display(element, style), style, parent.display)
    opacity = parent.opacity * _number(style.get("opacity", "1"), 1.0)
    visibility = style.get("visibility") or ("hidden" if "invisible" in element.classes else "")
    handed = parent.handed or ("transparent" if opacity < 0.05 or "opacity-0" in element.classes else "")
    if not handed:
        handed = _hides(element, display, style)
    if parent is _ROOT and not style and element.tag in ("html", "body"):
        return _ROOT
    spaces = style.get("white-space") or ("pre" if element.tag == "pre" else "")
    letters = style.get("text-transform") or ("uppercase" if "text-uppercase" in element.classes else "")
    return Sight(
        display=display,
        handed=handed,
        hidden=visibility != "visible" if visibility else parent.hidden,
        opacity=opacity,
        tiny=_pixels(style["font-size"], 16) < 2 if "font-size" in style else parent.tiny,
        colour=style.get("color", parent.colour).replace(" ", ""),
        ground=_ground(element, style, parent.ground),
        pre=spaces.startswith("pre") if spaces else parent.pre,
        upper=letters == "uppercase" if letters else parent.upper,
        away=_pixels(style["text-indent"]) < _FAR if "text-indent" in style else parent.away,
        untouchable=style["pointer-events"] == "none" if "pointer-events" in style else parent.untouchable,
    )


def _display(element: Element, style: Declarations) -> str:
    tag, classes = element.tag, element.classes
    if tag in NOT_DISPLAYED or element.has("hidden") or "d-none" in classes:  # Bootstrap makes both of these !important
        return "none"
    if "display" in style:
        return style["display"]
    if tag == "input" and element["type"].lower() == "hidden":
        return "none"
    if any(name in classes and shown not in classes for name, shown in SHOWN_BY.items()):
        return "none"
    if tag == "dialog" and not element.has("open"):
        return "none"
    parent = element.parent
    if parent and parent.tag == "details" and not parent.has("open") and tag != "summary":
        return "none"
    by_class = [display for name, display in CLASS_DISPLAYS.items() if name in classes] if classes else []
    return by_class[-1] if by_class else "block" if tag in BLOCKS else "table-cell" if tag in CELLS else "inline"


def _lifted(element: Element, display: str, style: Declarations, around: str) -> str:
    """What is lifted out of the line, and what stands in a flexible box, is a block, whatever it says."""
    if not display.startswith("inline"):
        return display
    floats = style.get("float", "none") != "none" or not FLOATING.isdisjoint(element.classes)
    floats = floats or ("form-check-input" in element.classes and element.closest(_is_check) is not None)
    lifted = floats or style.get("position") in ("absolute", "fixed") or "flex" in around or "grid" in around
    return display.removeprefix("inline-") if "-" in display and lifted else "block" if lifted else display


def _is_check(element: Element) -> bool:
    return "form-check" in element.classes


def _hides(element: Element, display: str, style: Declarations) -> str:
    """Why nothing of it and of what it contains is seen."""
    if display == "none":
        return "not displayed"
    if not CLIPPED.isdisjoint(element.classes):
        return "clipped"
    if not style:
        return ""
    if _NO_SIZE.match(style.get("clip-path", "")) or _NO_RECT.match(style.get("clip", "")):
        return "clipped"
    if re.search(r"scale[xy]?\(0[,)]", style.get("transform", "")):
        return "too small"
    cut = any(style.get(name, "visible") not in ("visible", "unset") for name in ("overflow", "overflow-x", "overflow-y"))
    if cut and any(_pixels(style.get(name, ""), 999) <= 1 for name in ("width", "height", "max-width", "max-height")):
        return "clipped"
    lifted = style.get("position") in ("absolute", "fixed", "relative")
    return "off-screen" if lifted and min(_pixels(style.get(name, "")) for name in ("left", "top")) < _FAR else ""


def _ground(element: Element, style: Declarations, behind: str) -> str:
    said = style.get("background-color") or style.get("background")
    if any(name.startswith(COLOURED) for name in element.classes):
        return ""
    if not said:
        return "" if style.get("position") in ("absolute", "fixed") else behind
    return "" if "(" in said and not said.startswith("rgb(") else said.replace(" ", "")


def _same(one: str, other: str) -> bool:
    return one == other or (one in _WHITE and other in _WHITE)


def _number(text: str, default: float) -> float:
    try:
        return float(text.rstrip("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        return default


def _pixels(length: str, default: float = 0.0) -> float:
    """A CSS length in pixels, `em` counted as 16; `default` where it says nothing that we know."""
    match = re.fullmatch(r"(-?[\d.]+)(px|em|rem|vw|vh|%)?", length.strip())
    if not match:
        return default
    return float(match[1]) * (16 if match[2] in ("em", "rem", "vw", "vh", "%") else 1)


def _small(width: str) -> bool:
    return width.isdigit() and int(width) < 24


def _picture(image: Element) -> str:
    """The words its author gives to people who cannot see it, on one line and without brackets."""
    said = _SPACES.sub(" ", image["alt"].replace("[", "(").replace("]", ")")).strip()
    return f"[image: {said[:_LONGEST_PICTURE]}]" if said else "[image]"


def without_pictures(text: str) -> str:
    return _PICTURE.sub("", text).strip()


def _read(text: str, sight: Sight, out: list[str], hidden: list[str]) -> None:
    shown = text if sight.pre else _SPACES.sub(" ", text)
    if not shown.strip():
        out.append(shown if sight.pre else " ")
    elif sight.text_reason:
        _keep(shown, hidden)
    else:
        out.append(shown.upper() if sight.upper else shown)


def _keep(text: str, hidden: list[str]) -> None:
    short = _SPACES.sub(" ", text).strip()[:500]
    if short and len(hidden) < 50 and short not in hidden:
        hidden.append(short)


def _tidy(text: str) -> str:
    text = re.sub(r"[ \u00a0]+", " ", text)
    text = re.sub(r" ?\t[\t ]*", "\t", text)
    return re.sub(r"\s*\n\s*", "\n", text).strip()
