"""What plugins and conftest.py files give through our hooks, gathered once in each process and looked at before it is used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pytest

from botex_pytest.checks.base import CHECKS
from botex_pytest.drivers.base import Hands
from botex_pytest.errors import BotexError
from botex_pytest.hook_errors import HookError
from botex_pytest.model_names import PLUGIN
from botex_pytest.models.base import Model
from botex_pytest.models.function import Called
from botex_pytest.page import Page
from botex_pytest.user_code import place_of

if TYPE_CHECKING:
    from botex_pytest.own_checks import OwnCheck

_CHECKS, _MODELS = "pytest_botex_checks", "pytest_botex_models"
_PARTS = ("name", "prepare", "respondent", "close")


class Hooks:
    """`config`: pytest's, which knows all plugins; None where there are none."""

    def __init__(self, config: pytest.Config | None = None) -> None:
        self._config = config

    @cached_property
    def checks(self) -> Mapping[str, OwnCheck]:
        """Checks by name. Raises `HookError`."""
        found = self._gathered(_CHECKS, "a dict of functions by the name of the check")
        for name, check in found.items():
            if name in CHECKS:
                raise HookError.given_twice(_CHECKS, name)
            if not callable(check):
                raise HookError.bad_return(_CHECKS, f"{check!r} for {name!r}", "functions by the name of the check")
        return found

    def model(self, name: str) -> Model:
        """The model that a plugin calls `name`. Raises `HookError`."""
        found = self._models.get(name)
        if found is None:
            raise HookError.no_such_model(name, self._models)
        if all(hasattr(found, part) for part in _PARTS):
            return found  # type: ignore[no-any-return]
        if not callable(found):
            raise HookError.bad_return(_MODELS, f"{found!r} for {name!r}", "functions or models by name")
        return Called(f"{PLUGIN}{name}", found)

    @cached_property
    def _models(self) -> dict[str, Any]:
        return self._gathered(_MODELS, "a dict of functions or models by name")

    @property
    def play_page(self) -> Callable[[Page, Hands, str, int, int], bool] | None:
        """Calls whoever plays pages: page, hands, app.Page, round, participant. None when nobody does."""
        hook = getattr(self._config.hook, "pytest_botex_page", None) if self._config else None
        if hook is None or not hook.get_hookimpls():
            return None

        def play(page: Page, hands: Hands, where: str, round_: int, participant: int) -> bool:
            return bool(hook(page=page, tab=hands, where=where, round=round_, participant=participant))

        return play

    def _gathered(self, hook: str, accepted: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for given in self._asked(hook):
            if not isinstance(given, Mapping):
                raise HookError.bad_return(hook, f"{type(given).__name__}, not a dict", accepted)
            for name, thing in given.items():
                if not isinstance(name, str) or not name or any(c.isspace() or c in ",|" for c in name):
                    raise HookError.bad_return(hook, f"the name {name!r}", f"{accepted}, without blanks, commas and bars")
                if name in found:
                    raise HookError.given_twice(hook, name)
                found[name] = thing
        return found

    def _asked(self, hook: str) -> list[Any]:
        caller = getattr(self._config.hook, hook, None) if self._config else None
        try:
            return list(caller(config=self._config)) if caller else []
        except BotexError:
            raise
        except Exception as error:
            raise HookError.hook_failed(hook, place_of(error), error) from error
