"""Which model plays which participant."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from botex_pytest.config import DEFAULT, Config
from botex_pytest.errors import BotexError
from botex_pytest.model_names import strategy, thinks
from botex_pytest.models.base import Model, Person, Respondent
from botex_pytest.models.known import Helped

_OWN_TRIES = 4
"""Refused answers to one page after which a model that understands the page is told what the author's own oTree bots answer.
Those that do not understand it are told after the first."""

Around = Callable[[Person, Respondent], Respondent]
"""What may be put between a participant and its respondent."""


_THINKING = 3600.0
"""Seconds for a session that language models or people play."""

_A_PAGE = 0.5
"""Seconds for each page of each participant: oTree makes one after the other, ten times as fast where nothing else is done."""


class Models:
    """The models of one process by name, each made and tried out once, when it is first asked for."""

    def __init__(self, make: Callable[[str], Model]) -> None:
        self._make = make
        self._made: dict[str, Model | BotexError] = {}
        self._lock = threading.Lock()

    def get(self, name: str) -> Model:
        """Ready to answer. Raises what kept it from being so, the same error each time."""
        with self._lock:
            if name not in self._made:
                self._made[name] = self._prepared(name)
            found = self._made[name]
        if isinstance(found, BotexError):
            raise found
        return found

    def _prepared(self, name: str) -> Model | BotexError:
        try:
            model = self._make(name)
            model.prepare()
        except BotexError as error:
            return error
        return model

    def close(self) -> None:
        for model in self._made.values():
            if not isinstance(model, BotexError):
                model.close()


class Cast:
    """The models of one session: the first plays P1, the second P2, and so on, beginning again when they are fewer."""

    def __init__(self, models: Sequence[Model], around: Around | None = None) -> None:
        self._models = tuple(models)
        self._around = around
        self.guided = around is not None
        """Whether somebody else has a hand in it, who cannot begin again with us."""

    @property
    def name(self) -> str:
        return ", ".join(dict.fromkeys(model.name for model in self._models))

    @property
    def thinks(self) -> bool:
        """Whether any of them takes its time: then nothing happens at machine speed."""
        return any(thinks(model.name) for model in self._models)

    def seconds(self, config: Config, pages: int) -> float:
        """How long a session may take in which all together see `pages` pages. Large ones, and models that think, are given the
        time for it, where the user does not say how much."""
        if config.sources["session_timeout"] != DEFAULT:
            return config.session_timeout
        return max(config.session_timeout, pages * _A_PAGE, _THINKING if self.thinks else 0.0)

    def respondent(self, person: Person) -> Respondent:
        model = self._models[(person.number - 1) % len(self._models)]
        own = Helped(model.respondent(person), patience=1 if strategy(model.name) else _OWN_TRIES)
        return self._around(person, own) if self._around else own
