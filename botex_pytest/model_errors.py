"""What can be wrong with a model, with its remedies. Never the study's fault."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Any

from botex_pytest.errors import BotexError, near_matches
from botex_pytest.model_names import OURS


class ModelError(BotexError):
    """A model cannot answer. `meta` is what was asked and answered until then, as the `meta` of an answer has it."""

    meta: dict[str, Any] = {}  # noqa: RUF012 - replaced, never changed

    @classmethod
    def unknown(cls, name: str) -> ModelError:
        return cls(
            f"There is no model {name!r}.",
            cause=f"no model of ours has that name.{near_matches(name, OURS)}",
            remedies=[("name one that exists", "--botex-model random"), ("leave it out", "bots then answer at random")],
        )

    # --- it cannot be asked ---

    @classmethod
    def no_litellm(cls, name: str, problem: str) -> ModelError:
        return cls(
            f"The model {name!r} is asked through litellm, which cannot be imported.",
            cause=problem,
            remedies=[
                ("install it", f'"{sys.executable}" -m pip install "botex-pytest[llm]"'),
                ("name a model that needs none", "--botex-model random"),
            ],
        )

    @classmethod
    def not_known_to_provider(cls, name: str, said: str) -> ModelError:
        return cls(
            f"Nobody knows a model {name!r}.",
            cause=said,
            remedies=[
                ("correct its name; litellm writes provider/model", "--botex-model openai/gpt-4o-mini"),
                ("name the server that has it", "--botex-api-base http://127.0.0.1:8080/v1"),
                ("see which names there are", "https://docs.litellm.ai/docs/providers"),
            ],
        )

    @classmethod
    def key_refused(cls, name: str, said: str, variables: Sequence[str] = ()) -> ModelError:
        """`variables`: where the provider's key is looked for."""
        return cls(
            f"The key for the model {name!r} was refused, or there is none.",
            cause=said,
            remedies=[
                ("put the key into the environment", f"export {variables[0] if variables else 'OPENAI_API_KEY'}=..."),
                ("or name it for this run", "BOTEX_API_KEY=... in the environment"),
            ],
        )

    @classmethod
    def no_reply(cls, name: str, said: str, tries: int, seconds: float) -> ModelError:
        return cls(
            f"The model {name!r} did not answer in {tries} {'try' if tries == 1 else 'tries'} within {seconds:.0f} s.",
            cause=said,
            remedies=[
                ("ask less often", "--botex-rpm 20"),
                ("wait longer for a reply", "--botex-llm-timeout 300"),
                ("see whether its server runs, and run again", ""),
            ],
        )

    @classmethod
    def no_quota(cls, name: str, said: str) -> ModelError:
        return cls(
            f"The account behind the model {name!r} cannot pay for more.",
            cause=said,
            remedies=[("look at the provider's billing page, and run again", ""), ("name another model", "--botex-model ...")],
        )

    @classmethod
    def request_refused(cls, name: str, said: str) -> ModelError:
        return cls(
            f"The request to the model {name!r} was refused.",
            cause=said,
            remedies=[
                ("look at what is passed on to it", "--botex-llm-args"),
                ("send it less of what was seen before", "--botex-memory-size 2000"),
            ],
        )

    # --- its replies are of no use ---

    @classmethod
    def unusable(cls, name: str, where: str, problems: Iterable[str], reply: str, tries: int) -> ModelError:
        return cls(
            f"The model {name!r} gave no usable answer on {where} in {tries} {'try' if tries == 1 else 'tries'}.",
            cause="; ".join(problems),
            tried=[f"its last reply: {_shortened(reply)}"],
            remedies=[
                ("name a model that keeps to a form", "--botex-model ..."),
                ("let it try more often", f"--botex-max-tries {2 * tries}"),
                ("declare the answer in botex.toml", f'"{where}.field" = ...'),
            ],
        )

    # --- how it is asked ---

    @classmethod
    def no_prompts(cls, folder: object, problem: str) -> ModelError:
        return cls(
            f"The prompts of {folder} cannot be read.",
            cause=problem,
            remedies=[("name a folder of prompts", "--botex-prompts DIR"), ("leave it out to use ours", "")],
        )

    @classmethod
    def unknown_prompt(cls, folder: object, name: str, known: Iterable[str]) -> ModelError:
        return cls(
            f"There is no prompt called {name!r} that {folder} could replace.",
            cause=near_matches(name, known).strip() + f" All are: {', '.join(sorted(known))}.",
            remedies=[("give the file the name of the prompt it is to replace", f"{folder}/page.txt")],
        )

    @classmethod
    def bad_prompt(cls, name: str, problem: str, known: Iterable[str]) -> ModelError:
        return cls(
            f"The prompt {name} cannot be used.",
            cause=problem,
            remedies=[("use what it is given", ", ".join(sorted(known)) or "this one is given nothing")],
        )

    @classmethod
    def no_price(cls, name: str) -> ModelError:
        return cls(
            f"Nobody knows what the model {name!r} costs, so --botex-max-cost cannot be kept.",
            cause="litellm's price list does not have it.",
            remedies=[
                ("limit what is known", "--botex-max-tokens 200000"),
                ("tell its price, in USD a token", "--botex-llm-args input_cost_per_token=1e-6,output_cost_per_token=2e-6"),
            ],
        )


class BudgetSpent(ModelError):
    """A limit that the user set was reached. What was played until then stays."""

    @classmethod
    def reached(cls, option: str, limit: str, spent: str) -> BudgetSpent:
        return cls(
            f"The budget is spent: {spent} of {limit}.",
            cause=f"{option} ends the play there, so that no run costs more than was meant.",
            remedies=[("allow more", f"{option} ..."), ("play fewer sessions or participants", "--botex-config NAME")],
        )


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return f"{text[:200]}…" if len(text) > 200 else text or "(nothing)"
