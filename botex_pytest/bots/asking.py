"""How a bot asks its model: whatever is asked and said is written down, also when no answer comes of it."""

from __future__ import annotations

from collections.abc import Callable

from botex_pytest.bots.diary import Diary
from botex_pytest.errors import BotexError
from botex_pytest.model_errors import BudgetSpent, ModelError
from botex_pytest.models.base import Ask, Respondent
from botex_pytest.page import Answer
from botex_pytest.played import StopKind


class Asking:
    """One participant's side of a model."""

    def __init__(self, respondent: Respondent, diary: Diary) -> None:
        self._respondent, self._diary = respondent, diary

    def answer(self, ask: Ask) -> Answer:
        """Raises what the model raises: no answer is never the study's fault."""
        try:
            return self._respondent.answer(ask)
        except ModelError as error:
            self._diary.unanswered(ask.attempt, error)
            raise

    def last_word(self, ask: Callable[[], Ask]) -> None:
        """What the model has to say when its study is over. Nothing hangs on it, so that it fails nothing either."""
        try:
            said = self._respondent.read(ask())
        except ModelError as error:
            self._diary.unanswered(1, error)
        except BotexError:
            return
        else:
            if said is not None:
                self._diary.remarked(said)


def kind_of(error: BotexError) -> StopKind:
    """How a bot stops that one of our own errors keeps from going on."""
    return "budget" if isinstance(error, BudgetSpent) else "infrastructure"
