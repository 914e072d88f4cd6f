"""Settings as fixtures, to be overridden in a conftest.py: one for each thing that is started or plays. Each returns a dict, by
the settings' own names; what is changed in it holds for this process of pytest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from botex_pytest.config import Config
    from botex_pytest.run import Run

Options = dict[str, Any]

GROUPS: Mapping[str, tuple[str, ...]] = {
    "otree_options": ("otree_python", "otree_url", "otree_rest_key", "allow_remote", "debug", "start_timeout"),
    "botex_browser_options": ("driver", "headed", "window", "chrome", "chromedriver", "page_timeout"),
    "botex_model_options": (
        "api_base",
        "api_key",
        "llm_args",
        "llm_timeout",
        "rpm",
        "memory",
        "memory_size",
        "prompts",
        "debrief",
    ),
    "llamacpp_options": (
        "llamacpp_model",
        "llamacpp_server",
        "llamacpp_url",
        "llamacpp_context",
        "llamacpp_slots",
        "llamacpp_gpu_layers",
        "llamacpp_threads",
        "llamacpp_start_timeout",
        "llamacpp_temperature",
        "llamacpp_top_p",
        "llamacpp_top_k",
        "llamacpp_predict",
    ),
    "botex_bot_options": (
        "labels",
        "arrivals",
        "time_factor",
        "words_per_minute",
        "max_tries",
        "replays",
        "confirm",
        "timers",
        "wait_timeout",
        "session_timeout",
        "screenshots",
        "admin_pages",
        "skip_checks",
    ),
}
"""Fixture -> attributes of `Config`."""

_OF_THE_SERVER = GROUPS["llamacpp_options"][:8]
"""Under xdist llama.cpp is the controller's, which has no fixtures."""


@pytest.fixture(scope="session")
def otree_options(botex_run: Run) -> Options:
    """Which oTree server is started or used, and how."""
    return _options(botex_run, "otree_options")


@pytest.fixture(scope="session")
def botex_browser_options(botex_run: Run) -> Options:
    """How pages are opened: in which browser, in windows of which size."""
    return _options(botex_run, "botex_browser_options")


@pytest.fixture(scope="session")
def botex_model_options(botex_run: Run) -> Options:
    """How language models are asked; who is asked says the marker, `botex.toml` or --botex-model."""
    return _options(botex_run, "botex_model_options")


@pytest.fixture(scope="session")
def llamacpp_options(botex_run: Run) -> Options:
    """Which llama.cpp is started or used, and how it is asked. Workers of xdist have it from the first process: there, only how
    it is asked can be changed."""
    return _options(botex_run, "llamacpp_options")


@pytest.fixture(scope="session")
def botex_bot_options(botex_run: Run) -> Options:
    """How bots play, how long they wait, and what is looked at besides."""
    return _options(botex_run, "botex_bot_options")


@pytest.fixture(scope="session")
def botex_config(
    botex_run: Run,
    otree_options: Options,
    botex_browser_options: Options,
    botex_model_options: Options,
    llamacpp_options: Options,
    botex_bot_options: Options,
) -> Config:
    """All settings, with what the fixtures above have made of them. Everything that starts or plays asks for it first."""
    from botex_pytest.errors import BotexError, SettingError

    config = botex_run.config
    given = (otree_options, botex_browser_options, botex_model_options, llamacpp_options, botex_bot_options)
    try:
        for name, options in zip(GROUPS, given, strict=True):
            config = config.overridden(options, GROUPS[name], name, botex_run.root)
        for check in botex_bot_options.get("skip_checks", ()):
            if check not in botex_run.known_checks:
                raise SettingError.bad_option("botex_bot_options", "skip_checks", repr(check), "names of checks")
        changed = [name for name in _OF_THE_SERVER if config.sources[name] == "llamacpp_options"]
        if changed and botex_run.llama_port:
            raise SettingError.of_the_controller("llamacpp_options", changed)
    except BotexError as error:
        raise pytest.fail.Exception(str(error), pytrace=False) from None
    botex_run.config = config
    return config


def _options(run: Run, name: str) -> Options:
    return {attribute: getattr(run.config, attribute) for attribute in GROUPS[name]}
