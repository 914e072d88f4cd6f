"""Lines for people to paste into `botex.toml`."""

from __future__ import annotations

import json
import re


def toml_string(text: str) -> str:
    # A JSON string is a TOML basic string, down to the escapes.
    return json.dumps(text, ensure_ascii=False)


def toml_key(name: str) -> str:
    """`name` as a key: bare where TOML allows that."""
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else toml_string(name)


def toml_table(*names: str) -> str:
    """The header of a table: `[survey.answers]`."""
    return f"[{'.'.join(map(toml_key, names))}]"


def toml_list(key: str, texts: list[str]) -> str:
    """`ends = ["survey.ScreenOut"]`"""
    return f"{key} = [{', '.join(map(toml_string, texts))}]"
