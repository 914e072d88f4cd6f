"""What models that give reasons noticed about the wording: to review, with the quote, never pass or fail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from botex_pytest.checks.base import Play
from botex_pytest.page import Value
from botex_pytest.played import Played, Refused, Said, Visit
from botex_pytest.results import Finding

_DOUBT = re.compile(
    r"^\s*unclear\b"  # the word that models are asked to begin with
    r"|\b(?:is|are|was|seems?|looks?|remains?) (?:a (?:bit|little) |somewhat |very |rather |quite )?"
    r"(?:unclear|ambiguous|confusing|contradictory|misleading)\b"
    r"|\b(?:I am|I'm) (?:confused|not sure what)\b|\b(?:do not|don't|cannot|can't) (?:quite |really )?understand\b"
    r"|\bcontradicts?\b",
    re.IGNORECASE,
)

_LONGEST = 300
"""Characters of a quote."""


def doubts(reason: str) -> bool:
    """Whether a model says that it found a question unclear: with the word that it was asked to begin with, or in its own."""
    return _DOUBT.search(reason) is not None


def wording(play: Play) -> Iterator[Finding]:
    """Questions that a model called unclear, or whose first answer was refused; and what models said to have understood.
    One finding for each question, with everybody's words."""
    found: dict[str, Finding] = {}
    for player in play.players:
        for one in (*_doubts(player, play), *_refused_at_first(player, play), *_understood(player, play)):
            before = found.get(one.key)
            found[one.key] = _together(before, one) if before else one
    yield from found.values()


def _together(first: Finding, other: Finding) -> Finding:
    numbers = tuple(sorted({*first.participants, *other.participants}))
    lines = dict.fromkeys([*first.detail.splitlines(), *other.detail.splitlines()])
    return replace(first, participants=numbers, detail="\n".join(lines))


def _doubts(player: Played, play: Play) -> Iterator[Finding]:
    for said in player.said:
        for name, reason in said.reasons.items():
            if doubts(reason):
                title = f"A model found {_question(said.visit, name)} unclear"
                yield _finding(
                    "unclear", title, name, said.visit, player, play, said.values, [f"{_who(player)}: “{_cut(reason)}”"]
                )


def _refused_at_first(player: Played, play: Play) -> Iterator[Finding]:
    """Only of models that gave a reason: what embedded ones draw is refused all the time and says nothing."""
    for said in player.said:
        if said.attempt != 1:
            continue
        refused = next((r for r in player.refused if r.step == said.visit.step and r.values == said.values), None)
        if refused is None:
            continue
        for name in _blamed(refused, said):
            messages = [m.text for m in refused.messages if m.field in (name, "")]
            title = f"A model's first answer to {_question(said.visit, name)} was refused"
            lines = [f"{_who(player)} answered {_text(said.values[name])}: “{_cut(said.reasons.get(name, ''))}”"]
            lines += [f"The page said: “{_cut(text)}”" for text in messages]
            yield _finding("refused-at-first", title, name, said.visit, player, play, said.values, lines)


def _blamed(refused: Refused, said: Said) -> list[str]:
    named = [m.field for m in refused.messages if m.field in said.values]
    return list(dict.fromkeys(named)) or list(said.values)


def _understood(player: Played, play: Play) -> Iterator[Finding]:
    if player.remarks:
        lines = [f"{_who(player)}, {name}: “{_cut(text, 2 * _LONGEST)}”" for name, text in player.remarks.items()]
        title = f"What models understood of {play.config}"
        yield _finding("understood", title, play.config, player.visits[-1], player, play, {}, lines)


def _finding(
    check: str, title: str, key: str, visit: Visit, player: Played, play: Play, answer: dict[str, Value], lines: list[str]
) -> Finding:
    page = play.page(visit.index)
    return Finding(
        check,
        "review",
        title,
        play.config,
        f"{check}|{key}" if check == "understood" else f"{check}|{visit.where}|{key}",
        (player.number,),
        visit.where,
        visit.round,
        visit.step,
        detail="\n".join(lines),
        answer=answer,
        advice="Models said so, and people may see it otherwise: read the page with these words in mind.",
        file=page.file if page else "",
        line=page.line if page else 0,
    )


def _question(visit: Visit, name: str) -> str:
    return f"{name} on {visit.where}"


def _who(player: Played) -> str:
    return f"P{player.number} ({player.model})"


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def _cut(text: str, longest: int = _LONGEST) -> str:
    text = " ".join(text.split())
    return f"{text[:longest]}…" if len(text) > longest else text
