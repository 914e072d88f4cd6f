"""`@pytest.mark.botex(...)`: what one test declares about the session it plays. It knows what `botex.toml` knows."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from botex_pytest.errors import StudyError
from botex_pytest.origin import Origin
from botex_pytest.study_config import StudyConfig


@dataclass(frozen=True)
class BotexMark:
    """A marker, read: the configs it names (none: those of the project) and what it declares."""

    configs: tuple[str, ...]
    study: StudyConfig


def botex(
    config: str | Sequence[str] = (),
    *,
    participants: int | None = None,
    labels: str | Sequence[str] | None = None,
    room: str | None = None,
    model: str | Sequence[str] | None = None,
    seed: int | None = None,
    arrivals: str | None = None,
    session: Mapping[str, Any] | None = None,
    ends: str | Sequence[str] | None = None,
    experimenter: str | Sequence[str] | None = None,
    skip: str | Sequence[str] | None = None,
    accept: str | Sequence[str] | None = None,
    checks: Mapping[str, bool] | None = None,
    personas: str | Mapping[str, str] | None = None,
    answers: Mapping[str, Any] | None = None,
    where: str = "@pytest.mark.botex",
) -> BotexMark:
    """The marker's signature. Meanings are those of the keys of `botex.toml`; `where` names the marker in messages."""
    given = {name: value for name, value in locals().items() if name not in ("config", "where") and value is not None}
    configs = (config,) if isinstance(config, str) else tuple(config)
    return BotexMark(configs, StudyConfig.from_dict(given, Origin(where)))


def read_mark(args: Sequence[Any], kwargs: Mapping[str, Any], where: str) -> BotexMark:
    """A marker's arguments, checked. `where` is the test's node id. Raises `StudyError`."""
    place = f"@pytest.mark.botex of {where}"
    known = [name for name in inspect.signature(botex).parameters if name != "where"]
    for name in kwargs:
        if name not in known:
            raise StudyError.unknown_key(place, name, known)
    if len(args) > 1 or (args and "config" in kwargs):
        raise StudyError.bad_marker(place)
    names = args[0] if args else kwargs.get("config", ())
    if not isinstance(names, str) and not (isinstance(names, list | tuple) and all(isinstance(n, str) for n in names)):
        raise StudyError.bad_value(place, "config", names, "the name of a session config, or a list of them")
    return botex(*args, **{**kwargs, "where": place})
