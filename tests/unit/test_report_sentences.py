from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from run_builder import person

from botex_pytest.form_results import FormResult, Probe, Tried
from botex_pytest.report import sentences
from botex_pytest.results import Finding, Group, ParticipantResult, SessionResult, Status


def played(config: str = "trust", statuses: tuple[Status, ...] = ("finished", "finished"), **more: Any) -> SessionResult:
    people: tuple[ParticipantResult, ...] = tuple(person(n, s) for n, s in enumerate(statuses, start=1))
    known = {
        "variant": "",
        "play": 1,
        "code": "c",
        "seed": 7,
        "model": "random",
        "driver": "chrome",
        "folder": f"sessions/{config}-1",
    }
    return SessionResult(**{"config": config, "participants": people, **known, **more})


def finding(group: Group, key: str = "k", config: str = "trust") -> Finding:
    return Finding("check", group, "A title.", config, key, (1,))


def test_a_healthy_config_in_one_sentence() -> None:
    assert sentences.config_sentence([played()]) == "trust: 2 of 2 finished, 14 pages, 0 errors"


def test_who_did_not_finish_is_counted_by_what_befell_them() -> None:
    play = played(statuses=("broken", "blocked", "blocked", "early-end"), findings=(finding("broken"),))
    expected = "trust: 0 of 4 finished, 1 ended early, 1 broken, 2 blocked, 28 pages, 1 error"
    assert sentences.config_sentence([play]) == expected


def test_the_last_play_counts_for_people_and_every_play_for_errors() -> None:
    first = played(statuses=("early-end", "early-end"), replayed=True, findings=(finding("broken"), finding("broken", "other")))
    second = played(play=2, findings=(finding("broken"),))
    assert sentences.config_sentence([first, second]) == "trust: 2 of 2 finished, 14 pages, 2 errors"


def test_pages_that_we_left_for_somebody_are_counted_beside_those_that_were_played() -> None:
    play = played()
    people = tuple(replace(p, advanced=2) for p in play.participants)
    sentence = sentences.config_sentence([replace(play, participants=people)])
    assert sentence == "trust: 2 of 2 finished, 14 pages (4 advanced), 0 errors"


def test_a_variant_is_part_of_the_name() -> None:
    assert sentences.config_sentence([played(variant="high")]).startswith("trust[high]: 2 of 2")


@pytest.mark.parametrize(
    ("statuses", "groups", "verdict"),
    [
        (("finished", "finished"), (), "played"),
        (("finished", "early-end"), ("review",), "played"),
        (("early-end", "early-end"), (), "unfinished"),
        (("finished", "finished"), ("broken",), "broken"),
        (("unplayed", "blocked"), ("unplayed",), "unplayed"),
        (("unplayed", "broken"), (), "broken"),
        (("finished", "infrastructure"), (), "infrastructure"),
    ],
)
def test_the_gravest_thing_is_the_verdict(statuses: tuple[Status, ...], groups: tuple[Group, ...], verdict: str) -> None:
    play = played(statuses=statuses, findings=tuple(finding(g, g) for g in groups))
    assert sentences.config_verdict([play]) == verdict


def test_the_headline_names_what_is_wrong_first() -> None:
    results = [played("trust"), played("pg", ("broken",)), played("survey", ("unplayed",))]
    assert sentences.headline(results) == "pg is broken, survey could not be played; trust was played to the end."


@pytest.mark.parametrize(
    ("configs", "headline"),
    [
        (["a"], "a was played to the end."),
        (["a", "b"], "a and b were played to the end."),
        (["a", "b", "c"], "a, b and c were played to the end."),
        (["a", "b", "c", "d"], "All 4 session configs were played to the end."),
        (["a!", "b!", "c", "d"], "2 of 4 session configs are broken; 2 were played to the end."),
    ],
)
def test_the_headline_counts_where_names_would_be_too_many(configs: list[str], headline: str) -> None:
    results = [played(c, ("broken",) if c.endswith("!") else ("finished",)) for c in configs]
    assert sentences.headline(results) == headline


def test_the_headline_of_nothing() -> None:
    assert sentences.headline([]) == "Nothing was played."
    assert sentences.headline([], interrupted=True) == "The run was interrupted before anything was played."
    assert sentences.headline([played()], interrupted=True) == "trust was played to the end. The run was interrupted."


def test_the_command_can_be_pasted_into_a_shell() -> None:
    info = {"settings_file": "my study/settings.py", "options": ["--botex-headed", "--botex-model", "min"]}
    command = sentences.reproduce_command(played("trust"), 2, info)
    assert command == "pytest --botex 'my study/settings.py::trust::P2' --botex-seed 7 --botex-headed --botex-model min"
    assert sentences.reproduce_command(played()) == "pytest --botex settings.py::trust::session --botex-seed 7"


def test_a_session_that_was_not_created_has_no_pages_to_count() -> None:
    play = played(statuses=("blocked", "blocked"), findings=(finding("broken"),), code="")
    assert sentences.config_sentence([play]) == "trust: the session could not be created, 1 error"


def test_gaps_in_lines_to_paste_are_pointed_at() -> None:
    assert sentences.paste(('"Quiz.q1" = ...',)) == "paste into botex.toml, with the right answer for ..."
    assert sentences.paste(('ends = ["Out"]',)) == "paste into botex.toml"


def test_values_and_times_in_words() -> None:
    assert sentences.answers({"a": "1", "b": ("x", "y"), "c": ""}) == "a = 1, b = x + y, c = (empty)"
    assert [sentences.duration(s) for s in (0.42, 59.6, 61, 3700)] == ["0.4 s", "1 min 0 s", "1 min 1 s", "1 h 1 min"]


# --- forms ---


def form(where: str = "trust.Send", **more: Any) -> SessionResult:
    tried = (Tried(Probe("above", {"sent": "101"}, "refused"), "stopped", "refused"),)
    return played(statuses=(), form=FormResult(where, tried=tried, sessions=3), **more)


def test_a_form_in_a_sentence() -> None:
    assert sentences.config_sentence([form()]) == "forms::trust.Send: 1 answer tried in 1 field and 3 sessions, 0 errors"
    unreached = played(statuses=(), form=FormResult("trust.Send", reason="nobody has answered trust.Send"))
    assert sentences.config_sentence([unreached]) == "forms::trust.Send: nobody has answered trust.Send"


def test_forms_without_a_fault_are_no_news_beside_sessions() -> None:
    assert sentences.headline([played(), form()]) == "trust was played to the end."
    broken = form("trust.SendBack", findings=(finding("broken"),))
    assert sentences.headline([played(), form(), broken]) == "forms::trust.SendBack is broken; trust was played to the end."
    assert sentences.headline([form(), form("trust.SendBack")]) == "2 forms checked."


def test_several_times_over() -> None:
    broken = played(statuses=("finished", "broken"), repeat=2, play=2, findings=(finding("broken"),))
    plays = [played(), broken, played(repeat=3, play=3)]
    assert sentences.config_sentence(plays) == "trust: 2 of 3 plays passed; play 2: 1 of 2 finished, 1 broken, 14 pages, 1 error"
    assert sentences.config_verdict(plays) == "flaky"
    assert sentences.headline(plays) == "trust is flaky."
    assert sentences.config_verdict([broken, replace(broken, repeat=3)]) == "broken"
    lost = played(repeat=4, findings=(finding("infrastructure"),))
    assert sentences.config_verdict([played(), lost]) == "infrastructure"
