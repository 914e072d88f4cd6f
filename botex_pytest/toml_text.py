"""TOML: lines for people to paste into `botex.toml`, whole files that people read, and the reader of both."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_SHORT = 100  # characters of a list that stands in one line


def parse_toml(text: str, parse_float: Callable[[str], Any] = float) -> dict[str, Any]:
    """Raises ValueError with the place of what cannot be read."""
    data: dict[str, Any] = tomllib.loads(text, parse_float=parse_float)
    return data


def toml_string(text: str) -> str:
    # A JSON string is a TOML basic string, down to the escapes; but for the one control character that JSON lets pass.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def toml_key(name: str) -> str:
    """`name` as a key: bare where TOML allows that."""
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else toml_string(name)


def toml_table(*names: str) -> str:
    """The header of a table: `[survey.answers]`."""
    return f"[{'.'.join(map(toml_key, names))}]"


def toml_list(key: str, texts: list[str]) -> str:
    """`ends = ["survey.ScreenOut"]`"""
    return f"{key} = [{', '.join(map(toml_string, texts))}]"


def toml_document(data: Mapping[str, Any], *path: str) -> str:
    """`data` as a file that reads well in a diff: texts of several lines as such, a table per mapping, one for each mapping in a
    list. Keys whose value is None are left out, because TOML has no word for it."""
    return "\n".join(_lines(data, path)) + "\n"


def _lines(data: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    present = {str(k): v for k, v in data.items() if v is not None}
    rows = {k: v for k, v in present.items() if isinstance(v, list | tuple) and v and all(isinstance(x, Mapping) for x in v)}
    tables = {k: v for k, v in present.items() if isinstance(v, Mapping)}
    yield from (f"{toml_key(k)} = {_value(v)}" for k, v in present.items() if k not in rows and k not in tables)
    for key, table in tables.items():
        yield from ("", toml_table(*path, key), *_lines(table, (*path, key)))
    for key, entries in rows.items():
        for entry in entries:
            yield from ("", f"[{toml_table(*path, key)}]", *_lines(entry, (*path, key)))


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{toml_key(str(k))} = {_value(v)}' for k, v in value.items() if v is not None)} }}"
    if isinstance(value, list | tuple):
        items = [_value(v) for v in value if v is not None]
        line = f"[{', '.join(items)}]"
        return line if len(line) <= _SHORT else "\n".join(["[", *(f"  {item}," for item in items), "]"])
    text = str(value)
    return _long_string(text) if "\n" in text else toml_string(text)


def _long_string(text: str) -> str:
    """Over several lines, with every character as it was."""
    text = text.replace("\\", "\\\\").replace('"""', '""\\"')
    text = _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    if text.endswith('"'):
        text = text[:-1] + '\\"'
    return f'"""\n{text}"""'
