"""The page zoo: whatever a page of oTree can be, bots finish it as a person would, or the run says precisely what they lack."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from harness import PROJECTS, Done, expectations
from zoo_data import agree, sent, steps

Zoo = Callable[[str, str], Done]
"""(project, config) -> the run that played it."""

EXPECTED = {
    (project, config): entry
    for project in ("zoo", "zoo_otree6", "zoo_de", "zoo_ar")
    for config, entry in expectations(PROJECTS / project).items()
}


def having(*keys: str) -> pytest.MarkDecorator:
    """Over all configs whose expectations have one of `keys`; over all when none is given."""
    chosen = [place for place, entry in EXPECTED.items() if not keys or set(keys) & set(entry)]
    return pytest.mark.parametrize(("project", "config"), chosen, ids=[config for _, config in chosen])


def players(run: Done, project: str, config: str) -> list[dict[str, Any]]:
    return run.stored(EXPECTED[project, config].get("app", config))


@having()
def test_everybody_gets_the_right_verdict(zoo: Zoo, project: str, config: str) -> None:
    entry = EXPECTED[project, config]
    people = {f"P{n}": entry["status"] for n in range(1, entry["participants"] + 1)}
    assert zoo(project, config).verdicts[config] == {**people, "session": "finished"}


@having("check")
def test_the_cause_is_found_at_its_page(zoo: Zoo, project: str, config: str) -> None:
    entry, run = EXPECTED[project, config], zoo(project, config)
    found = [f for f in run.findings(config) if f.check == entry["check"]]
    assert {f.where for f in found} == {entry["where"]}
    said = "\n".join(text for f in found for text in (f.title, f.detail, f.advice, *f.messages, *f.answer))
    assert entry["contains"] in said


@having()
def test_nothing_else_is_called_a_fault(zoo: Zoo, project: str, config: str) -> None:
    entry = EXPECTED[project, config]
    found = {(f.check, f.where) for f in zoo(project, config).findings(config, "broken", "unplayed", "infrastructure")}
    assert found <= {(entry.get("check"), entry.get("where"))}


@having("check")
def test_what_bots_lack_comes_with_lines_to_paste(zoo: Zoo, project: str, config: str) -> None:
    entry = EXPECTED[project, config]
    if entry["check"] not in ("needs-answer", "needs-skill"):
        pytest.skip("nothing to write down helps here")
    (finding,) = zoo(project, config).findings(config, "unplayed")
    wanted = f'skip = ["{entry["where"]}"]' if entry["check"] == "needs-skill" else f'"{entry["where"]}.'
    assert any(line.startswith(wanted) for line in finding.lines)


@having("stored", "filled", "rule")
def test_what_bots_sent_is_in_the_data(zoo: Zoo, project: str, config: str) -> None:
    run = zoo(project, config)
    (play,) = run.plays(config)
    for row, taken in zip(players(run, project, config), play.transcripts.values(), strict=True):
        for name, value in sent(taken).items():
            assert name not in row or agree(value, row[name]), (name, value, row[name])


@having("stored")
def test_the_data_hold_what_they_may_hold(zoo: Zoo, project: str, config: str) -> None:
    for row in players(zoo(project, config), project, config):
        for name, allowed in EXPECTED[project, config]["stored"].items():
            assert row[name] in allowed, name


@having("filled")
def test_nothing_is_left_empty(zoo: Zoo, project: str, config: str) -> None:
    for row in players(zoo(project, config), project, config):
        assert [name for name in EXPECTED[project, config]["filled"] if row[name] in (None, "")] == []


@having("rule")
def test_the_data_follow_the_rule(zoo: Zoo, project: str, config: str) -> None:
    rule = EXPECTED[project, config]["rule"]
    for row in players(zoo(project, config), project, config):
        assert eval(rule, {}, row), (rule, row)


@having("acted")
def test_what_was_done_outside_the_form_is_in_the_transcript(zoo: Zoo, project: str, config: str) -> None:
    entry, run = EXPECTED[project, config], zoo(project, config)
    done = [what for step in steps(run, config) for what in (a.description for a in step.acted)]
    assert any(entry["acted"] in what for what in done), done


@having("dialog")
def test_dialogs_are_recorded(zoo: Zoo, project: str, config: str) -> None:
    noticed = [e for step in steps(zoo(project, config), config) for e in step.noticed]
    assert any(e.kind == "dialog" and EXPECTED[project, config]["dialog"] in e.text for e in noticed), noticed


def test_a_market_trades(zoo: Zoo) -> None:
    traded = [row for row in players(zoo("zoo", "order_book"), "zoo", "order_book") if row["price"] is not None]
    assert traded
    for side in (0, 1):
        assert sorted(row["price"] for row in traded if row["buys"] == side) == sorted(
            r["price"] for r in traded if r["buys"] != side
        )


def test_the_transcript_shows_both_sides_of_a_market(zoo: Zoo) -> None:
    (play,) = zoo("zoo", "order_book").plays("order_book")
    for number, taken in play.transcripts.items():
        said = [e.text for step in taken for e in step.noticed if e.kind == "live-sent"]
        heard = [json.loads(e.text)["live_method_payload"] for step in taken for e in step.noticed if e.kind == "live-received"]
        assert said, number
        assert all(0 <= int(price) <= 10 for price in said)
        assert {one["buys"] for book in heard for one in book} == {True, False}


def test_people_who_may_write_to_each_other_do(zoo: Zoo) -> None:
    run = zoo("zoo", "chat")
    written = run.rows("otree_chatmessage")
    assert len({message["participant_id"] for message in written}) == EXPECTED["zoo", "chat"]["participants"]
    assert all(message["body"] for message in written)


def test_a_late_redirect_is_seen(zoo: Zoo) -> None:
    (play,) = zoo("zoo", "redirect_after_five").plays("redirect_after_five")
    (ending,) = play.result.endings
    assert (ending.where, ending.outgoing) == ("redirect_after_five.Back", "https://recruiting.example/complete?cc=ZOO5")


def test_a_page_that_never_loads_costs_little_more_than_its_deadline(zoo: Zoo) -> None:
    (play,) = zoo("zoo", "never_loads").plays("never_loads")
    (finding,) = zoo("zoo", "never_loads").findings("never_loads", "unplayed")
    assert "--botex-page-timeout" in finding.advice
    assert len(play.result.participants) == 1


def test_people_enter_a_room_by_its_label_file_and_their_own_link(zoo: Zoo) -> None:
    run = zoo("zoo", "room")
    assert [row["seat"] for row in players(run, "zoo", "room")] == ["seat_1", "seat_2"]
    doors = [step.seen.page for step in steps(run, "room") if step.seen and not step.seen.page.index]
    assert [door.where for door in doors] == ["room lab"] * 2
    assert all("&hash=" in door.url for door in doors)


def test_the_authors_own_welcome_page_is_played(zoo: Zoo) -> None:
    doors = [step for step in steps(zoo("zoo_otree6", "room_welcome"), "room_welcome") if step.seen and not step.seen.page.index]
    assert [sent((door,)) for door in doors] == [{"adult": "on"}] * 2
