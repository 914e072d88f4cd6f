"""The codebook of a study: one row for each question of each page, as people saw it and as its author declared it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from botex_pytest.export.rows import Places, Row, visits
from botex_pytest.page import Field
from botex_pytest.records import PlayedSession

_Key = tuple[str, str, str]
"""App, page, field."""

_MAY_VARY = ("label", "help", "min", "max", "choices", "required", "unit")
"""Between participants and rounds: `choices` and bounds may come from functions, labels from the page."""


def codebook(played: Iterable[PlayedSession], info: Mapping[str, Any]) -> list[Row]:
    """In the order of the study; questions of raw HTML, which nobody declared, stand behind those of their page.

    Label, bounds and choices are those of the first participant who was asked; `varies` names what was otherwise for others.
    What was never shown is there by its declaration, with `times_asked` 0. `info`: what `run.json` says of the project.
    """
    seen: dict[_Key, list[Field]] = {}
    places = Places(info)
    for session in played:
        for visit in visits(session, places):
            for field in visit.step.seen.page.fields if visit.step.seen else ():
                seen.setdefault((visit.keys["app"], visit.keys["page"], field.name), []).append(field)
    declared = {key: (variable, field) for key, variable, field in _declared(info)}
    pages = list(dict.fromkeys(key[:2] for key in (*declared, *seen)))
    keys = sorted({**declared, **seen}, key=lambda key: pages.index(key[:2]))
    return [_question(key, seen.get(key, []), *declared.get(key, ("", {}))) for key in keys]


def _declared(info: Mapping[str, Any]) -> Iterator[tuple[_Key, str, Mapping[str, Any]]]:
    """With the name that the variable has in oTree's export of the app, `player.age`."""
    for app in info.get("apps", ()):
        for page in app["pages"]:
            for field in page.get("fields", ()):
                yield (app["name"], page["name"], field["name"]), f"{field['model']}.{field['name']}", field


def _question(key: _Key, seen: list[Field], variable: str, declared: Mapping[str, Any]) -> Row:
    app, page, name = key
    shown = _of_page(seen[0]) if seen else _of_declaration(declared)
    others = [_of_page(field) for field in seen[1:]]
    return {
        "app": app,
        "page": page,
        "field": name,
        "variable": variable,
        "type": declared.get("type", ""),
        **shown,
        "varies": [what for what in _MAY_VARY if any(other[what] != shown[what] for other in others)],
        "times_asked": len(seen),
    }


def _of_page(field: Field) -> Row:
    return {
        "label": field.label,
        "help": field.help,
        "kind": field.kind,
        "widget": field.widget,
        "required": field.required,
        "min": field.min,
        "max": field.max,
        "step": field.step,
        "max_length": field.max_length,
        "pattern": field.pattern,
        "unit": field.unit,
        "choices": {choice.value: choice.label for choice in field.choices} or None,
    }


def _of_declaration(declared: Mapping[str, Any]) -> Row:
    return {
        "label": declared.get("label", ""),
        "help": declared.get("help", ""),
        "kind": "",
        "widget": declared.get("widget", ""),
        "required": not declared.get("blank", False),
        "min": declared.get("min"),
        "max": declared.get("max"),
        "step": None,
        "max_length": declared.get("max_length"),
        "pattern": "",
        "unit": "",
        "choices": {choice["value"]: choice["label"] for choice in declared.get("choices", ())} or None,
    }
