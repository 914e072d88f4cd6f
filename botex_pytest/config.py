"""Frozen configuration: what all settings came to, each value with its source.

The command line wins over the environment, that over pytest's ini file, that over the default.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from botex_pytest import model_args, model_names
from botex_pytest.errors import SettingError
from botex_pytest.options import SETTINGS, Setting
from botex_pytest.redact import without_password
from botex_pytest.setting_values import converted

COMMAND_LINE, INI, DEFAULT = "command line", "ini", "default"
MASK = "****"


@dataclass(frozen=True)
class Config:
    """One attribute per row of `options.SETTINGS`, where the meanings are; seconds for everything that ends in `_timeout`.

    `sources` says for each attribute "command line", the variable's name, "ini" or "default".
    """

    enabled: bool
    project: Path | None
    configs: tuple[str, ...]
    participants: int | None
    max_participants: int
    labels: str
    arrivals: str
    explore: bool
    max_plays: int
    repeat: int
    admin_pages: bool
    forms: bool
    forms_budget: int | None
    skip_checks: tuple[str, ...]
    fail_under: float | None
    update_flow: bool
    cov: bool
    otree_bots: bool
    model: tuple[str, ...]
    record: str
    record_dir: Path | None
    seed: int
    max_tries: int
    replays: int
    time_factor: float
    words_per_minute: int
    confirm: bool
    api_base: str | None
    api_key: str | None = field(repr=False)
    llm_args: str | None = field(repr=False)  # JSON
    llm_timeout: float
    rpm: float | None
    memory: str
    memory_size: int
    prompts: Path | None
    debrief: bool
    max_cost: float | None
    max_tokens: int | None
    max_calls: int | None
    max_time: float | None
    llamacpp_model: Path | None
    llamacpp_server: Path | None
    llamacpp_url: str | None
    llamacpp_context: int | None
    llamacpp_slots: int
    llamacpp_gpu_layers: int | None
    llamacpp_threads: int | None
    llamacpp_temperature: float | None
    llamacpp_top_p: float | None
    llamacpp_top_k: int | None
    llamacpp_predict: int | None
    llamacpp_start_timeout: float
    otree_python: Path | None
    otree_url: str | None
    otree_rest_key: str | None = field(repr=False)
    allow_remote: bool
    debug: bool
    driver: str
    headed: bool
    window: str
    spread: bool
    chrome: Path | None
    chromedriver: Path | None
    grid: str | None = field(repr=False)
    grid_socks: int | None
    wait_timeout: float
    page_timeout: float
    start_timeout: float
    timers: str
    session_timeout: float
    runs_dir: Path
    keep_runs: int
    report: bool
    live: bool
    redact: tuple[str, ...]
    screenshots: str
    sources: Mapping[str, str] = field(hash=False)

    @classmethod
    def load(
        cls,
        cli: Mapping[str, Any] | None = None,
        ini: Mapping[str, Any] | None = None,
        env: Mapping[str, str] | None = None,
        *,
        cwd: Path | None = None,
        root: Path | None = None,
    ) -> Config:
        """Read all sources: `cli` and `ini` by `Setting.dest` (None: not given), `env` by `Setting.variables` (empty: not set).

        Relative paths start at `cwd`, those of the ini file and the defaults at `root` (pytest's rootdir).
        Raises `SettingError` for the first value that cannot be used.
        """
        cwd = cwd or Path.cwd()
        values: dict[str, Any] = {}
        sources: dict[str, str] = {}
        for setting in SETTINGS:
            raw, source = _find(setting, cli or {}, ini or {}, env or {})
            base = (root or cwd) if source in (INI, DEFAULT) else cwd
            values[setting.attribute] = _convert(setting, raw, source, base)
            sources[setting.attribute] = source
        return cls(**values, sources=sources)

    def overridden(self, given: object, known: Sequence[str], source: str, base: Path) -> Config:
        """With the values of `given`, a dict by attribute, of which only `known` may be there; `source` is the fixture that gives
        them, and relative paths start at `base`. Raises `SettingError`."""
        if not isinstance(given, Mapping):
            raise SettingError.no_options(source, type(given).__name__)
        values: dict[str, Any] = {}
        for name, value in given.items():
            if name not in known:
                raise SettingError.unknown_option(source, name, known)
            if value != getattr(self, name):
                values[name] = _given(next(s for s in SETTINGS if s.attribute == name), value, source, base)
        return replace(self, **values, sources={**self.sources, **dict.fromkeys(values, source)})

    def shown(self, setting: Setting) -> str:
        """The value as text for people; a secret is masked."""
        value = getattr(self, setting.attribute)
        if setting.secret and value is not None:
            return MASK
        if setting.kind == "url" and value:
            return without_password(value)
        if setting.kind == "arguments" and value:
            return model_args.shown(value)
        if isinstance(value, tuple):
            return ",".join(value)
        if isinstance(value, bool):
            return "on" if value else "off"
        return f"{value:g}" if isinstance(value, float) else "none" if value is None else str(value)

    def header_lines(self) -> list[str]:
        """What pytest prints at the head of a run: every value that is not the default, with its source."""
        told = [s for s in SETTINGS if self.sources[s.attribute] != DEFAULT]
        return [f"{s.dest}: {self.shown(s)} ({self.sources[s.attribute]})" for s in told]

    def expect_checks(self, known: Collection[str]) -> None:
        """Raises `SettingError` when a check is to be left out that is not `known`: a slip there would leave it in."""
        for name in self.skip_checks:
            if name not in known:
                source = self.sources["skip_checks"]
                raise SettingError.bad_value("skip-checks", source, name, "the name of a check", known)

    def command_options(self) -> list[str]:
        """What was said on the command line, as it would be said again; without secrets, and without what is played,
        how often, and by how many workers."""
        given = (s for s in SETTINGS if self.sources[s.attribute] == COMMAND_LINE and not s.secret)
        return [
            word
            for s in given
            if s.attribute not in ("enabled", "configs", "seed", "repeat", "spread")
            for word in _as_said(s, self)
        ]

    def visible(self) -> dict[str, str]:
        """All settings as text without secrets: what may be written into a file or a report."""
        return {s.attribute: self.shown(s) for s in SETTINGS}

    def to_plain(self) -> dict[str, Any]:
        """JSON-ready data for an xdist worker. Holds the secrets: not for files."""
        values = {s.attribute: getattr(self, s.attribute) for s in SETTINGS}
        plain = {k: str(v) if isinstance(v, Path) else list(v) if isinstance(v, tuple) else v for k, v in values.items()}
        return {**plain, "sources": dict(self.sources)}

    @classmethod
    def from_plain(cls, data: Mapping[str, Any]) -> Config:
        """The `Config` that `to_plain` described."""
        values = dict(data)
        for setting in SETTINGS:
            value = values[setting.attribute]
            if value is not None and setting.kind in ("path", "program"):
                values[setting.attribute] = Path(value)
            elif setting.kind in ("list", "models"):
                values[setting.attribute] = tuple(value)
        return cls(**values)


def _as_said(setting: Setting, config: Config) -> list[str]:
    value = getattr(config, setting.attribute)
    if isinstance(value, bool):
        return [setting.flag if value else f"--no-{setting.flag[2:]}"]
    said = "" if value is None else config.shown(setting)
    # pytest looks for its rootdir at every path that stands by itself, also where it is the value of a plugin's option.
    return [f"{setting.flag}={said}"] if setting.kind in ("path", "program") else [setting.flag, said]


def _find(setting: Setting, cli: Mapping[str, Any], ini: Mapping[str, Any], env: Mapping[str, str]) -> tuple[Any, str]:
    if cli.get(setting.dest) is not None:
        return cli[setting.dest], COMMAND_LINE
    for variable in setting.variables:
        if env.get(variable):
            return env[variable], variable
    if ini.get(setting.dest) is not None:
        return ini[setting.dest], INI
    return setting.default, DEFAULT


def _given(setting: Setting, value: Any, source: str, base: Path) -> Any:
    """What a fixture gives as a Python value, read as if it had been written down."""
    try:
        if value is None and setting.default is not None:
            raise ValueError("a value")
        return converted(setting, json.dumps(value) if isinstance(value, dict) else value, base)
    except ValueError as error:
        raise SettingError.bad_option(source, setting.attribute, MASK if setting.secret else repr(value), str(error)) from None


def _convert(setting: Setting, raw: Any, source: str, base: Path) -> Any:
    try:
        return converted(setting, raw, base)
    except ValueError as error:
        text = ",".join(raw) if isinstance(raw, tuple) else str(raw).strip()
        shown = MASK if setting.secret else text
        known = setting.kind if isinstance(setting.kind, tuple) else model_names.OURS if setting.kind == "models" else ()
        raise SettingError.bad_value(setting.name, source, shown, str(error), known) from None
