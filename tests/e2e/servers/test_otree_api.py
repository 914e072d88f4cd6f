"""oTree's REST API: sessions, positions, exports, and errors that name their cause."""

import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from botex_pytest.errors import OtreeApiError
from botex_pytest.servers.otree import OtreeServer
from botex_pytest.servers.otree_api import OtreeApi, Position, SessionCreated
from botex_pytest.servers.project import Project

TINY = Path(__file__).parents[2] / "projects" / "tiny"
RECRUITED = "\nSESSION_CONFIGS.append({**SESSION_CONFIGS[0], 'name': 'recruited', 'mturk_hit_settings': {'title': 'A study'}})\n"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OtreeServer]:
    project = Path(shutil.copytree(TINY, tmp_path_factory.mktemp("project") / "tiny"))
    with (project / "settings.py").open("a") as settings:
        settings.write(RECRUITED)
    with OtreeServer(Project.at(project), work=tmp_path_factory.mktemp("otree")) as server:
        yield server


@pytest.fixture
def api(running: OtreeServer) -> Iterator[OtreeApi]:
    with running.api() as api:
        yield api


def submit(session: SessionCreated, seat: int, **values: str) -> None:
    """Opens the present page of a participant and posts `values`, as a browser would."""
    with requests.Session() as browser:
        page = browser.get(session.participants[seat - 1].url, timeout=20)
        browser.post(page.url, data=values, timeout=20)


def test_session_configs_by_name(api: OtreeApi) -> None:
    configs = api.session_configs()
    assert set(configs) == {"pair", "recruited"}
    assert configs["pair"]["treatment"] == "high"


def test_a_session_has_links_in_order(api: OtreeApi) -> None:
    session = api.create_session("pair", 4, {"treatment": "low"}, label="wave 1")
    assert [p.number for p in session.participants] == [1, 2, 3, 4]
    assert all(p.url == f"{api.url}/InitializeParticipant/{p.code}" for p in session.participants)
    info = api.get_session(session.code)
    assert info.config["treatment"] == "low"
    assert info.currency == "EUR"
    assert "/join/" in session.wide_url


def test_a_session_in_a_room(api: OtreeApi) -> None:
    assert api.create_session("pair", 2, room="lab").room_url.endswith("/room/lab")


def test_where_people_enter_a_room(api: OtreeApi) -> None:
    api.create_session("pair", 2, room="lab")
    assert api.room_links("lab") == {f"seat_{n}": f"{api.url}/room/lab?participant_label=seat_{n}" for n in (1, 2)}


def test_a_participant_is_started_under_a_label(api: OtreeApi) -> None:
    session = api.create_session("pair", 2)
    api.start(session.participants[1].code, "anna & bo")
    assert [p.label for p in api.get_session(session.code).participants] == ["", "anna & bo"]


def test_a_config_with_old_settings_for_mturk(api: OtreeApi) -> None:
    assert api.session_configs()["recruited"]["mturk_hit_settings"]
    assert len(api.create_session("recruited", 2).participants) == 2


def test_a_session_is_followed_to_its_end(api: OtreeApi) -> None:
    session = api.create_session("pair", 2)
    codes = [p.code for p in session.participants]
    assert api.position(codes[0]) == Position("pair", "Intro", 1)
    for _ in range(2):
        submit(session, 1, number="3")
        assert api.position(codes[0]).page == "Meet"
        submit(session, 2, number="4")
    assert api.position(codes[0]) == Position("pair", "Meet", 5)  # released, but nobody has looked yet
    requests.get(session.participants[0].url, timeout=20)
    assert api.position(codes[0]) == Position("pair", "Results", 6)
    submit(session, 1)
    submit(session, 2)
    assert api.position(codes[0]) == Position(finished=True)
    rows = api.export_app("pair", session.code)
    assert rows is not None
    assert [(r["participant.code"], r["player.number"]) for r in rows[:2]] == [(codes[0], "3"), (codes[1], "4")]
    wide = api.export_wide(session.code)
    assert wide is not None
    assert [r["pair.2.group.total"] for r in wide] == ["7", "7"]
    assert [p.payoff for p in api.get_session(session.code).participants] == [7.0, 7.0]  # 2 x 7 points at 0.5 EUR


