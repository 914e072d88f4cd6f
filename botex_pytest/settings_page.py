"""docs/reference/settings.md, written from the table of settings."""

from __future__ import annotations

from botex_pytest.options import SETTINGS, Setting


def reference() -> str:
    """The page, whole."""
    rows = [f"| `{s.flag}` | `{s.dest}` | {_variables(s)} | {_default(s)} | {_cell(s)} |" for s in SETTINGS]
    return "\n".join([_HEAD, *rows, ""])


def _variables(setting: Setting) -> str:
    return ", ".join(f"`{name}`" for name in setting.variables)


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

What [`botex.toml`](botex-toml.md) says of a config stands between the first and the second, and its `participants`
behind all three.

The head of every run lists each value that differs from the default, with the place it came from.

A switch is turned on by its name (`--botex-headed`, `botex_headed = true`, `BOTEX_HEADED=1`) and off by its opposite
(`--no-botex-headed`, `false`, `0`). An empty variable counts as not set. An empty value on the command line or in the ini file
counts: it brings back "not set". Relative paths start at the current folder, those in the ini file at pytest's root folder.
A path to somewhere else is written behind `=` (`--botex-runs-dir=/tmp/x`): pytest takes what stands alone for a place of tests.

`botex check`, `botex doctor`, `botex report` and `botex export` know the same settings, and read no ini file.

| Command line | Ini file | Environment | Default | Meaning |
|---|---|---|---|---|"""
