"""What `--botex` switches on: settings are read, the run is prepared, and the hooks that do the work are registered."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from botex_pytest import option_parsers
from botex_pytest.config import Config
from botex_pytest.errors import BotexError, SettingError
from botex_pytest.hooks import Hooks
from botex_pytest.run import Run
from botex_pytest.servers.line_coverage import LineCoverage
from botex_pytest.stash import RUN

# pytest takes a node id apart at its first bracket, so it finds `CONFIG[VARIANT]` and never `CONFIG[VARIANT]::P1`: it is given
# the former, and `collect` leaves out who was not asked for.
_ITEM_OF_VARIANT = re.compile(r"(settings\.py::[^\[]+\[[^\]]+\])::(?:P\d+|session)$")


def activate(config: pytest.Config) -> None:
    """Called once in each process. Raises `pytest.UsageError` when a setting or the folder cannot be used."""
    from botex_pytest import allure_items, collect, summary

    try:
        run = make_run(config)
        settings = run.settings_file
    except BotexError as error:
        raise pytest.UsageError(str(error)) from None
    said = config.invocation_params
    apart = option_parsers.path_apart(list(map(str, said.args)), said.dir)
    if apart and not any(str(word).startswith("--rootdir") for word in said.args):
        raise pytest.UsageError(str(SettingError.path_apart(*apart)))
    config.stash[RUN] = run
    if config.args_source is not pytest.Config.ArgsSource.ARGS:
        config.args[:] = [str(settings)]
    if _lies_in(config.args, settings, config.invocation_params.dir):
        run.asked = tuple(config.args)
        config.args[:] = [_ITEM_OF_VARIANT.sub(r"\1", arg) for arg in config.args]
    config.pluginmanager.register(collect, "botex-collect")
    allure_items.register(config)
    if not is_worker(config):
        config.pluginmanager.register(summary, "botex-summary")
        _use_named_workers(config)
    _register_workers(config)


def _use_named_workers(config: pytest.Config) -> None:
    """Those of `--tx`, which xdist leaves out without a word where nothing else is said: dealt to as with `-n`."""
    if config.getoption("tx", None) and config.getoption("dist") == "no" and not config.getoption("usepdb"):
        config.option.dist = "load"


def stand_by(config: pytest.Config) -> None:
    """In the controller of xdist, in an oTree project, without --botex: marked tests may play sessions in the workers."""
    from botex_pytest import summary

    try:
        config.stash[RUN] = make_run(config)
    except BotexError as error:
        raise pytest.UsageError(str(error)) from None
    config.pluginmanager.register(summary, "botex-summary")
    _register_workers(config)


def _register_workers(config: pytest.Config) -> None:
    if hasattr(config.hook, "pytest_xdist_make_scheduler"):  # xdist is there, under whatever name it was loaded
        from botex_pytest import workers

        config.pluginmanager.register(workers, "botex-workers")


def make_run(config: pytest.Config) -> Run:
    """The run that this process belongs to, closed when pytest is. Raises `BotexError`."""
    run = _make_run(config)
    config.add_cleanup(run.close)
    return run


def _make_run(config: pytest.Config) -> Run:
    given = getattr(config, "workerinput", {})
    handed = given.get("botex")
    if handed:
        run = Run(Config.from_plain(handed["config"]), config.invocation_params.dir, config.rootpath, handed, Hooks(config))
        run.shared_as = given["testrunuid"]
        return run
    cli: dict[str, Any] = vars(config.option)
    settings = Config.load(
        cli, option_parsers.ini_values(config.getini), os.environ, cwd=config.invocation_params.dir, root=config.rootpath
    )
    if settings.cov and settings.otree_url:
        raise SettingError.cov_of_a_running_server(settings.otree_url)
    if settings.cov and not LineCoverage.available():
        raise SettingError.cov_without_coverage(sys.executable)
    return Run(settings, config.invocation_params.dir, config.rootpath, hooks=Hooks(config))


def is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def _lies_in(args: Iterable[str], file: Path, here: Path) -> bool:
    """Whether pytest's arguments (files, folders, node ids) lead to `file`."""
    target = file.resolve()
    return any(target.is_relative_to((here / arg.partition("::")[0]).resolve()) for arg in args)
