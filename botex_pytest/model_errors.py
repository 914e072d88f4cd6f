"""What can be wrong with a model, with its remedies. Never the study's fault."""

from __future__ import annotations

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
