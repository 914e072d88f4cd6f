"""Errors in code that users hand to us, such as hooks and functions that answer: told with the line that failed."""

from __future__ import annotations

import sysconfig
import traceback
from pathlib import Path

_OURS = Path(__file__).parent
_INSTALLED = tuple({Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib", "purelib", "platlib")})


def place_of(error: BaseException) -> str:
    """`bots.py:12`, the last line of the user's own on the way to `error`; of a library's where none is; "" where that is not
    known either."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"{error.filename}:{error.lineno}"
    frames = [f for f in traceback.extract_tb(error.__traceback__) if not f.filename.startswith("<") and not _is_ours(f.filename)]
    own = [f for f in frames if not any(Path(f.filename).is_relative_to(folder) for folder in _INSTALLED)]
    known = own or [f for f in frames if "pluggy" not in Path(f.filename).parts]
    return f"{known[-1].filename}:{known[-1].lineno}" if known else ""


def _is_ours(file: str) -> bool:
    return Path(file).is_relative_to(_OURS)
