"""What a language model is told of the pages before: a log that we keep, exact and within a budget, or the whole conversation.

A model's own rolling summary loses facts and costs a second answer on every page; it is offered for what the budget cannot hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from botex_pytest.models.chat import ChatMessage

_SUMMED_UP = 0
"""Index of the entry that stands for several pages."""


@dataclass(frozen=True)
class Entry:
    """One page that was passed. `done`: what was answered, in words. `prompt`, `reply`: what the model was asked and said."""

    index: int  # oTree's
    round: int
    text: str
    done: str = ""
    prompt: str = ""
    reply: str = ""
    acted: bool = False  # something was done on the page, which is not left yet


class Memory:
    """One participant's. `size`: characters of the log; instructions, pages that asked nothing, have half of it to themselves."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._entries: list[Entry] = []

    def keep(self, entry: Entry) -> None:
        """Another answer to the same page takes the place of the first; what was done there besides is kept."""
        if self._entries and self._entries[-1].index == entry.index:
            last = self._entries.pop()
            if last.acted:
                entry = replace(entry, done="; ".join(filter(None, [last.done, entry.done])))
        self._entries.append(entry)

    def log(self, before: int, size: int | None = None) -> str:
        """All but the page with oTree's index `before`, within `size` characters (None: the memory's own)."""
        entries = self._before(before)
        full, short = list(_full(entries)), [_short(e) for e in entries]
        size = self._size if size is None else min(size, self._size)
        if sum(map(len, full)) <= size:
            return "\n".join(full)
        kept = _instructions(entries, full, size // 2)
        chosen, left = dict(kept), size - sum(map(len, kept.values()))
        for texts in (short, full):  # what was answered on as many pages as possible, then the newest pages as they were
            for n in reversed(range(len(entries))):
                more = len(texts[n]) - len(chosen.get(n, ""))
                if n not in kept and texts[n] and more <= left:
                    chosen[n] = texts[n]
                    left -= more
        lost = len(entries) - len(chosen)
        gone = [f"({lost} earlier {'page' if lost == 1 else 'pages'} left out)"] if lost else []
        return "\n".join([*gone, *(chosen[n] for n in sorted(chosen))])

    def conversation(self, before: int) -> tuple[list[ChatMessage], str]:
        """Everything as it was asked and answered; and the pages read since, with which the next question begins."""
        messages: list[ChatMessage] = []
        since: list[str] = []
        for entry in self._before(before):
            if not entry.reply:
                since.append(entry.prompt)
                continue
            messages += [ChatMessage("user", entry.prompt), ChatMessage("assistant", entry.reply)]
            since = []
        return messages, "\n\n".join(since)

    def overflows(self, before: int) -> bool:
        return sum(map(len, _full(self._before(before)))) > self._size

    def replace(self, before: int, summary: str) -> None:
        """The pages so far by `summary`."""
        kept = [e for e in self._entries if e.index == before]
        self._entries = [Entry(_SUMMED_UP, 0, summary[: self._size // 2]), *kept]

    def _before(self, index: int) -> list[Entry]:
        return [e for e in self._entries if e.index != index]


def _full(entries: Sequence[Entry]) -> Iterator[str]:
    """Each page without the lines that an earlier one had: exact, and short where pages repeat from round to round."""
    seen: set[str] = set()
    for entry in entries:
        lines = [line.strip() for line in entry.text.splitlines()]
        new = [line for line in dict.fromkeys(lines) if line and line not in seen]
        seen.update(new)
        yield "\n".join(filter(None, [_head(entry), *new, _done(entry)]))


def _short(entry: Entry) -> str:
    return f"{_head(entry)} {entry.done}" if entry.done else ""


def _instructions(entries: Sequence[Entry], full: Sequence[str], size: int) -> dict[int, str]:
    """By place in `entries`, the oldest first, verbatim as far as they fit."""
    kept: dict[int, str] = {}
    for n, entry in enumerate(entries):
        if entry.done or size <= 0:
            continue
        kept[n] = full[n] if len(full[n]) <= size else f"{full[n][:size]} [...]"
        size -= len(kept[n])
    return kept


def _head(entry: Entry) -> str:
    if entry.index == _SUMMED_UP:
        return "Your own summary:"
    return f"Page {entry.index}{f', round {entry.round}' if entry.round > 1 else ''}:"


def _done(entry: Entry) -> str:
    return f"You answered: {entry.done}" if entry.done else ""
