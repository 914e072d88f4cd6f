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
            remedies=[("name a folder of prompts", "--botex-prompts=DIR"), ("leave it out to use ours", "")],
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
