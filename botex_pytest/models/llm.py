"""A language model as a participant, wherever it runs: what it is told, what it remembers, what it answers."""

from __future__ import annotations

from dataclasses import dataclass

from botex_pytest.models.base import Ask, Person
from botex_pytest.models.chat import Backend, ChatMessage
from botex_pytest.models.exchange import Exchange
from botex_pytest.models.form import Form, form_of, kind_words
from botex_pytest.models.memory import Entry, Memory
from botex_pytest.models.prompts import Prompts, fenced
from botex_pytest.models.schema import reply_tokens
from botex_pytest.models.spending import Spending
from botex_pytest.models.telling import answered, messages_of, question_of
from botex_pytest.page import Answer, Field

_CHARACTERS = 3
"""A token is at least about this many characters of prose, in most languages that are written with letters."""

_SUMMARY_WORDS = 200

_FEW_NEWS = 10
"""Lines that may be new on a page that is shown again before the whole page is told again."""


@dataclass(frozen=True)
class Habits:
    """How a model is asked. `memory_size` in characters; `tries`: replies until one can be used."""

    memory: str = "log"  # or "whole", or "summary"
    memory_size: int = 6000
    tries: int = 8
    debrief: bool = False


class Llm:
    """One for all participants that the backend plays."""

    def __init__(self, backend: Backend, prompts: Prompts, spending: Spending, habits: Habits | None = None) -> None:
        self.name = backend.name
        self.backend, self.prompts, self.spending = backend, prompts, spending
        self.habits = habits or Habits()

    def prepare(self) -> None:
        self.prompts.check()
        self.backend.prepare()

    def respondent(self, person: Person) -> Conversation:
        return Conversation(self)

    def close(self) -> None:
        self.backend.close()


