"""Whether a page is the one that was answered before: what a participant sees of it as lines, compared and shown side by side."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from botex_pytest.page import Button, Field, Page

CODE = "[code]"
"""What stands in place of the codes and labels of a session, which are others each time."""

_CONTEXT = 2  # unchanged lines around a changed one
_LONGEST = 40  # lines of a difference; whoever needs more opens the page
_NUMBER = re.compile(r"[-+−]?\w*\d\w*(?:[.,:/'’-]\w*\d\w*)*")  # noqa: RUF001 - also a price, a time, a date, a drawn code


@dataclass(frozen=True)
class Likeness:
    """`text`: its lines as people read them. `controls`: a line for each field, choice and button, beginning with what the form
    posts, then a colon and what people read."""

    text: tuple[str, ...]
    controls: tuple[str, ...]

    @classmethod
    def of(cls, page: Page, names: Iterable[str] = ()) -> Likeness:
        """`names`: codes and labels of the session. Of a live page only the controls: what it says depends on who was faster."""
        known = sorted(filter(None, names), key=len, reverse=True)
        codes = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, known))})(?!\w)") if known else None

        def tidy(line: str) -> str:
            line = " ".join(line.split()).encode("utf-8", "replace").decode()
            return codes.sub(CODE, line) if codes else line

        lines = [] if page.live else page.text.splitlines()
        return cls(tuple(filter(None, map(tidy, lines))), tuple(map(tidy, _controls(page))))

    def same(self, other: Likeness) -> bool:
        """Whether a person would call it the same page. Lines may have changed places, as shuffled questions do, and numbers
        may be others: they are often drawn, or follow from what others did."""
        return Counter(self._blanked()) == Counter(other._blanked())

    def difference(self, now: Likeness) -> list[str]:
        """The lines that differ, with what stands around them: `-` was recorded, `+` is there now."""
        before, after = (*self.text, *self.controls), (*now.text, *now.controls)
        matcher = SequenceMatcher(None, self._blanked(), now._blanked(), autojunk=False)
        lines: list[str] = []
        for group in matcher.get_grouped_opcodes(_CONTEXT):
            lines += ["  ..."] if lines else []
            for tag, i, j, k, m in group:
                lines += [f"  {line}" for line in after[k:m]] if tag == "equal" else []
                lines += [f"- {line}" for line in before[i:j]] if tag in ("replace", "delete") else []
                lines += [f"+ {line}" for line in after[k:m]] if tag in ("replace", "insert") else []
        return lines if len(lines) <= _LONGEST else [*lines[:_LONGEST], f"  ... and {len(lines) - _LONGEST} more lines"]

    def control(self, name: str) -> str:
        """The line of the field `name`, bounds included; empty when there is none."""
        return next((line for line in self.controls if line.startswith(f"{name}: ")), "")

    def _blanked(self) -> list[str]:
        return [*map(blank, self.text), *map(_blank_label, self.controls)]


def button_line(button: Button) -> str:
    """`button: Next`, or `button vote = yes: Yes` for one that is the answer."""
    posts = f" {button.name} = {button.value}" if button.role == "answer" else ""
    return f"button{posts}: {' '.join(button.label.split())}"


def _controls(page: Page) -> Iterator[str]:
    for field in page.fields:
        yield f"{field.name}: {field.label} ({', '.join(_facts(field))})"
        yield from (f"{field.name} = {choice.value}: {choice.label}" for choice in field.choices)
    yield from (button_line(b) for b in page.buttons if b.role in ("next", "answer"))


def _facts(field: Field) -> Iterator[str]:
    yield field.kind
    yield "required" if field.required else "optional"
    if field.min is not None:
        yield f"from {field.min:g}"
    if field.max is not None:
        yield f"to {field.max:g}"
    if field.unit:
        yield field.unit


def blank(text: str) -> str:
    """With the same mark for every number and every word that has a digit, such as a code."""
    return _NUMBER.sub("#", text)


def _blank_label(control: str) -> str:
    """The names and values that a form posts are kept as they are: `1` and `2` are two different answers."""
    name, colon, label = control.partition(": ")
    return name + colon + blank(label)
