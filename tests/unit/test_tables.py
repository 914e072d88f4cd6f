"""oTree's per-app export as tables that join."""

from __future__ import annotations

from study_builder import app, form

from botex_pytest.tables import session_tables

GAME = app(
    form("Ask"),
    name="game",
    rounds=2,
    columns={
        "player": {"bid": "currency", "agrees": "boolean", "note": "longstring", "age": "integer"},
        "group": {"total": "integer"},
        "subsession": {"price": "float"},
    },
)
LAST = app(form("End"), name="last")


def row(number: int, round_: int, group: int, **more: str) -> dict[str, str]:
    usual = {
        "participant.id_in_session": str(number),
        "participant.code": f"code{number}",
        "participant.payoff": "3.5",
        "participant.visited": "1",
        "participant.treatment": "007",
        "player.id_in_group": "1",
        "player.role": "",
        "player.payoff": "1.0",
        "player.bid": "2.0",
        "player.agrees": "0",
        "player.note": 'said "yes, no"\nand left',
        "player.age": "",
        "group.id_in_subsession": str(group),
        "group.total": "12",
        "subsession.round_number": str(round_),
        "subsession.price": "0.1",
        "session.code": "s1",
    }
    return {**usual, **more}


def test_players_groups_and_rounds():
    rows = [row(1, 1, 1), row(2, 1, 1), row(1, 2, 2), row(2, 2, 1)]
    tables = session_tables([GAME, LAST], {"game": rows, "last": []})
    assert list(tables) == [
        "session",
        "participant",
        "game_player",
        "game_group",
        "game_subsession",
        "last_player",
        "last_group",
        "last_subsession",
    ]
    assert tables["game_player"][0] == {
        "session": "s1",
        "participant": "code1",
        "round": 1,
        "group": 1,
        "id_in_group": 1,
        "role": "",
        "payoff": 1.0,
        "bid": 2.0,
        "agrees": False,
        "note": 'said "yes, no"\nand left',
        "age": None,
    }
    assert [(g["round"], g["group"], g["total"]) for g in tables["game_group"]] == [(1, 1, 12), (2, 2, 12), (2, 1, 12)]
    assert tables["game_subsession"] == [
        {"session": "s1", "round": 1, "price": 0.1},
        {"session": "s1", "round": 2, "price": 0.1},
    ]


def test_a_participant_is_one_row_over_all_apps():
    tables = session_tables([GAME, LAST], {"game": [row(1, 1, 1), row(2, 1, 1)], "last": [row(1, 1, 1), row(2, 1, 1)]})
    assert [p["participant"] for p in tables["participant"]] == ["code1", "code2"]
    first = tables["participant"][0]
    assert (first["id_in_session"], first["payoff"], first["visited"], first["treatment"]) == (1, 3.5, True, "007")


def test_every_key_of_a_player_is_a_row_elsewhere():
    tables = session_tables([GAME], {"game": [row(1, 1, 1), row(2, 1, 2), row(1, 2, 2)]})
    groups = {(g["session"], g["round"], g["group"]) for g in tables["game_group"]}
    people = {(p["session"], p["participant"]) for p in tables["participant"]}
    for player in tables["game_player"]:
        assert (player["session"], player["round"], player["group"]) in groups
        assert (player["session"], player["participant"]) in people


def test_the_wide_export_adds_what_only_it_has():
    wide = row(1, 1, 1, **{"session.config.treatment": "a, b", "participant.vars_x": "5", "session.is_demo": "1"})
    tables = session_tables([GAME], {"game": [row(1, 1, 1), row(2, 1, 1)]}, [wide])
    assert tables["session"] == [{"session": "s1", "config.treatment": "a, b", "is_demo": True}]
    assert [p.get("vars_x") for p in tables["participant"]] == ["5", None]
