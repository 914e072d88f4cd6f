"""What is said when a local model cannot answer."""

from __future__ import annotations

import sys

import pytest

from botex_pytest.llamacpp_errors import LlamacppError

MODEL, LOG = "/m/model.gguf", ("loading", "no")
HAND = "llama-server -m /m/model.gguf"
URL = "http://127.0.0.1:8080"

MESSAGES = {
    LlamacppError.no_model(): """\
The model llamacpp needs a model file.
Cause: no GGUF file is named, and no server that runs.
To fix this, either:
  - name a GGUF file:           --botex-llamacpp-model=/path/to/model.gguf
  - use a server you started:   --botex-llamacpp-url http://127.0.0.1:8080
  - try it with random weights: botex tiny-model tiny.gguf""",
    LlamacppError.model_not_found(MODEL): """\
There is no model file /m/model.gguf.
To fix this, either:
  - name a GGUF file:           --botex-llamacpp-model=/path/to/model.gguf
  - try it with random weights: botex tiny-model tiny.gguf""",
    LlamacppError.not_a_model(MODEL, "it does not begin with the letters GGUF"): """\
/m/model.gguf is no model that llama.cpp can load.
Cause: it does not begin with the letters GGUF.
To fix this, either:
  - download it again: in the format GGUF
  - name a GGUF file:  --botex-llamacpp-model=/path/to/model.gguf""",
    LlamacppError.not_installed(): f"""\
There is no llama.cpp to play with.
Cause: the package xllamacpp, which brings one, is not installed for {sys.executable}.
To fix this, either:
  - install llama.cpp with pip: "{sys.executable}" -m pip install "botex-pytest[local]"
  - name a llama-server:        --botex-llamacpp-server=/path/to/llama-server
  - use a server you started:   --botex-llamacpp-url http://127.0.0.1:8080""",
    LlamacppError.cannot_run("/b/llama-server", "Permission denied"): """\
The llama-server /b/llama-server cannot be run.
Cause: Permission denied.
To fix this, either:
  - name a llama-server:  --botex-llamacpp-server=/path/to/llama-server
  - leave the option out: the llama.cpp of the package xllamacpp is then used""",
    LlamacppError.ended(MODEL, "llama.cpp ended with exit code 3 after 0.2 s", LOG, "/r/llamacpp.log", HAND): """\
llama.cpp did not stay up with /m/model.gguf.
Cause: llama.cpp ended with exit code 3 after 0.2 s.
Last lines of its log (/r/llamacpp.log):
    loading
    no
To fix this, either:
  - start it by hand: llama-server -m /m/model.gguf
  - name a GGUF file: --botex-llamacpp-model=/path/to/model.gguf""",
    LlamacppError.too_little_memory(MODEL, "llama.cpp ended with exit code 1 after 2.0 s", LOG, "/r/llamacpp.log"): """\
There is too little memory for /m/model.gguf.
Cause: llama.cpp ended with exit code 1 after 2.0 s.
Last lines of its log (/r/llamacpp.log):
    loading
    no
To fix this, either:
  - give conversations less room:      --botex-llamacpp-context 4096
  - answer fewer participants at once: --botex-llamacpp-slots 1
  - use a smaller model:               one with fewer parameters, or quantised to fewer bits (Q4_K_M)""",
    LlamacppError.port_taken(URL, LOG, "/r/llamacpp.log"): """\
llama.cpp could not listen at http://127.0.0.1:8080.
Cause: somebody else took the port, several times in a row.
Last lines of its log (/r/llamacpp.log):
    loading
    no
To fix this, either:
  - try again:                other ports are then tried
  - use a server you started: --botex-llamacpp-url http://127.0.0.1:8080""",
    LlamacppError.not_ready(MODEL, 180, LOG, "/r/llamacpp.log", HAND): """\
llama.cpp was not ready with /m/model.gguf within 180 s.
Cause: it was still loading.
Last lines of its log (/r/llamacpp.log):
    loading
    no
To fix this, either:
  - give it more time:   --botex-llamacpp-start-timeout 360
  - start it by hand:    llama-server -m /m/model.gguf
  - use a smaller model: one with fewer parameters, or quantised to fewer bits (Q4_K_M)""",
    LlamacppError.context_too_small(URL, 512, 4, 1024): """\
Conversations with http://127.0.0.1:8080 are too short: 512 tokens.
Cause: its context is divided by its 4 slots; a page with its instructions takes 1024 or more.
To fix this, either:
  - start it with a larger context: llama-server -c 32768 -np 4 ...
  - let it be started for you:      --botex-llamacpp-url '' --botex-llamacpp-model=/path/to/model.gguf""",
    LlamacppError.context_too_small(URL, 512, 1, 1024): """\
Conversations with http://127.0.0.1:8080 are too short: 512 tokens.
Cause: a page with its instructions takes 1024 tokens or more.
To fix this, either:
  - start it with a larger context: llama-server -c 8192 -np 1 ...
  - let it be started for you:      --botex-llamacpp-url '' --botex-llamacpp-model=/path/to/model.gguf""",
    LlamacppError.nobody_answers(URL, "the connection was refused"): """\
No llama.cpp answers at http://127.0.0.1:8080.
Cause: the connection was refused.
To fix this, either:
  - start it:                  llama-server -m /path/to/model.gguf --host 127.0.0.1 --port 8080
  - let it be started for you: --botex-llamacpp-url '' --botex-llamacpp-model=/path/to/model.gguf""",
    LlamacppError.not_handed_over("the first process: not within 210 s"): """\
This worker was not told where llama.cpp is.
Cause: the first process: not within 210 s.
To fix this, either:
  - play in one process:      leave out -n
  - use a server you started: --botex-llamacpp-url http://127.0.0.1:8080""",
    LlamacppError.not_this_machine("http://gpu.uni.edu:8080", "gpu.uni.edu"): """\
http://gpu.uni.edu:8080 is not on this machine.
Cause: gpu.uni.edu is another computer; the texts of the study would be sent to it.
To fix this, either:
  - reach it through a tunnel: ssh -L 8080:127.0.0.1:8080 gpu.uni.edu
  - if that is meant:          --botex-allow-remote""",
    LlamacppError.refused(URL, 400, "failed to parse grammar"): f"""\
llama.cpp at http://127.0.0.1:8080 refused the question (HTTP 400).
Cause: failed to parse grammar
To fix this, either:
  - use another build of llama.cpp: "{sys.executable}" -m pip install "botex-pytest[local]"
  - name a GGUF file:               --botex-llamacpp-model=/path/to/model.gguf""",
    LlamacppError.too_long(12016, 8192): """\
A conversation became too long for the model: 12016 tokens, of 8192.
Cause: instructions, the page and what was said before do not fit into its context.
To fix this, either:
  - give conversations more room:      --botex-llamacpp-context 16384
  - answer fewer participants at once: --botex-llamacpp-slots 1""",
    LlamacppError.no_answer(URL, 120): """\
llama.cpp at http://127.0.0.1:8080 did not answer within 120 s.
Cause: the model is too slow on this machine, or too many participants ask at once.
To fix this, either:
  - wait longer:                       --botex-llm-timeout 240
  - let it say less:                   --botex-llamacpp-predict 200
  - answer fewer participants at once: --botex-llamacpp-slots 1
  - use a smaller model:               one with fewer parameters, or quantised to fewer bits (Q4_K_M)""",
}


@pytest.mark.parametrize("error", MESSAGES, ids=lambda error: error.what)
def test_messages(error: LlamacppError) -> None:
    assert str(error) == MESSAGES[error]


def test_every_cause_has_its_message_here() -> None:
    made = {error.what.split()[0] for error in MESSAGES}
    assert made
    causes = [name for name, value in vars(LlamacppError).items() if isinstance(value, classmethod)]
    assert len(causes) == len(MESSAGES) - 1  # one of them has two forms
