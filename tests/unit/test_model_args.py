"""Arguments that are passed on to litellm: read in two forms, shown without secrets."""

from __future__ import annotations

import json

import pytest

from botex_pytest import model_args
from botex_pytest.config import Config
from botex_pytest.errors import SettingError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("temperature=0.5,top_p=0.9", {"temperature": 0.5, "top_p": 0.9}),
        ("reasoning_effort=low", {"reasoning_effort": "low"}),
        ("input_cost_per_token=1e-6", {"input_cost_per_token": 1e-6}),
        ('{"extra_headers": {"X-Team": "lab"}}', {"extra_headers": {"X-Team": "lab"}}),
    ],
)
def test_both_forms_are_read(text, expected):
    assert json.loads(model_args.read(text)) == expected


@pytest.mark.parametrize("text", ["temperature", "{temperature: 1}", "a b=1", "=1"])
def test_what_is_neither_is_refused_with_an_example(text):
    with pytest.raises(SettingError, match=r"it must be arguments such as temperature=0\.5"):
        Config.load({"botex_llm_args": text})


def test_secrets_among_them_are_not_shown_and_are_known_as_secrets():
    given = model_args.read(
        '{"extra_headers": {"Authorization": "Bearer abc"}, "api_key": "sk-1", "input_cost_per_token": 1, "seed": 2}'
    )
    assert model_args.shown(given) == '{"extra_headers": "****", "api_key": "****", "input_cost_per_token": 1, "seed": 2}'
    assert model_args.secrets(given) == ["Bearer abc", "sk-1"]
    assert "Bearer" not in str(Config.load({"botex_llm_args": given}).header_lines())
