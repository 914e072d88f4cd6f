"""Hooks for others' checks, models and pages: implement them in the conftest.py beside settings.py, or in a plugin. A guide with
examples is docs/reference/hooks.md.

An implementation names only the arguments that it wants. What it raises is told as its own, with file and line, and is never a
fault of the study.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from botex_pytest.drivers.base import Hands
    from botex_pytest.models.base import Model
    from botex_pytest.own_checks import Found
    from botex_pytest.page import Page
    from botex_pytest.testing.seen import SeenSession


@pytest.hookspec
def pytest_botex_checks(config: pytest.Config) -> Mapping[str, Callable[[SeenSession], Iterable[str | Found]]] | None:
    """Checks by name. Each is called once for every play of a session, when all have stopped, and yields what it finds.

    The name switches a check off (`checks` in botex.toml, --botex-skip-checks) and begins the key of what it finds. Called once
    in each process.
    """


@pytest.hookspec
def pytest_botex_models(config: pytest.Config) -> Mapping[str, Model | Callable[..., Any]] | None:
    """Models by name, which `--botex-model plugin:NAME` asks: functions of an `Ask`, as those of `python:module.function`, or
    objects with the methods of `botex_pytest.models.base.Model`.

    Called once in each process, when a model of a plugin is first named.
    """


@pytest.hookspec(firstresult=True)
def pytest_botex_page(page: Page, tab: Hands, where: str, round: int, participant: int) -> bool | None:
    """Play what bots cannot: called for each page that a bot comes to and that is not a wait page, before the bot does anything,
    and again when the page was refused and comes back empty.

    `page` is what the participant sees, `tab` a mouse and a keyboard, `where` app.Page, `round` the app's, `participant` the id
    in session. True says that the page was played: the bot answers what is left of it and presses its button, unless the page
    has gone on by then. None leaves it to the next plugin, and then to the bot. Called from several threads at once.
    """
