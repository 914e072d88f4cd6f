"""What answers a page. A model sees one `Ask` at a time and keeps no page objects of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from botex_pytest.page import Answer, Message, Page, Value


@dataclass(frozen=True)
class Refusal:
    """An earlier try on the same page that was not accepted, and what was said about it."""

    values: dict[str, Value]
    messages: tuple[Message, ...]


@dataclass(frozen=True)
class Ask:
    """One question to a model: the page as a participant sees it, and who asks when."""

    page: Page
    config: str
    participant: int  # id in session, from 1
    seed: int
    round: int = 0  # of the app; 0 when not known
    attempt: int = 1
    refusals: tuple[Refusal, ...] = ()  # earlier tries on this page, oldest first
    fixed: dict[str, Value] = field(default_factory=dict)  # what the author declared; not the model's to change
    avoid: dict[str, tuple[Value, ...]] = field(default_factory=dict)  # led to an early end in an earlier play
    prefer: dict[str, tuple[Value, ...]] = field(default_factory=dict)  # got others past that point


class Model(Protocol):
    """Turns an `Ask` into an `Answer`. Called from several threads at once, one for each participant."""

    name: str

    def answer(self, ask: Ask) -> Answer:
        """Values for the fields of the page that are not `fixed`, and the button to press."""