def test_the_label_of_a_participant(api: OtreeApi) -> None:
    session = api.create_session("pair", 2)
    requests.get(session.participants[1].url, params={"participant_label": "seat_2"}, timeout=20)
    assert [p.label for p in api.get_session(session.code).participants] == ["", "seat_2"]


def test_one_participant_is_advanced(api: OtreeApi) -> None:
    session = api.create_session("pair", 2)
    for participant in session.participants:
        api.position(participant.code)
    api.advance(session.code, session.participants[1].code)
    assert [api.position(p.code).page for p in session.participants] == ["Intro", "Meet"]


def test_before_otree_6_nobody_is_advanced_alone() -> None:
    """There oTree would move others and say "ok"."""

    class Old(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"version": "5.11.5"}')

        def log_message(self, *_: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Old) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        with OtreeApi(f"http://127.0.0.1:{server.server_port}") as api:
            assert not api.may_advance()
            with pytest.raises(OtreeApiError, match=r"oTree 5\.11\.5"):
                api.advance("session1", "partici1")
        server.shutdown()
        thread.join()


def test_an_unknown_config(api: OtreeApi) -> None:
    with pytest.raises(OtreeApiError, match=r"no session config 'pairs'. Did you mean 'pair'") as caught:
        api.create_session("pairs", 2)
    assert caught.value.status == 400


def test_participants_that_do_not_fill_groups(api: OtreeApi) -> None:
    with pytest.raises(OtreeApiError, match="cannot be played by 3 participants") as caught:
        api.create_session("pair", 3)
    assert "not a multiple of group size (2)" in str(caught.value)
    assert "--botex-participants" in str(caught.value)


def test_an_unknown_room(api: OtreeApi) -> None:
    with pytest.raises(OtreeApiError, match=r"no room 'lap'. Did you mean 'lab'"):
        api.create_session("pair", 2, room="lap")


def test_a_field_that_cannot_be_changed(api: OtreeApi) -> None:
    with pytest.raises(OtreeApiError, match="refused to create the session") as caught:
        api.create_session("pair", 2, {"name": "other"})
    assert "not editable" in str(caught.value)


def test_a_session_or_participant_that_does_not_exist(api: OtreeApi) -> None:
    with pytest.raises(OtreeApiError, match="HTTP 404"):
        api.get_session("nosuchxx")
    with pytest.raises(OtreeApiError, match="where participant nosuchxx is"):
        api.position("nosuchxx")


def test_an_export_of_an_app_that_does_not_exist_and_a_call_after_it(api: OtreeApi) -> None:
    session = api.create_session("pair", 2)
    with pytest.raises(OtreeApiError, match="refused to export"):
        api.export_app("nosuchapp", session.code)
    assert api.position(session.participants[0].code).index == 1  # oTree has dropped the connection; we had not kept it


@pytest.mark.parametrize(
    ("line", "status", "says"),
    [("None + 1", 403, "TypeError: unsupported operand"), ("{}['treatment']", 500, "the server's log has the traceback")],
)
def test_creating_session_raises(server: OtreeServer, tiny: Path, line: str, status: int, says: str) -> None:
    source = tiny / "pair" / "__init__.py"
    source.write_text(source.read_text() + f"\n\ndef creating_session(subsession):\n    {line}\n")
    server.start()
    with server.api() as api:
        with pytest.raises(OtreeApiError, match="creating_session fails in session config 'pair'") as caught:
            api.create_session("pair", 2)
        assert caught.value.status == status
        assert says in str(caught.value)
        assert api.version() == server.version
