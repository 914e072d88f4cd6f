"""What can be wrong with a model, with its remedies. Never the study's fault."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from botex_pytest.errors import BotexError, near_matches
from botex_pytest.model_names import OURS


class ModelError(BotexError):
    """A model cannot answer."""

    @classmethod
    def unknown(cls, name: str) -> ModelError:
        return cls(
            f"There is no model {name!r}.",
            cause=f"no model of ours has that name.{near_matches(name, OURS)}",
            remedies=[("name one that exists", "--botex-model random"), ("leave it out", "bots then answer at random")],
        )

    # --- a function of the user's ---

    @classmethod
    def bad_function(cls, name: str, problem: str) -> ModelError:
        return cls(
            f"There is no function for the model {name!r}.",
            cause=f"{problem}.",
            remedies=[("put it into a file beside settings.py, and name file and function", "--botex-model python:bots.play")],
        )

    @classmethod
    def function_failed(cls, name: str, place: str, error: Exception) -> ModelError:
        """`place`: file and line."""
        return cls(
            f"The function of the model {name!r} raised {type(error).__name__}{f' at {place}' if place else ''}.",
            cause=f"{error}" or "it did not say why.",
            remedies=[("correct the function", place)],
        )

    @classmethod
    def function_returned(cls, name: str, where: str, what: str, known: Sequence[str] = ()) -> ModelError:
        has = f"it has {', '.join(known)}" if known else "it has no field to answer"
        return cls(
            f"The function of the model {name!r} returned {what}, on {where}.",
            cause=f"the page has no such field or choice; {has}." if known else f"{has}.",
            remedies=[("return a dict of answers by name of the field, or None", 'return {"contribution": 5}')],
        )

    # --- a person ---

    @classmethod
    def human_in_a_worker(cls) -> ModelError:
        return cls(
            "A person can answer only in a run without workers.",
            cause="the workers of pytest-xdist have no terminal.",
            remedies=[("run without them", "pytest --botex --botex-model human -n 0")],
        )

    @classmethod
    def nobody_at_the_terminal(cls, problem: str) -> ModelError:
        return cls(
            "Nobody answers at the terminal.",
            cause=f"{problem}.",
            remedies=[("run it in a terminal", ""), ("let a bot answer", "--botex-model random")],
        )

    @classmethod
    def human_left(cls) -> ModelError:
        return cls(
            "The person at the terminal left.",
            cause="q was typed instead of an answer.",
            remedies=[("go on from the first page", "pytest --botex --botex-model human")],
        )

    # --- recorded answers ---

    @classmethod
    def bad_recording(cls, path: Path, problem: str) -> ModelError:
        return cls(
            f"The recorded answers in {path} cannot be read.",
            cause=f"{problem}.",
            remedies=[("take back what was changed in the file", ""), ("delete it and record again", "--botex-record once")],
        )

    @classmethod
    def recording_not_written(cls, path: Path, problem: str) -> ModelError:
        return cls(
            f"The recorded answers could not be written to {path}.",
            cause=f"{problem}.",
            remedies=[("name another folder", "--botex-record-dir /path/to/folder"), ("do not record", "--botex-record off")],
        )

    @classmethod
    def nothing_recorded(cls, config: str, who: str, model: str, path: Path, why: str, again: str) -> ModelError:
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
    def recorded_by_another(cls, config: str, who: str, asked: str, recorded: str, path: Path, again: str) -> ModelError:
        return cls(
            f"The recorded answers of {who} in {config} are not from {asked}.",
            cause=f"those in {path} are from {recorded}.",
            remedies=[
                ("record them again", again),
                ("ask the model and leave the recording", "--botex-record off"),
                ("replay what is there", f"--botex-model {recorded}"),
            ],
        )


class RecordingError(ModelError):
    """The recorded answers do not fit what the study shows now. No fault of the study, and it was not played to its end: the
    author's word is needed."""

    @property
    def advice(self) -> str:
        """The remedies in one line."""
        return "; or ".join(f"{what}: {how}" if how else what for what, how in self.remedies)

    @classmethod
    def page_changed(cls, where: str, who: str, path: Path, difference: Sequence[str], again: str) -> RecordingError:
        return cls(
            f"{where} has changed since its answers were recorded",
            cause="\n".join([f"{who} sees something else than {path.name} holds (- recorded, + now):", *_indented(difference)]),
            remedies=[("record again what has changed", again)],
        )

    @classmethod
    def other_treatment(cls, where: str, who: str, path: Path, differences: Sequence[str], again: str) -> RecordingError:
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
    def not_recorded(cls, where: str, who: str, path: Path, known: str, again: str) -> RecordingError:
        """`known`: what was recorded, in words."""
        return cls(
            f"{where} has no recorded answers",
            cause=f"{who} came to a page that is not in {path.name}; {known}.",
            remedies=[("record what is missing", again)],
        )

    @classmethod
    def refused_now(cls, where: str, who: str, path: Path, said: str, again: str) -> RecordingError:
        return cls(
            f"{where} refuses the recorded answer",
            cause=f"{who} gave what {path.name} has, and the page said: {said}",
            remedies=[("record again what has changed", again)],
        )


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"    {line}" for line in lines]
