from __future__ import annotations

import json

import pytest

from botex_pytest.redact import MARK, Redactor

ENVIRON = {
    "OPENAI_API_KEY": "abcd-1234-efgh",
    "OTREE_ADMIN_PASSWORD": "correct horse",
    "OTREE_REST_KEY": 'with"quote/and\\slash',
    "GITHUB_TOKEN": "ghp_token_value",
    "SSH_KEY_FILE": "/home/ada/.ssh/id_rsa",
    "MAX_TOKENS_LIMIT": "4096000000",
    "SECRET_WORD": "trust",
    "KEYBOARD_LAYOUT": "de_DE.UTF-8",
    "PROJECT": "public_goods",
}


def test_values_of_secret_variables_are_removed() -> None:
    redact = Redactor(environ=ENVIRON)
    assert redact.text("key=abcd-1234-efgh; pass 'correct horse'") == f"key={MARK}; pass '{MARK}'"
    assert redact.text("ghp_token_value") == MARK


def test_a_secret_is_found_in_urls_and_in_json_text() -> None:
    redact = Redactor(environ=ENVIRON)
    assert "horse" not in redact.text("http://127.0.0.1/?p=correct%20horse")
    assert "slash" not in redact.text(json.dumps({"key": ENVIRON["OTREE_REST_KEY"]}))


@pytest.mark.parametrize("innocent", ["/home/ada/.ssh/id_rsa", "4096000000", "trust", "de_DE.UTF-8", "public_goods"])
def test_what_is_no_secret_or_too_short_to_tell_stays(innocent: str) -> None:
    assert Redactor(environ=ENVIRON).text(f"a {innocent} b") == f"a {innocent} b"


def test_secrets_handed_in_are_removed_longest_first() -> None:
    redact = Redactor(["sesame", "open sesame"], environ={})
    assert redact.text("open sesame, sesame") == f"{MARK}, {MARK}"


def test_passwords_in_addresses_are_removed_without_being_known() -> None:
    text = Redactor(environ={}).text("postgres://ada:hunter2@db/otree and http://host:8000/a@b")
    assert text == f"postgres://ada:{MARK}@db/otree and http://host:8000/a@b"
    assert Redactor(environ={}).text("http://me:p@ss@grid:4444") == f"http://me:{MARK}@grid:4444"


def test_data_is_copied_with_keys_and_nested_values_cleaned() -> None:
    secret = "abcd-1234-efgh"
    data = {secret: [{"a": f"x{secret}"}, 3, None, True], "t": (secret,)}
    assert Redactor(environ=ENVIRON).data(data) == {MARK: [{"a": f"x{MARK}"}, 3, None, True], "t": [MARK]}
    assert data["t"] == (secret,)
