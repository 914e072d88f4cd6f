"""Python tracebacks found in a log, cut to what the author of the project wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_HEAD = "Traceback (most recent call last):"
_FRAME = re.compile(r'\s+File "(?P<file>.*?)", line (?P<line>\d+)(?:, in (?P<function>.*))?$')
_CHAINED = re.compile(r"(The above exception was the direct cause|During handling of the above exception)")
_LIBRARY = re.compile(r"[\\/](site-packages|dist-packages|lib[\\/]python3[^\\/]*)[\\/]|^<")
_TEMPLATE_PLACE = re.compile(r'\(line (?P<line>\d+)(?:, in "(?P<keyword>.*)")?\)$')
# What the server's libraries write into the same log; a message of the study's own never begins so.
_NEXT_RECORD = (_HEAD, "Exception in ASGI", "INFO:", "ERROR:", "opening handshake failed", "closing handshake failed")
_NOISE = ("Transport endpoint is not connected", "Connection reset by peer", "Broken pipe")
_NOISE_TYPES = ("ConnectionClosed", "ConnectionClosedError", "ConnectionClosedOK", "WebSocketDisconnect", "ClientDisconnect")
MAX_MESSAGE_LINES = 12  # after an exception's first line; what follows cannot be told from the app's own prints


@dataclass(frozen=True)
class Frame:
    file: str
    line: int
    function: str = ""  # "" for a syntax error: the place itself, nothing was being called
    code: str = ""


@dataclass(frozen=True)
class Traceback:
    """One exception, with those it came from (`text`). `error_type` is the class without its module."""

    text: str
    error_type: str
    message: str
    frames: tuple[Frame, ...] = ()
    author_frame: Frame | None = None  # the innermost line of the project itself, the template's for a template error
    short: str = ""  # the author's frames and the exception, as Python prints them

    @property
    def title(self) -> str:
        """`ErrorType: first line of the message`."""
        first = self.message.splitlines()[0] if self.message else ""
        return f"{self.error_type}: {first}" if first else self.error_type


def find_tracebacks(text: str, project: Path) -> tuple[Traceback, ...]:
    """The tracebacks in `text`, in order, without those that only say that a browser has gone.

    `project`: the folder whose files are the author's; paths in `text` must be given in its terms.
    """
    found = (_read(block, project) for block in _blocks(text.splitlines()))
    return tuple(t for t in found if not _is_noise(t))


def _is_noise(traceback: Traceback) -> bool:
    if traceback.author_frame is not None:
        return False
    return traceback.error_type in _NOISE_TYPES or any(noise in traceback.message for noise in _NOISE)


def _blocks(lines: list[str]) -> Iterator[list[list[str]]]:
    """Groups of chained tracebacks, each a list of lines that begins with the head."""
    at, chain = 0, []
    while at < len(lines):
        if lines[at].strip() != _HEAD:
            at += 1
            continue
        end = _end_of(lines, at)
        chain.append(lines[at:end])
        at = end
        while at < len(lines) and not lines[at].strip():
            at += 1
        if at >= len(lines) or not _CHAINED.match(lines[at]):
            yield chain
            chain = []
    if chain:
        yield chain  # the log was cut between two of a chain


def _end_of(lines: list[str], start: int) -> int:
    """The line after the exception's message. The message may have several lines; an empty one ends it."""
    at = start + 1
    while at < len(lines) and lines[at].startswith(" "):
        at += 1
    last = min(len(lines), at + 1 + MAX_MESSAGE_LINES)
    at += 1
    while at < last and lines[at].strip() and not lines[at].startswith(_NEXT_RECORD):
        at += 1
    return min(at, len(lines))


def _read(chain: list[list[str]], project: Path) -> Traceback:
    parts = [_part(lines) for lines in chain]
    frames, error = parts[-1]
    kind, _, message = error.partition(": ")
    author = [f for f in frames if is_author(f.file, project)]
    template = _template_frame(kind, message, project)
    if template:
        author.append(template)
        parts[-1] = (*frames, template), error
    return Traceback(
        text="\n\n".join("\n".join(lines) for lines in chain),
        error_type=kind.splitlines()[0].rpartition(".")[2] if kind else "",
        message=message,
        frames=frames,
        author_frame=author[-1] if author else None,
        short="\n\n".join(_short(*part, project) for part in parts),
    )


def _part(lines: list[str]) -> tuple[tuple[Frame, ...], str]:
    frames: list[Frame] = []
    at = 1
    while at < len(lines) and lines[at].startswith(" "):
        match = _FRAME.match(lines[at])
        at += 1
        if match:
            code = lines[at].strip() if at < len(lines) and lines[at].startswith("    ") else ""
            frames.append(Frame(match["file"], int(match["line"]), match["function"] or "", code))
    return tuple(frames), "\n".join(lines[at:])


def is_author(file: str, project: Path) -> bool:
    """True for a file of the project itself, false for a library's, also of one in the project's own environment."""
    path = Path(file)
    inside = path.relative_to(project) if path.is_absolute() and path.is_relative_to(project) else None
    return inside is not None and not _LIBRARY.search(f"/{inside}")


def _short(frames: tuple[Frame, ...], error: str, project: Path) -> str:
    shown = [f for f in frames if is_author(f.file, project)] or list(frames[-1:])
    lines = []
    for frame in shown:
        lines.append(f'File "{frame.file}", line {frame.line}' + (f", in {frame.function}" if frame.function else ""))
        if frame.code:
            lines.append(f"    {frame.code}")
    return "\n".join([*lines, error])


def _template_frame(kind: str, message: str, project: Path) -> Frame | None:
    """oTree's template errors name line and tag but no file: the one template with that tag on that line, if there is one."""
    place = _TEMPLATE_PLACE.search(message)
    if ".templating." not in kind or place is None:
        return None
    line, keyword = int(place["line"]), place["keyword"] or ""
    hits = []
    for pattern in ("*/*.html", "*/templates/**/*.html", "_templates/**/*.html"):
        for path in sorted(project.glob(pattern)):
            source = path.read_text("utf-8", errors="replace").splitlines()
            if line <= len(source) and keyword in source[line - 1]:
                hits.append(Frame(str(path), line, "", source[line - 1].strip()))
    places = {hit.file: hit for hit in hits}
    return next(iter(places.values())) if len(places) == 1 else None
