"""oTree's server as we start it: a private copy, a free port, and nothing left behind."""

import hashlib
import http.server
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from botex_pytest.errors import OtreeApiError, OtreeStartError
from botex_pytest.servers import supervisor
from botex_pytest.servers.otree import OtreeServer, RunningOtree
from botex_pytest.servers.process import free_port
from botex_pytest.servers.project import Project
from botex_pytest.waiting import wait_until


def fingerprint(folder: Path) -> dict[str, str]:
    files = (p for p in folder.rglob("*") if p.is_file())
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def is_listening(url: str) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", urlsplit(url).port or 0)) == 0


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def page(server: OtreeServer) -> requests.Response:
    """The first page of a new participant."""
    with server.api() as api:
        link = api.create_session("pair", 2).participants[0]
    return requests.get(link.url, timeout=20)


def start_error(server: OtreeServer) -> str:
    with pytest.raises(OtreeStartError) as caught:
        server.start()
    assert not server.alive
    return str(caught.value)


def test_it_starts_answers_and_ends(server: OtreeServer) -> None:
    server.start()
    assert server.alive
    assert server.version.split(".")[0].isdigit()
    assert page(server).status_code == 200
    server.stop()
    assert not server.alive
    assert not is_listening(server.url)
    server.raise_if_dead()  # what we stopped is not reported as dead


def test_the_users_folder_stays_as_it_is(server: OtreeServer, tiny: Path) -> None:
    (tiny / "db.sqlite3").write_bytes(b"data of an earlier session")
    before = fingerprint(tiny)
    server.start()
    page(server)
    server.stop()
    assert fingerprint(tiny) == before


def test_people_get_no_debug_panel_unless_asked_for(server: OtreeServer, tiny: Path, tmp_path: Path) -> None:
    server.start()
    assert "debug-info" not in page(server).text
    server.stop()
    with OtreeServer(Project.at(tiny), work=tmp_path / "debug", debug=True) as debug:
        assert "debug-info" in page(debug).text


