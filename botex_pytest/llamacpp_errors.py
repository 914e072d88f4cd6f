"""What can be wrong with a local llama.cpp, with its remedies. Never the study's fault."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from botex_pytest.model_errors import ModelError

_NAME_MODEL = ("name a GGUF file", "--botex-llamacpp-model=/path/to/model.gguf")
_USE_RUNNING = ("use a server you started", "--botex-llamacpp-url http://127.0.0.1:8080")
_INSTALL = ("install llama.cpp with pip", f'"{sys.executable}" -m pip install "botex-pytest[local]"')
_NAME_PROGRAM = ("name a llama-server", "--botex-llamacpp-server=/path/to/llama-server")
_TINY = ("try it with random weights", "botex tiny-model tiny.gguf")
_LESS_CONTEXT = ("give conversations less room", "--botex-llamacpp-context 4096")
_FEWER_SLOTS = ("answer fewer participants at once", "--botex-llamacpp-slots 1")
_SMALLER_MODEL = ("use a smaller model", "one with fewer parameters, or quantised to fewer bits (Q4_K_M)")


class LlamacppError(ModelError):
    """The model `llamacpp` cannot answer: its file, its server, or its memory."""

    @classmethod
    def no_model(cls) -> LlamacppError:
        return cls(
            "The model llamacpp needs a model file.",
            cause="no GGUF file is named, and no server that runs.",
            remedies=[_NAME_MODEL, _USE_RUNNING, _TINY],
        )

    @classmethod
    def model_not_found(cls, path: object) -> LlamacppError:
        return cls(f"There is no model file {path}.", remedies=[_NAME_MODEL, _TINY])

    @classmethod
    def not_a_model(cls, path: object, problem: str) -> LlamacppError:
        return cls(
            f"{path} is no model that llama.cpp can load.",
            cause=f"{problem}.",
            remedies=[("download it again", "in the format GGUF"), _NAME_MODEL],
        )

    @classmethod
    def not_installed(cls) -> LlamacppError:
        return cls(
            "There is no llama.cpp to play with.",
            cause=f"the package xllamacpp, which brings one, is not installed for {sys.executable}.",
            remedies=[_INSTALL, _NAME_PROGRAM, _USE_RUNNING],
        )

    @classmethod
    def cannot_run(cls, program: object, problem: str) -> LlamacppError:
        return cls(
            f"The llama-server {program} cannot be run.",
            cause=f"{problem}.",
            remedies=[_NAME_PROGRAM, ("leave the option out", "the llama.cpp of the package xllamacpp is then used")],
        )

    @classmethod
    def ended(cls, model: object, cause: str, log: Sequence[str], log_path: str, by_hand: str) -> LlamacppError:
        return cls(
            f"llama.cpp did not stay up with {model}.",
            cause=f"{cause}.",
            log=log,
            log_path=log_path,
            remedies=[("start it by hand", by_hand), _NAME_MODEL],
        )

    @classmethod
    def too_little_memory(cls, model: object, cause: str, log: Sequence[str], log_path: str) -> LlamacppError:
        return cls(
            f"There is too little memory for {model}.",
            cause=f"{cause}.",
            log=log,
            log_path=log_path,
            remedies=[_LESS_CONTEXT, _FEWER_SLOTS, _SMALLER_MODEL],
        )

    @classmethod
    def port_taken(cls, url: str, log: Sequence[str], log_path: str) -> LlamacppError:
        return cls(
            f"llama.cpp could not listen at {url}.",
            cause="somebody else took the port, several times in a row.",
            log=log,
            log_path=log_path,
            remedies=[("try again", "other ports are then tried"), _USE_RUNNING],
        )

    @classmethod
    def not_ready(cls, model: object, seconds: float, log: Sequence[str], log_path: str, by_hand: str) -> LlamacppError:
        return cls(
            f"llama.cpp was not ready with {model} within {seconds:g} s.",
            cause="it was still loading.",
            log=log,
            log_path=log_path,
            remedies=[
                ("give it more time", f"--botex-llamacpp-start-timeout {2 * seconds:g}"),
                ("start it by hand", by_hand),
                _SMALLER_MODEL,
            ],
        )

    @classmethod
    def context_too_small(cls, where: str, context: int, slots: int, least: int) -> LlamacppError:
        return cls(
            f"Conversations with {where} are too short: {context} tokens.",
            cause=f"its context is divided by its {slots} slots; a page with its instructions takes {least} or more."
            if slots > 1
            else f"a page with its instructions takes {least} tokens or more.",
            remedies=[
                ("start it with a larger context", f"llama-server -c {max(slots, 1) * 8192} -np {slots} ..."),
                ("let it be started for you", "--botex-llamacpp-url '' --botex-llamacpp-model=/path/to/model.gguf"),
            ],
        )

    @classmethod
    def nobody_answers(cls, url: str, problem: str) -> LlamacppError:
        return cls(
            f"No llama.cpp answers at {url}.",
            cause=f"{problem}.",
            remedies=[
                ("start it", "llama-server -m /path/to/model.gguf --host 127.0.0.1 --port 8080"),
                ("let it be started for you", "--botex-llamacpp-url '' --botex-llamacpp-model=/path/to/model.gguf"),
            ],
        )

    @classmethod
    def not_handed_over(cls, problem: str) -> LlamacppError:
        return cls(
            "This worker was not told where llama.cpp is.",
            cause=f"{problem}.",
            remedies=[("play in one process", "leave out -n"), _USE_RUNNING],
        )

    @classmethod
    def not_this_machine(cls, url: str, host: str) -> LlamacppError:
        return cls(
            f"{url} is not on this machine.",
            cause=f"{host} is another computer; the texts of the study would be sent to it.",
            remedies=[
                ("reach it through a tunnel", f"ssh -L 8080:127.0.0.1:8080 {host}"),
                ("if that is meant", "--botex-allow-remote"),
            ],
        )

    @classmethod
    def refused(cls, url: str, status: int, message: str) -> LlamacppError:
        return cls(
            f"llama.cpp at {url} refused the question (HTTP {status}).",
            cause=message or "it did not say why",
            remedies=[("use another build of llama.cpp", _INSTALL[1]), _NAME_MODEL],
        )

    @classmethod
    def too_long(cls, tokens: int, context: int) -> LlamacppError:
        return cls(
            f"A conversation became too long for the model: {tokens} tokens, of {context}.",
            cause="instructions, the page and what was said before do not fit into its context.",
            remedies=[("give conversations more room", f"--botex-llamacpp-context {2 * context}"), _FEWER_SLOTS],
        )

    @classmethod
    def no_answer(cls, url: str, seconds: float) -> LlamacppError:
        return cls(
            f"llama.cpp at {url} did not answer within {seconds:g} s.",
            cause="the model is too slow on this machine, or too many participants ask at once.",
            remedies=[
                ("wait longer", f"--botex-llm-timeout {2 * seconds:g}"),
                ("let it say less", "--botex-llamacpp-predict 200"),
                _FEWER_SLOTS,
                _SMALLER_MODEL,
            ],
        )
