"""The table of settings as pytest and argparse take it: options, ini keys and the one switch.

Imports nothing but the standard library: pytest loads this in every project that has the plugin installed.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from botex_pytest.errors import SettingError
from botex_pytest.options import FALSE, SETTINGS, TRUE, Setting


def switched_on(config: Any) -> bool:
    """Whether bots were asked for on the command line, in the environment or in pytest's ini file; the first to speak wins.

    Raises `SettingError` when the environment's word is neither yes nor no: a slip there must not look like a green run.
    """
    switch = SETTINGS[0]
    asked: bool | None = config.getoption(switch.dest)
    said = os.environ.get(switch.variable, "").strip().lower()
    if asked is None and said:
        if said not in TRUE + FALSE:
            raise SettingError.bad_value(switch.name, switch.variable, said, f"{', '.join(TRUE)} or {', '.join(FALSE)}")
        asked = said in TRUE
    return bool(config.getini(switch.dest) if asked is None else asked)


def arguments(setting: Setting) -> tuple[str, dict[str, Any]]:
    """Flag and keywords for `add_argument` (argparse) and `addoption` (pytest) alike.

    Values stay text, because only `Config.load` knows all sources and can say which one held a bad value. A switch also
    has its opposite, `--no-botex-<name>`, so that the command line can undo what ini or environment say.
    """
    keywords: dict[str, Any] = {"dest": setting.dest, "default": None, "help": setting.help}
    if setting.kind == "bool":
        return setting.flag, {**keywords, "action": argparse.BooleanOptionalAction}
    if setting.kind == "list":
        keywords["action"] = "append"
    choices = "|".join(setting.kind) if isinstance(setting.kind, tuple) else ""
    return setting.flag, {**keywords, "metavar": setting.metavar or choices}


def register(parser: Any) -> None:
    """Declare every setting to pytest: an option in the group "botex" and an ini key.

    Help style: capital letter, no final period on a single phrase.
    """
    group = parser.getgroup("botex", "oTree experiments played by bots (botex)")
    for setting in SETTINGS:
        flag, keywords = arguments(setting)
        group.addoption(flag, **keywords)
        ini_type = {"bool": "bool", "list": "linelist"}.get(str(setting.kind), "string")
        parser.addini(setting.dest, setting.help, type=ini_type, default=None)


def ini_values(getini: Callable[[str], Any]) -> Mapping[str, Any]:
    """What pytest's ini file says, by ini key; keys that it does not have are left out."""
    found = {}
    for setting in SETTINGS:
        try:
            found[setting.dest] = getini(setting.dest)
        except (ValueError, TypeError) as error:  # pytest's own conversion of booleans and lists
            raise SettingError.bad_ini(setting.dest, str(error)) from error
    return {key: value for key, value in found.items() if value is not None}


def joined(words: Sequence[str]) -> list[str]:
    """`--botex-chrome /usr/bin/chromium` as one word, `--botex-chrome=/usr/bin/chromium`.

    What stands alone is to pytest a place of tests, as long as it does not know the option: a path elsewhere would move its
    rootdir, and with it the ini file that it reads.
    """
    flags = {s.flag for s in SETTINGS if s.kind in ("path", "program")}
    found: list[str] = []
    for word in words:
        if found and found[-1] in flags and not word.startswith("-"):
            found[-1] += f"={word}"
        else:
            found.append(word)
    return found


def path_apart(words: Sequence[str], here: Path) -> tuple[str, str] | None:
    """The first option, and its path outside of `here`, that `joined` would have to join."""
    for flag, path in pairwise(words):
        apart = joined([flag, path]) != [flag, path] and flag != "--botex-project"
        if apart and (here / path).exists() and not (here / path).resolve().is_relative_to(here.resolve()):
            return flag, path
    return None
