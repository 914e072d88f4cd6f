"""One question of a form, as its author declared it and as the page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from botex_pytest.page import Field
from botex_pytest.project_info import FieldInfo


@dataclass(frozen=True)
class Asked:
    """One question: as declared, and as seen."""

    declared: FieldInfo
    seen: Field

    @property
    def name(self) -> str:
        return self.seen.name

    @property
    def usable(self) -> bool:
        """Whether it is known what a wrong answer would be."""
        return self.seen.kind not in ("choices", "unknown") and self.declared.type != "missing"

    @property
    def numeric(self) -> bool:
        """By the model or by the page's control."""
        return not self.offers and (self.declared.is_number or self.seen.kind in ("integer", "decimal"))

    @property
    def offers(self) -> bool:
        return bool(self.declared.choices) or self.seen.kind == "choice"

    @property
    def pressed(self) -> bool:
        """A button answers it: a person can press no other."""
        return self.seen.widget == "button"

    @property
    def step(self) -> float:
        return 1.0 if self.seen.kind == "integer" or self.declared.type == "integer" else 0.1

    def bound(self, end: str) -> tuple[float | None, float | None]:
        """By the model, by the page. What a function of the author's gives at run time, the page alone shows."""
        by_page: float | None = getattr(self.seen, end)
        return (by_page if end in self.declared.dynamic else getattr(self.declared, end)), by_page


def as_declared(field: FieldInfo) -> Field:
    """How a field will look, for a plan that is made before any page was seen."""
    if field.choices or field.type == "boolean":
        kind = "tick" if field.widget == "CheckboxInput" else "choice"
        return Field(field.name, kind, "radio", required=not field.blank, choices=field.choices)  # type: ignore[arg-type]
    kind = "integer" if field.type == "integer" else "decimal" if field.is_number else "text"
    shown = (field.name, kind, "text", field.label, field.help, not field.blank)
    return Field(*shown, min=field.min, max=field.max)  # type: ignore[arg-type]


def limits(a: Asked) -> tuple[float | None, float | None]:
    """The least and the greatest number that model and page admit together."""
    low = [b for b in a.bound("min") if b is not None]
    high = [b for b in a.bound("max") if b is not None]
    return max(low, default=None), min(high, default=None)


def number(value: float) -> str:
    """As people type it."""
    text = f"{value:.10f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
