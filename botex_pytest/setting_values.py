"""One value of a setting, however it was written down, as the type that `options.py` gives it."""

from __future__ import annotations

import math
import os
import re
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from botex_pytest import labels, model_args, model_names
from botex_pytest.options import FALSE, TRUE, Setting

_SIZE = re.compile(r"[1-9]\d{2,3}x[1-9]\d{2,3}")


def converted(setting: Setting, raw: Any, base: Path) -> Any:
    """`raw` as the setting's type; relative paths start at `base`. Raises ValueError with the accepted form."""
    if setting.kind == "list":
        parts = [raw] if isinstance(raw, str) else raw
        return tuple(word.strip() for part in parts for word in str(part).split(",") if word.strip())
    if raw is None or (str(raw) == "" and setting.default is None):
        return None
    return _parse(setting, ",".join(raw) if isinstance(raw, tuple) else str(raw).strip(), base)


def _parse(setting: Setting, text: str, base: Path) -> Any:
    """`text` as the setting's type. Raises ValueError with the accepted form."""
    kind = setting.kind
    if isinstance(kind, tuple):
        if text not in kind:
            raise ValueError(f"one of {', '.join(kind)}")
        return text
    if kind == "bool":
        if text.lower() not in TRUE + FALSE:
            raise ValueError(f"{', '.join(TRUE)} or {', '.join(FALSE)}")
        return text.lower() in TRUE
    if kind == "models":
        names = model_names.split(text)
        if not names or not all(model_names.usable(name) for name in names):
            raise ValueError(model_names.ACCEPTED)
        return names
    if kind in ("int", "float"):
        return _number(setting, text)
    if kind in ("path", "program"):
        return _path(text, base, program=kind == "program")
    if kind == "url":
        return _url(text)
    if kind == "size" and not _SIZE.fullmatch(text):
        raise ValueError("width and height in pixels, like 1280x900 or 390x844")
    if kind == "arguments":
        return model_args.read(text)
    if kind == "labels" and not labels.usable(text):
        raise ValueError(labels.ACCEPTED)
    return text


def _number(setting: Setting, text: str) -> int | float:
    whole = setting.kind == "int"
    accepted = f"a {'whole ' if whole else ''}number{_bounds(setting)}"
    try:
        number = int(text) if whole else float(text)
    except ValueError:
        raise ValueError(accepted) from None
    least, most = _or(setting.least, -math.inf), _or(setting.most, math.inf)
    if not math.isfinite(number) or not least <= number <= most:
        raise ValueError(accepted)
    return number


def _or(bound: float | None, otherwise: float) -> float:
    return otherwise if bound is None else bound


def _bounds(setting: Setting) -> str:
    if setting.least is None:
        return ""
    return f" of at least {setting.least:g}" if setting.most is None else f" from {setting.least:g} to {setting.most:g}"


def _path(text: str, base: Path, *, program: bool) -> Path:
    if not text:
        raise ValueError("a path")
    if program and Path(text).name == text and (found := shutil.which(text)):
        return Path(found)
    # Links are kept: the interpreter of a virtual environment is a link, and is another one when followed.
    return Path(os.path.abspath(base / Path(text).expanduser()))


def _url(text: str) -> str:
    parts = urlsplit(text)
    try:
        usable = parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable:
        raise ValueError("an address such as http://127.0.0.1:8000")
    return text.rstrip("/")