def test_a_lock_of_the_shell_or_the_env_file_does_not_lock_us_out(
    server: OtreeServer, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTREE_AUTH_LEVEL", "STUDY")
    (tiny / ".env").write_text("OTREE_AUTH_LEVEL=STUDY\nOTREE_REST_KEY=unknown\n")
    server.start()
    assert page(server).status_code == 200


def test_a_lock_of_the_settings_is_opened_with_our_key_and_the_admins_password(
    server: OtreeServer, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTREE_ADMIN_PASSWORD", "sesame")
    append(tiny / "settings.py", "\nAUTH_LEVEL = 'STUDY'\n")
    server.start()
    with server.api() as api:
        session = api.create_session("pair", 2)
        status, monitor = api.admin_page(f"/SessionMonitor/{session.code}")
        assert (status, session.code in monitor) == (200, True)
        assert api.admin_page("/api/export_app_custom?app=pair")[0] == 500  # there is none
        code = session.participants[0].code
        before = api.position(code).index
        assert api.may_advance()
        api.advance(session.code, code)
        assert api.position(code).index > before
    with RunningOtree(server.url, rest_key="wrong").api() as api, pytest.raises(OtreeApiError, match="wants its REST key"):
        api.session_configs()
    intruder = RunningOtree(server.url, rest_key=server.rest_key, admin_password="wrong")
    with intruder.api() as api:
        assert not api.may_advance()
        with pytest.raises(OtreeApiError, match="did not let us in"):
            api.advance(session.code, code)
        with pytest.raises(OtreeApiError, match="did not let us in"):
            api.admin_page(f"/SessionMonitor/{session.code}")


def test_the_env_file_reaches_the_project(server: OtreeServer, tiny: Path) -> None:
    (tiny / ".env").write_text('GREETING="grüezi"\n', "utf-8")
    append(tiny / "settings.py", "\nprint('the project says', environ['GREETING'])\n")
    server.start()
    assert "the project says grüezi" in server.read_log()


def test_an_exception_on_a_page_is_shown_in_the_users_own_file(server: OtreeServer, tiny: Path) -> None:
    source = tiny / "pair" / "__init__.py"
    append(source, "\n\ndef crash(player):\n    return {}['missing']\n\n\nIntro.vars_for_template = staticmethod(crash)\n")
    server.start()
    since = server.log_position()
    assert page(server).status_code == 500
    (found,) = wait_until(lambda: server.tracebacks(since), 20, "the traceback is in the log")
    assert found.title == "KeyError: 'missing'"
    assert found.author_frame is not None
    assert found.author_frame.file == str(source)
    assert found.short.startswith(f'File "{source}", line ')
    assert "site-packages" not in found.short


def test_an_error_in_a_template_is_shown_in_the_template(server: OtreeServer, tiny: Path) -> None:
    template = tiny / "pair" / "Intro.html"
    append(template, "{{ block extra }}{{ endblock }}")
    template.write_text(template.read_text().replace("{{ formfields }}", "{{ formfields }}\n{{ player.nonsense }}"))
    server.start()
    assert page(server).status_code == 500
    (found,) = wait_until(server.tracebacks, 20, "the traceback is in the log")
    assert found.error_type == "UndefinedVariable"
    assert found.author_frame is not None
    assert (found.author_frame.file, found.author_frame.line) == (str(template), 4)


def test_a_server_killed_in_the_middle_is_noticed(server: OtreeServer) -> None:
    server.start()
    assert server._process is not None
    assert server._process.pid is not None
    os.kill(server._process.pid, signal.SIGKILL)
    wait_until(lambda: not server.alive, 20, "its death is noticed")
    with pytest.raises(OtreeStartError, match="was ended by SIGKILL"):
        server.raise_if_dead()
    with server.api() as api, pytest.raises(OtreeApiError, match="does not answer"):
        api.version()


def test_it_can_be_started_again(server: OtreeServer) -> None:
    server.start()
    with server.api() as api:
        code = api.create_session("pair", 2).code
    server.stop()
    server.start()
    with server.api() as api:
        assert len(api.get_session(code).participants) == 2


def test_an_interpreter_that_has_vanished(server: OtreeServer, tiny: Path) -> None:
    python = tiny / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    server.python = python
    assert server.project.interpreter(python).python == python
    python.unlink()
    message = start_error(server)
    assert "could not be started" in message
    assert "No such file or directory" in message
    assert "--botex-otree-python" in message


def test_a_syntax_error(server: OtreeServer, tiny: Path) -> None:
    source = tiny / "pair" / "__init__.py"
    append(source, "\ndef x(:\n")
    line = len(source.read_text().splitlines())
    message = start_error(server)
    assert "exit code 1" in message
    assert f"pair/__init__.py, line {line}: SyntaxError: invalid syntax" in message
    assert f'File "{source}", line {line}' in message
    assert "correct the line above" in message


def test_a_missing_package(server: OtreeServer, tiny: Path) -> None:
    append(tiny / "pair" / "__init__.py", "\nimport no_such_package\n")
    message = start_error(server)
    assert "No module named 'no_such_package'" in message
    assert f'"{sys.executable}" -m pip install no_such_package' in message


def test_failed_checks_of_otree(server: OtreeServer, tiny: Path) -> None:
    source = tiny / "pair" / "__init__.py"
    source.write_text(source.read_text().replace("PLAYERS_PER_GROUP = 2", "PLAYERS_PER_GROUP = 1"))
    message = start_error(server)
    assert "oTree's own checks found errors" in message
    assert "pair: players_per_group cannot be 1" in message


def test_a_project_that_never_answers(tiny: Path, tmp_path: Path) -> None:
    append(tiny / "settings.py", "\nimport time\nprint('sleeping')\ntime.sleep(600)\n")
    message = start_error(OtreeServer(Project.at(tiny), work=tmp_path / "work", start_timeout=4.0))
    assert "within 4 s" in message
    assert "sleeping" in message
    assert "--botex-start-timeout 8" in message


def test_a_stranger_on_the_port_is_not_taken_for_otree(server: OtreeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stranger(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stranger) as stranger:
        threading.Thread(target=stranger.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        ports = iter([stranger.server_port, free_port()])
        monkeypatch.setattr("botex_pytest.servers.otree.free_port", lambda: next(ports))
        server.start()
        stranger.shutdown()
    assert server.url != f"http://127.0.0.1:{stranger.server_port}"
    assert server.version.startswith("6.")


def test_a_taken_port_is_tried_again_with_another(server: OtreeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        ports = iter([holder.getsockname()[1], free_port()])
        monkeypatch.setattr("botex_pytest.servers.otree.free_port", lambda: next(ports))
        server.start()
        assert server.alive
        assert urlsplit(server.url).port != holder.getsockname()[1]


OWNER = """
import sys, time
from pathlib import Path
from botex_pytest.servers.otree import OtreeServer
from botex_pytest.servers.project import Project
server = OtreeServer(Project.at(Path(sys.argv[1])), work=Path(sys.argv[2]))
server.start()
print(server._process.mark, server.url, flush=True)
time.sleep(600)
"""


def test_our_death_by_kill_9_leaves_nothing(tiny: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", OWNER, str(tiny), str(tmp_path / "work")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        mark, url = owner.stdout.readline().split()
        assert supervisor.marked(mark)
        assert is_listening(url)
        owner.kill()
    wait_until(lambda: not supervisor.marked(mark) and not is_listening(url), 20, "the server ends")


def test_a_server_somebody_else_runs_is_used_and_left_alone(server: OtreeServer) -> None:
    server.start()
    with RunningOtree(server.url) as running:
        assert (running.version, running.alive) == (server.version, True)
        with running.api() as api:
            assert "pair" in api.session_configs()
    assert server.alive
    server.stop()
    with pytest.raises(OtreeStartError, match="No oTree server answers"):
        running.raise_if_dead()
    with pytest.raises(OtreeStartError, match="otree devserver 8000"):
        RunningOtree(server.url).start()
