"""oTree's exports, kept when a session is over, and made into tables afterwards."""

from __future__ import annotations

from pathlib import Path

from run_builder import SessionBuilder, new_run
from study_builder import app, form

from botex_pytest import read_run
from botex_pytest.checks.base import AdminPage, Moment
from botex_pytest.export.files import CsvStyle, write_files
from botex_pytest.otree_exports import app_rows, keep_exports, kept_exports
from botex_pytest.plain import to_plain
from botex_pytest.redact import Redactor
from botex_pytest.run_folder import RunFolder

COLUMNS = {"player": {"bid": "currency", "note": "longstring"}, "group": {}, "subsession": {}}
INFO = {"configs": [{"name": "trust", "apps": ["game"]}], "apps": [to_plain(app(form("Ask"), name="game", columns=COLUMNS))]}
PEOPLE = "session.code,participant.code,participant.id_in_session"
PLAYER = f"{PEOPLE},subsession.round_number,group.id_in_subsession,player.bid,player.note"
WIDE = f"{PEOPLE},participant.pet,session.config.x,game.1.player.bid,other.1.player.y"


def export(name: str, *rows: str, moment: Moment = "end") -> AdminPage:
    return AdminPage(name, moment, 200, tuple(tuple(row.split(",")) for row in rows), export=name)


PAGES = (
    export("app game", PLAYER, moment="before"),
    AdminPage("the monitor", "end", 200),
    export("wide", WIDE, "s1,p1,1,cat,3,2.0,"),
    export("app game", PLAYER, "s1,p1,1,1,1,2.0,a note"),
    export("custom game custom_export", "p1,=2", ""),
    export("page_times", "session_code,page_name", "s1,Ask", "s0,Ask"),
    export("chat"),
)


def kept(tmp_path: Path, *secrets: str) -> RunFolder:
    run = RunFolder(new_run(tmp_path, info=INFO).path, Redactor(secrets, environ={}))
    session = SessionBuilder(run, "trust", 1)
    session.result([])
    keep_exports(run, session.folder, PAGES, "s1")
    return run


def test_what_was_downloaded_at_the_end_is_kept(tmp_path: Path) -> None:
    found = kept_exports(kept(tmp_path).sessions()[0])
    assert list(found) == ["wide", "app game", "custom game custom_export", "page_times"]
    assert found["page_times"] == [["session_code", "page_name"], ["s1", "Ask"]]  # of this session alone


def test_rows_of_an_app_have_what_their_participant_carries() -> None:
    (rows,) = app_rows(PAGES).values()
    assert [(r["player.note"], r["participant.pet"]) for r in rows] == [("a note", "cat")]
    assert "other.1.player.y" not in rows[0]
    without = app_rows(page for page in PAGES if page.export != "wide")
    assert [set(r) for r in without["game"]] == [set(PLAYER.split(","))]


def test_secrets_are_not_kept(tmp_path: Path) -> None:
    assert "a note" not in (kept(tmp_path, "a note").sessions()[0] / "otree.json").read_text()


def test_where_nothing_was_downloaded_nothing_is_written(tmp_path: Path) -> None:
    run = new_run(tmp_path)
    session = SessionBuilder(run, "trust", 1)
    keep_exports(run, session.folder, [AdminPage("the monitor", "end", 200)], "s1")
    assert not (session.folder / "otree.json").exists()
    assert kept_exports(session.folder) == {}


def test_tables_that_join(tmp_path: Path) -> None:
    otree = read_run(kept(tmp_path).path).otree
    assert otree["session"] == [{"session": "s1", "config.x": "3"}]
    assert otree["participant"] == [{"session": "s1", "participant": "p1", "id_in_session": 1, "pet": "cat"}]
    keys = {"session": "s1", "participant": "p1", "round": 1, "group": 1}
    assert otree["game_player"] == [{**keys, "bid": 2.0, "note": "a note"}]
    assert "other.1.player.y" not in otree["wide"][0]  # an app that this session does not have
    assert otree["page_times"] == [{"session_code": "s1", "page_name": "Ask"}]


def test_custom_exports_are_written_as_they_are(tmp_path: Path) -> None:
    data = read_run(kept(tmp_path).path)
    assert data.custom_exports == {"game.custom_export.k3x9p2aq": [["p1", "=2"], [""]]}
    counts = write_files(data, tmp_path / "out", CsvStyle(raw=True))
    assert counts["otree_game.custom_export.k3x9p2aq"] == 2
    assert (tmp_path / "out" / "otree_game.custom_export.k3x9p2aq.csv").read_text() == 'p1,=2\n""\n'