class Conversation:
    """One participant's. Pages that ask nothing are remembered and cost no call."""

    def __init__(self, model: Llm) -> None:
        self.name = model.name
        self._model, self._habits, self._prompts = model, model.habits, model.prompts
        self._memory = Memory(model.habits.memory_size)
        self._system = ""  # as it was recorded last
        self._on_page: list[ChatMessage] = []  # all that was said for the present page: its question, the answer, the next one
        self._told = ""  # the first of these questions
        self._asked: Ask | None = None  # the last question that was answered, and its form
        self._form = Form(())

    def answer(self, ask: Ask) -> Answer:
        form = form_of(ask)
        declared = {name: value for name, value in ask.fixed.items() if ask.page.field(name)}
        if not form.questions:
            self._keep(ask, self._prompts("read", text=fenced(ask.page.text)), "", answered(ask, declared))
            return Answer(declared, form.alone)
        exchange = self._exchange()
        before, question = self._question(ask, form, exchange)
        reply, text = exchange.reply([*before, ChatMessage("user", question)], form, ask.where, self._habits.tries)
        values = {**reply.values, **declared}
        pressed = next((b.label for b in ask.page.buttons if form.press and b.ref == reply.button), "")
        again = before is self._on_page  # what is remembered is the page as it was asked first
        self._keep(ask, self._told if again else question, text, answered(ask, values, pressed))
        if not ask.acting:
            self._told = self._told if again else question
            self._on_page = [*before, ChatMessage("user", question), ChatMessage("assistant", text)]
            self._asked, self._form = ask, form
        if before[0].content != self._system:
            self._system = exchange.calls[0]["system"] = before[0].content
        return Answer(values, reply.button, reply.reasons, meta={"calls": exchange.calls})

    def read(self, ask: Ask) -> Answer | None:
        """What was understood, when that is asked for at all."""
        if not self._habits.debrief:
            return None
        form = Form((Field("understood", "longtext", "textarea", required=True), Field("unclear", "longtext", "textarea")))
        exchange = self._exchange()
        before, opening = self._before(ask, form, exchange)
        question = opening + self._prompts("end", text=fenced(ask.page.text))
        reply, _ = exchange.reply([*before, ChatMessage("user", question)], form, ask.where, self._habits.tries)
        return Answer(reasons={name: str(value) for name, value in reply.values.items() if value}, meta={"calls": exchange.calls})

    def recall(self, ask: Ask, answer: Answer) -> None:
        self._keep(ask, self._prompts("read", text=fenced(ask.page.text)), "", answered(ask, answer.values))

    def _exchange(self) -> Exchange:
        return Exchange(self._model.backend, self._prompts, self._model.spending)

    def _keep(self, ask: Ask, prompt: str, reply: str, done: str) -> None:
        self._memory.keep(Entry(ask.page.index, ask.round, fenced(ask.page.text), done, prompt, reply, ask.acting))

    # --- what is asked ---

    def _question(self, ask: Ask, form: Form, exchange: Exchange) -> tuple[list[ChatMessage], str]:
        """The messages before, and the one that asks. A page that comes back is not told again while it asks the same."""
        news = self._news(ask, form)
        if news is not None:
            return self._on_page, self._again(ask, news)
        before, opening = self._before(ask, form, exchange)
        text, questions = fenced(ask.page.text), [question_of(q) for q in form.questions]
        if ask.acting:
            return before, opening + self._prompts("act", text=text, questions=questions, done=fenced("; ".join(ask.done)))
        given = answered(ask, {name: value for name, value in ask.fixed.items() if ask.page.field(name)})
        asked = opening + self._prompts("page", text=text, questions=questions, round=ask.round, given=given)
        return before, f"{asked}\n\n{self._again(ask, ())}" if ask.refusals else asked

    def _news(self, ask: Ask, form: Form) -> tuple[str, ...] | None:
        """Lines of the page that were not there when it was asked last; None when it is another page, or has become one."""
        last = self._asked
        if last is None or ask.acting or ask.attempt == 1 or last.page.index != ask.page.index or form != self._form:
            return None
        known = {line.strip() for line in last.page.text.splitlines()}
        said = "\n".join(m.text for r in ask.refusals[-1:] for m in r.messages)
        lines = (line.strip() for line in ask.page.text.splitlines())
        news = tuple(line for line in lines if line and line not in known and line not in said)
        return news if len(news) <= _FEW_NEWS else None

    def _again(self, ask: Ask, news: tuple[str, ...]) -> str:
        told = self._asked.refusals if self._asked and self._asked.page.index == ask.page.index else ()
        if ask.refusals == told:
            return self._prompts("unchanged")
        refusal = ask.refusals[-1]
        messages = [*messages_of(refusal), *map(fenced, news)]
        return self._prompts("rejected", answered=answered(ask, refusal.values), messages=messages)

    def _before(self, ask: Ask, form: Form, exchange: Exchange) -> tuple[list[ChatMessage], str]:
        """What precedes the question: messages, the first being the system's, and the beginning of the question itself."""
        system, index = self._prompts("system", persona=ask.persona), ask.page.index
        first = ChatMessage("system", system)
        if self._habits.memory == "whole":
            messages, since = self._memory.conversation(index)
            opening = "" if messages else self._prompts("start") + "\n\n"
            return [first, *messages], opening + (since + "\n\n" if since else "")
        if self._habits.memory == "summary" and self._memory.overflows(index):
            self._sum_up(first, index, exchange)
        log = self._memory.log(index, self._room(system, ask, form))
        return [first], (self._prompts("memory", log=log) if log else self._prompts("start")) + "\n\n"

    def _room(self, system: str, ask: Ask, form: Form) -> int | None:
        """Characters that are left for the log in a model of known context; None when it is not known."""
        context = self._model.backend.context
        if context is None:
            return None
        asked = len(system) + len(ask.page.text) + sum(len(kind_words(q)) + len(q.label) + len(q.help) for q in form.questions)
        return max(0, (context - reply_tokens(form)) * _CHARACTERS - asked)

    def _sum_up(self, first: ChatMessage, index: int, exchange: Exchange) -> None:
        question = self._prompts("summary", log=self._memory.log(index), words=_SUMMARY_WORDS)
        self._memory.replace(index, fenced(exchange.say([first, ChatMessage("user", question)], 3 * _SUMMARY_WORDS)))
