"""What is said when a model cannot be asked, or does not answer."""

from __future__ import annotations

import sys

import pytest

from botex_pytest.model_errors import ModelError

MESSAGES = {
    ModelError.no_litellm("gpt-4o", "No module named 'litellm'"): f"""\
The model 'gpt-4o' is asked through litellm, which cannot be imported.
Cause: No module named 'litellm'
To fix this, either:
  - install it:                   "{sys.executable}" -m pip install "botex-pytest[llm]"
  - name a model that needs none: --botex-model random""",
    ModelError.not_known_to_provider("gpt-5o", "404"): """\
Nobody knows a model 'gpt-5o'.
Cause: 404
To fix this, either:
  - correct its name; litellm writes provider/model: --botex-model openai/gpt-4o-mini
  - name the server that has it:                     --botex-api-base http://127.0.0.1:8080/v1
  - see which names there are:                       https://docs.litellm.ai/docs/providers""",
    ModelError.key_refused("gpt-4o", "401", ("OPENAI_API_KEY",)): """\
The key for the model 'gpt-4o' was refused, or there is none.
Cause: 401
To fix this, either:
  - put the key into the environment: export OPENAI_API_KEY=...
  - or name it for this run:          BOTEX_API_KEY=... in the environment""",
    ModelError.no_reply("gpt-4o", "Internal server error", 6, 42.4): """\
The model 'gpt-4o' did not answer in 6 tries within 42 s.
Cause: Internal server error
To fix this, either:
  - ask less often:                             --botex-rpm 20
  - wait longer for a reply:                    --botex-llm-timeout 300
  - see whether its server runs, and run again""",
    ModelError.no_quota("gpt-4o", "insufficient_quota"): """\
The account behind the model 'gpt-4o' cannot pay for more.
Cause: insufficient_quota
To fix this, either:
  - look at the provider's billing page, and run again
  - name another model:                                 --botex-model ...""",
    ModelError.request_refused("gpt-4o", "context length"): """\
The request to the model 'gpt-4o' was refused.
Cause: context length
To fix this, either:
  - look at what is passed on to it:      --botex-llm-args
  - send it less of what was seen before: --botex-memory-size 2000""",
    ModelError.unusable("gpt-4o", "app.Page", ["a: it is missing", "b: it is missing"], "I\n will not.", 8): """\
The model 'gpt-4o' gave no usable answer on app.Page in 8 tries.
Cause: a: it is missing; b: it is missing
Tried:
    its last reply: I will not.
To fix this, either:
  - name a model that keeps to a form: --botex-model ...
  - let it try more often:             --botex-max-tries 16
  - declare the answer in botex.toml:  "app.Page.field" = ...""",
    ModelError.no_price("some-model"): """\
Nobody knows what the model 'some-model' costs, so --botex-max-cost cannot be kept.
Cause: litellm's price list does not have it.
To fix this, either:
  - limit what is known:            --botex-max-tokens 200000
  - tell its price, in USD a token: --botex-llm-args input_cost_per_token=1e-6,output_cost_per_token=2e-6""",
}


@pytest.mark.parametrize(("error", "text"), list(MESSAGES.items()), ids=[error.what[:30] for error in MESSAGES])
def test_what_is_said(error, text):
    assert str(error) == text


def test_a_long_reply_is_not_repeated_in_full():
    assert len(str(ModelError.unusable("m", "app.Page", ["p"], "x" * 9999, 1))) < 700
