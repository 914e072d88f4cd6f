"""Asks a language model until its reply can be used: what is wrong with one is told to the model, a bounded number of times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from botex_pytest.model_errors import ModelError
from botex_pytest.models.chat import Backend, ChatMessage, Completion
from botex_pytest.models.form import Form
from botex_pytest.models.prompts import Prompts
from botex_pytest.models.reply import Reply, read_reply
from botex_pytest.models.schema import reply_tokens, schema_of
from botex_pytest.models.spending import Spending

_LONGEST_REPLY = 4000
"""Tokens that a reply may grow to when it was cut off, and characters of a useless reply that are shown to the model again."""


class Exchange:
    """One question to a model: `messages` end with it. `calls` is what was asked and said, for the transcript; complete also when
    `reply` raises."""

    def __init__(self, backend: Backend, prompts: Prompts, spending: Spending) -> None:
        self._backend, self._prompts, self._spending = backend, prompts, spending
        self.calls: list[dict[str, Any]] = []

    def reply(self, messages: Sequence[ChatMessage], form: Form, where: str, tries: int) -> tuple[Reply, str]:
        """The first usable reply, and its text. Raises `ModelError` when there is none within `tries`, or none at all."""
        schema, tokens = schema_of(form), reply_tokens(form)
        asked = list(messages)
        problems: list[str] = []
        text = ""
        for _ in range(tries):
            completion = self._complete(asked, schema, tokens)
            text = completion.text
            if completion.finish == "length":
                problems = ["it was cut off"]
                tokens = min(2 * tokens, max(_LONGEST_REPLY, tokens))
                complaint = self._prompts("too-long")
            else:
                reply = read_reply(text, form)
                if not reply.problems:
                    return reply, text
                refused = completion.finish == "refusal"
                problems = ["it refused to answer"] if refused else [f"{n}: {p}" if n else p for n, p in reply.problems.items()]
                complaint = self._prompts("invalid", problems=problems, names=list(form.names))
            self.calls[-1]["problem"] = "; ".join(problems)
            # only the last useless reply is shown again: more of them cost tokens and teach nothing
            asked = [*messages, ChatMessage("assistant", text[:_LONGEST_REPLY] or "(nothing)"), ChatMessage("user", complaint)]
        raise self._with_calls(ModelError.unusable(self._backend.name, where, problems, text, tries))

    def say(self, messages: Sequence[ChatMessage], tokens: int) -> str:
        """A free text, as it comes. Raises `ModelError`."""
        return self._complete(messages, None, tokens).text.strip()

    def _complete(self, messages: Sequence[ChatMessage], schema: Any, tokens: int) -> Completion:
        try:
            self._spending.begin()
            self.calls.append({"prompt": messages[-1].content})
            completion = self._backend.complete(messages, schema, tokens)
        except ModelError as error:
            raise self._with_calls(error) from None
        self._spending.add(completion)
        said = asdict(completion)
        self.calls[-1] |= {"reply": said.pop("text"), **said}
        return completion

    def _with_calls(self, error: ModelError) -> ModelError:
        error.meta = {"calls": self.calls}
        return error
