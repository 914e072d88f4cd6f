"""The one table of settings. A row yields `--botex-<name>`, the ini key `botex_<name>`, the variable `BOTEX_<NAME>` and its line
in docs/reference/settings.md; `config.py` reads the values.

Imports nothing but the standard library: pytest loads this in every project that has the plugin installed.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from botex_pytest.errors import SettingError

Kind = Literal["str", "int", "float", "bool", "path", "program", "url", "labels", "models", "list"] | tuple[str, ...]
"""path: made absolute. program: a path, or a command found on PATH. labels: a scheme of `labels.py`. models: names of
`model_names.py`. list: separated by commas. A tuple: one of these words."""


@dataclass(frozen=True)
class Setting:
    """One row. `default` None means that nothing is set; an empty value from anywhere brings it back."""

    name: str  # as in --botex-<name>; empty for the switch `--botex` itself
    kind: Kind
    default: Any
    help: str
    metavar: str = ""
    least: float | None = None  # smallest number that makes sense
    secret: bool = False  # never printed, never in a file
    attr: str = ""  # name in `Config`, where it is not the name with underscores

    @property
    def attribute(self) -> str:
        return self.attr or self.name.replace("-", "_")

    @property
    def flag(self) -> str:
        return f"--botex-{self.name}" if self.name else "--botex"

    @property
    def dest(self) -> str:
        """Where argparse puts the value; also the ini key."""
        return self.flag[2:].replace("-", "_")

    @property
    def variable(self) -> str:
        return self.dest.upper()


SETTINGS: tuple[Setting, ...] = (
    Setting("", "bool", False, "Play every session config of the oTree project with bots, without any test code", attr="enabled"),
    # what is played
    Setting("project", "path", None, "Folder of the oTree project (the one with settings.py)", "DIR"),
    Setting("config", "list", (), "Play only these session configs; repeat it or separate by commas", "NAME", attr="configs"),
    Setting("participants", "int", None, "Participants per session instead of the config's own demo number", "N", least=1),
    Setting("max-participants", "int", 12, "Larger sessions are listed, and played only when they are named", "N", least=1),
    Setting(
        "labels",
        "labels",
        "hex",
        "Participant labels: hex (as recruiting platforms give), none, or a pattern like P{n:03}",
        "PATTERN",
    ),
    Setting("skip-checks", "list", (), "Checks to leave out, by name; separate by commas", "CHECK"),
    # who answers
    Setting(
        "model",
        "models",
        ("random",),
        "Who answers: random, min, max or middle of what a page allows; several, separated by commas, play P1, P2, ... in turn",
        "NAME",
    ),
    Setting(
        "record",
        ("auto", "off", "none", "once", "new", "all"),
        "auto",
        "Recorded answers: give them and ask no model (none), record sessions without any (once), what is missing or has changed "
        "(new), everything anew (all), or neither (off); auto is none where a recording exists and in CI, else off",
    ),
    Setting("record-dir", "path", None, "Folder of recorded answers; by default botex_recordings in the project's folder", "DIR"),
    Setting(
        "seed", "int", 1, "Same seed, same pages: same answers; oTree's own random numbers are not governed by it", "N", least=0
    ),
    Setting("max-tries", "int", 8, "Answers tried on one page that keeps rejecting them", "N", least=1),
    Setting(
        "replays", "int", 3, "Times a session is played again with other answers when nobody got past an early end", "N", least=0
    ),
    # oTree
    Setting(
        "otree-python",
        "program",
        None,
        "Python that has oTree; by default the project's .venv or venv, then the current one",
        "PATH",
    ),
    Setting("otree-url", "url", None, "Use the oTree server that already runs at this address", "URL"),
    Setting("otree-rest-key", "str", None, "OTREE_REST_KEY of that server", "KEY", secret=True),
    Setting("allow-remote", "bool", False, "Allow a server on another machine; bots write into its data"),
    Setting("debug", "bool", False, "Run oTree with its debug pages, which participants in the lab never see"),
    # browser
    Setting(
        "driver",
        ("chrome", "http", "auto"),
        "chrome",
        "How pages are opened: in Chrome; over plain HTTP, which plays no page with scripts; "
        "or over HTTP, with Chrome for exactly those pages",
    ),
    Setting("headed", "bool", False, "Show the browser windows"),
    Setting("chrome", "program", None, "Chrome or Chromium to use instead of the one that is found", "PATH"),
    Setting("chromedriver", "program", None, "ChromeDriver to use; its version must be that of Chrome", "PATH"),
    # deadlines
    Setting(
        "wait-timeout", "float", 15.0, "Seconds without any progress after which a wait page counts as endless", "S", least=0.1
    ),
    Setting("page-timeout", "float", 30.0, "Seconds a page may take to load or to accept an answer", "S", least=0.1),
    Setting("start-timeout", "float", 30.0, "Seconds the oTree server or the browser may take to start", "S", least=0.1),
    Setting("session-timeout", "float", 600.0, "Seconds one session may take in all", "S", least=1),
    # what is kept
    Setting("runs-dir", "path", ".botex__temp", "Folder in which every run leaves its data and report", "DIR"),
    Setting("keep-runs", "int", 10, "Runs kept in that folder; older ones are deleted", "N", least=1),
    Setting("report", "bool", True, "Write the HTML report"),
    Setting(
        "screenshots", ("off", "failures", "pages"), "pages", "Screenshots: none, only where something failed, or of every page"
    ),
)


MARKER = "botex(config, participants=, answers=, ...): play this session config with bots; see docs/reference/botex-toml.md"
"""The marker's line for pytest. Here, and not in markers.py, because it is the one thing of it that an idle plugin needs."""

TRUE, FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


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


def reference() -> str:
    """docs/reference/settings.md, whole."""
    rows = [f"| `{s.flag}` | `{s.dest}` | `{s.variable}` | {_default(s)} | {_cell(s)} |" for s in SETTINGS]
    return "\n".join([_HEAD, *rows, ""])


def _cell(setting: Setting) -> str:
    words = f" (`{'`, `'.join(setting.kind)}`)" if isinstance(setting.kind, tuple) else ""
    return f"{setting.help}{words}".replace("|", "\\|")


def _default(setting: Setting) -> str:
    if setting.kind == "bool":
        return "on" if setting.default else "off"
    if setting.default in (None, ()):
        return ""
    if setting.kind == "models":
        return f"`{','.join(setting.default)}`"
    return f"`{setting.default:g}`" if isinstance(setting.default, float) else f"`{setting.default}`"


_HEAD = """<!-- Generated from botex_pytest/options.py by `make docs`; edit that table instead. -->
# Settings

Every setting can be given in three places. The first one that has it wins:

1. the command line: `pytest --botex --botex-seed 7`
2. the environment: `BOTEX_SEED=7 pytest --botex`
3. pytest's ini file (`pytest.ini`, `pyproject.toml`, ...): `botex_seed = 7`

The head of every run lists each value that differs from the default, with the place it came from.

A switch is turned on by its name (`--botex-headed`, `botex_headed = true`, `BOTEX_HEADED=1`) and off by its opposite
(`--no-botex-headed`, `false`, `0`). An empty variable counts as not set. An empty value on the command line or in the ini file
counts: it brings back "not set". Relative paths start at the current folder, those in the ini file at pytest's root folder.

| Command line | Ini file | Environment | Default | Meaning |
|---|---|---|---|---|"""


if __name__ == "__main__":
    import sys

    sys.stdout.write(reference())
