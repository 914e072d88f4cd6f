"""The pytest plugin `botex`: hook bodies of a few lines, nothing else. It does nothing unless it is asked."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest

from botex_pytest import hookspecs, option_parsers, options
from botex_pytest.errors import SettingError
from botex_pytest.stash import DIST

pytest_plugins = ["botex_pytest.fixtures", "botex_pytest.option_fixtures"]


def pytest_addoption(parser: pytest.Parser) -> None:
    option_parsers.register(parser)


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    pluginmanager.add_hookspecs(hookspecs)


@pytest.hookimpl(wrapper=True)
def pytest_cmdline_main(config: pytest.Config) -> Generator[None, object, object]:
    """xdist makes `--dist load` of a mere `-n`; only before that can be seen what the user said."""
    config.stash[DIST] = "load" if config.getoption("distload", False) else config.getoption("dist", "no")
    return (yield)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.definition.get_closest_marker("botex") is not None:
        from botex_pytest import marked

        marked.generate(metafunc)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", options.MARKER)
    try:
        asked = option_parsers.switched_on(config)
    except SettingError as error:
        raise pytest.UsageError(str(error)) from None
    if asked or _may_have_sessions(config):
        from botex_pytest import activation

        (activation.activate if asked else activation.stand_by)(config)


def _may_have_sessions(config: pytest.Config) -> bool:
    """The controller of xdist collects nothing, and must deal whole sessions all the same when marked tests play some."""
    controls = bool(config.getoption("tx", None)) and not hasattr(config, "workerinput")  # workers read `--tx` as well
    return controls and (_names_project(config) or _settings_here(config))


def _names_project(config: pytest.Config) -> bool:
    name = "botex_project"
    return bool(config.getoption(name) or config.getini(name) or os.environ.get(name.upper()))


def _settings_here(config: pytest.Config) -> bool:
    return "SESSION_CONFIGS" in _text(config.invocation_params.dir, config.rootpath)


def _text(*folders: Path) -> str:
    files = (folder / "settings.py" for folder in folders)
    return "".join(file.read_text("utf-8", errors="replace") for file in files if file.is_file())
