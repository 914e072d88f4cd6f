"""What can be wrong with recorded answers, with its remedies."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from botex_pytest.model_errors import ModelError


class RecordingError(ModelError):
    """Answers cannot be recorded or replayed at all: told before anything is played."""

    @classmethod
    def unreadable(cls, path: Path, problem: str) -> RecordingError:
        return cls(
            f"The recorded answers in {path} cannot be read.",
            cause=f"{problem}.",
            remedies=[("take back what was changed in the file", ""), ("delete it and record again", "--botex-record once")],
        )

    @classmethod
    def not_written(cls, path: Path, problem: str) -> RecordingError:
        return cls(
            f"The recorded answers could not be written to {path}.",
            cause=f"{problem}.",
            remedies=[("name another folder", "--botex-record-dir=/path/to/folder"), ("do not record", "--botex-record off")],
        )

    @classmethod
    def nothing_recorded(cls, config: str, who: str, model: str, path: Path, why: str, again: str) -> RecordingError:
        """`why`: why no model may be asked. `again`: the command that records."""
        return cls(
            f"No recorded answers of {who} in {config}, and {model} may not be asked.",
            cause=f"{path} has none, and {why}.",
            remedies=[
                ("record them where the model can be asked, and commit the file", again),
                ("ask the model here", "--botex-record off"),
                ("play without it", "--botex-model random"),
            ],
        )

    @classmethod
    def recorded_by_another(cls, config: str, who: str, asked: str, recorded: str, path: Path, again: str) -> RecordingError:
        return cls(
            f"The recorded answers of {who} in {config} are not from {asked}.",
            cause=f"those in {path} are from {recorded}.",
            remedies=[
                ("record them again", again),
                ("ask the model and leave the recording", "--botex-record off"),
                ("replay what is there", f"--botex-model {recorded}"),
            ],
        )


class RecordingMismatch(RecordingError):
    """The recorded answers do not fit what the study shows now. No fault of the study, and it was not played to its end: the
    author's word is needed."""

    @property
    def advice(self) -> str:
        """The remedies in one line."""
        return "; or ".join(f"{what}: {how}" if how else what for what, how in self.remedies)

    @classmethod
    def page_changed(cls, where: str, who: str, path: Path, difference: Sequence[str], again: str) -> RecordingMismatch:
        return cls(
            f"{where} has changed since its answers were recorded",
            cause="\n".join([f"{who} sees something else than {path.name} holds (- recorded, + now):", *_indented(difference)]),
            remedies=[("record again what has changed", again)],
        )

    @classmethod
    def other_treatment(cls, where: str, who: str, path: Path, differences: Sequence[str], again: str) -> RecordingMismatch:
        """`differences`: what the study gave the participant, then and now."""
        return cls(
            f"{where} was recorded in another treatment or role than the one that oTree gave now",
            cause="\n".join([f"of what {who} was given before the first page, {path.name} has:", *_indented(differences)]),
            remedies=[
                ("let the session config set it, as a variant in botex.toml, so that it is the same each time", ""),
                ("record again", again),
            ],
        )

    @classmethod
    def not_recorded(cls, where: str, who: str, path: Path, known: str, again: str) -> RecordingMismatch:
        """`known`: what was recorded, in words."""
        return cls(
            f"{where} has no recorded answers",
            cause=f"{who} came to a page that is not in {path.name}; {known}.",
            remedies=[("record what is missing", again)],
        )

    @classmethod
    def refused_now(cls, where: str, who: str, path: Path, said: str, again: str) -> RecordingMismatch:
        return cls(
            f"{where} refuses the recorded answer",
            cause=f"{who} gave what {path.name} has, and the page said: {said}",
            remedies=[("record again what has changed", again)],
        )


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"    {line}" for line in lines]
