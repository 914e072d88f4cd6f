"""A language model that says what a test wants it to say."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from botex_pytest.model_errors import ModelError
from botex_pytest.models.base import Ask, Person
from botex_pytest.models.chat import ChatMessage, Completion, Schema
from botex_pytest.models.llm import Conversation, Habits, Llm
from botex_pytest.models.prompts import Prompts
from botex_pytest.models.spending import Limits, Spending
from botex_pytest.page import Page

Says = str | Completion | Exception | dict[str, Any]


class ScriptedBackend:
    """`says`: replies in turn, the last again and again. A dict is {question: answer}, with a reason for each."""

    name = "scripted"

    def __init__(self, *says: Says, context: int | None = None) -> None:
        self._says = list(says)
        self.context = context
        self.asked: list[list[ChatMessage]] = []
        self.schemas: list[Schema | None] = []
        self.max_tokens: list[int] = []

    def prepare(self) -> None:
        pass

    def complete(self, messages: Sequence[ChatMessage], schema: Schema | None, max_tokens: int) -> Completion:
        self.asked.append(list(messages))
        self.schemas.append(schema)
        self.max_tokens.append(max_tokens)
        says = self._says.pop(0) if len(self._says) > 1 else self._says[0]
        if isinstance(says, Exception):
            raise says
        if isinstance(says, Completion):
            return says
        text = says if isinstance(says, str) else json.dumps(said(**says))
        return Completion(text, tokens_in=100, tokens_out=10, cost=0.001, seconds=0.5)

    def close(self) -> None:
        pass

    @property
    def prompts(self) -> list[str]:
        """The last message of each call."""
        return [messages[-1].content for messages in self.asked]


def said(**answers: Any) -> dict[str, Any]:
    return {name: {"reason": f"because {name}", "answer": answer} for name, answer in answers.items()}


def llm(backend: ScriptedBackend, *, limits: Limits | None = None, prompts: Path | None = None, **habits: Any) -> Llm:
    return Llm(backend, Prompts(prompts), Spending(limits or Limits()), Habits(**habits))


def conversation(backend: ScriptedBackend, **more: Any) -> Conversation:
    return llm(backend, **more).respondent(Person("config", 1, 1))


def ask(page: Page, **more: Any) -> Ask:
    return Ask(page, "config", 1, 1, **{"where": page.where, **more})


def lost(message: str = "gone") -> ModelError:
    return ModelError.no_reply("scripted", message, 3, 9.0)
