"""What a bot does with each kind of reply that a provider gives, good or bad; and that nothing of it is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import openai_endpoint as says
import pytest
from openai_endpoint import Endpoint
from scripted_tab import ScriptedTab, limits, moved, play
from study_builder import choice, integer, page

from botex_pytest.model_errors import ModelError
from botex_pytest.models.base import Person
from botex_pytest.models.chat import ChatMessage
from botex_pytest.models.litellm import LitellmBackend
from botex_pytest.models.llm import Habits, Llm
from botex_pytest.models.prompts import Prompts
from botex_pytest.models.spending import Limits, Spending
from botex_pytest.transcript import Answered, Unanswered, read

GIVE = page("Give", 2, text="Decide.", fields=(integer("size", 5, 10), choice("sure", "yes", "no")))
END = page("End", 9, "still", text="Thank you.")
SCHEMA = {"type": "object", "properties": {"answer": {"type": "integer"}}, "required": ["answer"], "additionalProperties": False}
QUESTION = [ChatMessage("user", "How much?")]


def backend(endpoint: Endpoint, **more: Any) -> LitellmBackend:
    found = LitellmBackend("some-model", api_base=endpoint.url, **{"timeout": 5.0, **more})
    found.prepare()
    return found


def played(endpoint, folder, **more):
    model = Llm(backend(endpoint, **more), Prompts(), Spending(Limits()), Habits(tries=3))
    tab = ScriptedTab([GIVE], [moved(END)])
    bot = play(tab, folder, respondent=lambda number: model.respondent(Person("config", number, 1)), limits=limits(settle=0.01))
    events = [e for e in read(folder / "P1.jsonl") if isinstance(e, Answered | Unanswered)]
    return bot, [call for event in events for call in event.meta["calls"]]


GOOD = {"size": "5", "sure": "yes"}


@pytest.mark.parametrize(
    ("behaviour", "problem"),
    [
        (says.good, ""),
        (says.in_prose, ""),
        (says.invalid_json, "there is no JSON object"),
        (says.missing_key, "sure: it is missing"),
        (says.wrong_choice, "size: “None of these” is no whole number"),
        (says.out_of_bounds, "size: 1000000 is out of range"),
        (says.empty, "it is empty"),
        (says.not_in_its_own_form, "it is empty"),
        (says.refusal, "it refused to answer"),
        (says.truncated, "it was cut off"),
    ],
    ids=lambda x: getattr(x, "__name__", ""),
)
def test_a_reply_that_cannot_be_used_is_asked_for_again(tmp_path, behaviour, problem):
    with Endpoint(says.good, behaviour) as endpoint:
        bot, calls = played(endpoint, tmp_path)
    assert bot.accepted[0].values == GOOD
    assert [call.get("problem", "").startswith(problem) and bool(call.get("problem")) for call in calls[:-1]] == [True] * (
        len(calls) - 1
    )
    assert len(calls) == (2 if problem else 1)
    assert bot.usage.calls == len(calls)
    assert bot.usage.tokens_in > 0


@pytest.mark.parametrize("behaviour", [says.empty, says.refusal, says.truncated, says.wrong_choice], ids=lambda b: b.__name__)
def test_a_model_that_never_answers_is_our_side_and_all_it_said_is_kept(tmp_path, behaviour):
    with Endpoint(says.good, always=behaviour) as endpoint:
        bot, calls = played(endpoint, tmp_path)
    assert bot.stop.kind == "infrastructure"
    assert "gave no usable answer on app.Give in 3 tries" in bot.stop.reason
    assert len(calls) == 3
    assert all("reply" in call and call["problem"] for call in calls)


@pytest.mark.parametrize(
    "behaviour", [says.full(0.3), says.broken, says.slow(30.0), says.dropped], ids=["429", "500", "slow", "dropped"]
)
def test_what_passes_by_itself_is_tried_again_and_is_no_try_of_the_model(tmp_path, behaviour):
    with Endpoint(says.good, behaviour, behaviour) as endpoint:
        bot, calls = played(endpoint, tmp_path, timeout=1.0)
    assert bot.accepted[0].values == GOOD
    assert len(calls) == 1
    assert calls[0]["retries"] == bot.usage.retries >= 2


def test_the_server_says_when_to_come_back_and_everybody_waits():
    with Endpoint(says.good, says.full(1.5)) as endpoint:
        backend(endpoint).complete(QUESTION, SCHEMA, 50)
    assert endpoint.times[2] - endpoint.times[1] >= 1.5


def test_a_server_that_asks_for_more_patience_than_there_is_is_given_up_at_once():
    with Endpoint(says.good, says.full(3600)) as endpoint:
        asked = backend(endpoint)
        with pytest.raises(ModelError, match="did not answer in 1 try") as raised:
            asked.complete(QUESTION, SCHEMA, 50)
    assert "(wait 3600 s)" in raised.value.cause


def test_requests_keep_their_distance_when_that_is_wanted():
    with Endpoint() as endpoint:
        asked = backend(endpoint, rpm=240)
        for _ in range(4):
            asked.complete(QUESTION, SCHEMA, 50)
    assert endpoint.times[-1] - endpoint.times[1] > 0.4  # two pauses of 0.25 s; the first request takes its time to be made


# --- what no patience mends, told before anything is played ---


@pytest.mark.parametrize(
    ("behaviour", "what", "remedy"),
    [
        (says.unauthorized, "The key for the model 'some-model' was refused, or there is none.", "BOTEX_API_KEY"),
        (says.no_such_model, "Nobody knows a model 'some-model'.", "--botex-model"),
        (says.no_money, "The account behind the model 'some-model' cannot pay for more.", "billing"),
        (says.too_long, "The request to the model 'some-model' was refused.", "--botex-memory-size"),
    ],
    ids=lambda x: getattr(x, "__name__", ""),
)
def test_the_probe_finds_what_would_fail_later(behaviour, what, remedy):
    with Endpoint(always=behaviour) as endpoint, pytest.raises(ModelError) as raised:
        backend(endpoint)
    assert raised.value.what == what
    assert remedy in str(raised.value)
    assert len(endpoint.requests) == 1


def test_a_server_that_is_not_there_is_told_after_a_few_tries():
    with Endpoint() as endpoint:
        pass
    with pytest.raises(ModelError, match="did not answer in 3 tries"):
        backend(endpoint)


def test_a_name_without_a_provider_is_told_without_asking_anybody():
    with pytest.raises(ModelError) as raised:
        LitellmBackend("nobody-knows-me").prepare()
    assert str(raised.value).startswith("Nobody knows a model 'nobody-knows-me'.\nCause: ")


def test_a_missing_key_is_told_with_the_variable_it_belongs_into(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ModelError) as raised:
        LitellmBackend("gpt-4o-mini").prepare()
    assert raised.value.what == "The key for the model 'gpt-4o-mini' was refused, or there is none."
    assert "export OPENAI_API_KEY=..." in str(raised.value)


def test_a_budget_needs_a_price():
    with Endpoint() as endpoint:
        with pytest.raises(ModelError) as raised:
            backend(endpoint, needs_price=True)
        priced = backend(endpoint, needs_price=True, args={"input_cost_per_token": 0.001, "output_cost_per_token": 0.002})
        done = priced.complete(QUESTION, SCHEMA, 50)
    assert raised.value.what == "Nobody knows what the model 'some-model' costs, so --botex-max-cost cannot be kept."
    assert done.cost == pytest.approx(0.001 * done.tokens_in + 0.002 * done.tokens_out)


# --- what is sent ---


def test_the_schema_is_sent_and_where_it_is_not_known_the_prompt_does(tmp_path):
    with Endpoint(always=says.no_schemas) as endpoint:
        bot, calls = played(endpoint, tmp_path)
    assert bot.accepted[0].values == {"size": "5", "sure": "yes"}
    assert ["response_format" in request for request in endpoint.requests] == [True, False, False]
    assert len(calls) == 1


def test_other_arguments_and_the_key_are_passed_on():
    with Endpoint() as endpoint:
        backend(endpoint, api_key="sk-of-mine", args={"temperature": 0.5, "top_p": 0.9}).complete(QUESTION, SCHEMA, 50)
    assert endpoint.requests[-1]["temperature"] == 0.5
    assert endpoint.requests[-1]["top_p"] == 0.9
    assert endpoint.requests[-1]["max_tokens"] == 50
    assert endpoint.keys[-1] == "Bearer sk-of-mine"


def test_the_key_is_in_no_error():
    def telling(request):
        return says.Say(status=401, error="Incorrect API key provided: sk-of-mine-12345")

    with Endpoint(always=telling) as endpoint, pytest.raises(ModelError) as raised:
        backend(endpoint, api_key="sk-of-mine-12345")
    assert "sk-of-mine-12345" not in str(raised.value)


def test_importing_litellm_asks_nobody_and_leaves_the_environment_alone():
    """In a process of its own: here it has been imported already."""
    code = (
        "import os, socket, botex_pytest.models.litellm as ours\n"
        "def refuse(*a, **k): raise AssertionError(f'the network was asked: {a}')\n"
        "socket.getaddrinfo = refuse\n"
        "before = dict(os.environ)\n"
        "ours._import('some-model')\n"
        "print('same' if dict(os.environ) == before else {k for k in os.environ if os.environ[k] != before.get(k)})\n"
    )
    env = {k: v for k, v in os.environ.items() if k != "LITELLM_LOCAL_MODEL_COST_MAP"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=300, check=False)
    assert done.stdout.strip() == "same", done.stderr
