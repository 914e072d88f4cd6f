"""Why oTree could not load a project, read from what it printed, with remedies that fit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from botex_pytest.servers.tracebacks import Traceback, find_tracebacks

_CHECK = re.compile(r"Error\(app_name=(?P<app>['\"].*?['\"]), title=(?P<title>.*), id=\d+\)$")
_MODULE = re.compile(r"No module named ['\"](?P<name>[\w.]+)['\"]")
# Packages whose import name is not what pip knows them by, as far as experiments use them.
_PIP_NAMES = {"PIL": "pillow", "cv2": "opencv-python", "dotenv": "python-dotenv", "sklearn": "scikit-learn", "yaml": "pyyaml"}


@dataclass(frozen=True)
class Diagnosis:
    cause: str
    lines: tuple[str, ...] = ()  # what to show: cut to the author's own files
    remedies: tuple[tuple[str, str], ...] = ()


def diagnose(output: str, project: Path, python: Path) -> Diagnosis | None:
    """None when `output` says nothing that can be understood. Paths in `output` are those of the user's `project`."""
    checks = [m for m in (_CHECK.match(line.strip()) for line in output.splitlines()) if m]
    if checks:
        found = tuple(f"{m['app'].strip(chr(39))}: {m['title'].strip(chr(39))}" for m in checks)
        return Diagnosis("oTree's own checks found errors.", found, (("correct the app, then check by hand", "otree devserver"),))
    tracebacks = find_tracebacks(output, project)
    if not tracebacks:
        missing = _MODULE.search(output)  # all that some apps let Python print
        return Diagnosis(missing[0], remedies=_missing_module(missing["name"], project, python)) if missing else None
    last = tracebacks[-1]
    return Diagnosis(_cause(last, project), tuple(last.short.splitlines()), _remedies(last, project, python))


def _cause(traceback: Traceback, project: Path) -> str:
    frame = traceback.author_frame
    if frame is None:
        return traceback.title
    return f"{Path(frame.file).relative_to(project)}, line {frame.line}: {traceback.title}"


def _remedies(traceback: Traceback, project: Path, python: Path) -> tuple[tuple[str, str], ...]:
    missing = _MODULE.search(traceback.text)  # also one that was answered by another error
    if missing:
        return _missing_module(missing["name"], project, python)
    if traceback.error_type in ("SyntaxError", "IndentationError", "TabError"):
        return (("correct the line above", ""),)
    if traceback.error_type == "KeyError" and "environ" in traceback.text.rpartition("File ")[2]:
        return ((f"define the variable {traceback.message}", f'in the shell, or in "{project / ".env"}"'),)
    if "_SECRET = settings.SECRET_KEY" in traceback.text:
        return _no_secret_key(project)
    if "'_static' does not exist" in traceback.message:
        return (("create the folder", f'mkdir "{project / "_static"}"'),)
    return ()


def _no_secret_key(project: Path) -> tuple[tuple[str, str], ...]:
    """oTree adds the password to the key, and Python says no more than that it is nothing."""
    settings = (project / "settings.py").read_text("utf-8", errors="replace")
    read = re.search(r"^SECRET_KEY\s*=.*?\(\s*['\"](\w+)['\"]", settings, re.MULTILINE)
    if read is None:
        return (("give SECRET_KEY in settings.py a value", ""),)
    return (
        (f"define the variable {read[1]}, from which settings.py takes SECRET_KEY", f'in the shell, or in "{project / ".env"}"'),
    )


def _missing_module(name: str, project: Path, python: Path) -> tuple[tuple[str, str], ...]:
    top = name.partition(".")[0]
    settings = (project / "settings.py").read_text("utf-8", errors="replace")
    if re.search(rf"['\"]{re.escape(top)}['\"]", settings) and not (project / top).is_dir():
        return ((f"correct app_sequence in settings.py, or add the folder {top}", ""),)
    requirements = project / "requirements.txt"
    install = (f"install {top}", f'"{python}" -m pip install {_PIP_NAMES.get(top, top)}')
    if requirements.is_file():
        return (install, ("install all the project needs", f'"{python}" -m pip install -r "{requirements}"'))
    return (install,)


def tail(diagnosis: Diagnosis | None, log: Sequence[str]) -> Sequence[str]:
    """The author's own lines when they were found, else the end of the log."""
    return diagnosis.lines if diagnosis is not None and diagnosis.lines else log
