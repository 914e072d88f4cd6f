"""What happens to other answers: a session is played again with the same ones, up to the page in question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from botex_pytest.forms.past import Past, is_taken
from botex_pytest.models.base import Ask, Respondent, asked_again
from botex_pytest.page import Answer, Message, Value

Answers = Mapping[tuple[str, int], Mapping[str, Value]]
"""(app.Page, round) -> what was sent and taken there."""


@dataclass
class Probed:
    """What became of the values that were tried. `refused` has the messages. `cost` says what it took, for people."""

    refused: dict[Value, tuple[Message, ...]] = field(default_factory=dict)
    past: list[Value] = field(default_factory=list)  # refused by the browser alone: the server takes them
    taken: list[Value] = field(default_factory=list)
    cost: str = ""


class Again(Respondent):
    """Gives the answers of an earlier play; where there is none, the bot's own."""

    def __init__(self, bot: Respondent, answers: Answers) -> None:
        self.name = bot.name
        self._bot, self._answers = bot, answers

    def answer(self, ask: Ask) -> Answer:
        own = self._bot.answer(ask)
        before = {} if ask.acting or ask.refusals else dict(self._answers.get((ask.where, ask.round), {}))
        button = next((b.ref for b in ask.page.buttons if b.role == "answer" and before.get(b.name) == b.value), own.button)
        fields = {name: value for name, value in before.items() if ask.page.field(name)}
        return Answer({**own.values, **fields}, button, own.reasons, dict.fromkeys(fields, "replayed"))

    def read(self, ask: Ask) -> Answer | None:
        return self._bot.read(ask)

    def recall(self, ask: Ask, answer: Answer) -> None:
        self._bot.recall(ask, answer)


class Probe(Again):
    """Besides, tries `values` in one field of one page, one after the other, until one is taken. What is left stays in `left`."""

    def __init__(
        self,
        bot: Respondent,
        answers: Answers,
        place: tuple[str, int],
        name: str,
        values: Sequence[Value],
        probed: Probed,
        past: Past,
    ) -> None:
        super().__init__(bot, answers)
        self._past = past
        self._gone = False  # past the browser, which does not know of it yet
        self._place, self._field, self._probed = place, name, probed
        self.left = list(values)
        self._tried: Value | None = None
        self._last: Ask | None = None  # at which that was tried

    def answer(self, ask: Ask) -> Answer:
        here = not ask.acting and (ask.where, ask.round) == self._place
        repeated = here and asked_again(ask, self._last)
        if self._tried is not None and not ask.acting and not repeated:
            self._settle(ask if here else None)
        if repeated and self._tried is not None:
            return self._with(self._tried, ask)
        if not here or not self.left or self._gone:
            again = super().answer(ask)
            good = dict(self._answers.get((ask.where, ask.round), {})) if here else {}
            return Answer({**again.values, **good}, again.button, again.reasons, again.sources)
        self._tried, self._last = self.left.pop(0), ask
        return self._with(self._tried, ask)

    def _with(self, value: Value, ask: Ask) -> Answer:
        """The answer of before, but for `value` in the field in question."""
        base = super().answer(replace(ask, refusals=(), attempt=1))
        return Answer({**base.values, self._field: value}, base.button, {}, {self._field: "probe"})

    def _settle(self, again: Ask | None) -> None:
        """`again`: the page is asked once more, so that what was tried has been refused."""
        assert self._tried is not None
        if again is not None and again.refusals:
            refusal = again.refusals[-1]
            self._probed.refused[self._tried] = refusal.messages
            if refusal.messages and all(m.by == "browser" for m in refusal.messages):
                self._gone = is_taken(self._past(again.page, refusal.values), again.page)
                self._probed.past += [self._tried] if self._gone else []
        else:
            self._probed.taken.append(self._tried)
        self._tried = None

    def close(self) -> None:
        """The session is over. A value after which nothing more was asked was taken, whatever it did then."""
        if self._tried is not None:
            self._settle(None)
