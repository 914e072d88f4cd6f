"""Answers by a function of the user's, which is called with each question: that of a plugin, or `python:module.function`."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from botex_pytest.answers import as_text
from botex_pytest.model_errors import ModelError
from botex_pytest.models.base import Ask, Unremembering
from botex_pytest.models.given import answer_buttons, completed
from botex_pytest.models.reply import fitting
from botex_pytest.page import Answer, Field, Value
from botex_pytest.user_code import place_of


class Called(Unremembering):
    """The function gets an `Ask` and returns answers by name of the field, an `Answer`, or None. What it leaves out the random
    bot answers. It is called from several threads at once."""

    def __init__(self, name: str, function: Callable[[Ask], Any]) -> None:
        self.name = name
        self._function = function

    def answer(self, ask: Ask) -> Answer:
        try:
            said = self._function(ask)
        except Exception as error:
            raise ModelError.function_failed(self.name, place_of(error), error) from error
        if isinstance(said, Answer):
            answer = completed(ask, self._values(said.values, ask), self.name, said.reasons)
            return replace(answer, button=said.button or answer.button, meta=said.meta)
        if said is not None and not isinstance(said, Mapping):
            raise ModelError.function_returned(self.name, ask.where, f"{type(said).__name__}, not a dict of answers")
        return completed(ask, self._values(said or {}, ask), self.name)

    def _values(self, said: Mapping[str, Any], ask: Ask) -> dict[str, Value]:
        """As the form posts them. A name that the page does not have is a slip of the pen, and never passed over."""
        found: dict[str, Value] = {}
        for name, value in said.items():
            field = ask.page.field(name)
            known = [f.name for f in ask.page.fields] + [b.name for b in ask.page.buttons if b.role == "answer"]
            if field is None and not answer_buttons(ask.page, name):
                raise ModelError.function_returned(self.name, ask.where, f"an answer for {name!r}", known)
            try:
                text = as_text(value)
            except ValueError:
                raise ModelError.function_returned(self.name, ask.where, f"{value!r} for {name}", known) from None
            found[name] = _posted(field, text) if field else text
        return found


class Function(Called):
    """`path`: `module.function`, found in one of the `folders` or where Python finds modules."""

    def __init__(self, path: str, folders: tuple[Path, ...]) -> None:
        super().__init__(f"python:{path}", lambda _ask: None)
        self._path, self._folders = path, folders

    def prepare(self) -> None:
        module, _, name = self._path.rpartition(".")
        if not module:
            raise ModelError.bad_function(self.name, "it has no dot, and is to be module.function")
        before = list(sys.path)
        sys.path[:0] = [str(folder) for folder in self._folders]
        try:
            function = getattr(importlib.import_module(module), name, None)
        except ModuleNotFoundError as error:
            raise ModelError.bad_function(self.name, f"{error}; looked in {', '.join(map(str, self._folders))}") from error
        except Exception as error:
            raise ModelError.function_failed(self.name, place_of(error), error) from error
        finally:
            sys.path[:] = before
        if not callable(function):
            raise ModelError.bad_function(self.name, f"{module} has no function {name}")
        self._function = function


def _posted(field: Field, text: Value) -> Value:
    """A label becomes its value. What does not fit is sent as it is: some functions try wrong answers on purpose."""
    try:
        return fitting(field, text if isinstance(text, str) else list(text))
    except ValueError:
        return text
