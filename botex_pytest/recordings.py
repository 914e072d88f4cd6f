"""Which participants of a session are replayed, which are recorded, and which simply play: what `--botex-record` means."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from botex_pytest.casting import Around, Cast
from botex_pytest.config import DEFAULT
from botex_pytest.lab import Lab
from botex_pytest.model_names import is_remote, repeats_itself
from botex_pytest.models.base import Model
from botex_pytest.models.recorded import Recorded, Source
from botex_pytest.models.recording import Recording
from botex_pytest.planning import Planned
from botex_pytest.recording_errors import RecordingError
from botex_pytest.replays import play_config
from botex_pytest.results import SessionResult
from botex_pytest.run_folder import slug

FOLDER = "botex_recordings"


def play_recorded(lab: Lab, planned: Planned, *, in_ci: bool, around: Around | None = None) -> tuple[SessionResult, ...]:
    """`play_config` with the models that were asked for, their answers replayed and recorded as `--botex-record` says.

    Raises `RecordingError`, before anything is played, when answers are neither recorded nor to be had from a model.
    """
    casting = _Casting(lab, planned, in_ci)
    results = play_config(lab, planned, casting.cast(around))
    casting.played(results)
    return results


@dataclass(frozen=True)
class _Rule:
    """What may be done. `why` nothing may be asked, in words that continue "and"."""

    asks: bool
    why: str = ""


class _Casting:
    """`named`: whether somebody said which model plays. Without a word it is the one whose answers are recorded."""

    def __init__(self, lab: Lab, planned: Planned, in_ci: bool) -> None:
        self._lab, self._planned, self._in_ci = lab, planned, in_ci
        self._mode = lab.config.record
        self._asked = planned.study.model or lab.config.model
        self._named = bool(planned.study.model) or lab.config.sources["model"] != DEFAULT
        load = Recording if self._mode in ("all", "off") else Recording.load
        self._recording = load(_file(lab, planned), planned.name, lab.folder.redact.data, self._head())
        if self._mode == "all" and not self._named:
            self._recorded = _models(Recording.load(_file(lab, planned), planned.name))
        else:
            self._recorded = _models(self._recording)

    def cast(self, around: Around | None) -> Cast:
        rule = self._rule
        numbers = range(1, self._planned.participants + 1)
        return Cast([self._model(n, rule) if rule else self._lab.models.get(self._wanted(n)) for n in numbers], around)

    def played(self, results: tuple[SessionResult, ...]) -> None:
        """A play that something of ours cut short, or the budget, is recorded as far as it came."""
        if (
            self._rule
            and self._rule.asks
            and not any(p.status in ("infrastructure", "budget") for result in results for p in result.participants)
        ):
            self._recording.finish()

    @cached_property
    def _rule(self) -> _Rule | None:
        """None: nothing is replayed or recorded."""
        same = bool(self._recorded) and all(self._wanted(n) == model for n, model in self._recorded.items())
        if self._mode in ("all", "new") or (self._mode == "once" and not self._recording.complete):
            return _Rule(asks=True)
        if self._mode == "once":
            return _Rule(asks=False, why="--botex-record once adds nothing to a recording that is complete")
        if self._mode == "none":
            return _Rule(asks=False, why="--botex-record none asks no model")
        remote = any(is_remote(self._wanted(n)) for n in range(1, self._planned.participants + 1))
        if self._mode == "auto" and (same or (self._in_ci and remote)):
            why = "a recording that exists is replayed" if same else "the variable CI is set, where no model is asked unasked"
            return _Rule(asks=False, why=why)
        return None

    def _model(self, number: int, rule: _Rule) -> Model:
        wanted, recorded = self._wanted(number), self._recorded.get(number)
        other = recorded not in (None, wanted) and self._mode != "all"
        if not rule.asks and (other or recorded is None):
            if repeats_itself(wanted):
                return self._lab.models.get(wanted)
            if recorded is None:
                raise RecordingError.nothing_recorded(
                    self._planned.name, f"P{number}", wanted, self._recording.path, rule.why, self._again("new")
                )
        if other:
            raise RecordingError.recorded_by_another(
                self._planned.name, f"P{number}", wanted, str(recorded), self._recording.path, self._again("all")
            )
        if rule.asks and not self._recording.complete:
            self._lab.models.get(wanted)  # a wrong key is told before the session is made
        source = Source(wanted, self._recording, rule.asks, lambda: self._lab.models.get(wanted), self._again("new"))
        return Recorded(source)

    def _wanted(self, number: int) -> str:
        asked = self._asked[(number - 1) % len(self._asked)]
        return asked if self._named else self._recorded.get(number, asked)

    def _again(self, mode: str) -> str:
        said = self._named and not self._planned.study.model
        model = f" --botex-model {','.join(self._asked)}" if said else ""
        what = shlex.quote(self._planned.test) if self._planned.test else f"--botex --botex-config {self._planned.config}"
        return f"pytest {what}{model} --botex-record {mode}"

    def _head(self) -> str:
        return (
            f"Answers of {self._planned.name}, recorded by botex_pytest; replayed without asking a model.\n"
            f"To record what has changed: {self._again('new')}"
        )


def _file(lab: Lab, planned: Planned) -> Path:
    """One file for each session that is played, so that no two workers write to the same."""
    name = "-".join(slug(part) for part in (planned.config, planned.variant) if part)
    return (lab.config.record_dir or lab.project / FOLDER) / f"{name}.toml"


def _models(recording: Recording) -> dict[int, str]:
    return {number: who.model for number, who in recording.who.items()}
